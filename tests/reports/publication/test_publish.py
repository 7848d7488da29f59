"""The whole way from a small frozen wave, with the real questionnaire, to a folder of reports."""

import pickle
import zipfile
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import openpyxl
import pikepdf
import pyarrow as pa
import pytest
from axe import violations
from lxml import html
from playwright.sync_api import Browser

from borgerpuls.dataset.columns import item_columns
from borgerpuls.dataset.folder import open_wave, write_wave
from borgerpuls.dataset.wave import FrozenWave, Unit, WaveSpec, Weighting
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.read import read
from borgerpuls.reports.formats.registry import formats
from borgerpuls.reports.publication import names
from borgerpuls.reports.publication import publish as publication
from borgerpuls.reports.publication.publish import publish
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.text import Text

PLACES = {"0101": "København", "0751": "Aarhus", "0580": "Aabenraa"}
LANGUAGES = ("da", "en")
PERSONS = 240


def spec(year: int) -> WaveSpec:
    return WaveSpec(
        name="2024-spring" if year == 2024 else "2023-pilot",
        title=Text(da=f"Foråret {year}", en=f"Spring {year}"),
        opened=date(year, 3, 4),
        closed=date(year, 4, 19),
        units=tuple(Unit(code, Text(da=name, en=name)) for code, name in PLACES.items()),
        place=Text(da="Alle kommuner", en="All municipalities"),
        place_code="dk",
        strata=(),
        weighting=Weighting("poststratify", ("sex",)),
        groups=("age", "target_group"),
        compare={},
        compare_groups={},
        national="citizens",
        invented=Text(da="Opdigtede data: til prøver.", en="Invented data: for tests."),
        previous="2023-pilot" if year == 2024 else None,
    )


