"""Doubts about a questionnaire that can be read: hard wording, look-alike items, scales that nobody uses."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import combinations

from borgerpuls.questionnaire.model import Item, Scale
from borgerpuls.questionnaire.readability import lix
from borgerpuls.questionnaire.toml.reader import Table, quoted
from borgerpuls.text import Text

HARD = 35.0
"""LIX from which a wording is no longer easy to read (Björnsson 1968)."""
ALIKE = 0.9
"""Share of two wordings that is the same from which one may be a copy of the other by mistake."""


def judge(items: Sequence[tuple[Table, Item]], scales: Sequence[tuple[Table, Scale]]) -> None:
    """Warn of what a careful colleague would ask about."""
    for table, item in items:
        _warn_hard(table, item)
    for (_, one), (table, other) in combinations(items, 2):
        if one.local is None or one.unit == other.unit:  # two units may well ask the same
            _warn_alike(table, one, other)
    used = {item.scale.id for _, item in items}
    for table, scale in scales:
        if scale.id not in used:
            table.doubtful(
                None,
                Text(da=f"Skalaen {quoted(scale.id)} bruges ikke.", en=f"The scale {quoted(scale.id)} is never used."),
                Text(da="Slet den, eller brug den.", en="Delete it, or use it."),
            )
        elif not any(c.favourable for c in scale.answers):
            table.doubtful(
                None,
                Text(da=f"Skalaen {quoted(scale.id)} har ingen gode svar, så andelen af gode svar er altid nul.",
                     en=f"The scale {quoted(scale.id)} has no favourable answer, so their share is always nought."),
                Text(da="Skriv favourable = true ved de gode svar.", en="Write favourable = true at the good answers."),
            )  # fmt: skip


def _warn_hard(table: Table, item: Item) -> None:
    """Sentences only: of a label such as "Parking" the index says nothing."""
    for language, words in item.wording.items():
        if words.endswith((".", "?", "!")) and (hard := lix(words)) >= HARD:
            table.doubtful(
                "wording",
                Text(da=f"Spørgsmålet {quoted(item.id)} er svært at læse på {quoted(language)} (lix {hard:.0f}).",
                     en=f"The item {quoted(item.id)} is hard to read in {quoted(language)} (LIX {hard:.0f})."),
                Text(da="Brug kortere sætninger og kortere ord.", en="Use shorter sentences and shorter words."),
            )  # fmt: skip


def _warn_alike(table: Table, one: Item, other: Item) -> None:
    for language in (name for name in one.wording if name in other.wording):
        match = SequenceMatcher(None, one.wording[language].casefold(), other.wording[language].casefold(), False)
        if match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE:
            table.doubtful(
                "wording",
                Text(da=f"Spørgsmålene {quoted(one.id)} og {quoted(other.id)} er næsten ens på {quoted(language)}.",
                     en=f"Items {quoted(one.id)} and {quoted(other.id)} are nearly the same in {quoted(language)}."),
                Text(da="Slet det ene, eller gør forskellen tydelig.", en="Delete one, or make the difference plain."),
            )  # fmt: skip
            return
