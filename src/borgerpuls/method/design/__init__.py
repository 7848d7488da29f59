"""The sampling design: strata, weights, finite populations, and counts expanded to rows."""
