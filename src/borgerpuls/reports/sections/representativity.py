"""Do those who answered resemble those asked: outcome rates by the standard, the R-indicator, and what it can cost."""

from collections.abc import Iterator

from borgerpuls.messages import _
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.document import Paragraph
from borgerpuls.reports.wording import number

R = _("The R‑indicator is {r}: 1 would mean that all groups were equally likely to answer.")
BESIDE = _("For {whole} it is {r}.")
BIAS = _(
    "If the wish to answer followed opinion entirely, the unweighted number of {theme} could lie up to "
    "{bias} from what everybody invited would have given. That the silent of a group may think otherwise "
    "is not seen by this measure."
)
RATES_WORDS = _(
    "By AAPOR, in %: {rates}. RR1 counts only complete answers; RR2, partial ones too, is what is called "
    "the response rate. RR3 and RR4 count {e} of those never reached to the group, RR5 and RR6 none."
)
RATES = ("rr1", "rr2", "rr3", "rr4", "rr5", "rr6")


def likeness(subject: Subject) -> Iterator[Paragraph]:
    """Nothing where a wave holds answers alone."""
    words = " ".join(words for words in (representative(subject), bias(subject)) if words)
    if words:
        yield Paragraph(words)
    said = rates(subject)
    if said:
        yield Paragraph(said, "note")


def representative(subject: Subject) -> str:
    """The R-indicator of the place, beside that of the whole; empty where it is not known."""
    said = _r(subject, subject.place)
    if not said:
        return ""
    whole = _r(subject, subject.spec.place_code) if subject.place in subject.places else ""
    return f"{subject.say(R, r=said)} {subject.say(BESIDE, r=whole) if whole else ''}".strip()


def bias(subject: Subject) -> str:
    """How far non-response can move the overall theme; empty where it is not known."""
    f = subject.figure("theme", subject.overall.id, statistic="largest-bias")
    if f is None or f.estimate is None:
        return ""
    return subject.say(BIAS, theme=subject.overall.name, bias=number.mean(f.estimate, subject.language))


def rates(subject: Subject) -> str:
    """The six response rates of the standard; empty where it is not known who was asked."""
    found = {rate: subject.figure("response", rate, statistic="rate") for rate in RATES}
    known = {rate: f.estimate for rate, f in found.items() if f is not None and f.estimate is not None}
    if len(known) < len(RATES):
        return ""
    told = ", ".join(f"{rate.upper()} {number.percent(value, subject.language)}" for rate, value in known.items())
    e = subject.figure("response", "eligible-share", statistic="share")
    share = 1.0 if e is None or e.estimate is None else e.estimate
    return subject.say(RATES_WORDS, rates=told, e=number.share(share, subject.language, 0))


def _r(subject: Subject, place: str) -> str:
    f = subject.figure("response", "r-indicator", place, "r-indicator")
    if f is None or f.estimate is None or f.low is None or f.high is None:
        return ""
    return number.mean_with_interval(f.estimate, f.low, f.high, subject.language)
