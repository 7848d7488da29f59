"""What the terminal says when something is wrong: every problem, where it is, and what to do about it."""

import csv
import errno
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.text import Text as Line

from borgerpuls.files import whole_file
from borgerpuls.messages import _, joined, ngettext, verbatim
from borgerpuls.problems import Problem, Refused
from borgerpuls.text import Text

SHOWN = 20
"""So many problems of one kind are printed; the rest are counted."""

_NOTHING = _("Nothing is left half-written.")
_MORE = _("… and {n} more of the same kind. Get the whole list with --problems FILE.csv")
_LISTED = _("The whole list is in {file}.")

COLUMNS = ("severity", "where", "what", "remedy")
"""The columns of the file that ``--problems`` writes."""


class Teller:
    """Speaks one language to one person: answers on stdout, problems and progress on stderr."""

    def __init__(self, language: str, listing: Path | None = None) -> None:
        self.language = language
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False)
        self._listing = listing

    def say(self, text: Text, **values: object) -> None:
        """One line for the person at the terminal; never among the data on stdout."""
        self.err.print(text.format(**values)[self.language], markup=False)

    def tell(self, problems: Sequence[Problem]) -> None:
        """Print problems, the errors last so that they stand nearest the eye; write them all where asked to."""
        if not problems:
            return
        ordered = sorted(problems, key=lambda p: p.severity, reverse=True)
        for alike in _by_kind(ordered).values():
            for problem in alike[:SHOWN]:
                self._print(problem)
            if len(alike) > SHOWN:
                self.err.print(_MORE.format(n=len(alike) - SHOWN)[self.language], style="dim", markup=False)
        self.err.print(self._summary(problems), style="bold")
        if self._listing:
            self._write(problems, self._listing)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn what a person can cause into problems and exit code 2; anything else is a fault of ours and is shown."""
        try:
            yield
        except Refused as refused:
            problems: Sequence[Problem] = refused.problems
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            problems = [from_the_system(error)]
        else:
            return
        self.tell(problems)
        raise SystemExit(2)

    def _print(self, problem: Problem) -> None:
        mark, colour = ("✗", "red") if problem.severity == "error" else ("!", "yellow")
        self.err.print(Line.assemble((f"{mark} ", f"bold {colour}"), (problem.where[self.language], "bold")))
        self.err.print(Line(f"  {problem.what[self.language]}"))
        self.err.print(Line(f"  → {problem.remedy[self.language]}", style="dim"))

    def _summary(self, problems: Sequence[Problem]) -> str:
        errors = sum(p.severity == "error" for p in problems)
        warnings = len(problems) - errors
        counted = [
            *([ngettext("{n} error", "{n} errors", errors)] if errors else ()),
            *([ngettext("{n} warning", "{n} warnings", warnings)] if warnings else ()),
        ]
        return f"{joined(', ', counted)[self.language]}. {_NOTHING[self.language] if errors else ''}".rstrip()

    def _write(self, problems: Sequence[Problem], path: Path) -> None:
        with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for p in problems:
                writer.writerow((p.severity, *(_words(text[self.language]) for text in (p.where, p.what, p.remedy))))
        self.err.print(_LISTED.format(file=path)[self.language], markup=False)


def _words(told: str) -> str:
    """A problem may begin with what a person wrote: no spreadsheet calculates it."""
    return f"'{told}" if told.startswith(("=", "+", "-", "@", "\t", "\r")) else told


def from_the_system(error: OSError) -> Problem:
    """What the operating system refused, as a Problem: no such file, no permission, no room."""
    where = str(error.filename or "")
    what, remedy = _SYSTEM.get(error.errno or 0, (verbatim(f"{error}."), _TRY_AGAIN))
    return Problem(verbatim(where) if where else _("the system"), what, remedy)


_TRY_AGAIN = _("Mend it and try again.")
_SYSTEM = {
    errno.ENOENT: (
        _("There is no such file or folder."),
        _("Check that the name is spelled right."),
    ),
    errno.EACCES: (
        _("Access is denied."),
        _("Ask for access, or choose another place."),
    ),
    errno.EROFS: (
        _("This place can only be read."),
        _("Choose another place to write."),
    ),
    errno.EISDIR: (
        _("It is a folder, not a file."),
        _("Give the name of a file."),
    ),
    errno.ENOTDIR: (
        _("It is a file, not a folder."),
        _("Give the name of a folder."),
    ),
    errno.ENOSPC: (
        _("The disk is full."),
        _("Make room and try again."),
    ),
    errno.EEXIST: (
        _("Something of that name is there already."),
        _("Choose another name, or move what is there."),
    ),
}


def _by_kind(problems: Sequence[Problem]) -> dict[tuple[str, str], list[Problem]]:
    """Problems that say the same of different rows and values."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.severity, re.sub(r'"[^"]*"|\d[\d.,:-]*', "…", problem.what["en"])), []).append(
            problem
        )
    return kinds
