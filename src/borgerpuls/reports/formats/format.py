"""What an output format is: its suffix, what readers call it, its media type, and how it renders a report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from borgerpuls.dataset.analysis_plan import AnalysisPlan
from borgerpuls.reports.document import Document
from borgerpuls.results.figures.figure import Figure
from borgerpuls.text import Text


@dataclass(frozen=True)
class About:
    """What a report is about, in every language of the publication; ``dated`` is the last day of the field period."""

    name: Text
    """The place."""
    title: Text
    """The wave."""
    warning: Text
    """What every page says; empty words where there is nothing."""
    dated: date
    languages: Sequence[str]
    plan: AnalysisPlan | None = None


@dataclass(frozen=True)
class Links:
    """Where a file of a report finds the others, as relative addresses."""

    index: str
    languages: Mapping[str, str]
    """Language -> the report's web page in it."""
    files: Sequence[tuple["Format", str]]
    """The other formats of the same report, in the order of the registry."""
    assets: str


@dataclass(frozen=True)
class Edition:
    """The report of one place in one language, with all that a file of it may hold.

    ``figures`` are all figures of the place in the wave, those of its groups too.
    """

    document: Document
    figures: Sequence[Figure]
    about: About
    links: Links


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Format:
    """One output format. A module of this folder that has one as ``FORMAT`` is published, linked and served."""

    suffix: str
    """The end of its files' names, without the point."""
    media_type: str
    render: Callable[[Edition], bytes]
    """A file's content. The same edition gives the same bytes."""
    name: Text
    """As short as the head of a column: "PDF"."""
    link: Text
    """The words of a link beside the report: "PDF for printing"."""
    title: Text
    """The heading of its card on the municipality's page: "The report (PDF)"."""
    purpose: Text
    """What it is good for, in a sentence."""
    order: int = 100
    """Where it stands among the others; those with the same number stand in the order of their suffixes."""
    translated: bool = True
    """Is there a file for each language, or one for all?"""
    reading: bool = False
    """Is it made for reading from end to end, so that readers of another language look for it?"""
    check: Callable[[], object] = _nothing
    """Raises ``Refused`` when something that it needs on this machine is missing; asked before anything is written."""
