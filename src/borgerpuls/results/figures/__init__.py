"""A figure, a table of figures, and where they are stored, exported or suppressed."""
