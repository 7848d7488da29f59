"""A small survey for the tests of this room: two themes, two local items, age and sex, three units."""

from datetime import date

import pyarrow as pa
import pytest

from borgerpuls.dataset.wave import Unit, WaveSpec, Weighting
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.read import read
from borgerpuls.text import Text

SOURCE = """
id = "small"
title = { da = "En lille måling", en = "A small survey" }
languages = ["da", "en"]
overall = "overall"

[words]
unit = { da = "kommune", en = "municipality" }
units = { da = "kommuner", en = "municipalities" }
whole = { da = "hele landet", en = "the whole country" }
person = { da = "borger", en = "citizen" }
persons = { da = "borgere", en = "citizens" }

[[scales]]
id = "agree"
categories = [
  { code = 1, label = { da = "Uenig", en = "Disagree" } },
  { code = 2, label = { da = "Hverken", en = "Neither" } },
  { code = 3, label = { da = "Enig", en = "Agree" }, favourable = true },
  { code = 8, label = { da = "Ved ikke", en = "Do not know" }, kind = "dont_know" },
]

[[scales]]
id = "often"
better = "low"
categories = [
  { code = 4, label = { da = "Altid", en = "Always" } },
  { code = 0, label = { da = "Aldrig", en = "Never" }, favourable = true },
]

[[themes]]
id = "overall"
name = { da = "Samlet", en = "Overall" }

[[items]]
id = "content"
scale = "agree"
theme = "overall"
wording = { da = "Er du tilfreds?", en = "Are you content?" }
short = { da = "Tilfreds", en = "Content" }

[[items]]
id = "waiting"
scale = "often"
wording = { da = "Venter du?", en = "Do you wait?" }
short = { da = "Venter", en = "Waits" }

[[local]]
unit = "0101"
scale = "agree"
wording = { da = "Er byen god?", en = "Is the town good?" }
short = { da = "By", en = "Town" }

[[local]]
unit = "0851"
scale = "often"
wording = { da = "Regner det?", en = "Does it rain?" }
short = { da = "Regn", en = "Rain" }

[[backgrounds]]
id = "age"
label = { da = "Alder", en = "Age" }
[[backgrounds.lists]]
id = "age"
codes = [
  { id = "18-29", label = { da = "18-29 år", en = "18-29" }, low = 18, high = 29 },
  { id = "30-", label = { da = "30 år eller mere", en = "30 or more" }, low = 30 },
]

[[backgrounds]]
id = "sex"
label = { da = "Køn", en = "Sex" }
[[backgrounds.lists]]
id = "sex"
codes = [
  { id = "m", label = { da = "Mand", en = "Man" } },
  { id = "k", label = { da = "Kvinde", en = "Woman" } },
]
"""


@pytest.fixture(scope="session")
def small_questionnaire() -> Questionnaire:
    return read(SOURCE)


@pytest.fixture(scope="session")
def small_spec() -> WaveSpec:
    return WaveSpec(
        name="2024-spring",
        title=Text(da="Foråret 2024", en="Spring 2024"),
        opened=date(2024, 3, 1),
        closed=date(2024, 4, 30),
        units=(
            Unit("0101", Text(da="København", en="Copenhagen"), "1084"),
            Unit("0851", Text(da="Aalborg", en="Aalborg"), "1081"),
            Unit("0825", Text(da="Læsø", en="Læsø")),
        ),
        place=Text(da="Hele landet", en="The whole country"),
        place_code="dk",
        strata=(),
        weighting=Weighting("poststratify", ("age",)),
        groups=("age", "sex"),
        compare={},
        compare_groups={},
        national="citizens",
    )


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
            "local_1": [4, 2, None, None],
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
