"""What a municipality writes itself: local questions, its letter, and its own comparison."""
