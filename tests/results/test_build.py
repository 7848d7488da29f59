"""Every figure against the same figure made person by person, and what must hold whatever the answers."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.method.array_operations import combination_codes
from borgerpuls.method.calibration.poststratification import collapse_cells, poststratify
from borgerpuls.method.comparison.differences import difference
from borgerpuls.method.design.design import Design, collapse_strata
from borgerpuls.method.estimation.linearization import LinearizedEstimates, concatenate_estimates, mean
from borgerpuls.problems import Refused
from borgerpuls.results.build import build, build_beside
from borgerpuls.results.figures.figure import COLUMNS, Figure
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.figures.table import Figures

Maker = Callable[..., Any]
NUMBERS = COLUMNS[COLUMNS.index("estimate") : COLUMNS.index("compared_with")]
AGREE, DEGREE = (1, 2, 3, 4, 5), (0, 1, 2)


class Persons:
    """A frozen wave person by person: the design and the answers, made without a tally."""

    def __init__(self, wave: FrozenWave) -> None:
        spec, table = wave.spec, pq.read_table(wave.persons)
        rows = [row for row in table.to_pylist() if row["disposition"] in ("complete", "partial")]
        self.wave, self.rows = wave, rows
        self.units = [u.code for u in spec.units]
        self.unit = np.array([self.units.index(row["unit"]) for row in rows])
        frame = pq.read_table(wave.population).to_pylist()
        stratum = combination_codes(self.unit, *([row[v] or "" for row in rows] for v in spec.strata))
        weight = np.ones(len(rows))
        if spec.weighting.method == "given":
            weight = np.array([float(row["weight"]) for row in rows])
        if spec.weighting.method == "poststratify":
            for h in np.unique(stratum):
                first = rows[int(np.argmax(stratum == h))]
                alike = [f["count"] for f in frame if all(f[v] == first[v] for v in ("unit", *spec.strata))]
                weight[stratum == h] = sum(alike) / np.count_nonzero(stratum == h)
        design = Design(stratum, weight, np.ones(len(rows), np.int64))
        design = collapse_strata(design, self.unit).design
        if spec.weighting.method == "poststratify" and spec.weighting.by:
            design = self._calibrated(design, frame)
        self.design = design

    def _calibrated(self, design: Design, frame: list[dict[str, Any]]) -> Design:
        by = ("unit", *self.wave.spec.weighting.by)
        order = {"unit": self.units, "age": [None, "18-29", "30-49", "50-"], "sex": [None, "m", "f"]}
        person = [tuple(order[v].index(row[v]) for v in by) for row in self.rows]
        population_counts: Counter[tuple[int, ...]] = Counter()
        for f in frame:
            population_counts[tuple(order[v].index(f[v]) for v in by)] += f["count"]
        keys = sorted({*person, *population_counts})
        answered, codes = Counter(person), np.array(keys)
        cells = collapse_cells(
            [answered[key] for key in keys],
            [population_counts.get(key, 0) for key in keys],
            codes[:, 0],
            codes[:, 1:],
            self.wave.spec.weighting.minimum,
        )
        return poststratify(design, [cells.cell[keys.index(key)] for key in person], cells.population).design

    def answers(self, figure: Figure) -> npt.NDArray[np.float64]:
        """y of a figure's measure and statistic for each person, NaN where there is no answer that counts."""
        theme = {"overall": ("help", "speed", "gain"), "meeting": ("listened",)}.get(figure.measure)
        y = []
        for row in self.rows:
            if theme:
                found = [self._one(row[i], i, figure.statistic) for i in theme]
                found = [v for v in found if v is not None]
                y.append(sum(found) / len(found) if len(found) >= len(theme) / 2 else np.nan)
            else:
                column = "local_1" if figure.measure.startswith("local") else figure.measure
                value = self._one(row[column], column, figure.statistic)
                y.append(np.nan if value is None else value)
        return np.array(y, dtype=float)

    @staticmethod
    def _one(code: int | None, item: str, statistic: str) -> float | None:
        counting = DEGREE if item in ("listened", "alone") else AGREE
        if statistic.startswith("share="):
            wanted = int(statistic.removeprefix("share="))
            among = code is not None if wanted not in counting else code in counting
            return float(code == wanted) if among else None
        if code not in counting:
            return None
        return float(code >= counting[-2 if counting is AGREE else -1]) if statistic == "top2" else float(code)

    def where(self, place: str, group_by: str, group: str) -> npt.NDArray[np.bool_]:
        inside = np.array([not group_by or row[group_by] == group for row in self.rows])
        return inside & (self.unit == self.units.index(place)) if place in self.units else inside

    def estimate(self, figure: Figure, place: str) -> LinearizedEstimates:
        y = self.answers(figure)
        if place != "dk.units":
            return mean(self.design, y, self.where(place, figure.group_by, figure.group))
        each = [self.where(u, figure.group_by, figure.group) for u in self.units]
        means = [mean(self.design, y, w) for w in each if not np.isnan(y[w]).all()]
        return concatenate_estimates(*means).contrast(np.full(len(means), 1 / len(means)))


