"""Import from file to wave: Danish Excel, XLSX, SPSS, real surveys, and every way a file can be wrong."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from borgerpuls.dataset.folder import open_wave, seal_wave
from borgerpuls.dataset.importing.run import import_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.problems import Refused
from borgerpuls.text import Text


def edit(path: Path, *changes: tuple[str, str], encoding: str = "utf-8") -> None:
    text = path.read_bytes().decode(encoding)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_bytes(text.encode(encoding))


def refusal(folder: Path) -> list[str]:
    """The problems, after seeing that nothing was written."""
    before = sorted(folder.iterdir())
    with pytest.raises(Refused) as refused:
        import_wave(folder / "import.toml", folder / "wave")
    assert sorted(folder.iterdir()) == before
    return [p.say("en") for p in refused.value.problems]


def persons(wave: FrozenWave) -> dict[str, list[object]]:
    return pq.read_table(wave.persons).to_pydict()  # type: ignore[no-any-return]


EXPECTED = {
    "person": ["a2", "a1", "a4", "a3"],
    "unit": ["0101", "0101", "0825", "0851"],
    "disposition": ["complete", "complete", "no_answer", "complete"],
    "age": ["18-29", "30-", "30-", "18-29"],
    "sex": ["k", "m", "m", None],
    "content": [8, 3, None, 1],
    "waiting": [4, 0, None, None],
    "local_1": [None] * 4,
}


def test_danish_excel_becomes_a_wave(mapping_folder: Path) -> None:
    wave, warnings = import_wave(mapping_folder / "import.toml", mapping_folder / "wave")
    assert persons(wave) == EXPECTED
    assert pq.read_table(wave.population).to_pydict() == {
        "unit": ["0101", "0101", "0825", "0851"],
        "age": ["18-29", "30-", "30-", "18-29"],
        "count": [400, 600, 10, 250],
    }
    assert open_wave(mapping_folder / "wave") == wave
    assert warnings == ()


ROWS = (
    ("Løbenr", "Kommune", "Født", "Køn", "Tilfreds", "Venter"),
    ("a1", "0101", "1972-02-13", "Mand", 3, 0),
    ("a2", "0101", "2000-03-01", "Kvinde", 8, 4),
    ("a3", "0851", "1999-12-24", None, 1, None),
    ("a4", "0825", "1950-12-24", "Mand", None, None),
)


def test_a_workbook_becomes_the_same_wave(mapping_folder: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(mapping_folder / "svar.xlsx")
    edit(mapping_folder / "import.toml", ("svar.csv", "svar.xlsx"))
    assert persons(import_wave(mapping_folder / "import.toml", mapping_folder / "wave")[0]) == EXPECTED


def test_an_spss_file_becomes_the_same_wave(mapping_folder: Path) -> None:
    frame = pd.DataFrame(ROWS[1:], columns=ROWS[0])
    frame["Køn"] = frame["Køn"].map({"Mand": 1.0, "Kvinde": 2.0})
    frame["Tilfreds"] = frame["Tilfreds"].astype(float)
    labels = {"Køn": {1: "Mand", 2: "Kvinde"}, "Tilfreds": {1: "Uenig", 3: "Enig", 8: "Ved ikke"}}
    pyreadstat.write_sav(frame, mapping_folder / "svar.sav", variable_value_labels=labels)
    edit(mapping_folder / "import.toml", ("svar.csv", "svar.sav"))
    assert persons(import_wave(mapping_folder / "import.toml", mapping_folder / "wave")[0]) == EXPECTED


def test_all_problems_of_all_rows_are_told_at_once(mapping_folder: Path) -> None:
    edit(
        mapping_folder / "svar.csv",
        ("13-02-1972", "1972-13-02"),
        ("a2;101", "a1;101"),
        ("Uenig", "Vist"),
        (";825;", ";826;"),
        ("a3;851", "a3;"),
        encoding="cp1252",
    )
    codes = "Make it one of 0101, 0851, 0825, or write it in recode or missing."
    assert sorted(refusal(mapping_folder)) == [
        'svar.csv, row 2, Født: "1972-13-02" is not a date. Write YYYY-MM-DD.',
        'svar.csv, row 3, Løbenr: "a1" stands in row 2 too. Let each person stand once.',
        "svar.csv, row 4, Kommune: The field is empty. Fill it in, or say in recode what empty means.",
        'svar.csv, row 4, Tilfreds: "Vist" is not a code here. '
        "Make it one of 1, 2, 3, 8, or write it in recode or missing.",
        f'svar.csv, row 5, Kommune: "826" is not a code here. {codes}',
    ]


@pytest.mark.parametrize(
    ("break_it", "problem"),
    [
        (lambda f: edit(f / "import.toml", ('"Venter"', '"Vent"')), 'svar.csv has no column "Vent". Did you mean "Ven'),
        (lambda f: edit(f / "import.toml", ("waiting =", "weeping =")), '"weeping" is not in the questionnaire'),
        (lambda f: edit(f / "import.toml", ("svar.csv", "nowhere.csv")), "nowhere.csv: The file is not there."),
        (lambda f: edit(f / "import.toml", ("skema.toml", "none.toml")), "none.toml"),
        (lambda f: edit(f / "import.toml", ("[items]", "[items")), "import.toml, line"),
        (lambda f: edit(f / "import.toml", ("[unit]\ncolumn", "[unti]\ncolumn")), "[unit] is missing"),
        (lambda f: edit(f / "import.toml", ('["age"]\n\n[wave', '["hair"]\n\n[wave')), '"hair" does not exist'),
        (lambda f: edit(f / "import.toml", ('method = "poststratify"', 'method = "given"')), "[weight] is missing"),
        (lambda f: edit(f / "rammen.csv", ("0851,18-29,k,250\n", "")), "unit 0851, age 18-29, which the frame does"),
        (lambda f: edit(f / "rammen.csv", (",600", ",6.000")), 'rammen.csv, row 4, antal: "6.000" is not a count'),
        (lambda f: edit(f / "rammen.csv", ("alder", "aar")), 'rammen.csv has no column "alder"'),
        (lambda f: (f / "svar.csv").write_bytes((f / "svar.csv").read_bytes()[:-8]), "svar.csv, row 5: The row has"),
        (lambda f: (f / "svar.csv").write_bytes((f / "svar.csv").read_bytes()[:150]), "never ends"),
        (lambda f: (f / "import.toml").unlink(), "import.toml"),
    ],
)
def test_a_wrong_file_is_told_and_nothing_is_written(
    break_it: Callable[[Path], object], problem: str, mapping_folder: Path
) -> None:
    break_it(mapping_folder)
    problems = refusal(mapping_folder)
    assert any(problem in told for told in problems), problems


def test_weights_that_came_along_are_kept_as_plain_decimals_and_make_the_frame(mapping_folder: Path) -> None:
    text = (mapping_folder / "import.toml").read_text(encoding="utf-8").split("[frame]")[0]
    text = text.replace('method = "poststratify"\nby = ["age"]', 'method = "given"')
    (mapping_folder / "import.toml").write_text(text + '[weight]\ncolumn = "Vægt"\n', encoding="utf-8")
    wave, _ = import_wave(mapping_folder / "import.toml", mapping_folder / "wave")
    found = persons(wave)
    assert dict(zip(found["person"], found["weight"], strict=True)) == {
        "a1": "1.5",
        "a2": "0.5",
        "a3": "0.25",
        "a4": None,
    }
    assert pq.read_table(wave.population).to_pydict() == {"unit": ["0101", "0825", "0851"], "count": [2, 0, 1]}

    edit(mapping_folder / "svar.csv", (";0,25", ";"), ("1,50", "1.50"), encoding="cp1252")
    edit(mapping_folder / "import.toml", ('"Vægt"', '"Vægt"'))
    with pytest.raises(Refused) as refused:
        import_wave(mapping_folder / "import.toml", mapping_folder / "wave")
    assert [p.say("en") for p in refused.value.problems] == [
        'svar.csv, row 2, Vægt: "1.50" is not a weight. Write a number from 0, like 0.87.',
        "svar.csv, row 4, Vægt: The field is empty. Fill it in, or say in recode what empty means.",
    ]
    assert open_wave(mapping_folder / "wave") == wave


def test_who_has_a_weight_of_nothing_has_not_answered_for_anybody(mapping_folder: Path) -> None:
    text = (mapping_folder / "import.toml").read_text(encoding="utf-8").split("[frame]")[0]
    text = text.replace('method = "poststratify"\nby = ["age"]', 'method = "given"')
    (mapping_folder / "import.toml").write_text(text + '[weight]\ncolumn = "Vægt"\n', encoding="utf-8")
    edit(mapping_folder / "svar.csv", (";0,25", ";0"), encoding="cp1252")
    wave, warnings = import_wave(mapping_folder / "import.toml", mapping_folder / "wave")
    found = persons(wave)
    assert dict(zip(found["person"], found["disposition"], strict=True))["a3"] == "ineligible"
    assert any("Answered with a weight of 0" in warning.say("en") for warning in warnings)
    assert wave.warnings == warnings


def test_without_a_frame_the_persons_are_the_frame(mapping_folder: Path) -> None:
    text = (mapping_folder / "import.toml").read_text(encoding="utf-8").split("[frame]")[0]
    (mapping_folder / "import.toml").write_text(text, encoding="utf-8")
    wave, _ = import_wave(mapping_folder / "import.toml", mapping_folder / "wave")
    assert pq.read_table(wave.population).to_pydict() == {
        "unit": ["0101", "0101", "0825", "0851"],
        "age": ["18-29", "30-", "30-", "18-29"],
        "count": [1, 1, 1, 1],
    }


def test_who_answered_may_be_everybody_or_a_column_of_its_own(mapping_folder: Path) -> None:
    path = mapping_folder / "import.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '[disposition]\nrule = "all"\n', encoding="utf-8")
    wave, warnings = import_wave(path, mapping_folder / "wave")
    assert persons(wave)["person"] == ["a2", "a1", "a3"]  # a4 answered nothing, and is no non-respondent either
    assert set(persons(wave)["disposition"]) == {"complete"}
    assert ["(1 in all; row 5)" in w.say("en") for w in warnings] == [True]
    recode = 'column = "Bemærkning"\nrecode = { "" = "no_answer", "Fint; tak" = "complete" }\n'
    path.write_text(text + f"[disposition]\n{recode}", encoding="utf-8")
    (problem,) = refusal_into(mapping_folder, "other")
    assert "row 3, Bemærkning" in problem
    edit(path, ('"Fint; tak" = "complete"', '"Fint; tak" = "complete", "Først\\r\\nså" = "partial"'))
    found = persons(import_wave(path, mapping_folder / "wave")[0])
    assert found["disposition"] == ["partial", "complete", "no_answer", "no_answer"]


def refusal_into(folder: Path, out: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        import_wave(folder / "import.toml", folder / out)
    assert not (folder / out).exists()
    return [p.say("en") for p in refused.value.problems]


def test_a_folder_of_answers_that_is_not_there_is_told_as_what_was_given(mapping_folder: Path) -> None:
    with pytest.raises(Refused) as refused:
        import_wave(mapping_folder / "import.toml", mapping_folder / "wave", data=Path("nowhere"))
    (problem,) = refused.value.problems
    assert "--data nowhere is no file and no folder." in problem.say("en")
    assert '"svar.csv"' in problem.say("en")


def test_the_file_of_answers_may_lie_elsewhere(mapping_folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    file = (mapping_folder / "svar.csv").rename(elsewhere / "svar.csv")
    for data in (elsewhere, file):
        wave, _ = import_wave(mapping_folder / "import.toml", mapping_folder / "wave", data=data)
        assert persons(wave) == EXPECTED


def test_an_unweighted_sister_counts_every_answer_alike_in_a_chain_of_its_own(mapping_folder: Path) -> None:
    edit(mapping_folder / "import.toml", ("closed =", 'previous = "before"\nclosed ='))
    wave, _ = import_wave(mapping_folder / "import.toml", mapping_folder / "wave", unweighted=True)
    weighted, _ = import_wave(mapping_folder / "import.toml", mapping_folder / "weighted")
    assert wave.spec.name == f"{weighted.spec.name}-unweighted"
    assert wave.spec.previous == "before-unweighted"
    assert wave.spec.weighting.method == "none"
    assert persons(wave) == persons(weighted)


def test_a_sampling_stratum_may_be_a_column_of_its_own(mapping_folder: Path) -> None:
    path = mapping_folder / "import.toml"
    text = path.read_text(encoding="utf-8").split("[frame]")[0]
    path.write_text(text.replace('groups = ["age"]', 'groups = ["age"]\nstrata = ["office"]'), encoding="utf-8")
    (problem,) = refusal(mapping_folder)
    assert "[background.office] is missing" in problem
    rule = '[background.office]\ncolumn = "Venter"\nrecode = { "" = "none" }\n'
    path.write_text(path.read_text(encoding="utf-8") + rule, encoding="utf-8")
    wave, _ = import_wave(path, mapping_folder / "wave")
    assert sorted(map(str, persons(wave)["office"])) == ["0", "4", "none", "none"]


def test_copies_of_the_row_above_are_warned_of(mapping_folder: Path) -> None:
    with (mapping_folder / "svar.csv").open("a", encoding="cp1252", newline="") as file:
        file.write("a5;851;24-12-1999;Mand;Uenig;0;;1\r\na6;851;24-12-1999;Mand;Uenig;0;;1\r\n")
        file.write("a7;825;24-12-1950;Mand;;;;\r\na8;825;24-12-1950;Mand;;;;\r\n")
    _, warnings = import_wave(mapping_folder / "import.toml", mapping_folder / "wave")
    (warning,) = [w.say("en") for w in warnings]
    assert warning.startswith("svar.csv, row 7: An exact copy of the row above (1 in all; row 7).")


def test_what_the_import_warned_of_stays_with_the_wave(mapping_folder: Path) -> None:
    quiet, none = import_wave(mapping_folder / "import.toml", mapping_folder / "quiet")
    edit(mapping_folder / "import.toml", ('waiting = "Venter"\n', ""))
    _, told = import_wave(mapping_folder / "import.toml", mapping_folder / "wave")
    assert (none, open_wave(quiet.folder).warnings) == ((), ())
    for wave in (open_wave(mapping_folder / "wave"), seal_wave(mapping_folder / "wave")):
        assert [[w.say(language) for language in ("da", "en")] for w in wave.warnings] == [
            [w.say(language) for language in ("da", "en")] for w in told
        ]
    edit(mapping_folder / "wave" / "manifest.json", ("No column gives waiting", "No column gives nothing"))
    with pytest.raises(Refused, match="The file has been changed"):
        open_wave(mapping_folder / "wave")


def test_columns_that_nobody_maps_are_warned_of(mapping_folder: Path) -> None:
    edit(mapping_folder / "import.toml", ('waiting = "Venter"\n', ""))
    wave, warnings = import_wave(mapping_folder / "import.toml", mapping_folder / "wave")
    assert [w.say("en") for w in warnings] == [
        "svar.csv: No column gives waiting; they are empty. Write them in the mapping file if they exist."
    ]
    assert set(persons(wave)["waiting"]) == {None}


def test_units_of_a_register_are_those_that_take_part(mapping_folder: Path) -> None:
    (mapping_folder / "register.toml").write_text(
        """languages = ["da", "en"]
