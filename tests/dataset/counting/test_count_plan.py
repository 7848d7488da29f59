"""What is counted, decided from the questionnaire and the wave file."""

from dataclasses import replace
from fractions import Fraction

import pytest

from borgerpuls.dataset.counting.count_plan import Choice, Theme, plan_of, refuse_large
from borgerpuls.dataset.wave import WaveSpec, Weighting
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text


def choice(*codes: int) -> Choice:
    return Choice("x", codes, codes, (False,) * len(codes))


@pytest.mark.parametrize(
    ("codes", "states", "unanswered"),
    [
        ((1, 2, 3, 4, 5), (0, 1, 2, 3, 4), 5),
        ((1, 2, 3, 4, 5, 8, 9), (0, 1, 2, 3, 4, 7, 8), 5),
        ((4, 3, 2, 1, 0), (4, 3, 2, 1, 0), 5),
        ((-2, -1, 0, 1, 2), (0, 1, 2, 3, 4), 5),
        ((1, 3, 5), (0, 2, 4), 1),
        ((1, 2, 98, 99), (0, 1, 2, 3), 4),
        ((7,), (0,), 1),
    ],
)
def test_codes_that_lie_close_keep_their_distances(
    codes: tuple[int, ...], states: tuple[int, ...], unanswered: int
) -> None:
    assert choice(*codes).state == dict(zip((*codes, None), (*states, unanswered), strict=True))
    assert choice(*codes).states == max(*states, unanswered) + 1


def test_cells_are_units_strata_calibration_groups_comparison_and_weight_each_once(
    small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    asked = replace(small_questionnaire, local_items=())
    assert plan_of(small_spec, asked, False).keys == ("unit", "age", "sex")
    spec = replace(small_spec, strata=("sex",), weighting=Weighting("given"), compare={"0101": Text(da="x", en="x")})
    assert plan_of(spec, asked, False).keys == ("unit", "sex", "age", "compare", "weight")


@pytest.mark.parametrize(
    ("share", "least"), [(Fraction(1, 2), 1), (Fraction(1), 1), (Fraction(1, 100), 1), (Fraction(0), 1)]
)
def test_a_theme_needs_at_least_one_answer_whatever_its_rule(
    share: Fraction, least: int, small_questionnaire: Questionnaire, small_spec: WaveSpec
) -> None:
    themes = tuple(replace(t, answered=share) for t in small_questionnaire.themes)
    asked = replace(small_questionnaire, themes=themes, local_items=())
    assert [t.least for t in plan_of(small_spec, asked, False).themes] == [least] * len(themes)


def test_local_questions_in_one_column_must_have_the_same_codes(
    small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    first, second = small_questionnaire.local_items
    other = replace(second, scale=small_questionnaire.item("waiting").scale)
    with pytest.raises(Refused, match="the scale often has other codes than agree"):
        plan_of(small_spec, replace(small_questionnaire, local_items=(first, other)), False)


def test_equal_waves_have_equal_plans_so_that_sql_is_written_once(
    small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    asked = replace(small_questionnaire, local_items=())
    later = replace(small_spec, name="2025-spring")
    assert plan_of(small_spec, asked, True) == plan_of(later, asked, True)
    assert hash(plan_of(small_spec, asked, True)) == hash(plan_of(later, asked, True))


@pytest.mark.parametrize(
    ("items", "persons", "refused"),
    [
        (7, 33_000_000, False),
        (11, 33_000_000, False),
        (13, 33_000_000, True),
        (13, 30_000, False),
        (17, 300, False),
        (17, 30_000, True),
        (19, 1, True),
    ],
)
def test_a_theme_is_refused_only_when_its_squares_may_outgrow_64_bits(items: int, persons: int, refused: bool) -> None:
    theme = Theme("t", (choice(1, 2, 3, 4, 5),) * items, 1)
    if refused:
        with pytest.raises(Refused, match=f"theme t: {items} items are too many"):
            refuse_large((theme,), persons)
    else:
        refuse_large((theme,), persons)


def test_clusters_are_a_key_of_the_cells_and_the_last(small_spec: WaveSpec, small_questionnaire: Questionnaire) -> None:
    plain = plan_of(small_spec, small_questionnaire, False)
    drawn = plan_of(replace(small_spec, clusters=True), small_questionnaire, False)
    assert drawn == replace(plain, keys=(*plain.keys, "cluster"))
