"""The programme office's work: plans, waves from opening to publication, and long jobs."""