groups = [
  { id = "nord", name = { da = "Nord", en = "North" } },
]
units = [
  { code = "0101", name = { da = "København", en = "Copenhagen" } },
  { code = "0751", name = { da = "Aarhus", en = "Aarhus" } },
  { code = "0825", name = { da = "Læsø", en = "Læsø" }, groups = ["nord"] },
  { code = "0851", name = { da = "Aalborg", en = "Aalborg" }, groups = ["nord"] },
]
""",
        encoding="utf-8",
    )
    path = mapping_folder / "import.toml"
    text = path.read_text(encoding="utf-8")
    before, after = text.split("[wave.units]")
    path.write_text('units = "register.toml"\n' + before + after[after.index("[unit]") :], encoding="utf-8")
    with (mapping_folder / "rammen.csv").open("a") as frame:
        frame.write("0751,30-,m,900\n")
    wave, _ = import_wave(path, mapping_folder / "wave")
    assert [(u.code, u.group) for u in wave.spec.units] == [("0101", None), ("0825", "nord"), ("0851", "nord")]
    assert dict(wave.spec.regions) == {"nord": Text(da="Nord", en="North")}


QUESTIONNAIRE = """id = "real"
title = { en = "A real survey" }
languages = ["en"]
[words]
unit = { en = "unit" }
units = { en = "units" }
whole = { en = "the whole" }
person = { en = "person" }
persons = { en = "persons" }
[[scales]]
id = "scale"
categories = [
  { code = 1, label = { en = "worst" } }, { code = 2, label = { en = "poor" } }, { code = 3, label = { en = "fair" } },
  { code = 4, label = { en = "good" }, favourable = true }, { code = 5, label = { en = "best" }, favourable = true },
  { code = 6, label = { en = "never used" }, kind = "not_relevant" },
]
[[themes]]
id = "theme"
name = { en = "Theme" }
[[items]]
id = "item"
scale = "scale"
theme = "theme"
wording = { en = "The whole?" }
short = { en = "Whole" }
"""


def real(folder: Path, source: Path, wave: str, rules: str) -> Path:
    """A mapping of a real survey with one item."""
    (folder / "q.toml").write_text(QUESTIONNAIRE)
    units = "\n".join(f'{unit} = "{unit}"' for unit in "ABCDEFG")
    (folder / "import.toml").write_text(
        f"""questionnaire = "q.toml"
