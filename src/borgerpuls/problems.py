"""What a person got wrong, said so that the person can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from borgerpuls.text import Text

T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it stands, what it is, and what to do about it.

    An ``error`` stops the work; a ``warning`` is shown and the work goes on.
    """

    where: Text
    what: Text
    remedy: Text
    severity: Literal["error", "warning"] = "error"

    def say(self, language: str) -> str:
        """``population list, row 1841, birth_date: "1972-13-02" is not a date. Write YYYY-MM-DD.``"""
        return f"{self.where[language]}: {self.what[language]} {self.remedy[language]}"


class Refused(Exception):
    """The work was refused; every problem is named at once and nothing has been written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(p.say("en") for p in self.problems))

    def __reduce__(self) -> tuple[type["Refused"], tuple[tuple[Problem, ...]]]:
        """A refusal crosses from one process to another with its problems."""
        return Refused, (self.problems,)


@dataclass
class Problems:
    """Collects problems while a file is read, so that all of them are told and never only the first."""

    found: list[Problem] = field(default_factory=list)

    def add(self, where: Text, what: Text, remedy: Text) -> None:
        self.found.append(Problem(where, what, remedy))

    def warn(self, where: Text, what: Text, remedy: Text) -> None:
        self.found.append(Problem(where, what, remedy, "warning"))

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.found if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.found if p.severity == "warning")

    def refuse(self) -> None:
        """Raise ``Refused`` with everything found, warnings too, when at least one is an error."""
        if self.errors:
            raise Refused(self.found)

    def required(self, value: T | None) -> T:
        """A value that is missing only where an error was told. Raises ``Refused`` like ``refuse``."""
        self.refuse()
        if value is None:
            raise ValueError("a value is missing, and no error says so")
        return value
