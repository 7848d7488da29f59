"""What the findings and the descriptions of the charts say."""

import re
from collections.abc import Sequence

from reports.exits.readers import SVG, Page, squeezed
from reports.exits.truth import Said

from borgerpuls.reports.blocks import findings
from borgerpuls.reports.blocks.backgrounds import groups_with_figures
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.sections.local import comparison
from borgerpuls.reports.sections.overview import front
from borgerpuls.reports.wording import sentence
from borgerpuls.reports.wording.sentence import Verdict
from borgerpuls.text import Text


def pattern(context: ReportContext, text: Text, **values: object) -> re.Pattern[str]:
    """A sentence as it is recognised: what is not given is a group of its name."""
    open_names = set(re.findall(r"{(\w+)}", text[context.language])) - values.keys()
    open_names -= {"unit", "units", "whole", "person", "persons"}
    said = squeezed(context.say(text, **{name: f"@{name}@" for name in open_names}, **values))
    shape = re.escape(said) + r"(?=\s+[A-ZÆØÅ]|$)"
    for name in open_names:
        kind = r"\d+" if name in ("count", "all", "up", "down") else ".+?"
        shape = shape.replace(f"@{name}@", f"(?P<{name}>{kind})", 1).replace(f"@{name}@", kind)
    return re.compile(shape)


def in_sentences(context: ReportContext, where: str, findings_told: Sequence[str]) -> Said:
    """What the findings say: of themes, groups, questions, changes and the two groups of a comparison."""
    text, own, language = " ".join(findings_told), context.place, context.language
    names = {squeezed(theme.name[language]): theme.id for theme in context.themes}
    benchmark = {"place": context.name, "other": context.places.benchmark_name}

    def named(listed: str) -> list[str]:
        """The themes in a list, the longest name first: one name may be part of another."""
        found = []
        for name in sorted(names, key=len, reverse=True):
            if name in listed:
                found.append(names[name])
                listed = listed.replace(name, "", 1)
        return found

    told: dict[str, str] = {}
    for verdict in (Verdict.ABOVE, Verdict.BELOW):
        if match := pattern(context, findings.EVERY_THEME[verdict], **benchmark).search(text):
            yield where, ("known themes", "", own), match["all"]
            told |= dict.fromkeys(names.values(), verdict.value)
        elif match := pattern(context, findings.THEMES[verdict], **benchmark).search(text):
            yield where, ("known themes", "", own), match["all"]
            told |= dict.fromkeys(named(match["list"]), verdict.value)
            assert match["count"] == str(len(named(match["list"])))
    if match := pattern(context, findings.UNMARKED).search(text):
        told |= dict.fromkeys(named(match["list"]), "none")
    for theme in names.values():
        yield f"{where}, themes", ("theme", theme, own), told.get(theme, "hidden")
    yield from _against(context, f"{where}, level", context.overall.name, text)
    yield from _of_groups(context, f"{where}, groups", text)
    yield from _of_questions(context, f"{where}, questions", text)
    changed = {
        theme: verdict.value
        for verdict, message in findings.CHANGES.items()
        if (match := pattern(context, message).search(text))
        for theme in named(match["list"])
    }
    for theme in names.values():
        yield f"{where}, changes", ("change", theme, own), changed.get(theme, "unmarked")
    if own in context.spec.compare:
        zero, one = context.spec.compare_groups[own]
        match = pattern(context, comparison.DIFFERENT, zero=zero, one=one).search(text)
        different = named(match["themes"]) if match else []
        for theme in names.values():
            yield f"{where}, comparison", ("comparison", theme, own), "marked" if theme in different else "unmarked"
    if not context.of_unit:
        match = pattern(context, front.SPREAD, theme=context.overall.name, other=benchmark["other"]).search(text)
        for side, name in (("above", "up"), ("below", "down")):
            yield f"{where}, spread", (f"count {side}", context.overall.id, own), match[name] if match else ""


def _of_questions(context: ReportContext, where: str, text: str) -> Said:
    for words, messages in (("most", findings.MOST), ("fewest", findings.FEWEST)):
        match = next((m for message in messages.values() if (m := pattern(context, message).search(text))), None)
        questions = re.findall(r"[“»„]([^“”»«]+)[”«“]", match["list"]) if match else []
        yield where, (words, "questions", context.place), ", ".join(questions)


def _against(context: ReportContext, where: str, topic: Text, text: str) -> Said:
    """What a theme's sentence beside the benchmark says; where there is none, there is nothing to judge."""
    claim = ("theme", next(theme.id for theme in context.themes if theme.name is topic), context.place)
    values = {"topic": topic, "place": context.name, "other": context.places.benchmark_name}
    found = [v for v, message in sentence._AGAINST.items() if pattern(context, message, **values).search(text)]
    verdict = found[0] if found else Verdict.UNKNOWN
    yield where, claim, verdict.value if verdict.marked else "hidden" if verdict is Verdict.UNKNOWN else "none"


def _of_groups(context: ReportContext, where: str, text: str) -> Said:
    own, language = context.place, context.language
    labels = {
        squeezed(code.label[language]): f"{by}={code.id}"
        for by in context.spec.groups
        for code in groups_with_figures(context, by)
    }
    for verdict, message in findings.GROUPS.items():
        match = pattern(context, message, theme=context.overall.name).search(text)
        yield where, (f"groups {verdict.value}", "", own), match["count"] if match else "0"
        for name in re.findall(r"(?:^|, | og | and )([^,]+?) \([+−]", match["list"]) if match else ():
            yield where, ("group", labels[name], own), verdict.value


def in_descriptions(context: ReportContext, page: Page) -> Said:
    """What is told to those who cannot see the chart of differences."""
    drawing = page.drawing("themes-chart")
    if drawing is not None:
        text = squeezed(drawing.findtext(f"{SVG}desc") or "")
        for theme in context.themes:
            yield from _against(context, "description: themes-chart", theme.name, text)