missing = ["0", "Blank", "BLANK"]
[source]
file = "{source}"
[wave]
name = "{wave}"
title = "{wave}"
opened = 2013-05-01
closed = 2013-05-31
place = "The whole"
place_code = "all"
[disposition]
rule = "all"
{rules.replace("UNITS", units)}
"""
    )
    return folder / "import.toml"


@pytest.mark.parametrize(
    ("year", "unit", "item", "n", "mean", "weighted"),
    [
        (2013, 'column = "GATE"', "Q7O_WHOLE", 3334, 3.9820, 3.9845),
        (2014, 'column = "AREA"', "Q7ALL", 2677, 3.9959, 4.0070),
        (2017, 'column = "BAREA"', "Q7ALL", 2688, 4.0644, 4.0712),
        (2018, 'column = "BAREA"', "Q7ALL", 2625, 4.0027, 4.0421),
    ],
)
def test_the_airport_survey_comes_in_with_its_published_means(
    year: int, unit: str, item: str, n: int, *, mean: float, weighted: float, shared: Path, tmp_path: Path
) -> None:
    """Check values of SOURCE.md beside the data. Gate 37 (2013) belongs to area B."""
    source = shared / f"realdata/sfo_customer_survey/{year}_SFO_Customer_Survey_20250817.csv.gz"
    gates = 'ranges = { A = "1-12", B = "20-39", C = "40-48", D = "50-59", F = "68-90", G = "91-102" }'
    rules = f"""[wave.weighting]
