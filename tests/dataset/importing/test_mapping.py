"""The mapping file: the page's own example is read, and every fault has its line."""

import re
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.importing.mapping import read_mapping
from borgerpuls.dataset.importing.run import import_wave
from borgerpuls.problems import Refused


def test_the_example_of_the_page_makes_a_wave(mapping_folder: Path, repository: Path) -> None:
    page = (repository / "docs" / "import.md").read_text(encoding="utf-8")
    (answers,) = re.findall(r"found by looking\):\n\n((?:    .*\n)+)", page)
    (mapping,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (mapping_folder / "questionnaire.toml").write_bytes((mapping_folder / "skema.toml").read_bytes())
    (mapping_folder / "answers.csv").write_bytes(re.sub("^    ", "", answers, flags=re.M).encode("cp1252"))
    frame = "kommune,alder,antal\n0101,18-29,400\n0101,30-,600\n0851,18-29,250\n"
    (mapping_folder / "population.csv").write_text(frame)
    (mapping_folder / "import.toml").write_text(mapping, encoding="utf-8")
    wave, _ = import_wave(mapping_folder / "import.toml", mapping_folder / "wave")
    assert pq.read_table(wave.persons).select(["person", "unit", "age", "sex", "content"]).to_pylist() == [
        {"person": "a2", "unit": "0101", "age": "18-29", "sex": "k", "content": 8},
        {"person": "a1", "unit": "0101", "age": "30-", "sex": "m", "content": 3},
        {"person": "a3", "unit": "0851", "age": "18-29", "sex": None, "content": 1},
    ]


def test_rules_carry_what_may_come_out_on_the_day_the_wave_opened(mapping_folder: Path) -> None:
    mapping = read_mapping(mapping_folder / "import.toml")
    assert mapping.backgrounds["age"].age_on == date(2024, 3, 1)
    assert [c.id for c in mapping.items["content"].codes or ()] == ["1", "2", "3", "8"]
    assert mapping.items["content"].missing == {"Ubesvaret"}
    assert list(mapping.frame) == ["unit", "age", "count"]
    assert mapping.disposition == "answered"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('decimal = ","', 'decimal = ";"', '"decimal" cannot be ";".'),
        ('decimal = ","', 'delimiter = "tab"', '"delimiter" cannot be "tab".'),
        ('decimal = ","', 'format = "doc"', '"format" cannot be "doc".'),
        ('decimal = ","', 'decimals = ","', 'The key "decimals" is not known here. Did you mean "decimal"?'),
        ('file = "rammen.csv"', "", '"file" is missing.'),
        ("[items]", '[disposition]\nrule = "some"\n[items]', '"rule" cannot be "some".'),
        ("[items]", "[itmes]", '"items" is missing.'),
        ('count = "antal"', 'cuont = "antal"', 'The key "cuont" is not known here. Did you mean "count"?'),
        ('missing = ["Ubesvaret"]\n\n', "missing = [9]\n\n", '"missing" must be text in quotes.'),
    ],
)
def test_a_slip_of_the_pen_is_told_with_its_line(old: str, new: str, problem: str, mapping_folder: Path) -> None:
    path = mapping_folder / "import.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_mapping(path)
    assert all(p.where["en"].startswith("import.toml, line ") for p in refused.value.problems)
    assert problem in " ".join(p.say("en") for p in refused.value.problems)


def test_a_register_without_our_language_is_refused(mapping_folder: Path) -> None:
    (mapping_folder / "register.toml").write_text(
        'languages = ["en"]\nunits = [ { code = "0101", name = { en = "Copenhagen" } } ]\n'
    )
    path = mapping_folder / "import.toml"
    path.write_text('units = "register.toml"\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_mapping(path)
    assert '"0101" has no name in da.' in str(refused.value)


def test_the_frame_may_count_further_background_variables(mapping_folder: Path) -> None:
    path = mapping_folder / "import.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('count = "antal"', 'count = "antal"\nsex = "køn"', 1), encoding="utf-8")
    assert list(read_mapping(path).frame) == ["unit", "age", "sex", "count"]


CLUSTER = '[cluster]\ncolumn = "Vægt"\nnested = true\n\n'


def test_a_column_of_clusters_is_named_exactly_where_the_wave_says_that_there_are_any(mapping_folder: Path) -> None:
    path = mapping_folder / "import.toml"
    text = path.read_text(encoding="utf-8")
    place = 'place_code = "dk"'
    assert place in text
    for flag, column, said in (("", CLUSTER, "Write clusters = true"), ("clusters = true", "", "[cluster] is missing")):
        path.write_text(
            text.replace(place, f"{place}\n{flag}").replace("[items]", column + "[items]"), encoding="utf-8"
        )
        with pytest.raises(Refused) as refused:
            read_mapping(path)
        (problem,) = refused.value.problems
        assert said in problem.say("en")
    path.write_text(text.replace(place, f"{place}\nclusters = true").replace("[items]", CLUSTER + "[items]"), "utf-8")
    mapping = read_mapping(path)
    assert mapping.cluster is not None
    assert (mapping.cluster.column, mapping.cluster_nested, mapping.spec.clusters) == ("Vægt", True, True)
