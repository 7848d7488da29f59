"""The questionnaire as a person meets it: page by page, and only what that person is asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from borgerpuls.questionnaire.model import Condition, Item, Questionnaire
from borgerpuls.text import Text


@dataclass(frozen=True)
class Page:
    """What is asked at once. ``title`` is the theme's name, None for items without a theme.

    ``comment`` is the open question; a page has either that or items. ``local`` marks a unit's own questions.
    """

    title: Text | None = None
    items: tuple[Item, ...] = ()
    comment: Text | None = None

    @property
    def local(self) -> bool:
        """Are these a unit's own questions?"""
        return any(item.local for item in self.items)


@dataclass(frozen=True)
class Step:
    """A page on one person's way, by its number among all pages (from 1), and the items that this person is asked."""

    number: int
    page: Page
    items: tuple[Item, ...]


def pages(questionnaire: Questionnaire, unit: str) -> tuple[Page, ...]:
    """All pages of a unit in the order they are asked: a page a theme, the unit's own questions, the open question.

    Items keep their order. An item that depends on an answer begins a new page where that answer would stand on
    the same one, so that every page can be laid out before it is shown.
    """
    names = {theme.id: theme.name for theme in questionnaire.themes}
    found = [
        Page(names.get(theme) if theme else None, part)
        for theme, run in groupby(questionnaire.items, key=lambda item: item.theme)
        for part in _parts(run)
    ]
    if local := questionnaire.local_of(unit):
        found.append(Page(items=local))
    if questionnaire.comment is not None:
        found.append(Page(comment=questionnaire.comment))
    return tuple(found)


def items_asked(page: Page, answers: Mapping[str, int], background: Mapping[str, str | None]) -> tuple[Item, ...]:
    """The items of a page that a person with these answers (column -> code) and this background is asked."""
    return tuple(item for item in page.items if _holds(item.asked_when, answers, background))


def route(pages: Sequence[Page], answers: Mapping[str, int], background: Mapping[str, str | None]) -> tuple[Step, ...]:
    """The person's way through the pages. An answer to a question that is no longer asked leads nowhere."""
    steps: list[Step] = []
    counted: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        items = items_asked(page, counted, background)
        if items or page.comment:
            steps.append(Step(number, page, items))
            counted.update(_given(items, answers))
    return tuple(steps)


def answers_on_route(steps: Sequence[Step], answers: Mapping[str, int]) -> dict[str, int]:
    """The answers that count: those on the person's way."""
    return {column: code for step in steps for column, code in _given(step.items, answers).items()}


def _parts(run: Iterator[Item]) -> list[tuple[Item, ...]]:
    parts: list[list[Item]] = [[]]
    for item in run:
        if item.asked_when is not None and item.asked_when.id in [earlier.id for earlier in parts[-1]]:
            parts.append([])
        parts[-1].append(item)
    return [tuple(part) for part in parts]


def _holds(condition: Condition | None, answers: Mapping[str, int], background: Mapping[str, str | None]) -> bool:
    if condition is None:
        return True
    found = answers if condition.of == "item" else background
    return found.get(condition.id) in condition.codes


def _given(items: Sequence[Item], answers: Mapping[str, int]) -> dict[str, int]:
    return {item.column: answers[item.column] for item in items if item.column in answers}
