"""What a wave says of itself, and the words for how an invitation ended."""

from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import get_args

import pytest

from borgerpuls.dataset.wave import (
    ANSWERED,
    DISPOSITIONS,
    FrozenWave,
    ShareInterval,
    Unit,
    WaveSpec,
    Weighting,
    WeightingMethod,
)
from borgerpuls.method.comparison.rule_sets import RULES
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text


@pytest.mark.parametrize("name", RULES)
def test_a_wave_follows_the_rule_set_that_it_names(name: str, small_spec: WaveSpec) -> None:
    assert replace(small_spec, rules=name).rule_set == RULES[name]


def test_a_rule_set_that_nobody_knows_is_the_default(small_spec: WaveSpec) -> None:
    assert replace(small_spec, rules="none of ours").rule_set is RULES["default"]


def test_what_a_wave_does_not_choose_hides_few_answers_and_changes_no_figure(small_spec: WaveSpec) -> None:
    plain = WaveSpec(
        **{
            name: getattr(small_spec, name)
            for name in ("name", "title", "opened", "closed", "units", "place", "place_code")
        },
        strata=(),
        weighting=Weighting("none"),
        groups=(),
        compare={},
        compare_groups={},
        national="citizens",
    )
    assert (plain.rules, plain.hide_below, plain.relevant) == ("default", 5, 0.1)
    assert (plain.fpc, plain.same_persons, plain.share_interval) == (False, False, "jeffreys")
    assert (plain.previous, plain.invented, plain.note) == (None, None, None)
    assert (plain.case_mix, plain.randomised, plain.statistics, dict(plain.regions)) == ((), (), (), {})
    assert (plain.weighting.by, plain.weighting.minimum) == ((), 20)


def test_the_choices_are_those_that_the_documents_name(repository: Path) -> None:
    page = (repository / "docs" / "import.md").read_text("utf-8")
    for choice in (*get_args(WeightingMethod), *get_args(ShareInterval), *RULES):
        assert choice in page, choice


def test_a_wave_knows_where_its_two_tables_lie(small_spec: WaveSpec, small_questionnaire: Questionnaire) -> None:
    wave = FrozenWave(Path("waves/2024-spring"), small_spec, small_questionnaire, {})
    assert wave.persons == Path("waves/2024-spring/persons.parquet")
    assert wave.population == Path("waves/2024-spring/population.parquet")


def test_every_disposition_stands_once_and_two_of_them_answered() -> None:
    assert len(set(DISPOSITIONS)) == len(DISPOSITIONS) == 7
    assert [word for word in DISPOSITIONS if word in ANSWERED] == ["complete", "partial"] == list(ANSWERED)


def test_what_was_frozen_is_not_changed_in_passing(small_spec: WaveSpec) -> None:
    with pytest.raises(FrozenInstanceError):
        small_spec.hide_below = 0  # type: ignore[misc]
    assert Unit("0101", Text(en="Copenhagen")).group is None
