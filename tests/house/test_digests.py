"""The tool that says whether a figure moved: what it tells of two runs, played with a few figures and a report."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

COLUMNS = "address,wave,place,estimate,n"
ROWS = ("spring/theme/trust/0101,spring,0101,3.5,40", "spring/theme/trust/0482,spring,0482,4.25,38")
OTHER = "pilot/theme/trust/0101,pilot,0101,3.75,20"
PAGE = "<h1>Ishøj</h1>\n<p>3.5</p>\n"


@pytest.fixture(scope="module")
def digests(program: Callable[[str], ModuleType]) -> ModuleType:
    """The module ``tools/digests.py``."""
    return program("tools/digests.py")


def run_of(digests: ModuleType, folder: Path, *rows: str, page: str = PAGE) -> Path:
    """A run as ``write`` leaves it, of one survey with these figures and one page."""
    (folder / "demo" / "reports").mkdir(parents=True)
    (folder / "demo" / "figures.csv").write_text("".join(f"{row}\n" for row in (COLUMNS, *rows)), "utf-8")
    (folder / "demo" / "reports" / "0101.en.html").write_text(page, "utf-8")
    digests.write_list(folder)
    return folder


def test_a_figure_that_moved_is_told_by_its_address_and_column(
    digests: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = run_of(digests, tmp_path / "before", *ROWS, OTHER)
    after = run_of(digests, tmp_path / "after", ROWS[0], ROWS[1].replace("4.25", "4.26"), OTHER)
    assert not digests.compare(before, after)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "demo/spring: DIFFERS"
    assert said[1] == "  spring/theme/trust/0482  estimate: '4.25' before, '4.26' after"
    assert said[2] == "demo/pilot: 1 figures, the same"


def test_figures_that_stand_in_another_order_differ_and_are_called_so(
    digests: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = run_of(digests, tmp_path / "before", *ROWS), run_of(digests, tmp_path / "after", *reversed(ROWS))
    assert not digests.compare(before, after)
    assert "demo/spring: the same figures in another order\nThe same" in capsys.readouterr().out


def test_a_figure_or_page_that_is_gone_or_another_is_told_where(
    digests: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = run_of(digests, tmp_path / "before", *ROWS)
    after = run_of(digests, tmp_path / "after", ROWS[0], page=PAGE.replace("3.5", "3.6"))
    assert not digests.compare(before, after)
    said = capsys.readouterr().out
    assert "  spring/theme/trust/0482: only before\n" in said
    assert "demo/reports/0101.en.html: DIFFERS\n  line 2: '<p>3.5</p>' before, '<p>3.6</p>' after\n" in said


def test_two_runs_with_the_same_figures_and_pages_are_the_same(digests: ModuleType, tmp_path: Path) -> None:
    assert digests.compare(run_of(digests, tmp_path / "before", *ROWS), run_of(digests, tmp_path / "after", *ROWS))
