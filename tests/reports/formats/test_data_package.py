import csv
import hashlib
import json
import zipfile
from datetime import date
from io import BytesIO, StringIO

import pyarrow as pa
import pytest

from borgerpuls.reports.formats.data_package import package
from borgerpuls.reports.formats.fields import FIELDS
from borgerpuls.reports.formats.format import About
from borgerpuls.results.figures.figure import COLUMNS, Figure
from borgerpuls.results.figures.table import SCHEMA
from borgerpuls.text import Text

ABOUT = About(
    name=Text(da="København", en="Copenhagen"),
    title=Text(da="Foråret 2024", en="Spring 2024"),
    warning=Text(da="Opdigtede data.", en="Invented data."),
    dated=date(2024, 4, 12),
    languages=("da", "en"),
)
FIGURES = (
    Figure(
        address="2024-spring/theme/overall/0101", wave="2024-spring", place="0101", measure="overall", statistic="mean",
        group_by="", group="", estimate=3.32, se=0.04, df=868.0, low=3.24, high=3.4, n=870, population=21000.0,
        compared_with="dk", difference=-0.32, difference_se=0.04, difference_low=-0.4, difference_high=-0.24, p=1e-9,
        hidden="",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(package(ABOUT, FIGURES)))


def test_it_holds_figures_their_description_and_a_readme_a_language(archive: zipfile.ZipFile) -> None:
    assert archive.namelist() == ["figures.csv", "datapackage.json", "README.da.md", "README.en.md"]


def test_the_description_fits_the_file(archive: zipfile.ZipFile) -> None:
    described = json.loads(archive.read("datapackage.json"))
    (resource,) = described["resources"]
    content = archive.read(resource["path"])
    assert resource["bytes"] == len(content)
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    header, row = csv.reader(StringIO(content.decode()))
    assert header == [field["name"] for field in resource["schema"]["fields"]]
    assert dict(zip(header, row, strict=True))["estimate"] == "3.32"


def test_every_column_is_described_in_order_with_the_type_it_has_elsewhere() -> None:
    assert tuple(field.name for field in FIELDS) == COLUMNS
    for field in FIELDS:
        kind = SCHEMA.field(field.name).type
        expected = "number" if pa.types.is_floating(kind) else "integer" if pa.types.is_integer(kind) else "string"
        assert field.type == expected
        assert set(field.description) == {"da", "en"}


def test_the_readme_says_whose_figures_they_are_that_they_are_invented_and_what_columns_hold(
    archive: zipfile.ZipFile,
) -> None:
    danish = archive.read("README.da.md").decode()
    assert danish.startswith("# København: tal fra Foråret 2024\n\n**Opdigtede data.**\n")
    assert archive.read("README.en.md").decode().startswith("# Copenhagen: figures of Spring 2024\n")
    assert all(f"| `{column}` |" in danish for column in COLUMNS)


def test_the_same_figures_give_the_same_bytes() -> None:
    assert package(ABOUT, FIGURES) == package(ABOUT, FIGURES)


def test_a_survey_in_one_language_has_one_readme() -> None:
    about = About(Text(en="Airport"), Text(en="2019"), Text(en=""), date(2019, 6, 1), ("en",))
    with zipfile.ZipFile(BytesIO(package(about, ()))) as archive:
        assert archive.namelist() == ["figures.csv", "datapackage.json", "README.en.md"]
        assert "**" not in archive.read("README.en.md").decode()
