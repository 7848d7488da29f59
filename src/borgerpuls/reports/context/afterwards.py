"""What was found afterwards: its names carry a mark wherever they are told, and every page says what the mark is."""

from collections.abc import Collection
from dataclasses import replace

from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Background, Item, Questionnaire
from borgerpuls.reports.context.phrases import unbroken
from borgerpuls.reports.wording import number
from borgerpuls.text import Text

MARK = "\u00a0†"
FOUND = _("† Found afterwards: not in the plan of analysis of {day}.")
ADDED = _("† Found afterwards: it was added after the wave was frozen.")
RULES = _("Other rules than those of the plan of {day}: see “How the numbers were made”.")
RULES_FROZEN = _("Other rules than when the wave was frozen: see “How the numbers were made”.")


def mark_names(wave: FrozenWave) -> FrozenWave:
    """The wave with a mark on the name of every measure, group and comparison that was not in its plan of analysis.

    Reports take every name from the wave, so that a sentence, a table, a chart and a workbook carry the mark alike.
    """
    added: dict[str, set[str]] = {}
    for one in wave.added:
        added.setdefault(one.what, set()).add(one.name)
    compared = {one.unit for one in wave.added if one.what == "comparison"}
    own = {(one.unit, one.name) for one in wave.added if one.what == "local"}
    if not added:
        return wave
    spec, asked = wave.spec, wave.questionnaire
    compare = {unit: _marked(name) if unit in compared else name for unit, name in spec.compare.items()}
    return replace(
        wave,
        spec=replace(spec, compare=compare),
        questionnaire=_with_marks(asked, added.get("theme", ()), added.get("item", ()), added.get("group", ()), own),
    )


def notice(wave: FrozenWave, place: str, language: str) -> str:
    """What every page of a place's report says where it tells more than was planned, or by other rules."""
    if wave.plan is None:
        return ""
    fixed = wave.plan.fixed
    kinds = {"rules" if one.what == "rule" else "names" for one in wave.added if one.unit in ("", place)}
    words = []
    if "names" in kinds:
        words.append(FOUND if fixed else ADDED)
    if "rules" in kinds:
        words.append(RULES if fixed else RULES_FROZEN)
    day = number.day(fixed, language) if fixed else ""
    return unbroken(" ".join(one.format(day=day)[language] for one in words))


def _with_marks(
    asked: Questionnaire,
    themes: Collection[str],
    items: Collection[str],
    groups: Collection[str],
    own: Collection[tuple[str | None, str]],
) -> Questionnaire:
    return replace(
        asked,
        themes=tuple(replace(t, name=_marked(t.name)) if t.id in themes else t for t in asked.themes),
        items=tuple(_marked_item(i) if i.id in items else i for i in asked.items),
        local_items=tuple(_marked_item(i) if (i.unit, i.id) in own else i for i in asked.local_items),
        backgrounds=tuple(_marked_background(b) if b.id in groups else b for b in asked.backgrounds),
    )


def _marked(words: Text) -> Text:
    return Text({language: f"{said}{MARK}" for language, said in words.items()})


def _marked_item(item: Item) -> Item:
    return replace(item, wording=_marked(item.wording), short=_marked(item.short))


def _marked_background(background: Background) -> Background:
    lists = tuple(
        replace(codes, codes=tuple(replace(code, label=_marked(code.label)) for code in codes.codes))
        for codes in background.lists
    )
    return replace(background, label=_marked(background.label), lists=lists)
