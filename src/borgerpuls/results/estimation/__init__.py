"""A tally becomes estimates: weights, variables, breakdowns and covariances."""
