"""What we found: a wave in, figures out, and the shelf that keeps them."""
