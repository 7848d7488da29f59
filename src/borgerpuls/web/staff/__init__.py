"""What every staff page shares: sign-in, roles, colleagues, layout."""
