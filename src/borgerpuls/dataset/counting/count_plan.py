"""What is counted in a wave: which columns make a cell, what may stand in an item, how a theme is scored."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import lcm

from borgerpuls.dataset.columns import cell_columns, item_columns
from borgerpuls.dataset.engines import BLOCK_ROWS
from borgerpuls.dataset.wave import WaveSpec
from borgerpuls.messages import _
from borgerpuls.method.measurement.scores import required_answers
from borgerpuls.problems import Problem, Refused
from borgerpuls.questionnaire.model import Item, Questionnaire


@dataclass(frozen=True)
class Choice:
    """An item's column and what may stand in it: codes in the scale's order, what each counts, which are good.

    Each code, and leaving the item unanswered, is a *state* from 0 on. Codes that lie close keep their distances
    (1-5, 8, 9 are the states 0-4, 7, 8), so that an engine finds a state by one subtraction; ``unanswered`` is the
    first number that is no code. Codes that lie far apart are numbered in the scale's order.
    """

    id: str
    codes: tuple[int, ...]
    values: tuple[int | None, ...]
    favourable: tuple[bool, ...]

    @classmethod
    def of(cls, item: Item) -> "Choice":
        kinds = item.scale.categories
        return cls(
            item.column, tuple(c.code for c in kinds), tuple(c.value for c in kinds), tuple(c.favourable for c in kinds)
        )

    @property
    def low(self) -> int:
        return min(self.codes)

    @property
    def unanswered(self) -> int:
        return next(n for n in range(self.low, self.low + len(self.codes) + 1) if n not in self.codes)

    @property
    def close(self) -> bool:
        return max(self.codes) - self.low <= 2 * len(self.codes)

    @property
    def state(self) -> Mapping[int | None, int]:
        """Code, or None where unanswered -> state."""
        if self.close:
            return {None: self.unanswered - self.low} | {code: code - self.low for code in self.codes}
        return {None: len(self.codes)} | {code: n for n, code in enumerate(self.codes)}

    @property
    def states(self) -> int:
        return max(self.state.values()) + 1


@dataclass(frozen=True)
class Theme:
    """A theme's items, and how many of them must be answered at least before there is a score.

    A score is the mean of the answered items; times ``divisor`` it is a whole number, however many are answered.
    """

    id: str
    choices: tuple[Choice, ...]
    least: int

    @property
    def divisor(self) -> int:
        return lcm(*range(1, len(self.choices) + 1))

    @property
    def lowest(self) -> int:
        return min(v for c in self.choices for v in c.values if v is not None)

    @property
    def highest(self) -> int:
        return max(v for c in self.choices for v in c.values if v is not None)

    @property
    def largest(self) -> int:
        """The largest number that a score is ever counted by, be it negative or above the lowest."""
        return self.divisor * max(-self.lowest, self.highest, self.highest - self.lowest)

    def adds(self, choice: Choice) -> Mapping[int | None, tuple[int, int, int]]:
        """Code, or None where unanswered -> 1 for an answer, its value above the lowest, 1 if it is favourable."""
        kinds = zip(choice.codes, choice.values, choice.favourable, strict=True)
        answers: dict[int | None, tuple[int, int, int]] = {
            code: (1, value - self.lowest, int(good)) for code, value, good in kinds if value is not None
        }
        return {code: answers.get(code, (0, 0, 0)) for code in choice.state}


@dataclass(frozen=True)
class Plan:
    """All that decides what is counted; waves with equal plans run the same SQL, which is written only once."""

    keys: tuple[str, ...]
    choices: tuple[Choice, ...]
    themes: tuple[Theme, ...]
    pairs: tuple[tuple[Choice | Theme, Choice | Theme], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of persons that are read: text first, then answers."""
        return (*self.keys, "disposition", *(c.id for c in self.choices))


def plan_of(spec: WaveSpec, questionnaire: Questionnaire, pairs: bool) -> Plan:
    """What is counted in a wave. ``Refused`` when units ask a local question on scales with different codes."""
    keys = dict.fromkeys(("unit", *cell_columns(spec), *spec.groups))
    if spec.compare:
        keys["compare"] = None
    if spec.weighting.method == "given":
        keys["weight"] = None
    if spec.clusters:
        keys["cluster"] = None
    columns = item_columns(questionnaire)
    _refuse_mixed(tuple(items for items in columns.values() if items[0].local is not None))
    choices = {column: Choice.of(items[0]) for column, items in columns.items()}
    themes = tuple(
        Theme(t.id, tuple(choices[i] for i in t.items), required_answers(len(t.items), t.answered))
        for t in questionnaire.themes
    )
    found = _pairs(themes, questionnaire.overall) if pairs else ()
    return Plan(tuple(keys), tuple(choices.values()), themes, found)


def _pairs(themes: tuple[Theme, ...], overall: str | None) -> tuple[tuple[Choice | Theme, Choice | Theme], ...]:
    """All pairs of themes, of items within a theme, and of each item with the overall theme."""
    found: list[tuple[Choice | Theme, Choice | Theme]] = [*combinations(themes, 2)]
    for theme in themes:
        found += combinations(theme.choices, 2)
    found += [(c, whole) for whole in themes if whole.id == overall for theme in themes for c in theme.choices]
    return tuple(found)


def refuse_large(themes: tuple[Theme, ...], persons: int) -> None:
    """``Refused`` when sums of squared scores of so many persons may not fit in 64 bits (from 13 items in a theme)."""
    problems = [
        Problem(
            _("theme {theme}", theme=theme.id),
            _(
                "{n} items are too many for whole-number scores of {persons} persons.",
                n=len(theme.choices),
                persons=persons,
            ),
            _("Divide the theme into several."),
        )
        for theme in themes
        if theme.largest**2 * max(persons, BLOCK_ROWS) >= 2**63
    ]
    if problems:
        raise Refused(problems)


def _refuse_mixed(columns: tuple[tuple[Item, ...], ...]) -> None:
    problems = []
    for first, *others in columns:
        codes = {c.code for c in first.scale.categories}
        problems += [
            Problem(
                _("local question {item}", item=item.id),
                _(
                    "the scale {scale} has other codes than {other_scale} of {other}.",
                    scale=item.scale.id,
                    other_scale=first.scale.id,
                    other=first.id,
                ),
                _("Give the questions answered in {column} scales with the same codes.", column=item.column),
            )
            for item in others
            if {c.code for c in item.scale.categories} != codes
        ]
    if problems:
        raise Refused(problems)
