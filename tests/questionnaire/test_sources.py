from collections.abc import Callable
from pathlib import Path

import pytest

from borgerpuls.problems import Refused
from borgerpuls.questionnaire.read import check, read

LOCAL = """# Frederiksberg
[[local]]
unit = "0147"
scale = "degree"
wording = { da = "Er der ro?", en = "Is it calm?" }
short = { da = "Ro", en = "Calm" }
"""


@pytest.fixture
def files(tiny: str, tmp_path: Path) -> Callable[..., tuple[Path, list[Path]]]:
    """The tiny questionnaire and files of local items beside it."""

    def write(*locals_: str, shared: str = tiny) -> tuple[Path, list[Path]]:
        (tmp_path / "shared.toml").write_text(shared, encoding="utf-8", newline="")
        paths = [tmp_path / f"unit{n}.toml" for n in range(1, len(locals_) + 1)]
        for path, text in zip(paths, locals_, strict=True):
            path.write_text(text, encoding="utf-8", newline="")
        return tmp_path / "shared.toml", paths

    return write


def test_local_items_are_joined_from_files_of_their_own(files: Callable[..., tuple[Path, list[Path]]]) -> None:
    shared, local = files(LOCAL, LOCAL.replace("0147", "0751"))
    found = read(shared, local=local)
    assert [(i.unit, i.column) for i in found.local_items] == [
        ("0101", "local_1"), ("0147", "local_1"), ("0751", "local_1"),
    ]  # fmt: skip
    assert found.item("local_0147_1").scale == found.item("help").scale


def test_the_joined_source_is_the_files_one_after_the_other(
    tiny: str, files: Callable[..., tuple[Path, list[Path]]]
) -> None:
    shared, local = files(LOCAL)
    found = read(shared, local=local)
    assert found.source == tiny + LOCAL
    assert read(found.source) == found


def test_a_file_without_a_last_newline_is_joined_all_the_same(
    tiny: str, files: Callable[..., tuple[Path, list[Path]]]
) -> None:
    shared, local = files("\ufeff" + LOCAL, shared=tiny.rstrip())
    assert read(shared, local=local).source == tiny + LOCAL


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('scale = "degree"', 'scale = "degre"', 4, 'Did you mean "degree"?'),
        (', en = "Is it calm?"', "", 5, 'missing in the language "en"'),
        ('unit = "0147"', "unit = 0147", 3, "codes like 0101 in quotes"),
        ("[[local]]", "[[items]]", 1, "may only hold local items"),
        ("[[local]]", 'id = "other"\n[[local]]', 1, "may only hold local items"),
        (LOCAL, "local = [{ unit = \"0147\" }]", 1, "may only hold local items"),
        (LOCAL, "[local]\nunit = 3", 1, "may only hold local items"),
    ],
)  # fmt: skip
def test_a_problem_of_a_local_file_is_told_with_its_own_name_and_line(
    *, old: str, new: str, line: int, words: str, files: Callable[..., tuple[Path, list[Path]]]
) -> None:
    shared, local = files(LOCAL.replace("0147", "0751"), LOCAL.replace(old, new))
    (problem,) = check(shared, local=local)
    assert problem.where == {"da": f"unit2.toml, linje {line}", "en": f"unit2.toml, line {line}"}
    assert words in problem.say("en")


def test_a_problem_of_the_shared_file_keeps_its_line(
    changed: Callable[..., str], files: Callable[..., tuple[Path, list[Path]]]
) -> None:
    shared, local = files(LOCAL, shared=changed(('overall = "whole"', 'overall = "x"')))
    (problem,) = check(shared, local=local)
    assert problem.where["en"] == "shared.toml, line 4"


def test_broken_files_are_all_told_at_once(files: Callable[..., tuple[Path, list[Path]]], tmp_path: Path) -> None:
    shared, local = files("x", "[[local", shared="y")
    with pytest.raises(Refused) as refused:
        read(shared, local=[*local, tmp_path / "gone.toml"])
    assert {p.where["en"].split(",")[0] for p in refused.value.problems} == {
        "shared.toml", "unit1.toml", "unit2.toml", "gone.toml",
    }  # fmt: skip
