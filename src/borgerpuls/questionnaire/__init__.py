"""What we ask: themes, items, scales and background variables, as dated data."""
