"""Commands of those who keep the contact data."""
