"""Problems are collected and told together, and a value that is missing without one is a fault of ours."""

import pytest

from borgerpuls.problems import Problems, Refused
from borgerpuls.text import Text

HERE, WRONG, MEND = (Text(da=words, en=words) for words in ("here", "It is wrong.", "Mend it."))


def test_a_required_value_that_is_there_is_handed_on_with_warnings_kept() -> None:
    problems = Problems()
    problems.warn(HERE, WRONG, MEND)
    assert problems.required("value") == "value"
    assert problems.required(0) == 0
    assert len(problems.warnings) == 1


def test_a_required_value_is_refused_once_an_error_was_told_whether_or_not_it_is_there() -> None:
    for value in (None, "value"):
        problems = Problems()
        problems.add(HERE, WRONG, MEND)
        with pytest.raises(Refused, match=r"here: It is wrong\. Mend it\."):
            problems.required(value)


def test_a_value_that_is_missing_without_an_error_is_no_refusal() -> None:
    with pytest.raises(ValueError, match="no error says so"):
        Problems().required(None)
