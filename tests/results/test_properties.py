"""What holds for any answers whatever: hypothesis makes them up."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from borgerpuls.dataset.wave import Weighting
from borgerpuls.problems import Refused
from borgerpuls.results.build import build
from borgerpuls.results.figures.figure import Figure

Maker = Callable[..., Any]

WEIGHTINGS = st.sampled_from(
    [Weighting("none"), Weighting("poststratify"), Weighting("poststratify", ("age",)), Weighting("given")]
)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    sizes=st.lists(st.integers(1, 60), min_size=1, max_size=4),
    weighting=WEIGHTINGS,
    national=st.sampled_from(["citizens", "municipalities"]),
    strata=st.sampled_from([(), ("sex",)]),
)
@example(901, [1, 1, 6, 26], Weighting("none"), "citizens", ("sex",))  # five answers in five strata
@example(133, [1, 60, 1, 27], Weighting("poststratify", ("age",)), "citizens", ("sex",))  # a share all but certain
def test_figures_agree_with_themselves(
    maker: Maker, seed: int, sizes: list[int], weighting: Weighting, national: str, strata: tuple[str, ...]
) -> None:
    made = maker(seed, tuple(sizes), weighting=weighting, national=national, strata=strata)
    if "0147" not in {u.code for u in made.spec.units}:
        made = made.change(compare={}, compare_groups={})
    with TemporaryDirectory() as folder:
        wave = replace(made).freeze(Path(folder) / "wave")
        try:
            figures = {f.address: f for f in build([wave])}
        except Refused as refused:
            assert "too few answers" in str(refused)  # noqa: PT017
            return
    for figure in figures.values():
        _has_an_order(figure)
    _adds_up(figures, [u.code for u in made.spec.units], national)


def _has_an_order(figure: Figure) -> None:
    if figure.hidden:
        assert (figure.estimate, figure.se, figure.n, figure.difference) == (None, None, None, None)
        return
    kind = figure.address.split("/")[1]
    assert figure.n is not None
    assert figure.estimate is not None
    if kind == "response":
        return
    assert figure.n >= 5
    if figure.low is not None and figure.high is not None:
        assert figure.low <= figure.estimate <= figure.high
    if figure.statistic == "top2" or figure.statistic.startswith("share="):
        assert figure.low is not None
        assert figure.high is not None
        assert -1e-12 <= figure.low <= figure.high <= 1 + 1e-12
    if figure.difference is not None and figure.p is not None:
        assert 0 <= figure.p <= 1


def _adds_up(figures: dict[str, Figure], units: list[str], national: str) -> None:
    shares = [f"2024-spring/item/help/dk/share={code}" for code in (1, 2, 3, 4, 5)]
    if not figures[shares[0]].hidden:
        found = [figures[share].estimate or 0.0 for share in shares]
        assert sum(found) == pytest.approx(1)
        assert sum(share * code for code, share in enumerate(found, 1)) == pytest.approx(
            figures["2024-spring/item/help/dk"].estimate
        )
        assert found[3] + found[4] == pytest.approx(figures["2024-spring/item/help/dk/top2"].estimate)
    each = [figures[f"2024-spring/item/help/{unit}"] for unit in units]
    if national == "municipalities" and len(each) > 1 and not any(f.hidden for f in each):
        assert sum(f.difference or 0.0 for f in each) == pytest.approx(0, abs=1e-9)
