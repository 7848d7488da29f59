"""The program that mutates the code makes the faults it says it makes, always the same, and tells what was seen."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

MODULE = '''
"""A module."""
from functools import cached_property

LEAST = 5


def few(n: int, least: int = 3) -> bool:
    """Fewer than 7?"""
    if n < 0:
        raise ValueError(f"{n - 1} is less than nothing")
    return n < least


class Block:
    @cached_property
    def middle(self) -> int:
        return sum(part + 1 for part in (5, 6))
'''
CHANGES = {
    ("few", "n < 0", "n <= 0"), ("few", "0", "1"), ("few", "n < least", "n <= least"),
    ("Block.middle", "part + 1", "part - 1"), ("Block.middle", "1", "2"), ("Block.middle", "5", "6"),
    ("Block.middle", "6", "7"),
}  # fmt: skip


@pytest.fixture(scope="module")
def tools(repository: Path) -> Iterator[tuple[ModuleType, ModuleType]]:
    """``tools/mutator.py`` and ``tools/mutants.py``."""
    loaded = []
    for name in ("mutator", "mutants"):
        spec = importlib.util.spec_from_file_location(name, repository / "tools" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module  # the second imports the first
        spec.loader.exec_module(module)
        loaded.append(module)
    yield loaded[0], loaded[1]
    del sys.modules["mutator"], sys.modules["mutants"]


@pytest.fixture
def made(tools: tuple[ModuleType, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module that is imported from a folder of its own."""
    monkeypatch.setattr(tools[0], "SOURCE", tmp_path)
    monkeypatch.setattr(tools[1], "SOURCE", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "made_for_mutants.py").write_text(MODULE, encoding="utf-8")
    sys.modules.pop("made_for_mutants", None)
    return tmp_path / "made_for_mutants.py"


def test_code_is_changed_and_neither_words_nor_what_is_given_by_default(
    tools: tuple[ModuleType, ModuleType], made: Path
) -> None:
    assert {(m.function, m.old, m.new) for m in tools[0].mutants(made)} == CHANGES


def test_a_planted_mutant_is_the_only_thing_that_changes(tools: tuple[ModuleType, ModuleType], made: Path) -> None:
    module = importlib.import_module("made_for_mutants")
    assert (module.few(3), module.few(0), module.Block().middle) == (False, True, 13)
    for old, expected in (("n < least", (True, True, 13)), ("part + 1", (True, True, 9))):
        tools[0].plant(next(m for m in tools[0].mutants(made) if m.old == old))
        assert (module.few(3), module.few(0), module.Block().middle) == expected


def test_the_same_mutants_are_drawn_wherever_their_lines_stand(
    tools: tuple[ModuleType, ModuleType], made: Path
) -> None:
    before = [m.key for m in tools[1].draw(tools[0].mutants(made), 2, {})]
    made.write_text("# moved\n" + MODULE.replace("LEAST = 5\n", ""), encoding="utf-8")
    assert [m.key for m in tools[1].draw(tools[0].mutants(made), 2, {})] == before
    assert len(before) == 4
    assert before[0] not in [m.key for m in tools[1].draw(tools[0].mutants(made), 9, {before[0]: "because"})]


def test_the_page_counts_what_was_seen_and_names_what_was_not(tools: tuple[ModuleType, ModuleType], made: Path) -> None:
    found = tools[0].mutants(made)
    seen = dict(zip(found[:4], (True, True, False, None), strict=True))
    page = tools[1].page({made: found}, seen, {found[4].key: "It is thirteen either way."}, 2, 30)
    assert "| **all** | 7 | 4 | 2 | 1 | 1 | 1 |" in page
    survivors, judged = page[page.index("## Survivors") :].split("## Judged")
    assert f"`{found[2].old}` becomes `{found[2].new}`" in survivors
    assert "It is thirteen either way." in judged


def test_every_judgement_is_of_a_mutant_of_today_and_says_why(tools: tuple[ModuleType, ModuleType]) -> None:
    mutator, mutants = tools
    today = {
        m.key for pattern in mutants.MUTATED for path in mutator.SOURCE.glob(pattern) for m in mutator.mutants(path)
    }
    judged = mutants.judgements()
    assert [key for key in judged if key not in today] == []
    assert all(len(why.split()) > 3 for why in judged.values())
