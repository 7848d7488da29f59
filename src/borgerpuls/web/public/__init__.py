"""What anyone may see: the front page, the accessibility statement, published reports."""
