"""A further language is files and nothing else: a made-up Swedish, in a folder, of every sentence of the program."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from words import PACKAGE, catalogue_file, compile_catalogues, languages, messages, read, rooms, write

from borgerpuls.dataset.folder import open_wave, write_wave
from borgerpuls.dataset.wave import Unit
from borgerpuls.questionnaire.read import read as read_questionnaire
from borgerpuls.text import Text

CODE = "sv"
SAID, DATA = "⟦", "¤"
"""They stand before every word that comes from a catalogue, or from the questionnaire and the wave."""
BORGERPULS = Path(sys.executable).with_name("borgerpuls")


def marked_by(mark: str, words: str) -> str:
    """The words with a mark before each; names that are filled in stay."""
    return re.sub(r"({\w*}|%\(\w+\)[sd])|(\w+)", lambda one: one[1] or mark + one[2], words)


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every catalogue of the program in the made-up language, compiled."""
    folder = tmp_path_factory.mktemp("catalogues")
    for room in rooms(PACKAGE):
        if "da" not in languages(room):
            continue
        found = read(catalogue_file(room, "da"), "da")
        found.locale = CODE
        for message in messages(found):
            english = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
            marked = tuple(marked_by(SAID, words) for words in english)
            message.string = marked if isinstance(message.id, (list, tuple)) else marked[0]
        write(catalogue_file(folder / room.relative_to(PACKAGE), CODE), found)
    compile_catalogues(folder)
    return folder


@pytest.fixture(scope="module")
def environment(catalogues: Path) -> dict[str, str]:
    return {**os.environ, "BORGERPULS_TRANSLATIONS": str(catalogues), "BORGERPULS_LANG": CODE, "COLUMNS": "200"}


@pytest.fixture(scope="module")
def wave(demo_waves: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two municipalities of the pilot, with words in the made-up language in all data."""
    found = open_wave(demo_waves / "2023-pilot")
    folder = tmp_path_factory.mktemp("wave")
    source = re.sub(
        r'en = "((?:[^"\\]|\\.)*)"',
        lambda en: f'{en[0]}, {CODE} = "{marked_by(DATA, en[1])}"',
        found.questionnaire.source,
    )
    (folder / "q.toml").write_text(source.replace('["da", "en"]', f'["da", "en", "{CODE}"]'), "utf-8")
    units = [unit for unit in found.spec.units if unit.code in ("0101", "0707")]
    spec = replace(
        found.spec,
        title=_marked(found.spec.title),
        place=_marked(found.spec.place),
        units=tuple(Unit(unit.code, _marked(unit.name), unit.group) for unit in units),
        compare={code: _marked(words) for code, words in found.spec.compare.items()},
        compare_groups={code: (_marked(a), _marked(b)) for code, (a, b) in found.spec.compare_groups.items()},
        invented=_marked(found.spec.invented) if found.spec.invented else None,
        note=_marked(found.spec.note) if found.spec.note else None,
        regions={group: _marked(words) for group, words in found.spec.regions.items()},
    )
    persons, population = (
        table.filter(pc.is_in(table["unit"], value_set=pa.array(["0101", "0707"])))
        for table in (pq.read_table(found.persons, partitioning=None), pq.read_table(found.population))
    )
    write_wave(folder / "2023-pilot", spec, read_questionnaire(folder / "q.toml"), persons, population)
    return folder / "2023-pilot"


def _marked(words: Text) -> Text:
    return Text({**words, CODE: marked_by(DATA, words["en"])})


VISIT = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "borgerpuls.web.settings"
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
print(Client().get("/", headers={"accept-language": "sv", "host": "localhost"}).content.decode())
"""


class Nodes(HTMLParser):
    """The texts of a page that people read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("style", "script")
        self.found += [value for name, value in attrs if name in ("alt", "aria-label", "title") and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.found.append(data.strip())


def test_a_problem_is_told_in_the_further_language(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "q.toml").write_text('id = "x', "utf-8")
    told = subprocess.run(
        [BORGERPULS, "check", tmp_path / "q.toml"], env=environment, capture_output=True, text=True, check=False
    )
    assert told.returncode == 2
    assert told.stderr.count(SAID) > 5


def test_a_report_is_written_in_the_further_language_and_no_other(
    environment: dict[str, str], wave: Path, tmp_path: Path
) -> None:
    out = tmp_path / "reports"
    made = subprocess.run(
        [BORGERPULS, "report", wave, "--out", out, "--language", CODE, "--place", "0101", "--shelf", tmp_path / "f"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stderr[-2000:] if made.returncode else "") == (0, "")
    (report,) = (out / "reports").glob("*0101*.html")
    page = Nodes()
    page.feed(report.read_text("utf-8"))
    assert len(page.found) > 200
    foreign = {
        words for words in page.found if re.search(r"[^\W\d_]{3}", words) and not re.search(f"[{SAID}{DATA}]", words)
    }
    assert foreign == {"2023-pilot/theme/overall/0101"}, "only the address of a figure is nobody's language"


def test_a_page_of_the_site_is_read_in_the_further_language_and_leads_to_the_others(
    environment: dict[str, str], tmp_path: Path
) -> None:
    site = {"BORGERPULS_HOME": str(tmp_path), "DATABASE_URL": "", "CONTACTS_DATABASE_URL": ""}
    visit = subprocess.run(
        [sys.executable, "-c", VISIT], env=environment | site, capture_output=True, text=True, check=False
    )
    assert visit.returncode == 0, visit.stderr[-2000:]
    page = Nodes()
    page.feed(visit.stdout)
    foreign = {words for words in page.found if re.search(r"[^\W\d_]{3}", words) and SAID not in words}
    assert foreign == {"Borgerpuls", "Dansk", "English"}
    assert '<html lang="sv">' in visit.stdout
