"""A command a file, as Django finds them."""
