"""How many small faults do the tests see? Mutates what figures are made of, and writes docs/mutants.md.

    python tools/mutants.py                         one mutant of every function
    python tools/mutants.py --each 10 --only levels  ten of every function of modules whose path holds the word

A mutant is a function with one operator, comparison, number or condition changed. Of every function some are drawn by
a digest of their words, always the same. Tests are collected once; each mutant gets a process forked from there, in
which the code of its function is exchanged and tests that enter it run until one fails: first those in the file of the
module's name, then the quickest, as many as take ``--seconds`` when nothing is wrong. No file is changed. Module
constants, strings and arguments left out are not tried.

A mutant that a person has judged stands in tests/mutants/judged.toml with the reason why no test can see it, and is
not tried.
"""

import json
import os
import resource
import signal
import sys
import threading
import tomllib
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from types import FrameType
from typing import Any

import pytest
from mutator import SOURCE, Mutant, mutants, plant

REPOSITORY = Path(__file__).resolve().parent.parent
MUTATED = ("borgerpuls/results/**/*.py", "borgerpuls/fieldwork/**/freeze.py")
TESTS = ("tests/results", "tests/fieldwork/**/test_freeze.py")
TABLE = REPOSITORY / "docs" / "mutants.md"
JUDGED = REPOSITORY / "tests" / "mutants" / "judged.toml"
Key = tuple[str, str, str, str]
LONGEST = 300
"""Processor seconds after which a mutant that does not come to an end counts as seen."""


