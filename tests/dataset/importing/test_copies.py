"""Rows repeated to weight them become one person with a weight."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.importing.copies import copies_of_row_above, join_copies
from borgerpuls.dataset.importing.mapping import ImportMapping, read_mapping
from borgerpuls.dataset.importing.readers.sheet import Sheet, make_sheet
from borgerpuls.dataset.importing.run import import_wave
from borgerpuls.problems import Refused

HEAD = "Løbenr;Kommune;Født;Køn;Tilfreds;Venter;Vægt\n"
ROWS = (
    "a1;101;13-02-1972;Mand;Enig;0;",
    "a2;101;01-03-2000;Mand;Uenig;4;",
    "a3;851;24-12-1999;Mand;Uenig;0;",
    "a4;101;13-02-1972;Mand;Enig;0;",
)
GIVEN = ('method = "poststratify"\nby = ["age"]', 'method = "given"')


@pytest.fixture
def mapping(mapping_folder: Path) -> ImportMapping:
    return read_mapping(mapping_folder / "import.toml")


def sheet_of(*rows: str) -> Sheet:
    return make_sheet("svar.csv", HEAD.strip().split(";"), [row.split(";") for row in rows], range(2, len(rows) + 2))


def write(folder: Path, *rows: str, top: str = "", bottom: str = "") -> Path:
    """The files of an import with given weights."""
    text = (folder / "import.toml").read_text(encoding="utf-8").split("[frame]")[0].replace(*GIVEN)
    (folder / "import.toml").write_text(top + text + bottom, encoding="utf-8")
    (folder / "svar.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return folder / "import.toml"


def test_only_rows_that_follow_one_another_are_copies_whatever_their_pseudonym(mapping: ImportMapping) -> None:
    one, two, three, again = ROWS
    sheet = sheet_of(one, one.replace("a1", "a9"), two, three, three, three, again)
    assert copies_of_row_above(sheet, mapping).tolist() == [False, True, False, False, True, True, False]
    joined, times = join_copies(sheet, mapping)
    assert (joined.columns["Løbenr"].to_pylist(), joined.rows.tolist()) == (["a1", "a2", "a3", "a4"], [2, 4, 5, 8])
    assert times.tolist() == [2, 1, 3, 1]


def test_no_rows_have_no_copies(mapping: ImportMapping) -> None:
    joined, times = join_copies(sheet_of(), mapping)
    assert (len(joined.rows), len(times)) == (0, 0)


def test_copies_make_the_wave_that_a_column_of_weights_would_have_made(mapping_folder: Path) -> None:
    times = (2, 1, 3, 1)
    text = (mapping_folder / "import.toml").read_text(encoding="utf-8")
    path = write(mapping_folder, *(row for row, n in zip(ROWS, times, strict=True) for _ in range(n)), top=COPIES)
    copied, warnings = import_wave(path, mapping_folder / "copied")
    path.write_text(text, encoding="utf-8")
    weighted = [f"{row}{n}" for row, n in zip(ROWS, times, strict=True)]
    path = write(mapping_folder, *weighted, bottom='[weight]\ncolumn = "Vægt"\n')
    given, _ = import_wave(path, mapping_folder / "given")
    assert warnings == ()
    assert copied.digests == given.digests
    assert pq.read_table(copied.persons)["weight"].to_pylist() == ["1", "2", "1", "3"]


def test_one_person_on_rows_that_differ_is_still_told(mapping_folder: Path) -> None:
    path = write(mapping_folder, ROWS[0], ROWS[1].replace("a2", "a1"), top=COPIES)
    with pytest.raises(Refused, match="stands in row 2 too"):
        import_wave(path, mapping_folder / "wave")


@pytest.mark.parametrize("method", ["given", "none"])
def test_copies_are_weights_only_where_no_others_are_given(method: str, mapping_folder: Path) -> None:
    path = write(mapping_folder, *ROWS, top=COPIES, bottom='[weight]\ncolumn = "Vægt"\n')
    path.write_text(path.read_text(encoding="utf-8").replace('method = "given"', f'method = "{method}"'), "utf-8")
    with pytest.raises(Refused, match="Copies can be weights only where the wave has given weights"):
        import_wave(path, mapping_folder / "wave")


COPIES = 'copies = "weight"\n'
