"""How many of those invited answered, of a place or of a group in it."""

from dataclasses import dataclass

from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.results.statistics.response_rates import ANSWERED, RATE
from borgerpuls.rounding import whole


@dataclass(frozen=True)
class Turnout:
    """How many of those invited answered."""

    answered: int
    invited: int
    rate: float
    address: str


def turnout(context: ReportContext, place: str = "", by: tuple[str, str] = ("", "")) -> Turnout | None:
    """The response rate of a place or of a group in it; None where nobody knows who was asked, or it is hidden."""
    f = context.response(RATE, place, by)
    if f is None or f.estimate is None or not f.n:
        return None
    return Turnout(whole(f.estimate * f.n), f.n, f.estimate, f.address)


def answers(context: ReportContext) -> int | None:
    """How many answered; None where that is hidden."""
    f = context.response(ANSWERED)
    return f.n if f else None
