"""What commands show in the terminal: a place, a trace, a proposal of weights."""
