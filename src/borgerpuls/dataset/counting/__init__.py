"""From microdata to a tally: the plan of counters, bit packing, and integer sums per cell."""
