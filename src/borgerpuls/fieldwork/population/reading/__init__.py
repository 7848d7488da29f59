"""Reading a population list: columns guessed and mapped, cells coded, problems told."""