@pytest.fixture(scope="module")
def waves(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("waves")
    return [freeze(folder, repository, year).folder for year in (2023, 2024)]


def freeze(folder: Path, repository: Path, year: int) -> FrozenWave:
    """Random answers of 240 invited persons, four in five of whom answered."""
    random = np.random.default_rng(year)
    wave = spec(year)
    questionnaire = read((repository / "survey" / f"{wave.name}.toml").read_text("utf-8"))
    unit = np.repeat(list(PLACES), PERSONS // len(PLACES))
    silent = random.random(PERSONS) < 0.2
    persons: dict[str, list[object]] = {
        "person": [f"p{i:03}" for i in range(PERSONS)],
        "unit": unit.tolist(),
        "disposition": np.where(silent, "no_answer", "complete").tolist(),
    }
    for background in questionnaire.backgrounds:
        codes = background.at(wave.opened)
        assert codes is not None
        persons[background.id] = random.choice([code.id for code in codes.codes], PERSONS).tolist()
    for column, items in item_columns(questionnaire).items():
        answers = random.choice([c.code for c in items[0].scale.categories], PERSONS)
        asked = np.isin(unit, [item.unit for item in items]) if items[0].local else np.ones(PERSONS, dtype=bool)
        persons[column] = [None if s or not a else int(v) for s, a, v in zip(silent, asked, answers, strict=True)]
    sexes = sorted(set(persons["sex"]), key=str)
    frame = {
        "unit": [code for code in PLACES for _ in sexes],
        "sex": [sex for _ in PLACES for sex in sexes],
        "count": [900] * len(PLACES) * len(sexes),
    }
    return write_wave(folder / wave.name, wave, questionnaire, pa.table(persons), pa.table(frame))


@pytest.fixture(scope="module")
def shelf(waves: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shelf") / "figures.sqlite"
    frozen = [open_wave(folder) for folder in waves]
    with FigureStore.open(path) as shelf:
        shelf.put(build(frozen))
    return path


@pytest.fixture(scope="module")
def calls() -> list[tuple[int, int]]:
    return []


@pytest.fixture(scope="module")
def out(waves: list[Path], shelf: Path, tmp_path_factory: pytest.TempPathFactory, calls: list[tuple[int, int]]) -> Path:
    folder = tmp_path_factory.mktemp("published") / "reports"
    publish(shelf, waves, folder, LANGUAGES, progress=lambda done, of: calls.append((done, of)))
    return folder


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_place_has_every_form_in_every_language(out: Path) -> None:
    places = ("dk", *PLACES)
    expected = {names.file(known, p, language) for known in formats() for p in places for language in LANGUAGES}
    written = [*(out / "reports").iterdir(), *(out / "data").iterdir()]
    assert {str(path.relative_to(out)) for path in written} == expected
    assert len(expected) >= len(places) * (3 * len(LANGUAGES) + 1)
    assert {path.name for path in out.iterdir()} == {"reports", "data", "assets", "index.html", "index.en.html"}


def test_every_link_leads_to_a_file(out: Path) -> None:
    for path in out.rglob("*.html"):
        for link in html.parse(path).getroot().iter("a", "link"):
            address = str(link.get("href"))
            assert address.startswith("#") or (path.parent / address).exists(), f"{path.name}: {address}"


def test_places_stand_in_danish_order_after_the_whole(out: Path) -> None:
    read = html.parse(out / "index.html").getroot().text_content()
    order = ["Alle kommuner", "København", "Aabenraa", "Aarhus"]
    assert sorted(order, key=read.index) == order


def test_invented_data_is_called_so_everywhere(out: Path) -> None:
    for path in out.rglob("*.html"):
        warning = (
            "Opdigtede data: til prøver." if html.parse(path).getroot().get("lang") == "da" else "Invented data: for"
        )
        assert warning in path.read_text("utf-8")
    for path in (out / "data").iterdir():
        with zipfile.ZipFile(path) as archive:
            assert "Opdigtede data" in archive.read("README.da.md").decode()


def test_languages_are_never_mixed(out: Path) -> None:
    for path in (out / "reports").glob("*.en.html"):
        root = html.parse(path).getroot()
        for other in root.xpath("//*[@lang='da']"):
            other.getparent().remove(other)
        read = root.text_content()
        assert not [word for word in (" og ", " ikke ", "kommuner", "pct.", "svarede") if word in read]


def test_screen_pdf_and_workbook_show_the_same_number(out: Path, shelf: Path) -> None:
    with FigureStore.open(shelf) as figures:
        figure = figures.figure("2024-spring/theme/overall/0101")
    assert figure.estimate is not None
    shown = f"{figure.estimate:.2f}".replace(".", ",")
    assert shown in (out / "reports" / "0101.da.html").read_text("utf-8")
    book = openpyxl.load_workbook(out / "reports" / "0101.da.xlsx")
    values = {cell.value for row in book.worksheets[-1].iter_rows() for cell in row}
    assert any(isinstance(v, float) and v == pytest.approx(figure.estimate, rel=1e-14) for v in values)


def test_every_pdf_is_tagged_in_its_own_language(out: Path) -> None:
    for path in (out / "reports").glob("*.pdf"):
        with pikepdf.open(path) as read:
            assert str(read.Root.Lang) == path.name.split(".")[1]
            with read.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1"


def test_no_id_is_used_twice_on_a_page(out: Path) -> None:
    for path in out.rglob("*.html"):
        ids = [element.get("id") for element in html.parse(path).getroot().iter() if element.get("id")]
        assert len(ids) == len(set(ids)), path.name


@pytest.mark.parametrize("name", ["index.html", "reports/0101.da.html", "reports/dk.en.html"])
def test_real_content_is_accessible_and_fits_a_phone(name: str, out: Path, browser: Browser) -> None:
    view = browser.new_page(viewport={"width": 320, "height": 800})
    view.goto((out / name).as_uri())
    assert view.evaluate("document.documentElement.scrollWidth") == 320
    view.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    assert violations(view) == []
    view.close()


def test_progress_counts_every_place(out: Path, calls: list[tuple[int, int]]) -> None:
    assert calls == [(done, 4) for done in (1, 2, 3, 4)]


def test_the_same_figures_give_the_same_bytes(out: Path, waves: list[Path], shelf: Path, tmp_path: Path) -> None:
    publish(shelf, waves, tmp_path / "again", LANGUAGES, places=("0101",))
    again, before = digests(tmp_path / "again"), digests(out)
    again = {name: digest for name, digest in again.items() if not name.startswith("index")}
    assert {name: before[name] for name in again} == again
    assert len(again) > 7


def test_some_places_can_be_published_again_beside_the_others(
    out: Path, waves: list[Path], shelf: Path, tmp_path: Path
) -> None:
    publish(shelf, waves, tmp_path / "few", LANGUAGES, places=("0101",))
    assert {path.stem for path in (tmp_path / "few" / "data").iterdir()} == {"0101"}
    publish(shelf, waves, tmp_path / "few", LANGUAGES, places=("0751",))
    assert {path.stem for path in (tmp_path / "few" / "data").iterdir()} == {"0101", "0751"}
    assert "København" in (tmp_path / "few" / "index.html").read_text("utf-8")


def refused(call: Callable[[], None]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return "\n".join(problem.say("da") for problem in caught.value.problems)


def test_unknown_languages_and_places_are_all_told_at_once(waves: list[Path], shelf: Path, tmp_path: Path) -> None:
    told = refused(lambda: publish(shelf, waves, tmp_path / "out", ("da", "tlh"), places=("0101", "9999")))
    assert "tlh" in told
    assert "9999" in told
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_things_in_it_is_left_alone(waves: list[Path], shelf: Path, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"")
    assert "holiday.jpg" in refused(lambda: publish(shelf, waves, tmp_path, LANGUAGES))
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


class Killed(BaseException):
    """Stands in for a process that ends in the middle of its work."""


def test_a_run_that_is_killed_leaves_the_last_good_reports(waves: list[Path], shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(shelf, waves[:1], out, ("da",), places=("0101",))
    before = digests(out)

    def kill(done: int, of: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        publish(shelf, waves, out, ("da",), progress=kill)
    assert digests(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_shelf_that_does_not_exist_is_refused_and_not_made(waves: list[Path], tmp_path: Path) -> None:
    assert "findes ikke" in refused(lambda: publish(tmp_path / "none.sqlite", waves, tmp_path / "out", LANGUAGES))
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_crosses_from_a_worker_with_its_problems(waves: list[Path], tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        publish(tmp_path / "none.sqlite", waves, tmp_path / "out", ("tlh",))
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_a_wave_that_is_not_on_the_shelf_is_refused(waves: list[Path], tmp_path: Path) -> None:
    FigureStore.open(tmp_path / "empty.sqlite").close()
    assert "2024-spring" in refused(lambda: publish(tmp_path / "empty.sqlite", waves, tmp_path / "out", LANGUAGES))
    assert not (tmp_path / "out").exists()


def test_a_questionnaire_in_a_language_without_reports_is_told_in_the_others(
    waves: list[Path], shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "OFFERED", ("da",))
    publish(shelf, waves, tmp_path / "out", places=["0751"])
    assert {p.name.split(".")[1] for p in (tmp_path / "out" / "reports").iterdir()} == {"da"}


def test_a_questionnaire_in_no_language_of_the_reports_is_refused(
    waves: list[Path], shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "OFFERED", ("kl",))
    with pytest.raises(Refused, match="it is in da, en only") as refused:
        publish(shelf, waves, tmp_path / "out")
    assert len(refused.value.problems) == 1
    assert not (tmp_path / "out").exists()
