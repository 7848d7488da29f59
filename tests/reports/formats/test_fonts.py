from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from borgerpuls.problems import Refused
from borgerpuls.reports import theme
from borgerpuls.reports.formats import fonts
from borgerpuls.reports.formats.html import stylesheet


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


def test_all_weights_for_the_pdf_share_one_family_name() -> None:
    def named(pattern: str) -> list[set[str]]:
        files = [TTFont(file)["name"].names for file in fonts.for_pdf().glob(pattern)]
        return [{str(record) for record in names if record.nameID == 1} for names in files]

    assert named("IBMPlexSans-*.ttf") == [{theme.FONT}] * 3
    assert named("IBMPlexSansArabic-*.ttf") == [{f"{theme.FONT} Arabic"}] * 2


def test_the_style_sheet_names_every_font_that_lies_beside_it() -> None:
    assert all(file.name in stylesheet() for file in fonts.for_web().glob("*.woff2"))
