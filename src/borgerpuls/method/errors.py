"""Errors of ``method``: too little data for a figure, and an iteration that reached no solution."""


class TooFew(ValueError):
    """Too little data for the figure asked for: how many there are, how many it takes, and why."""

    def __init__(self, number: int, needed: int, reason: str) -> None:
        self.number = number
        self.needed = needed
        self.reason = reason
        super().__init__(f"{number} of at least {needed} needed: {reason}")


class NegativeWeights(ValueError):
    """Linear calibration gave weights below zero: to how many ``rows`` of ``all_rows``, and the smallest g-weight."""

    def __init__(self, rows: int, all_rows: int, smallest: float) -> None:
        self.rows = rows
        self.smallest = smallest
        super().__init__(
            f"{rows} of {all_rows} kinds of rows would get a weight below zero (smallest g {smallest:.3g}); "
            "give bounds or use raking"
        )


class NotConverged(ValueError):
    """An iteration found no solution: after how many ``iterations``, and how far ``misfit`` is left."""

    def __init__(self, iterations: int, misfit: float, reason: str) -> None:
        self.iterations = iterations
        self.misfit = misfit
        super().__init__(f"not converged after {iterations} iterations, {misfit:.3g} left: {reason}")
