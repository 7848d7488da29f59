from pathlib import Path

import pytest

from borgerpuls.problems import Refused
from borgerpuls.reports import fonts


def test_missing_fonts_are_refused_with_the_command_that_makes_them(tmp_path: Path) -> None:
    for find in (fonts.for_pdf, fonts.for_web):
        with pytest.raises(Refused) as refused:
            find(tmp_path)
        (problem,) = refused.value.problems
        assert "make assets" in problem.remedy["da"]
        assert "make assets" in problem.remedy["en"]


def test_a_folder_without_fonts_in_it_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "LICENSE.txt").write_text("OFL")
    with pytest.raises(Refused):
        fonts.for_pdf(tmp_path)


def test_the_licence_of_the_family_lies_beside_its_files() -> None:
    for folder in (fonts.for_pdf(), fonts.for_web()):
        assert "SIL Open Font License" in (folder / "LICENSE.txt").read_text("utf-8")