method = "given"
[wave.units]
UNITS
[unit]
{unit}
{gates if year == 2013 else ""}
[weight]
column = "WEIGHT"
[items]
item = "{item}"
"""
    wave, _ = import_wave(real(tmp_path, source, f"sfo-{year}", rules), tmp_path / "wave")
    table = pq.read_table(wave.persons).to_pandas()
    asked = table[table["item"].between(1, 5)]
    weight = asked["weight"].astype(float)
    assert len(asked) == n
    assert asked["item"].mean() == pytest.approx(mean, abs=5e-5)
    assert np.average(asked["item"], weights=weight) == pytest.approx(weighted, abs=5e-5)


def test_companies_of_soldiers_come_in_without_weights(shared: Path, tmp_path: Path) -> None:
    """Counts of LEAD01 as in SOURCE.md beside the data."""
    source = shared / "realdata/us_army_climate/lq2002.csv.gz"
    with gzip.open(source, "rt") as file:
        companies = sorted({row["COMPID"] for row in csv.DictReader(file)})
    units = "\n".join(f'{company} = "Company {company}"' for company in companies)
    rules = (
        f'[wave.weighting]\nmethod = "none"\n[wave.units]\n{units}\n[unit]\ncolumn = "COMPID"\n[items]\nitem = "LEAD01"'
    )
    wave, warnings = import_wave(real(tmp_path, source, "lq2002", rules), tmp_path / "wave")
    table = pq.read_table(wave.persons).to_pandas()
    assert table["item"].value_counts().sort_index().tolist() == [216, 400, 587, 677, 162]
    assert table["unit"].nunique() == 49
    assert warnings == ()
