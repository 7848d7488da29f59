"""The columns of a wave and how small each may be."""

from dataclasses import replace

import pyarrow as pa
import pytest

from borgerpuls.dataset.columns import (
    frame_margins,
    further_columns,
    item_columns,
    persons_schema,
    population_schema,
    sort_columns,
)
from borgerpuls.dataset.wave import WaveSpec, Weighting
from borgerpuls.questionnaire.model import Category, Questionnaire, Scale
from borgerpuls.text import Text


def test_units_that_ask_their_own_question_share_its_column(small_questionnaire: Questionnaire) -> None:
    assert {n: [i.unit for i in items] for n, items in item_columns(small_questionnaire).items()} == {
        "content": [None],
        "waiting": [None],
        "local_1": ["0101", "0851"],
    }


@pytest.mark.parametrize(("code", "kind"), [(127, pa.int8()), (-129, pa.int16()), (99999, pa.int32())])
def test_answers_take_the_smallest_integer_that_holds_the_scale(
    code: int, kind: pa.DataType, small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    scale = Scale("wide", (Category(code, Text(), code),))
    wide = replace(small_questionnaire, items=(replace(small_questionnaire.items[0], scale=scale),))
    assert persons_schema(small_spec, wide).field("content").type == kind


def test_weight_and_comparison_stand_only_where_they_are_used(small_wave: tuple[WaveSpec, Questionnaire]) -> None:
    spec, questionnaire = small_wave
    assert not {"weight", "compare"} & {*persons_schema(spec, questionnaire).names}
    used = replace(spec, weighting=Weighting("given"), compare={"0101": Text(da="a", en="a")})
    assert {"weight", "compare"} <= {*persons_schema(used, questionnaire).names}


def test_rows_follow_unit_cell_and_groups_each_once(small_spec: WaveSpec) -> None:
    assert sort_columns(replace(small_spec, strata=("office",))) == ("unit", "office", "age", "sex")
    assert population_schema(replace(small_spec, strata=("office",))).names == ["unit", "office", "age", "count"]


def test_a_frame_may_count_background_variables_that_the_weights_do_not_use(
    small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    assert further_columns(small_spec, small_questionnaire, ["unit", "age", "sex", "shoe", "count"]) == ("sex",)
    assert population_schema(small_spec, ("sex",)).names == ["unit", "age", "sex", "count"]


def test_the_frame_answers_for_crossed_cells_or_for_each_margin_of_raking(small_spec: WaveSpec) -> None:
    crossed = replace(small_spec, weighting=Weighting("poststratify", ("age", "sex")))
    assert frame_margins(crossed, ("office",)) == (("unit", "age", "sex"), ("unit", "office"))
    raked = replace(small_spec, weighting=Weighting("rake", ("age", "sex")))
    assert frame_margins(raked) == (("unit",), ("unit", "age"), ("unit", "sex"))


def test_a_wave_of_clusters_has_their_column_and_sorts_by_it_last(
    small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    drawn = replace(small_spec, clusters=True)
    names = persons_schema(drawn, small_questionnaire).names
    assert set(names) - set(persons_schema(small_spec, small_questionnaire).names) == {"cluster"}
    assert sort_columns(drawn) == (*sort_columns(small_spec), "cluster")
