"""The worker: sends what is due and does long work, beside the web server. Several may run at once."""
