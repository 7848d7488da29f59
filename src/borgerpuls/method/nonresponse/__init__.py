"""Who answered: outcome rates by AAPOR, and the representativity of a response."""
