"""Doors for people: citizens, municipalities, the programme office and the public; and the settings."""
