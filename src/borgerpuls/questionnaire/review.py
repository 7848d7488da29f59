"""Doubts about a questionnaire that can be read: hard wording, look-alike items, scales that nobody uses."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import combinations

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Item, Scale
from borgerpuls.questionnaire.readability import lix
from borgerpuls.questionnaire.toml.reader import Table, quoted
from borgerpuls.rounding import whole

HARD = 35.0
"""LIX from which a wording is no longer easy to read (Björnsson 1968)."""
ALIKE = 0.9
"""Share of two wordings that is the same from which one may be a copy of the other by mistake."""


def review_questionnaire(items: Sequence[tuple[Table, Item]], scales: Sequence[tuple[Table, Scale]]) -> None:
    """Warn of what a careful colleague would ask about."""
    for table, item in items:
        _warn_hard(table, item)
    for (_unused, one), (table, other) in combinations(items, 2):
        if one.local is None or one.unit == other.unit:  # two units may well ask the same
            _warn_alike(table, one, other)
    used = {item.scale.id for _unused, item in items}
    for table, scale in scales:
        if scale.id not in used:
            table.doubtful(
                None,
                _("The scale {scale} is never used.", scale=quoted(scale.id)),
                _("Delete it, or use it."),
            )
        elif not any(c.favourable for c in scale.answers):
            table.doubtful(
                None,
                _(
                    "The scale {scale} has no favourable answer, so their share is always nought.",
                    scale=quoted(scale.id),
                ),
                _("Write favourable = true at the good answers."),
            )


def _warn_hard(table: Table, item: Item) -> None:
    """Sentences only: of a label such as "Parking" the index says nothing."""
    for language, words in item.wording.items():
        if words.endswith((".", "?", "!")) and (hard := lix(words)) >= HARD:
            table.doubtful(
                "wording",
                _(
                    "The item {item} is hard to read in {language} (LIX {hard}).",
                    item=quoted(item.id),
                    language=quoted(language),
                    hard=whole(hard),
                ),
                _("Use shorter sentences and shorter words."),
            )


def _warn_alike(table: Table, one: Item, other: Item) -> None:
    for language in (name for name in one.wording if name in other.wording):
        match = SequenceMatcher(None, one.wording[language].casefold(), other.wording[language].casefold(), False)
        if match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE:
            table.doubtful(
                "wording",
                _(
                    "Items {one} and {other} are nearly the same in {language}.",
                    one=quoted(one.id),
                    other=quoted(other.id),
                    language=quoted(language),
                ),
                _("Delete one, or make the difference plain."),
            )
            return