DESIGNS = {
    "calibrated": {},
    "stratified": {"weighting": Weighting("poststratify")},
    "strata inside units": {"strata": ("sex",), "weighting": Weighting("poststratify", ("age",))},
    "no weights": {"weighting": Weighting("none")},
    "weights given": {"weighting": Weighting("given"), "national": "municipalities"},
}


@pytest.fixture(params=DESIGNS, scope="module")
def made(request: pytest.FixtureRequest, maker: Maker, tmp_path_factory: pytest.TempPathFactory) -> FrozenWave:
    folder = tmp_path_factory.mktemp("made") / "wave"
    frozen: FrozenWave = maker(seed=7, **DESIGNS[request.param]).freeze(folder)
    return frozen


def asked(figures: Figures) -> Iterator[Figure]:
    """Shown means and shares of themes and items: no response, no change, no comparison of units with each other."""
    plain = (f for f in figures if f.statistic in ("mean", "top2") or f.statistic.startswith("share="))
    return (f for f in plain if not f.hidden)


def test_every_figure_is_what_the_persons_give_one_by_one(made: FrozenWave) -> None:
    figures, persons = build([made]), Persons(made)
    checked = 0
    for figure in asked(figures):
        expected = persons.estimate(figure, figure.place)
        assert figure.estimate == pytest.approx(expected.value[0], rel=1e-9, abs=1e-12), figure.address
        assert figure.se == pytest.approx(expected.se[0], rel=1e-9, abs=1e-9), figure.address
        inside = persons.where(figure.place, figure.group_by, figure.group)
        answered = inside & ~np.isnan(persons.answers(figure))
        assert figure.n == np.count_nonzero(answered), figure.address
        assert figure.df == persons.design.degrees(answered), figure.address
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low <= figure.estimate <= figure.high, figure.address
        checked += 1
    assert checked > 500


def test_every_difference_knows_that_the_part_is_in_the_whole(made: FrozenWave) -> None:
    persons = Persons(made)
    beside: Counter[str] = Counter()
    for figure in asked(build([made])):
        if figure.difference is None or figure.compared_with == "compare=0":
            continue
        y = persons.answers(figure)
        here = persons.where(figure.place, figure.group_by, figure.group)
        if figure.compared_with == "rest":
            other = mean(persons.design, y, ~here)
        else:
            other = persons.estimate(figure, figure.compared_with)
        gap = difference(mean(persons.design, y, here), other)
        assert figure.difference == pytest.approx(gap.value[0], rel=1e-9, abs=1e-12), figure.address
        assert figure.difference_se == pytest.approx(gap.se[0], rel=1e-9, abs=1e-9), figure.address
        assert figure.difference_low is not None
        assert figure.difference_high is not None
        assert figure.p is not None
        assert figure.difference_low <= figure.difference <= figure.difference_high, figure.address
        left_out = figure.difference_low > 0 or figure.difference_high < 0
        assert left_out == (figure.p < 0.05), figure.address
        beside[figure.compared_with] += 1
    assert beside.keys() == {"dk", "dk.units", "rest"}
    assert min(beside.values()) >= 20


@pytest.mark.usefixtures("answerable")
def test_a_local_comparison_is_one_group_minus_the_other(made: FrozenWave) -> None:
    persons, figures = Persons(made), build([made])
    for measure in ("theme/overall", "theme/meeting", "item/help"):
        figure = figures.find(f"2024-spring/{measure}/0147/compare/1-0")
        y = persons.answers(figure)
        one, zero = (mean(persons.design, y, persons.where("0147", "compare", group)) for group in "10")
        gap = difference(one, zero)
        assert figure.compared_with == "compare=0"
        assert figure.estimate == pytest.approx(one.value[0], rel=1e-9)
        assert figure.difference == pytest.approx(gap.value[0], rel=1e-9)
        assert figure.difference_se == pytest.approx(gap.se[0], rel=1e-9)
        assert figure.df == persons.design.degrees(persons.where("0147", "compare", "1") & ~np.isnan(y))
        assert figures.find(f"2024-spring/{measure}/0147/compare=1").estimate == figure.estimate
    assert not [f for f in figures if f.group_by == "compare" and f.place != "0147"]


