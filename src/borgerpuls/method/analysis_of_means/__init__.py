"""Which units differ from the whole: the analysis of means, with one error rate for all of them."""
