"""wave.toml: what is written is read back, and every fault has its line."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.dataset.spec import read_spec, write_spec
from borgerpuls.dataset.wave import Unit, WaveSpec, Weighting, WeightingMethod
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text

words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12).filter(str.strip)
texts = st.builds(lambda da, en: Text(da=da, en=en), words, words)
codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,6}", fullmatch=True).filter(lambda c: c != "dk")


def told(text: str, questionnaire: Questionnaire) -> list[str]:
    problems = Problems()
    read_spec("wave.toml", text, questionnaire, problems)
    return [p.say("en") for p in problems.found]


@given(title=texts, place=texts, units=st.dictionaries(codes, texts, min_size=1, max_size=4), group=words)
def test_a_wave_survives_its_own_file(
    title: Text, place: Text, units: dict[str, Text], group: str, *, small_wave: tuple[WaveSpec, Questionnaire]
) -> None:
    small_spec, small_questionnaire = small_wave
    spec = replace(
        small_spec,
        title=title,
        place=place,
        units=tuple(Unit(code, name, group) for code, name in units.items()),
        strata=("age",),
        compare={next(iter(units)): title},
        compare_groups={next(iter(units)): (title, place)},
        randomised=(next(iter(units)),),
        weighting=Weighting("poststratify", ("age", "sex"), 7),
        invented=place,
        note=title,
        regions={group: place},
        previous="2023-pilot",
        fpc=True,
        relevant=0.25,
    )
    problems = Problems()
    assert read_spec("wave.toml", write_spec(spec), small_questionnaire, problems) == spec
    assert problems.found == []


def test_a_wave_that_names_no_minimum_joins_cells_below_twenty_answers(
    small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    weighting = Weighting("poststratify", ("age",))
    text = "".join(
        line
        for line in write_spec(replace(small_spec, weighting=weighting)).splitlines(keepends=True)
        if not line.startswith("minimum")
    )
    found = read_spec("wave.toml", text, small_questionnaire, Problems())
    assert found is not None
    assert found.weighting == weighting
    assert found.weighting.minimum == 20


@pytest.mark.parametrize("method", ["rake", "greg"])
def test_calibration_to_margins_is_a_choice_that_is_written_and_read(
    method: WeightingMethod, small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    spec = replace(small_spec, weighting=Weighting(method, ("age", "sex"), 20))
    written = write_spec(spec)
    assert f"# {method}: to the counts of each variable by itself" in written
    assert read_spec("wave.toml", written, small_questionnaire, Problems()) == spec
    assert "rake" not in write_spec(small_spec)


@pytest.mark.parametrize("method", ["rake", "greg"])
def test_calibration_to_margins_without_variables_is_refused(
    method: WeightingMethod, small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    (problem,) = told(write_spec(replace(small_spec, weighting=Weighting(method))), small_questionnaire)
    assert f'"{method}" needs variables whose counts it calibrates to. Name them in [weighting]' in problem


def test_weights_that_came_along_count_no_population_to_correct_for(
    small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    spec = replace(small_spec, weighting=Weighting("given"), fpc=True)
    (problem,) = told(write_spec(spec), small_questionnaire)
    assert "fpc = false" in problem


def test_a_unit_called_the_same_in_every_language_takes_one_line(small_spec: WaveSpec) -> None:
    assert '0825 = "Læsø"' in write_spec(small_spec).splitlines()


def test_all_faults_of_a_file_are_told_at_once_with_their_lines(
    small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    text = (
        write_spec(small_spec)
        .replace('groups = ["age", "sex"]', 'groups = ["age", "hair"]')
        .replace("closed = 2024-04-30", "closed = 2023-04-30")
        .replace("hide_below = 5", "hide_below = 0")
        .replace('national = "citizens"', 'national = "citizen"')
        .replace("fpc = false", "fcp = false")
    )
    problems = told(text, small_questionnaire)
    assert len(problems) == 5
    for part in (
        '"hair" does not exist',
        "2023-04-30 is before",
        "0 is less than 1",
        '"citizen"',
        '"fcp" is not known',
    ):
        (problem,) = [p for p in problems if part in p]
        assert problem.startswith("wave.toml, line ")


@pytest.mark.parametrize("key", ["name", "title", "opened", "closed", "place", "place_code", "weighting", "units"])
def test_a_missing_line_is_asked_for(key: str, small_spec: WaveSpec, small_questionnaire: Questionnaire) -> None:
    lines = write_spec(replace(small_spec, units=(Unit("A", Text(da="A", en="A")),))).splitlines()
    if key in ("weighting", "units"):
        start = lines.index(f"[{key}]")
        end = next((i for i in range(start + 1, len(lines)) if lines[i].startswith("[")), len(lines))
        del lines[start:end]
    else:
        lines = [line for line in lines if not line.startswith(f"{key} =")]
    assert any(f'"{key}" is missing' in p for p in told("\n".join(lines), small_questionnaire))


def test_the_whole_may_not_share_its_code_with_a_unit(small_spec: WaveSpec, small_questionnaire: Questionnaire) -> None:
    text = write_spec(replace(small_spec, place_code="0101"))
    line = text.splitlines().index("[units]") + 1
    assert told(text, small_questionnaire) == [
        f'wave.toml, line {line}: The code "0101" is used 2 times. Give every unit and the whole its own code.'
    ]


def test_a_local_comparison_belongs_to_a_unit_of_the_wave(
    small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    name = Text(da="Forløb", en="Course")
    spec = replace(small_spec, compare={"9999": name}, compare_groups={"9999": (name, name)})
    (problem,) = told(write_spec(spec), small_questionnaire)
    assert '"9999" does not exist' in problem


def test_a_date_is_a_date_and_no_text(small_spec: WaveSpec, small_questionnaire: Questionnaire) -> None:
    text = write_spec(small_spec).replace(f"opened = {date(2024, 3, 1)}", 'opened = "2024-03-01"')
    (problem,) = told(text, small_questionnaire)
    assert '"opened" must be a date' in problem


def test_a_wave_may_ask_for_a_statistic_that_is_off_by_default(
    small_wave: tuple[WaveSpec, Questionnaire],
) -> None:
    spec, questionnaire = small_wave
    problems, asking = Problems(), replace(spec, statistics=("median",))
    assert read_spec("wave.toml", write_spec(asking), questionnaire, problems) == asking
    assert not problems.found
    assert "statistics =" not in write_spec(spec)


def test_a_statistic_that_does_not_exist_is_told_with_the_nearest(small_wave: tuple[WaveSpec, Questionnaire]) -> None:
    spec, questionnaire = small_wave
    (problem,) = told(write_spec(replace(spec, statistics=("medain",))), questionnaire)
    assert "medain" in problem
    assert "median" in problem


def test_a_wave_may_choose_the_interval_of_its_shares_and_only_one_that_exists(
    small_wave: tuple[WaveSpec, Questionnaire],
) -> None:
    spec, questionnaire = small_wave
    problems, rare = Problems(), replace(spec, share_interval="rare")
    assert read_spec("wave.toml", write_spec(rare), questionnaire, problems) == rare
    assert not problems.found
    assert "share_interval" not in write_spec(spec)
    (problem,) = told(write_spec(rare).replace('"rare"', '"wald"'), questionnaire)
    assert "share_interval" in problem
    assert "rare" in problem


@pytest.mark.parametrize("value", ["0", "1.5", "-0.2"])
def test_a_dominance_that_is_no_share_is_refused_with_a_remedy(
    value: str, small_wave: tuple[WaveSpec, Questionnaire]
) -> None:
    spec, questionnaire = small_wave
    text = write_spec(replace(spec, dominance=0.4))
    assert "dominance = 0.4" in text
    (problem,) = told(text.replace("dominance = 0.4", f"dominance = {value}"), questionnaire)
    assert "is no share" in problem
    assert "0.5" in problem


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("lower = 0.3", "either side of 1"),
        ("lower = 1.2\nupper = 3.0", "either side of 1"),
        ("lower = 0.3\nupper = 0.9", "either side of 1"),
    ],
)
def test_bounds_of_weights_that_hold_nothing_are_refused(
    lines: str, problem: str, small_wave: tuple[WaveSpec, Questionnaire]
) -> None:
    spec, questionnaire = small_wave
    raked = replace(spec, weighting=Weighting("rake", ("age",), 20, (0.3, 3.0)))
    text = write_spec(raked)
    assert not told(text, questionnaire)
    assert read_spec("wave.toml", text, questionnaire, Problems()) == raked
    (found,) = told(text.replace("lower = 0.3\nupper = 3.0", lines), questionnaire)
    assert problem in found


def test_only_raking_and_greg_have_bounds(small_wave: tuple[WaveSpec, Questionnaire]) -> None:
    spec, questionnaire = small_wave
    text = write_spec(replace(spec, weighting=Weighting("rake", ("age",), 20, (0.3, 3.0))))
    (found,) = told(text.replace('method = "rake"', 'method = "poststratify"'), questionnaire)
    assert "Only raking and GREG have bounds" in found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fpc": True}, "how many clusters there are. Write fpc = false."),
        ({"same_persons": True, "previous": "2023"}, "Write same_persons = false"),
        (
            {"compare": {"0101": Text(da="a", en="a")}, "compare_groups": {"0101": (Text(da="b", en="b"),) * 2}},
            "[compare]",
        ),
        ({"groups": ("age",), "case_mix": ("age",)}, "Take case_mix out"),
    ],
)
def test_what_takes_persons_one_by_one_is_refused_in_a_wave_of_clusters(
    changes: dict[str, Any], said: str, small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    plain = replace(small_spec, fpc=False, compare={}, compare_groups={}, case_mix=(), same_persons=False)
    problems = Problems()
    drawn = replace(plain, clusters=True)
    assert read_spec("wave.toml", write_spec(drawn), small_questionnaire, problems) == drawn
    assert not problems.found
    (problem,) = told(write_spec(replace(drawn, **changes)), small_questionnaire)
    assert said in problem
    assert told(write_spec(replace(plain, **changes)), small_questionnaire) == []
