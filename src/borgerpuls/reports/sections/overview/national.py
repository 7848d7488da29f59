"""What the report of the whole leads with: both national means, and how many units stand out."""

from borgerpuls.messages import _
from borgerpuls.reports import cells
from borgerpuls.reports.context.history import Past
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.document import Block, Column, KeyFigures, Paragraph, Section, Table
from borgerpuls.reports.sections.overview import findings
from borgerpuls.reports.sections.overview import front as front_page
from borgerpuls.reports.wording.sentence import Verdict, verdict

TWO = _("Two means of {whole}")
TWO_WORDS = _(
    "Over {persons}, every {person} counts alike, so large {units} count for most; that is “{citizens}”. "
    "Over {units}, every {unit} counts alike; that is “{municipalities}”. This wave compares with “{used}”."
)
THEME = _("Theme")
MEANS = _("Mean on each theme")
POSITIVE = _("Positive answers")
BRACKETS = _("The 95% interval stands in brackets. The last column is the number of {units} marked up and down.")
OUT = _("Marked up / down")
SPREAD = _(
    "{theme}: {up} of {all} {units} have a higher number than {other} and {down} a lower one, counting "
    "only differences that can be marked. The rest cannot safely be told apart from it."
)


def front(subject: Subject, past: tuple[Past, ...]) -> Section:
    words = findings.findings(subject, past)
    blocks: list[Block] = [
        KeyFigures(tuple(front_page.key_figures(subject))),
        *(Paragraph(text, "finding") for text in (words[0], spread(subject), *words[1:])),
        front_page.overview(subject),
    ]
    return Section("short", subject.say(front_page.HEADING), blocks, new_page=False)


def spread(subject: Subject) -> str:
    """How many units are marked above and below on the overall theme."""
    theme = subject.overall
    said = [verdict(subject.theme(theme, place), subject.relevant) for place in subject.places]
    return subject.say(
        SPREAD,
        theme=theme.name,
        up=said.count(Verdict.ABOVE),
        down=said.count(Verdict.BELOW),
        all=len(said) - said.count(Verdict.UNKNOWN),
        other=subject.benchmark_name,
    )


def themes(subject: Subject) -> Section:
    """Both means of every theme, the share of favourable answers, and how many units are marked."""
    code = subject.spec.place_code
    names = {"citizens": subject.name_of(code), "municipalities": subject.name_of(f"{code}.units")}
    words = subject.say(TWO_WORDS, used=subject.name_of(subject.benchmark), **names)
    blocks: list[Block] = [Paragraph(words), table(subject)]
    return Section("themes", subject.say(TWO), blocks)


def table(subject: Subject) -> Table:
    language, code = subject.language, subject.spec.place_code
    rows = []
    for theme in subject.themes:
        said = [verdict(subject.theme(theme, place), subject.relevant) for place in subject.places]
        rows.append(
            (
                cells.words(theme.name[language]),
                cells.estimate(subject.theme(theme, code), "mean", language),
                cells.estimate(subject.theme(theme, f"{code}.units"), "mean", language),
                cells.estimate(subject.figure("theme", theme.id, code, "top2"), "share", language),
                cells.count(subject.theme(theme, code), language),
                cells.words(f"{said.count(Verdict.ABOVE)} / {said.count(Verdict.BELOW)}"),
            )
        )
    return Table(
        id="national-themes",
        title=subject.say(MEANS),
        columns=(
            Column(subject.say(THEME)),
            Column(subject.name_of(code), "right"),
            Column(subject.name_of(f"{code}.units"), "right"),
            Column(subject.say(POSITIVE), "right"),
            Column("n", "right"),
            Column(subject.say(OUT), "right"),
        ),
        rows=tuple(rows),
        notes=(subject.say(BRACKETS),),
    )
