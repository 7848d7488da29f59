"""The front page of a publication: every report in every form, the whole on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from borgerpuls.languages import OFFERED, own_name
from borgerpuls.reports.document import KeyFigure
from borgerpuls.reports.formats import html
from borgerpuls.reports.formats.registry import formats
from borgerpuls.reports.publication import names
from borgerpuls.reports.wording import labels


@dataclass(frozen=True)
class Entry:
    """One report on the front page, with the figure that leads it (None when it is hidden) and its answers."""

    place: str
    name: str
    figure: KeyFigure | None
    answers: str = ""


@dataclass(frozen=True)
class Index:
    """What the front page says in one language; ``units`` come in the order they are shown."""

    language: str
    title: str
    subtitle: str
    warning: str
    unit: str
    measure: str
    whole: Entry | None
    units: Sequence[Entry]


def index(content: Index, languages: Sequence[str]) -> str:
    """The front page as HTML, in one language, with links to the reports in all of them."""
    return (
        html.environment()
        .get_template("index.html")
        .render(
            content=content,
            languages=languages,
            labels=labels.words(content.language),
            language_names={code: own_name(code) for code in OFFERED},
            names=names,
            page=html.FORMAT,
            others=[known for known in formats() if known != html.FORMAT],
        )
    )
