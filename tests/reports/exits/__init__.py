"""The exits of a report read back as a reader reads them: what each says of a difference, claim by claim.

A claim is (what, measure, place): a theme beside the benchmark, a group beside the same group, a change, an adjusted
mean, two groups side by side. An exit says of it ``above``, ``below``, ``none`` (not marked) or ``hidden`` (nothing to
judge); where a cell holds a number that is marked or not, and no more, it says ``unmarked`` for both of the last.
"""
