"""Theme scores by the half rule, top boxes, and composites."""

from fractions import Fraction

import numpy as np
import pytest

from borgerpuls.method import Design, TooFew, composite, concatenate_estimates, mean, theme_score, top_box

NAN = np.nan


def test_the_half_rule() -> None:
    items = [[1, 2, 3, 4], [1, 2, NAN, NAN], [1, NAN, NAN, NAN], [NAN, NAN, NAN, NAN]]
    assert theme_score(items) == pytest.approx([2.5, 1.5, NAN, NAN], nan_ok=True)


def test_half_of_three_items_is_two() -> None:
    assert theme_score([[5, 4, NAN], [5, NAN, NAN]]) == pytest.approx([4.5, NAN], nan_ok=True)


@pytest.mark.parametrize(("least", "needed"), [(0, 1), (Fraction(1, 3), 2), (Fraction(2, 3), 4), (1, 6)])
def test_the_share_that_must_be_answered_is_part_of_the_questionnaire(least: float, needed: int) -> None:
    items = np.full((7, 6), NAN)
    for answered in range(7):
        items[answered, :answered] = 3
    scored = ~np.isnan(theme_score(items, least))
    assert scored.tolist() == [answered >= needed for answered in range(7)]


def test_top_box_keeps_the_missing_missing() -> None:
    assert top_box([[5, 3], [NAN, 4]]) == pytest.approx(np.array([[1, 0], [NAN, 1]]), nan_ok=True)
    assert top_box([0, 4], favourable=(0,)).tolist() == [1, 0]


def test_a_composite_is_the_mean_of_item_means_with_their_covariance() -> None:
    rng = np.random.default_rng(9)
    items = rng.integers(1, 6, (60, 3)).astype(float)
    items[rng.random(items.shape) < 0.3] = NAN
    design = Design(np.repeat([0, 1, 2], 20), rng.uniform(1, 4, 60), np.ones(60, np.int64))
    made, each = composite(design, items), concatenate_estimates(*(mean(design, items[:, k]) for k in range(3)))
    assert made.value == pytest.approx([each.value.mean()])
    assert made.se**2 == pytest.approx([each.covariance.sum() / 9])
    weighted = composite(design, items, weights=[0.5, 0.5, 0])
    assert weighted.value == pytest.approx([each.value[:2].mean()])


def test_a_composite_of_complete_answers_is_the_mean_of_the_scores() -> None:
    items = np.random.default_rng(10).integers(1, 6, (30, 4)).astype(float)
    design = Design(np.zeros(30, np.int64), np.ones(30), np.ones(30, np.int64))
    made, scores = composite(design, items), mean(design, theme_score(items))
    assert (made.value[0], made.se[0]) == pytest.approx((scores.value[0], scores.se[0]))


def test_an_item_without_answers_is_refused() -> None:
    design = Design(np.zeros(2, np.int64), np.ones(2), np.ones(2, np.int64))
    with pytest.raises(TooFew, match="group number 1"):
        composite(design, [[1, NAN], [2, NAN]])
