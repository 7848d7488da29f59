"""The waves a command is called with: all problems at once, and one file of figures beside them."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from made.questionnaires import SURVEY
from made.waves import SPEC, make

from borgerpuls.commands.console import Teller
from borgerpuls.commands.waves import build_figures, language_of, open_waves, store_beside, waves_beside
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.problems import Refused
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.text import Text


@pytest.fixture(scope="module")
def two_units(tmp_path_factory: pytest.TempPathFactory) -> FrozenWave:
    made = make(sizes=(20, 20)).change(weighting=make().spec.weighting, groups=())
    return made.freeze(tmp_path_factory.mktemp("waves") / "2024-spring")


def test_waves_are_opened_in_the_order_given(kept: Any, two_units: FrozenWave) -> None:
    assert open_waves([two_units.folder, kept.wave.folder]) == [two_units, kept.wave]
    assert open_waves([]) == []


def test_what_is_wrong_with_any_wave_is_told_at_once(kept: Any, tmp_path: Path) -> None:
    folders = [Path(shutil.copytree(kept.wave.folder, tmp_path / name)) for name in ("one", "sound", "other")]
    for folder, file in ((folders[0], "persons.parquet"), (folders[2], "wave.toml")):
        (folder / file).write_bytes(b"")
    with pytest.raises(Refused) as refused:
        open_waves(folders)
    told = [problem.where["en"] for problem in refused.value.problems]
    assert [place.split("/")[0] for place in told] == ["one", "other"]
    assert ["persons.parquet" in told[0], "wave.toml" in told[1]] == [True, True]


def test_figures_lie_beside_the_first_wave_however_its_folder_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "waves" / "2023").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "waves" / "2023")
    expected = tmp_path.resolve() / "waves" / "figures.sqlite"
    for first in (Path(), Path("../2023"), tmp_path / "waves" / "2023"):
        assert store_beside([first, Path("/elsewhere/2024")]) == expected


def test_folders_without_a_manifest_are_no_waves(tmp_path: Path) -> None:
    for name in ("2024-spring", "2023-pilot", "reports"):
        (tmp_path / name).mkdir()
        if name != "reports":
            (tmp_path / name / "manifest.json").touch()
    assert waves_beside(tmp_path / "figures.sqlite") == [tmp_path / "2023-pilot", tmp_path / "2024-spring"]
    assert waves_beside(tmp_path / "reports" / "figures.sqlite") == []


def test_figures_are_kept_and_counted_to_the_person_and_nothing_is_said_among_the_data(
    two_units: FrozenWave, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    store = tmp_path / "kept" / "figures.sqlite"
    store.parent.mkdir()
    figures = build_figures([two_units], store, Teller("da"))
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{len(figures)} tal på hylden kept/figures.sqlite" in said.err
    with FigureStore.open(store) as shelf:
        assert [figure.address for figure in shelf.figures()] == [figure.address for figure in figures]
    assert {figure.wave for figure in figures} == {"2024-spring"}


def test_figures_of_a_wave_made_again_take_the_place_of_those_before(
    two_units: FrozenWave, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    counts = []
    for _ in range(2):
        build_figures([two_units], tmp_path / "figures.sqlite", Teller("en"))
        with FigureStore.open(tmp_path / "figures.sqlite") as shelf:
            counts.append(len(shelf.figures()))
    assert counts[0] == counts[1] > 0
    assert f"on the shelf {tmp_path}/figures.sqlite" in capsys.readouterr().err  # not below the folder one stands in


def test_a_wave_is_told_in_the_language_wished_for_or_in_one_that_it_is_written_in(two_units: FrozenWave) -> None:
    english = replace(two_units, questionnaire=replace(two_units.questionnaire, languages=("en",)))
    assert [language_of(wave, "da") for wave in (two_units, english)] == ["da", "en"]
    dutch = replace(two_units, questionnaire=replace(two_units.questionnaire, languages=("nl", "fr")))
    with pytest.raises(Refused, match=r"written in nl, fr only\. Translate it into one of: da, en\."):
        language_of(dutch, "da")


def test_a_wave_in_english_alone_is_looked_at_and_weighted_by_a_danish_console(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    english = re.sub(r'da = "[^"]*", ', "", SURVEY).replace('languages = ["da", "en"]', 'languages = ["en"]')
    names = {u.code: Text(en=u.name["en"]) for u in SPEC.units}
    units = tuple(replace(unit, name=names[unit.code]) for unit in SPEC.units)
    spec = {"title": Text(en="Spring"), "place": Text(en="All"), "units": units, "compare": {}, "compare_groups": {}}
    wave = replace(make(compare={}, compare_groups={}), source=english).change(**spec).freeze(tmp_path / "w")
    for command in (("look", wave.folder, "0101"), ("weighting", wave.folder)):
        said = run(*command, "--lang", "da")
        assert said.exit_code == 0, said.output
        assert "Overall" in said.stdout
