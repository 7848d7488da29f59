"""What only this unit asked: its own questions, and two groups of its citizens beside each other."""

from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports import cells, number
from borgerpuls.reports.charts.dots import Row, Style, dots
from borgerpuls.reports.charts.svg import Caption
from borgerpuls.reports.document import Block, Chart, Column, Paragraph, Section, Table
from borgerpuls.reports.sections.change import band
from borgerpuls.reports.sections.items import charts, favourable
from borgerpuls.reports.sentence import Verdict, verdict
from borgerpuls.reports.subject import Key, Subject
from borgerpuls.results.figure import Figure
from borgerpuls.text import Text

HEADING = Text(da="Lokalt: {place}", en="Local: {place}")
OWN = Text(da="{place}: egne spørgsmål", en="{place}: own questions")
ANSWER = Text(
    da="»{question}« {share} svarer {labels}, {n}.",
    en="“{question}” {share} answer {labels}, {n}.",
)
ONLY_HERE = Text(
    da="Spørgsmålene er kun stillet her, så der er intet at stille dem ved siden af.",
    en="These questions were asked here only, so there is nothing to set them beside.",
)
COMPARISON = Text(da="{name}: to grupper ved siden af hinanden", en="{name}: two groups side by side")
CAREFUL = Text(
    da="De to grupper er ikke valgt ved lodtrækning. En forskel kan skyldes, hvem der er i hver gruppe, og viser ikke, "
    "hvad der virker.",
    en="The two groups were not drawn by lot. A difference may come from who is in each group, and does not show "
    "what works.",
)
THEME = Text(da="Tema", en="Theme")
INTERVAL = Text(
    da="I parentes står 95 %-intervallet. n er antallet af svar.",
    en="The 95 % interval stands in brackets. n is the number of answers.",
)
DIFFERENCE = Text(da="Forskel", en="Difference")
CHART = Text(da="{one} minus {zero}", en="{one} minus {zero}")
DESCRIPTION = Text(
    da="En række for hvert tema med forskellen mellem {one} og {zero} og dens 95 %-interval. {lines}",
    en="A row for each theme with the difference between {one} and {zero} and its 95 % interval. {lines}",
)
DIRECTION = Text(
    da="Til højre for nul har {one} det højeste tal, til venstre {zero}. Et udfyldt mærke er en forskel, som "
    "rapporten markerer.",
    en="To the right of zero {one} has the higher number, to the left {zero}. A filled marker is a difference that "
    "this report marks.",
)


def local(subject: Subject) -> Section | None:
    """None when the unit has neither questions nor a comparison of its own."""
    blocks = [*_questions(subject), *_comparison(subject)]
    return Section("local", subject.say(HEADING, place=subject.name), blocks) if blocks else None


def _questions(subject: Subject) -> list[Block]:
    language = subject.language
    asked = subject.questionnaire.local_of(subject.place)
    if not asked:
        return []
    blocks: list[Block] = []
    for item in asked:
        top = subject.figure("local", item.id, statistic="top2")
        if top is not None and top.estimate is not None and top.n is not None:
            words = ANSWER.format(
                question=item.wording[language],
                share=cells.estimate(top, "share", language).text,
                labels=favourable(subject, item),
                n=number.n(top.n, language),
            )
            blocks.append(Paragraph(words[language], "finding"))
    title = subject.say(OWN, place=subject.name)
    return [*blocks, *charts(subject, "local", title, asked, "local"), Paragraph(subject.say(ONLY_HERE), "note")]


def _comparison(subject: Subject) -> list[Block]:
    if subject.place not in subject.spec.compare:
        return []
    names = {
        "name": subject.spec.compare[subject.place],
        "zero": subject.spec.compare_groups[subject.place][0],
        "one": subject.spec.compare_groups[subject.place][1],
    }
    return [_table(subject, names), _chart(subject, names), Paragraph(subject.say(CAREFUL), "note")]


def _pair(subject: Subject, theme: Theme) -> tuple[Figure | None, Figure | None]:
    """Group "0", and group "1" with its difference from group "0"."""
    zero = subject.theme(theme, by=("compare", "0"))
    return zero, subject.found.one(Key("theme", theme.id, subject.place, by=("compare", "1")), "compare=0")


def _table(subject: Subject, names: dict[str, Text]) -> Table:
    language = subject.language
    rows = []
    for theme in subject.themes:
        zero, one = _pair(subject, theme)
        said = verdict(one, subject.relevant_inside(one))
        rows.append(
            (
                cells.words(theme.name[language]),
                cells.estimate(one, "mean", language),
                cells.count(one, language),
                cells.estimate(zero, "mean", language),
                cells.count(zero, language),
                cells.difference(one, said, language),
            )
        )
    return Table(
        id="local-comparison-table",
        title=subject.say(COMPARISON, **names),
        columns=(
            Column(subject.say(THEME)),
            Column(names["one"][language], "right"),
            Column("n", "right"),
            Column(names["zero"][language], "right"),
            Column("n", "right"),
            Column(subject.say(DIFFERENCE), "right"),
        ),
        rows=tuple(rows),
        notes=(subject.say(INTERVAL),),
    )


def _chart(subject: Subject, names: dict[str, Text]) -> Chart:
    language = subject.language
    rows, lines = [], []
    for theme in subject.themes:
        one = _pair(subject, theme)[1]
        known = one is not None and one.difference is not None
        rows.append(
            Row(
                label=theme.name[language],
                value=one.difference if one else None,
                low=one.difference_low if one else None,
                high=one.difference_high if one else None,
                n=one.n if one else None,
                own=True,
                hollow=not verdict(one, subject.relevant_inside(one)).marked,
                hidden="" if known else cells.missing(one, language),
            )
        )
        if known:
            lines.append(f"{theme.name[language]}: {cells.difference(one, Verdict.UNKNOWN, language).text}.")
    title = subject.say(CHART, **names)
    description = subject.say(DESCRIPTION, lines=" ".join(lines), **names)
    style = Style(
        "difference",
        own=names["one"][language],
        line=(0.0, names["zero"][language]),
        band=band(subject),
        row=18.0,
    )
    return Chart(
        id="local-comparison-chart",
        title=title,
        description=description,
        svg=dots(Caption("local-comparison-chart", title, description, language), rows, style),
        table=_table(subject, names),
        notes=(subject.say(DIRECTION, **names),),
    )
