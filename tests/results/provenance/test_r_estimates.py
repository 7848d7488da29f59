"""A script holds the R functions that it calls, and those that they call."""

import re

import pytest

from borgerpuls.results.provenance.r_estimates import FUNCTIONS, functions_in


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_that_is_called_is_there_and_no_other(name: str) -> None:
    found = set(
        re.findall(r"^(\w+) <- function", functions_in(f"x <- {name}(1)").replace("return(claimed", ""), re.MULTILINE)
    )
    needed = {
        "by_unit": {"by_unit", "over_units", "other_units", "basis"},
        "rest_claimed": {"rest_claimed", "claimed"},
    }
    assert found == needed.get(name, {name})


def test_a_script_that_calls_nothing_holds_nothing() -> None:
    assert functions_in("say(estimate = 1)") == ""


def test_what_comes_with_another_function_brings_what_that_one_needs() -> None:
    assert "basis <- function" in functions_in("b <- over_units(each)")
