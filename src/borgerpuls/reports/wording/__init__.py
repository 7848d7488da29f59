"""Numbers, labels and sentences as a reader meets them."""
