"""Many figures as one table: found by address, read in order."""

from math import isnan

import pyarrow as pa
import pytest

from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.problems import Refused
from borgerpuls.results.build import build
from borgerpuls.results.figures.figure import COLUMNS
from borgerpuls.results.figures.table import MADE_FROM, SCHEMA, TEXTS, Figures


@pytest.fixture(scope="module")
def figures(wave: FrozenWave) -> Figures:
    return build([wave])


def test_the_table_has_the_columns_of_the_contract_and_what_a_figure_is_made_from(figures: Figures) -> None:
    assert tuple(figures.table.column_names) == (*COLUMNS, *MADE_FROM)
    assert figures.table.schema.equals(SCHEMA)


def test_addresses_are_texts_of_their_own_and_other_texts_are_kept_once() -> None:
    whole, number = pa.int64(), pa.float64()
    types = {field.name: field.type for field in SCHEMA}
    assert types["address"] == pa.string()
    assert {types[name] for name in TEXTS[1:]} | {types["kind"]} == {pa.dictionary(pa.int32(), pa.string())}
    assert {name for name, kind in types.items() if kind == whole} == {"n", "cells"}
    assert {types[name] for name in set(types) - {*TEXTS, "kind", "n", "cells"}} == {number}


def test_a_figure_is_found_by_its_address_and_in_its_place_in_the_row(figures: Figures) -> None:
    everyone = list(figures)
    assert len(everyone) == len(figures)
    for figure in everyone[::97]:
        assert figures.find(figure.address) == figure


def test_an_unknown_address_is_refused(figures: Figures) -> None:
    with pytest.raises(Refused, match="no figure at this address"):
        figures.find("2024-spring/theme/nothing/0101")


def test_an_unanswered_number_is_none_and_never_nan(figures: Figures) -> None:
    for column in figures.table.columns:
        if pa.types.is_floating(column.type):
            assert not any(number is not None and isnan(number) for number in column.to_pylist())


def test_figures_stand_place_by_place_in_the_order_of_the_wave(figures: Figures) -> None:
    themes = [f for f in figures if f.statistic == "mean" and f.measure == "overall" and not f.group_by]
    assert [f.place for f in themes if "/vs-" not in f.address] == ["0101", "0147", "0230", "0360", "dk", "dk.units"]
