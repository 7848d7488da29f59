"""What one report is about: the wave, the place, the language, and every figure it may speak of."""
