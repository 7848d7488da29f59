"""What only this unit asked: its own questions, and two groups of its citizens beside each other."""

from borgerpuls.messages import _
from borgerpuls.reports import cells
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.document import Block, Paragraph, Section
from borgerpuls.reports.sections.local.comparison import comparison
from borgerpuls.reports.sections.overview.items import charts, favourable
from borgerpuls.reports.wording import number

HEADING = _("Local: {place}")
OWN = _("{place}: own questions")
ANSWER = _("“{question}” {share} answer {labels}, {n}.")
ONLY_HERE = _("These questions were asked here only, so there is nothing to set them beside.")


def local(subject: Subject) -> Section | None:
    """None when the unit has neither questions nor a comparison of its own."""
    blocks = [*_questions(subject), *comparison(subject)]
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
