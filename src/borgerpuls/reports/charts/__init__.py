"""Charts as data: marks, scales and texts, which every output format draws in its own way."""
