"""Statistical disclosure control: what may be shown."""
