"""What a reader sees of an interval that Student's t takes further than the scale."""

from dataclasses import replace
from typing import Any

from borgerpuls.reports.context.scale_bounds import clip_to_scale


def test_no_interval_of_a_mean_leaves_the_scale_and_nothing_else_is_touched(small: Any) -> None:
    questionnaire = small.wave.questionnaire
    theme = small.shelf.figure("2024-spring/theme/overall/0101")
    wide = replace(theme, low=0.4, high=5.7)
    low = replace(theme, low=0.4)
    other = replace(wide, statistic="tau")
    seen = clip_to_scale([theme, wide, low, other], questionnaire)
    assert (seen[1].low, seen[1].high) == (1, 5)
    assert (seen[2].low, seen[2].high) == (1, theme.high)
    assert seen[1] == replace(wide, low=1, high=5)
    assert (seen[0], seen[3]) == (theme, other)
