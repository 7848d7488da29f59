"""Response scales, read and checked: codes once each, answers in order, the good end last."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, cast

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Category, Scale
from borgerpuls.questionnaire.toml.reader import Table, quoted

KINDS = ("answer", "dont_know", "not_relevant")
LARGEST = 32_767
"""Answers are kept as small integers of two bytes."""


def read_scale(table: Table, languages: Sequence[str]) -> Scale:
    """A scale whose answers stand from the most negative to the most positive, whichever way its numbers run."""
    name = table.named("id")
    better = cast(Literal["high", "low"], table.choice("better", ("high", "low"), "high"))
    tables = table.tables("categories", required=True)
    categories = [_read_category(t, languages) for t in tables]
    table.close()
    rows = list(zip(tables, categories, strict=True))
    _check_codes(rows)
    answers = [(t, c) for t, c in rows if c.value is not None]
    if "categories" in table and len(answers) < 2:
        table.wrong(
            "categories",
            _("A scale needs at least two answers."),
            _("Add answers that count."),
        )
    _check_order(answers, better)
    return Scale(name, tuple(categories), better)


def _read_category(table: Table, languages: Sequence[str]) -> Category:
    code = table.integer("code", required=True)
    kind = cast(Literal["answer", "dont_know", "not_relevant"], table.choice("kind", KINDS, "answer"))
    value, favourable = table.integer("value"), table.flag("favourable")
    label = table.words("label", languages)
    table.close()
    if kind != "answer" and (value is not None or favourable):
        table.wrong(
            "value" if value is not None else "favourable",
            _("What is no answer to the question cannot count."),
            _('Delete "value" and "favourable".'),
        )
    for key, number in (("code", code), ("value", value)):
        if number is not None and abs(number) > LARGEST:
            table.wrong(
                key,
                _("The number {number} is too large.", number=number),
                _("Use {largest} at most.", largest=LARGEST),
            )
    if kind == "answer" and value is None:
        value = code  # most files hold the number that counts
    return Category(code or 0, label, value if kind == "answer" else None, kind, favourable)


def _check_codes(rows: Sequence[tuple[Table, Category]]) -> None:
    seen: set[int] = set()
    for table, category in rows:
        if "code" in table and category.code in seen:
            table.wrong(
                "code",
                _("The code {code} is used twice in the scale.", code=category.code),
                _("Give each category a code of its own."),
            )
        seen.add(category.code)


_RISING = _('Write the answers from most negative to most positive, so that their numbers rise (better = "{better}").')
_FALLING = _('Write the answers from most negative to most positive, so that their numbers fall (better = "{better}").')


def _check_order(answers: Sequence[tuple[Table, Category]], better: str) -> None:
    for (_unused, before), (table, after) in pairwise(answers):
        assert before.value is not None  # answers are the categories with a value
        assert after.value is not None
        if after.code == before.code:
            continue  # told as a duplicate code
        if (after.value <= before.value) if better == "high" else (after.value >= before.value):
            order = _RISING if better == "high" else _FALLING
            table.wrong(
                "value" if "value" in table else "code",
                _(
                    "The answer {after} is out of order after {before}.",
                    after=quoted(after.value),
                    before=quoted(before.value),
                ),
                order.format(better=better),
            )
        if before.favourable and not after.favourable:
            table.wrong(
                "favourable" if "favourable" in table else None,
                _('A less good answer is "favourable", but this one is not.'),
                _("Favourable answers stand last on the scale."),
            )
