"""A small survey for the tests of this room: two themes, two local items, age and sex, three units."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from made.questionnaires import SMALL
from made.waves import SPEC

from borgerpuls.dataset.wave import Unit, WaveSpec
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.read import read
from borgerpuls.text import Text


@pytest.fixture(scope="session")
def small_questionnaire() -> Questionnaire:
    return read(SMALL)


@pytest.fixture(scope="session")
def small_spec() -> WaveSpec:
    units = (
        Unit("0101", Text(da="København", en="Copenhagen"), "1084"),
        Unit("0851", Text(da="Aalborg", en="Aalborg"), "1081"),
        Unit("0825", Text(da="Læsø", en="Læsø")),
    )
    return replace(SPEC, units=units, compare={}, compare_groups={})


@pytest.fixture(scope="session")
def small_wave(small_spec: WaveSpec, small_questionnaire: Questionnaire) -> tuple[WaveSpec, Questionnaire]:
    return small_spec, small_questionnaire


@pytest.fixture
def small_persons() -> pa.Table:
    return pa.table(
        {
            "person": ["p3", "p1", "p2", "p4"],
            "unit": ["0851", "0101", "0101", "0825"],
            "disposition": ["complete", "partial", "no_answer", "complete"],
            "age": ["30-", "18-29", "30-", "18-29"],
            "sex": ["k", None, "m", "m"],
            "content": [3, 8, None, 1],
            "waiting": [0, None, None, 4],
            "local_1": [3, 2, None, None],
        }
    )


@pytest.fixture
def small_population() -> pa.Table:
    return pa.table(
        {
            "unit": ["0101", "0101", "0851", "0825", "0825"],
            "age": ["18-29", "30-", "30-", "18-29", "30-"],
            "count": [400, 600, 250, 10, 0],
        }
    )


@pytest.fixture
def mapping_folder(tmp_path: Path) -> Path:
    """A folder as a person prepares it: the questionnaire, a Danish Excel file, frame counts and a mapping file."""
    (tmp_path / "skema.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "svar.csv").write_bytes(DANISH_EXCEL.replace("\n", "\r\n").encode("cp1252"))
    (tmp_path / "rammen.csv").write_text(FRAME, encoding="utf-8")
    (tmp_path / "import.toml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


DANISH_EXCEL = """sep=;
Løbenr;Kommune;Født;Køn;Tilfreds ;Venter;Bemærkning;Vægt
a1;101;13-02-1972;Mand;Enig;0;"Fint; tak";1,50
a2;101;01-03-2000;kvinde;Ved ikke;4;"Først
så";0,5
a3;851;24-12-1999;Ubesvaret;Uenig;;;0,25
a4;825;24-12-1950;Mand;;;;
"""

FRAME = """kommune,alder,koen,antal
0101,18-29,m,300
0101,18-29,k,100
0101,30-,m,600
0851,18-29,k,250
0825,30-,m,10
"""

MAPPING = """questionnaire = "skema.toml"
missing = ["Ubesvaret"]

[source]
file = "svar.csv"
decimal = ","

[wave]
name = "2024-spring"
title = { da = "Foråret 2024", en = "Spring 2024" }
opened = 2024-03-01
closed = 2024-04-30
place = { da = "Hele landet", en = "The whole country" }
place_code = "dk"
groups = ["age"]

[wave.weighting]
method = "poststratify"
by = ["age"]

[wave.units]
0101 = "København"
0851 = "Aalborg"
0825 = "Læsø"

[unit]
column = "Kommune"

[person]
column = "Løbenr"

[background.age]
column = "Født"
age_on = 2024-03-01

[background.sex]
column = "Køn"
missing = ["Ubesvaret"]

[items]
content = "Tilfreds"
waiting = "Venter"

[frame]
file = "rammen.csv"

[frame.columns]
unit = "kommune"
age = "alder"
count = "antal"
"""
