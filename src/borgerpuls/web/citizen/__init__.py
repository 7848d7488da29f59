"""The citizen's door: a link or a code, a page a theme, and a receipt."""
