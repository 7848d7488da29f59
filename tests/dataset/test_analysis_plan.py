"""A plan is read as it was written, and a plan that was changed is refused."""

import json
from datetime import date

import pytest

from borgerpuls.dataset.analysis_plan import AnalysisPlan, UnitPlan, plan_from, read_plan
from borgerpuls.problems import Refused

SHARED = {
    "wave": "2024-spring", "rules": {"relevant": 0.1}, "groups": {"sex": ["k", "m"]}, "themes": {}, "items": {},
    "families": {}, "case_mix": [], "statistics": [],
}  # fmt: skip
PLAN = AnalysisPlan(
    date(2024, 3, 1),
    SHARED,
    {"0101": UnitPlan(date(2024, 3, 9), {"questions": {"local_1": "1:1"}, "comparison": None})},
    unanswered=True,
)


def test_a_plan_is_read_as_it_was_written() -> None:
    assert read_plan(PLAN.to_bytes()) == PLAN
    assert read_plan(AnalysisPlan(None, SHARED).to_bytes()).fixed is None


def test_the_digest_is_of_the_content_whatever_its_order_and_not_of_the_day() -> None:
    turned = AnalysisPlan(date(2025, 1, 1), dict(reversed(SHARED.items())))
    assert turned.digest == PLAN.digest
    assert AnalysisPlan(PLAN.fixed, {**SHARED, "groups": {}}).digest != PLAN.digest


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["shared"]["rules"].update(relevant=0.05),
        lambda told: told["shared"]["groups"].update(age=["18-29"]),
        lambda told: told["units"]["0101"]["own"]["questions"].update(local_2="1:1"),
        lambda told: told.pop("shared"),
        lambda told: told.update(fixed="yesterday"),
        lambda told: told["units"].update({"0147": 3}),
    ],
)
def test_a_plan_that_was_changed_after_it_was_fixed_is_refused(change: object) -> None:
    told = PLAN.document()
    told = json.loads(json.dumps(told))
    change(told)  # type: ignore[operator]
    with pytest.raises(Refused, match="was changed after it was fixed"):
        read_plan(json.dumps(told).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b"\xff", b'{"shared": 1}', b"3"])
def test_what_is_no_plan_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="It is no plan of analysis"):
        read_plan(content)


@pytest.mark.parametrize("part", sorted(SHARED))
def test_a_plan_that_lacks_a_part_is_refused_though_its_digest_is_right(part: str) -> None:
    for shared in ({k: v for k, v in SHARED.items() if k != part}, {**SHARED, part: 3}):
        with pytest.raises(Refused, match="It is no plan of analysis"):
            read_plan(AnalysisPlan(date(2024, 3, 1), shared).to_bytes())
    with pytest.raises(Refused, match="It is no plan of analysis"):
        read_plan(AnalysisPlan(None, SHARED, {"0101": UnitPlan(None, {})}).to_bytes())


def test_a_plan_from_plain_data_must_have_the_digests_it_tells() -> None:
    told = PLAN.document()
    assert plan_from(told) == PLAN
    with pytest.raises(ValueError, match="digest"):
        plan_from({**told, "digest": "0" * 64})
