"""The field period: who has answered, what became of the messages, and what the municipality sends itself."""
