"""One control of a form: what was typed is kept, and what is wrong with it stands beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from unicodedata import category

from borgerpuls.languages import right_to_left
from borgerpuls.problems import Problem
from borgerpuls.text import Text


@dataclass(frozen=True)
class Field:
    """``place`` is where a problem of it stands; ``kind`` is "line", "area", "choice", "email" or "number"."""

    name: str
    label: str
    place: Text
    value: str = ""
    hint: str = ""
    kind: str = "line"
    language: str = ""
    longest: int | None = None
    options: Sequence[tuple[str, str]] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def direction(self) -> str:
        """Which way its language is written; empty where it has none of its own."""
        return ("rtl" if right_to_left(self.language) else "ltr") if self.language else ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def described_by(self) -> str:
        """The ids of what a screen reader tells of it: hint, then error."""
        ids = [f"{self.name}-hint"] * bool(self.hint) + [f"{self.name}-error"] * bool(self.errors)
        return " ".join(ids)


def with_problems(fields: Iterable[Field], problems: Iterable[Problem]) -> tuple[Field, ...]:
    """The fields, each with its problems."""
    found = tuple(problems)
    return tuple(replace(field, problems=tuple(p for p in found if p.where == field.place)) for field in fields)


def problem_links(problems: Iterable[Problem], fields: Iterable[Field]) -> tuple[tuple[Problem, str], ...]:
    """Each problem, errors first, and the name of the field that it is mended in; "" where it is no single field's."""
    names = {field.place: field.name for field in fields}
    ordered = sorted(problems, key=lambda problem: problem.severity)
    return tuple((problem, names.get(problem.where, "")) for problem in ordered)


def one_line(typed: str) -> str:
    """What was typed, its line breaks and runs of blanks made single blanks, and no control characters."""
    return "".join(sign for sign in " ".join(typed.split()) if category(sign) != "Cc")
