"""The architecture page: its shelves are those of the tree and of the import contracts, and its numbers are counted."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from borgerpuls.dataset.counting.count_plan import Choice, Plan, Theme
from borgerpuls.dataset.counting.response_patterns import pattern_tables
from borgerpuls.questionnaire.read import read

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "borgerpuls"
PAGE = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")
ROOMS = ("commands", "web", "reports", "fieldwork", "results", "dataset", "questionnaire", "method")
CONTRACTS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]


def lines(room: str) -> list[set[str]]:
    """The shelves of a room as the page has them, from top to bottom; neighbours stand on one line."""
    part = re.search(rf"^### (?:\w+ and )?{room}$(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL)
    assert part, room
    rows = [line.split("|")[1] for line in part[1].splitlines() if line.startswith("| `")]
    return [set(re.findall(r"`(\w+)`", row)) for row in rows]


@pytest.mark.parametrize("room", ROOMS)
def test_the_shelves_on_the_page_are_those_of_the_tree(room: str) -> None:
    tree = {
        path.stem
        for path in (SOURCE / room).iterdir()
        if (path / "__init__.py").is_file() or (path.suffix == ".py" and path.stem != "__init__")
    }
    assert set().union(*lines(room)) == tree


def test_the_lines_of_shelves_are_those_of_the_import_contracts() -> None:
    layers = {
        contract["containers"][0].removeprefix("borgerpuls."): [set(line.split(" | ")) for line in contract["layers"]]
        for contract in CONTRACTS
        if contract["type"] == "layers" and "containers" in contract
    }
    bound = [room for room in ROOMS if room in layers]
    assert len(bound) >= 6
    assert {room: lines(room) for room in bound} == {room: layers[room] for room in bound}


def test_every_module_and_function_of_the_way_from_tap_to_pdf_exists() -> None:
    drawn = PAGE.split("```")[1]
    files = re.findall(r"(?<![\w/])(?:web|fieldwork|dataset|results|reports)/[a-z_/]+(?:\.py|/)", drawn)
    assert len(files) >= 10
    assert [file for file in files if not (SOURCE / file).exists()] == []
    code = "\n".join(module.read_text("utf-8") for module in SOURCE.rglob("*.py"))
    called = set(re.findall(r"(\w+)\(\)", drawn))
    assert {name for name in called if f"def {name}(" not in code} == set()


def test_the_worked_example_of_packed_counting_is_what_the_code_counts() -> None:
    questionnaire = read(REPOSITORY / "survey" / "2024-spring.toml")
    theme = next(theme for theme in questionnaire.themes if theme.id == "overall")
    items = {item.id: item for item in questionnaire.items}
    choices = tuple(Choice.of(items[name]) for name in theme.items)
    table = pattern_tables(Plan((), choices, (Theme(theme.id, choices, 1),), ()))[0]
    keys = [
        sum(terms[code] for terms, code in zip(table.key_terms, codes, strict=True))
        for codes in ((4, 5, 4), (4, 4, None), (2, 8, 3))
    ]
    assert keys == [282, 435, 226]
    looked_up = table.to_arrow(table.words).take([table.keys.tolist().index(key) for key in keys]).to_pydict()
    assert looked_up["score"] == [26, 24, 15]
    words = [np.array(sum(looked_up[f"word_{n}"])) for n in range(table.words)]
    assert (int(words[0]), int(words[3])) == (2_147_484_672, 51_680_267_730_944)
    counted = {name: int(counter.unpack(words[counter.word])) for name, counter in table.counters.items()}
    assert (counted["overall_help", 4], counted["overall_help", 2]) == (2, 1)
    assert [counted["overall", part] for part in ("n", "above", "squares")] == [3, 47, 805]
    for number in ("2,147,484,672", "51,680,267,730,944", "805"):
        assert number in PAGE