class Run:
    """pytest collects the tests for it; in place of running them it tries the mutants."""

    def __init__(self, tried: Sequence[Mutant], seconds: float) -> None:
        self.tried, self.allowed = tried, seconds
        self.seconds: dict[str, float] = {}
        self.seen: dict[Mutant, bool | None] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        entered = self._entered(session)
        for done, mutant in enumerate(self.tried, 1):
            tests = self._chosen(mutant, entered.get(f"{mutant.path}:{mutant.function}", []))
            self.seen[mutant] = self._sees(mutant, tests) if tests else None
            told = {True: "seen", False: "SURVIVED", None: "no test"}[self.seen[mutant]]
            print(
                f"{done}/{len(self.tried)} {told}: {mutant.function}: {mutant.old} -> {mutant.new} in {mutant.line}",
                flush=True,
            )
        return True

    def _chosen(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> list[pytest.Item]:
        """Those in the file of the module's name, then the quickest, for as long as is allowed."""
        near = sorted(tests, key=lambda item: item.path.stem != f"test_{mutant.path.stem}")
        ends = accumulate(self.seconds[item.nodeid] for item in near)
        return [item for at, (item, end) in enumerate(zip(near, ends, strict=True)) if not at or end <= self.allowed]

    def _sees(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> bool:
        def run() -> int:
            signal.alarm(2 * LONGEST)  # for one that waits for ever
            resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST + 5))
            plant(mutant)
            for item, following in zip(tests, [*tests[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if item.session.testsfailed:
                    return 1
            return 0

        return _forked(run) != 0

    def _entered(self, session: pytest.Session) -> dict[str, list[pytest.Item]]:
        """File and function -> the tests that enter it, themselves or in what they are given, the quickest first."""
        with TemporaryDirectory() as folder:
            written = Path(folder) / "entered.json"
            watch = _Watch()
            session.config.pluginmanager.register(watch)

            def run() -> int:
                for item, following in zip(session.items, [*session.items[1:], None], strict=True):
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                written.write_text(json.dumps([watch.seconds, watch.of_tests(session.items), watch.failed]))
                return 0

            _forked(run)
            session.config.pluginmanager.unregister(watch)
            self.seconds, entered, failed = json.loads(written.read_text())
        if failed:
            print(*failed, "A test fails without any mutant.", sep="\n\n")
            pytest.exit("a test fails without any mutant", 1)
        found = defaultdict(list)
        for item in sorted(session.items, key=lambda item: self.seconds[item.nodeid]):
            for function in entered[item.nodeid]:
                found[function].append(item)
        return found


class _Watch:
    """Which functions of the package are entered while a test runs, and while what it is given is made."""

    def __init__(self) -> None:
        self.now: list[set[str]] = [set()]
        self.of: dict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    def of_tests(self, items: Sequence[pytest.Item]) -> dict[str, list[str]]:
        return {
            item.nodeid: sorted(self.of[item.nodeid].union(*(self.of[name] for name in item.fixturenames)))  # type: ignore[attr-defined]
            for item in items
        }

    def __call__(self, frame: FrameType, event: str, arg: object) -> None:
        if event == "call" and (code := frame.f_code).co_filename.startswith(str(SOURCE)):
            self.now[-1].add(f"{code.co_filename}:{code.co_qualname.partition('.<locals>')[0]}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        began = process_time()
        yield from self._watched(item.nodeid)
        self.seconds[item.nodeid] = process_time() - began

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        return (yield from self._watched(fixturedef.argname))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(f"{report.nodeid}\n{report.longreprtext}")

    def _watched(self, name: str) -> Iterator[None]:
        self.now.append(self.of[name])
        sys.settrace(self)
        threading.settrace(self)
        try:
            return (yield)
        finally:
            self.now.pop()
            if len(self.now) == 1:
                sys.settrace(None)


def _forked(run: Callable[[], int]) -> int:
    """What ``run`` returns in a process of its own, which says nothing; another number when it does not come to it."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        code = 70
        try:
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            code = run()
        finally:
            os._exit(min(code, 100))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(each: int, seconds: float, only: str) -> int:
    judged = judgements()
    every = {path: mutants(path) for pattern in MUTATED for path in sorted(SOURCE.glob(pattern))}
    every = {path: found for path, found in every.items() if found}
    drawn = [mutant for found in every.values() for mutant in draw(found, each, judged) if only in mutant.module]
    run = Run(drawn, seconds)
    tests = [str(path) for pattern in TESTS for path in sorted(REPOSITORY.glob(pattern))]
    code = pytest.main(
        [*tests, "-p", "no:cacheprovider", "-s", "-qq", "--no-header", "-o", "addopts=--import-mode=importlib"],
        plugins=[run],
    )
    if code or not drawn:
        return int(code) or 1
    if not only:
        TABLE.write_text(page(every, run.seen, judged, each, seconds), encoding="utf-8")
    survived = sum(seen is False for seen in run.seen.values())
    print(f"{len(drawn)} tried, {survived} survived")
    return 0


def draw(of_module: Sequence[Mutant], each: int, judged: Mapping[Key, str]) -> list[Mutant]:
    """Some of every function's mutants that nobody has judged, always the same."""
    by_function: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in sorted(of_module, key=lambda mutant: mutant.drawn):
        if mutant.key not in judged:
            by_function[mutant.function].append(mutant)
    return [mutant for found in by_function.values() for mutant in found[:each]]


def judgements() -> dict[Key, str]:
    """What names a mutant -> why no test can see it."""
    written = tomllib.loads(JUDGED.read_text("utf-8"))["judged"]
    return {(one["function"], one["line"], one["old"], one["new"]): one["why"] for one in written}


def page(
    every: Mapping[Path, Sequence[Mutant]],
    seen: Mapping[Mutant, bool | None],
    judged: Mapping[Key, str],
    each: int,
    seconds: float,
) -> str:
    """The page of docs/mutants.md."""
    keys = {mutant.key: mutant for found in every.values() for mutant in found}
    survivors = [mutant for mutant, by_a_test in seen.items() if by_a_test is False]
    return "\n".join(
        [
            "# Mutants",
            "",
            "What the tests of the results and of the freeze see when the code is a little wrong; written by",
            "`make mutants`. A mutant is a function with one operator, comparison, number or condition changed. Of",
            f"every function {each} are tried, drawn by a digest of their words and so always the same, each against",
            f"tests that enter the function, as many as take {seconds:g} processor seconds. A mutant is *seen* when a",
            "test fails or does not come to an end.",
            "*No test* is a function that only the tests of other rooms enter, or that runs as its module is loaded.",
            "*Judged* are those that change nothing which a test could see, with the reason below; they are not tried.",
            "",
            "The fifteen faults that a reviewer thought out are another list, `tests/mutants/review.toml`. A test of",
            "the house plants them, and all fifteen are seen.",
            "",
            "| module | mutants | tried | seen | survived | no test | judged |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
            *_rows(every, seen, judged),
            "",
            "## Survivors",
            "",
            *([_told(mutant) for mutant in survivors] or ["None."]),
            "",
            "## Judged",
            "",
            *([f"{_told(keys[key])}\n  {why}" for key, why in judged.items() if key in keys] or ["None."]),
            "",
        ]
    )


def _rows(
    every: Mapping[Path, Sequence[Mutant]], seen: Mapping[Mutant, bool | None], judged: Mapping[Key, str]
) -> Iterator[str]:
    whole = [mutant for found in every.values() for mutant in found]
    named = [(f"`{found[0].module.removeprefix('borgerpuls.')}`", found) for found in every.values()]
    for name, found in [*named, ("**all**", whole)]:
        told = [seen[mutant] for mutant in found if mutant in seen]
        unseen = sum(mutant.key in judged for mutant in found)
        counts = len(found), len(told), told.count(True), told.count(False), told.count(None), unseen
        yield f"| {name} | {' | '.join(f'{count:,}' for count in counts)} |"


def _told(mutant: Mutant) -> str:
    place = f"{mutant.module.removeprefix('borgerpuls.')}.{mutant.function}"
    return f"- `{place}`: `{mutant.line}`\n  `{mutant.old}` becomes `{mutant.new}`"


if __name__ == "__main__":
    arguments = ArgumentParser(description="Mutates what figures are made of, and writes docs/mutants.md.")
    arguments.add_argument("--each", type=int, default=1, help="mutants of every function")
    arguments.add_argument("--seconds", type=float, default=30, help="of tests for each mutant")
    arguments.add_argument("--only", default="", help="a word of the modules' names; the page is not written")
    sys.exit(main(**vars(arguments.parse_args())))
