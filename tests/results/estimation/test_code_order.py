"""The values of a background variable stand in the order of its code list."""

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.results.estimation.code_order import code_order, positions


def test_values_stand_as_the_code_list_writes_them_and_unknown_stands_first(wave: FrozenWave) -> None:
    assert code_order(wave, "age", ("50-", "", "18-29")) == ("", "18-29", "50-")


def test_a_value_of_no_list_stands_before_the_list(wave: FrozenWave) -> None:
    assert code_order(wave, "age", ("18-29", "zz", "aa")) == ("aa", "zz", "18-29")


def test_a_variable_without_a_list_is_sorted(wave: FrozenWave) -> None:
    assert code_order(wave, "unit", ("0147", "0101")) == ("0101", "0147")


def test_cells_point_at_their_level_and_at_none_where_it_is_left_out(wave: FrozenWave) -> None:
    counted = tally(wave)
    at = positions(counted, "unit", ("0147", "0101"))
    units = [counted.levels["unit"][code] for code in counted.codes["unit"]]
    assert at.tolist() == [{"0147": 0, "0101": 1}.get(unit, -1) for unit in units]
    assert {-1, 0, 1} == set(at.tolist())
