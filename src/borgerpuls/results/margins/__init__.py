"""The margins that weights meet: what they are, and why no weights meet them."""