def test_rows_in_another_order_give_the_same_figures(maker: Maker, tmp_path: Path) -> None:
    made = maker(seed=3)
    order = np.random.default_rng(5).permutation(len(made.persons["unit"]))
    shuffled = replace(made, persons={name: [column[i] for i in order] for name, column in made.persons.items()})
    one, two = (build([m.freeze(tmp_path / f"{i}")]) for i, m in enumerate((made, shuffled)))
    assert one.table.equals(two.table)


def test_units_by_other_names_have_the_same_numbers(maker: Maker, tmp_path: Path) -> None:
    made = maker(seed=4, compare={}, compare_groups={})
    names = {"0101": "0999", "0147": "0002", "0230": "0230", "0360": "0001"}
    source = made.source.replace('unit = "0101"', 'unit = "0999"')
    spec = replace(made.spec, units=tuple(replace(u, code=names[u.code]) for u in made.spec.units))
    rename = lambda columns: {**columns, "unit": [names[u] for u in columns["unit"]]}  # noqa: E731
    other = replace(made, spec=spec, source=source, persons=rename(made.persons), population=rename(made.population))
    before = {f.address: f for f in build([made.freeze(tmp_path / "a")])}
    after = {f.address: f for f in build([other.freeze(tmp_path / "b")])}
    assert len(before) == len(after)
    for figure in before.values():
        address = figure.address
        for old, new in names.items():
            address = address.replace(f"/{old}", f"/<{new}>").replace(f"local_{old}", f"local_{new}")
        twin = after[address.replace("<", "").replace(">", "")]
        pairs = [(getattr(twin, column), getattr(figure, column)) for column in NUMBERS]
        assert all(a == b or a == pytest.approx(b, rel=1e-9, abs=1e-12) for a, b in pairs), address


def test_no_two_figures_share_an_address(made: FrozenWave) -> None:
    addresses = build([made]).table["address"].to_pylist()
    assert len(set(addresses)) == len(addresses)


def test_an_address_is_said_as_the_contract_says(wave: FrozenWave) -> None:
    for f in build([wave]):
        kind = f.address.split("/")[1]
        expected = f"{f.wave}/{kind}/{f.measure}/{f.place}"
        if f.compared_with == "compare=0":
            ending = {"mean": "1-0"}.get(f.statistic, f.statistic)
            assert f.address == f"{expected}/compare/{ending}"
            continue
        expected += f"/{f.group_by}={f.group}" if f.group else f"/{f.group_by}" if f.group_by else ""
        expected += "" if f.statistic == "mean" or kind == "response" else f"/{f.statistic}"
        assert f.address.removesuffix(f"/vs-{f.compared_with}") == expected


def test_two_waves_of_one_name_are_refused(wave: FrozenWave) -> None:
    with pytest.raises(Refused, match="Several waves are called 2024-spring"):
        build([wave, wave])


def test_progress_is_told_wave_by_wave(wave: FrozenWave) -> None:
    told: list[str] = []
    build([wave], progress=told.append)
    assert told == ["2024-spring"]


def test_a_wave_is_counted_with_the_pairs_that_show_what_goes_together(wave: FrozenWave) -> None:
    assert {f.statistic for f in build([wave])} >= {"lmg", "johnson", "r2", "alpha", "omega", "item-rest"}


def test_a_wave_stands_beside_the_chain_of_earlier_waves_that_lie_there(maker: Maker, tmp_path: Path) -> None:
    chain = {"w3": "w2", "w2": "w1", "w1": "w0"}
    for name, previous in chain.items():
        maker(sizes=(20, 15, 15)).change(name=name, previous=previous).freeze(tmp_path / name)
    assert [folder.name for folder in build_beside(tmp_path / "w3", tmp_path / "out" / "store")] == ["w3", "w2", "w1"]
    with FigureStore.open(tmp_path / "out" / "store") as store:
        assert set(store.waves()) == {"w1", "w2", "w3"}
        common = [store.facts(name)["common"] for name in ("w1", "w2", "w3")]
    assert [told and told["wave"] for told in common] == [None, "w1", "w2"]


def test_the_facts_of_a_wave_name_what_it_has_in_common_with_the_one_before(maker: Maker, tmp_path: Path) -> None:
    before, now = maker(seed=2, name="2023-spring"), maker(seed=1, previous="2023-spring")
    figures = build([made.freeze(tmp_path / made.spec.name) for made in (before, now)])
    assert figures.facts["2024-spring"]["common"]["wave"] == "2023-spring"
    assert figures.facts["2023-spring"]["common"] is None
