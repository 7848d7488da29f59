"""The tally against a count by hand: plain Python, exact fractions, one person at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import chain, combinations
from math import ceil, lcm
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.counting.tally import PAIR, Tally
from borgerpuls.dataset.engines import BLOCK_ROWS, engine_at
from borgerpuls.dataset.wave import ANSWERED, DISPOSITIONS, FrozenWave, Unit, WaveSpec, Weighting
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.model import Category, Item, Questionnaire, Scale, Theme, Words
from borgerpuls.text import Text

Row = dict[str, Any]
SOMETHING = Text(da="noget", en="something")


def scale(name: str, answers: Mapping[int, int], top: Sequence[int], other: Sequence[int] = ()) -> Scale:
    """Code -> value of each answer; ``top`` are favourable, ``other`` are no answers."""
    said = [Category(code, SOMETHING, value, favourable=code in top) for code, value in answers.items()]
    unsaid = [Category(code, SOMETHING, None, "dont_know") for code in other]
    return Scale(name, (*said, *unsaid))


FIVE = scale("five", {n: n for n in range(1, 6)}, (4, 5), (8, 9))
BETTER_LOW = scale("low", {n: n for n in (4, 3, 2, 1, 0)}, (1, 0))
NEGATIVE = scale("negative", {n: n - 3 for n in range(1, 6)}, (5,), (0,))
ELEVEN = scale("eleven", {n: n for n in range(11)}, (9, 10), (99,))
FAR = scale("far", {10: 1, 200: -7, -300: 40}, (10,), (999,))
NOBODY_GOOD = scale("none", {1: 1, 2: 2}, ())


def questionnaire(
    *themes: Sequence[Scale], alone: Sequence[Scale] = (), share: Fraction = Fraction(1, 2)
) -> Questionnaire:
    """Themes t0, t1 … with items t0_0, t0_1 … on these scales, and items a0 … of no theme."""
    items = [
        Item(f"t{t}_{n}", s, SOMETHING, SOMETHING, f"t{t}") for t, on in enumerate(themes) for n, s in enumerate(on)
    ]
    items += [Item(f"a{n}", s, SOMETHING, SOMETHING) for n, s in enumerate(alone)]
    return Questionnaire(
        id="q",
        title=SOMETHING,
        languages=("da", "en"),
        words=Words(SOMETHING, SOMETHING, SOMETHING, SOMETHING, SOMETHING),
        scales=(),
        themes=tuple(
            Theme(f"t{t}", SOMETHING, tuple(f"t{t}_{n}" for n in range(len(on))), share) for t, on in enumerate(themes)
        ),
        items=tuple(items),
        local_items=(),
        backgrounds=(),
        overall="t0" if themes else None,
    )


SURVEYS = {
    "five categories, do not know, not relevant": questionnaire([FIVE] * 3, [FIVE] * 4),
    "lower is better, an item of no theme": questionnaire([BETTER_LOW] * 2, alone=[BETTER_LOW, FIVE]),
    "negative values and scales that differ in a theme": questionnaire([NEGATIVE, BETTER_LOW, FIVE]),
    "codes far apart, eleven categories": questionnaire([FAR, FAR], [ELEVEN], alone=[FAR, ELEVEN]),
    "more patterns of answering than are listed": questionnaire(
        [FIVE, NEGATIVE, FIVE] * 2, [FIVE] * 2, share=Fraction(2, 3)
    ),
    "no theme at all": questionnaire(alone=[NOBODY_GOOD]),
    "nothing is favourable, one item must do": questionnaire([NOBODY_GOOD] * 2, share=Fraction(1, 100)),
}
SPEC = WaveSpec(
    name="w",
    title=SOMETHING,
    opened=date(2024, 3, 1),
    closed=date(2024, 4, 1),
    units=tuple(Unit(code, SOMETHING) for code in ("0101", "0147", "0851")),
    place=SOMETHING,
    place_code="dk",
    strata=("stratum",),
    weighting=Weighting("given"),
    groups=("age", "sex"),
    compare={"0101": SOMETHING},
    compare_groups={},
    national="citizens",
)
KEYS = {
    "unit": ("0101", "0147", "0851"),
    "stratum": (None, "a"),
    "age": ("30-", "18-29", None),
    "sex": ("m", "æ"),
    "compare": (None, "1", "0"),
    "weight": ("1.25", "0.5", "10"),
}


def freeze(folder: Path, asked: Questionnaire, rows: Sequence[Row]) -> FrozenWave:
    """Rows as they come: the tally does not need them sorted."""
    columns = {name: pa.array([r[name] for r in rows], pa.string()) for name in (*KEYS, "disposition")}
    columns |= {item.id: pa.array([r[item.id] for r in rows], pa.int16()) for item in asked.items}
    columns["person"] = pa.array([str(n) for n in range(len(rows))], pa.string())
    folder.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), folder / "persons.parquet")
    return FrozenWave(folder, SPEC, asked, {})


def persons(asked: Questionnaire, most: int = 40) -> st.SearchStrategy[list[Row]]:
    codes = {i.id: st.sampled_from([None, *(c.code for c in i.scale.categories)]) for i in asked.items}
    keys = {name: st.sampled_from(values) for name, values in KEYS.items()}
    return st.lists(
        st.fixed_dictionaries({**keys, "disposition": st.sampled_from(DISPOSITIONS), **codes}), max_size=most
    )


def many(asked: Questionnaire, size: int, seed: int = 1) -> list[Row]:
    """Persons at random, most of them alike in background, so that blocks and cells are full."""
    rng = np.random.default_rng(seed)
    columns: dict[str, list[Any]] = {
        n: [v[i] for i in rng.geometric(0.8, size).clip(1, len(v)) - 1] for n, v in KEYS.items()
    }
    columns["disposition"] = [DISPOSITIONS[i] for i in rng.geometric(0.6, size).clip(1, 7) - 1]
    for item in asked.items:
        codes = [None, *(c.code for c in item.scale.categories)]
        columns[item.id] = [codes[i] for i in rng.integers(0, len(codes), size)]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def score(asked: Questionnaire, theme: Theme, row: Row) -> tuple[Fraction, Fraction] | None:
    """The mean of the answered items and the share of favourable answers, where enough are answered."""
    given = [c for i in theme.items for c in asked.item(i).scale.categories if c.code == row[i] and c.value is not None]
    if not given or len(given) < theme.answered * len(theme.items):
        return None
    return Fraction(sum(c.value or 0 for c in given), len(given)), Fraction(
        sum(c.favourable for c in given), len(given)
    )


def by_hand(asked: Questionnaire, rows: Sequence[Row]) -> dict[tuple[str, ...], Counter[str]]:
    """Cell -> everything that is counted in it, by name."""
    cells: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for row in rows:
        cell = cells[tuple(row[name] or "" for name in KEYS)]
        cell["invited"] += 1
        cell[row["disposition"]] += 1
        if row["disposition"] not in ANSWERED:
            continue
        cell["answered"] += 1
        numbers: dict[str, int] = {}
        for item in asked.items:
            cell[f"{item.id}={row[item.id]}"] += row[item.id] is not None
            for category in item.scale.answers:
                if category.code == row[item.id] and category.value is not None:
                    numbers[item.id] = category.value
        for theme in asked.themes:
            divisor = lcm(*range(1, len(theme.items) + 1))
            if found := score(asked, theme, row):
                assert all((divisor * part).denominator == 1 for part in found)
                whole, top = (int(divisor * part) for part in found)
                cell.update({f"{theme.id} n": 1, f"{theme.id} y": whole, f"{theme.id} yy": whole**2})
                cell.update({f"{theme.id} top": top, f"{theme.id} toptop": top**2})
                numbers[theme.id] = whole
        for a, b in pairs(asked):
            if a in numbers and b in numbers:
                x, y = numbers[a], numbers[b]
                for name, number in zip(PAIR, (1, x, y, x * y), strict=True):
                    cell[f"{a} {b} {name}"] += number
    return cells


def pairs(asked: Questionnaire) -> Iterator[tuple[str, str]]:
    yield from combinations((t.id for t in asked.themes), 2)
    for theme in asked.themes:
        yield from combinations(theme.items, 2)
    if asked.overall:
        yield from ((item, asked.overall) for theme in asked.themes for item in theme.items)


def by_tally(asked: Questionnaire, found: Tally) -> dict[tuple[str, ...], Counter[str]]:
    """The same names, read out of a tally."""
    cells = {}
    for c in range(len(found.invited)):
        cell: Counter[str] = Counter(invited=int(found.invited[c]), answered=int(found.answered[c]))
        cell.update(dict(zip(DISPOSITIONS, found.dispositions[c].tolist(), strict=True)))
        for item in asked.items:
            named = (f"{item.id}={category.code}" for category in item.scale.categories)
            cell.update(dict(zip(named, found.counts[item.id][c].tolist(), strict=True)))
        for t, theme in enumerate(asked.themes):
            y, top = found.themes, found.themes_top
            assert y.ids[t] == top.ids[t] == theme.id
            assert y.divisors[t] == top.divisors[t] == lcm(*range(1, len(theme.items) + 1))
            assert y.n[c, t] == top.n[c, t]
            cell.update({f"{theme.id} n": int(y.n[c, t]), f"{theme.id} y": int(y.total[c, t])})
            cell.update({f"{theme.id} yy": int(y.squares[c, t]), f"{theme.id} top": int(top.total[c, t])})
            cell[f"{theme.id} toptop"] = int(top.squares[c, t])
        for (a, b), sums in found.pairs.items():
            cell.update({f"{a} {b} {name}": int(sums[c, n]) for n, name in enumerate(PAIR)})
        cells[tuple(found.levels[key][found.codes[key][c]] for key in KEYS)] = cell
    return cells


def same(one: Mapping[Any, Counter[str]], other: Mapping[Any, Counter[str]]) -> bool:
    """Equal, where a name that is missing stands for 0."""
    return one.keys() == other.keys() and all(
        one[cell][name] == other[cell][name] for cell in one for name in chain(one[cell], other[cell])
    )


each_survey = pytest.mark.parametrize("name", SURVEYS)
quick = settings(max_examples=10, deadline=None)


@each_survey
@quick
@given(data=st.data())
def test_duckdb_counts_what_a_person_would_count(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asked = SURVEYS[name]
    rows = data.draw(persons(asked))
    found = tally(freeze(tmp_path_factory.mktemp("wave"), asked, rows), "duckdb", pairs=True)
    assert found.keys == ("unit", "stratum", "age", "sex", "compare", "weight")
    assert same(by_tally(asked, found), by_hand(asked, rows))


@each_survey
def test_full_blocks_and_full_cells_are_counted_whole(name: str, tmp_path: Path) -> None:
    asked = SURVEYS[name]
    rows = many(asked, 5000)
    found = tally(freeze(tmp_path / "w", asked, rows))
    hand = by_hand(replace(asked, overall=None), rows)
    for cell in hand.values():
        for extra in [n for n in cell if n.split()[-1] in PAIR and n.count(" ") == 2]:
            del cell[extra]
    assert found.pairs == {}
    assert same(by_tally(asked, found), hand)


@pytest.mark.parametrize("code", [*(c.code for c in FIVE.categories), None])
def test_three_thousand_equal_answers_do_not_run_into_the_next_counter(code: int | None, tmp_path: Path) -> None:
    asked = SURVEYS["five categories, do not know, not relevant"]
    row = many(asked, 1)[0] | {"disposition": "complete"} | {item.id: code for item in asked.items}
    found = tally(freeze(tmp_path / "w", asked, [row] * 3000))
    assert found.answered.tolist() == [3000]
    expected = [3000 * (c.code == code) for c in FIVE.categories]
    assert all(found.counts[item.id].tolist() == [expected] for item in asked.items)


@each_survey
def test_postgresql_gives_the_same_bytes_as_duckdb(name: str, tmp_path: Path, postgres_url: str) -> None:
    asked = SURVEYS[name]
    for size in (0, 1, 700):
        wave = freeze(tmp_path / "w", asked, many(asked, size, seed=size))
        here, there = tally(wave, "duckdb", pairs=True), tally(wave, postgres_url, pairs=True)
        assert here.to_bytes() == there.to_bytes()
        assert here.digest == there.digest


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    asked = SURVEYS["more patterns of answering than are listed"]
    rows = many(asked, 1000)
    forwards = tally(freeze(tmp_path / "a", asked, rows))
    mixed = tally(freeze(tmp_path / "b", asked, [rows[n] for n in np.random.default_rng(2).permutation(1000)]))
    assert forwards.to_bytes() == mixed.to_bytes()


@dataclass(frozen=True)
class DealingEngine:
    """DuckDB that deals rows out to blocks like cards: no block follows the file."""

    blocks: int
    dialect = "duckdb"

    def query(self, sql: str, persons: Path, columns: Sequence[str], tables: Mapping[str, pa.Table]) -> pa.Table:
        with duckdb.connect() as connection:
            connection.execute(
                f"CREATE TEMP VIEW persons AS SELECT *, file_row_number % {self.blocks} AS block "
                f"FROM read_parquet('{persons}', file_row_number = true)"
            )
            for name, table in tables.items():
                connection.register(name, table)
            return connection.sql(sql).to_arrow_table()


@each_survey
def test_any_partition_into_blocks_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    asked = SURVEYS[name]
    wave = freeze(tmp_path / "w", asked, many(asked, 1500))
    whole = tally(wave, "duckdb", pairs=True)
    for blocks in (2, 7, 1500):
        assert tally(wave, DealingEngine(blocks), pairs=True).to_bytes() == whole.to_bytes()


def test_a_block_in_which_counters_might_overflow_is_refused(tmp_path: Path) -> None:
    asked = SURVEYS["five categories, do not know, not relevant"]
    row = many(asked, 1)[0] | {"disposition": "complete"}
    wave = freeze(tmp_path / "w", asked, [row] * (BLOCK_ROWS + 1))
    with pytest.raises(ValueError, match="a block has 1024 rows; an engine may put at most 1023 into one"):
        tally(wave, DealingEngine(1))


def test_the_tallies_of_two_halves_add_up_to_the_whole(tmp_path: Path) -> None:
    asked = SURVEYS["negative values and scales that differ in a theme"]
    rows = many(asked, 1001)
    whole, *halves = (
        by_tally(asked, tally(freeze(tmp_path / "w", asked, part), pairs=True))
        for part in (rows, rows[:333], rows[333:])
    )
    added: dict[Any, Counter[str]] = defaultdict(Counter)
    for half in halves:
        for cell, counted in half.items():
            for counter, number in counted.items():
                added[cell][counter] += number
    assert same(whole, added)


def test_an_item_that_nobody_answers_and_a_unit_without_answers_are_counted_as_nothing(tmp_path: Path) -> None:
    asked = SURVEYS["five categories, do not know, not relevant"]
    rows = many(asked, 200)
    for row in rows:
        row["t0_1"] = None
        if row["unit"] == "0851":
            row["disposition"] = "no_answer"
    found = tally(freeze(tmp_path / "w", asked, rows), pairs=True)
    silent = found.codes["unit"] == found.levels["unit"].index("0851")
    assert found.invited[silent].sum() == found.dispositions[silent, DISPOSITIONS.index("no_answer")].sum() > 0
    assert found.counts["t0_1"].sum() == found.answered[silent].sum() == found.themes.n[silent].sum() == 0
    assert same(by_tally(asked, found), by_hand(asked, rows))


@pytest.mark.parametrize("items", range(1, 8))
@pytest.mark.parametrize("scale_of", [FIVE, BETTER_LOW])
def test_a_theme_has_a_score_from_half_of_its_items_on(items: int, scale_of: Scale, tmp_path: Path) -> None:
    asked = questionnaire([scale_of] * items)
    base = many(asked, 1)[0] | {"disposition": "partial"}
    code = scale_of.answers[0].code
    rows = [
        base | {"weight": str(answered)} | {f"t0_{n}": code if n < answered else None for n in range(items)}
        for answered in range(items + 1)
    ]
    found = tally(freeze(tmp_path / "w", asked, rows))
    scored = {
        int(found.levels["weight"][w]): n for w, n in zip(found.codes["weight"], found.themes.n[:, 0], strict=True)
    }
    assert scored == {answered: int(answered >= ceil(items / 2)) for answered in range(items + 1)}
    divisor, value = lcm(*range(1, items + 1)), scale_of.answers[0].value
    assert value is not None
    assert (found.themes.total[:, 0] == found.themes.n[:, 0] * divisor * value).all()


def test_a_breakoff_with_answers_is_invited_but_not_counted(tmp_path: Path) -> None:
    asked = SURVEYS["no theme at all"]
    rows = [many(asked, 1)[0] | {"disposition": d, "a0": 1} for d in DISPOSITIONS]
    found = tally(freeze(tmp_path / "w", asked, rows))
    assert found.invited.tolist() == [7]
    assert found.answered.tolist() == [2]
    assert found.dispositions.tolist() == [[1] * 7]
    assert found.counts["a0"].tolist() == [[2, 0]]


def test_a_person_with_an_answer_outside_the_scale_is_refused_and_not_lost(tmp_path: Path) -> None:
    asked = SURVEYS["five categories, do not know, not relevant"]
    rows = many(asked, 50)
    rows[17] |= {"t1_3": 7}
    with pytest.raises(Refused, match=r"1 persons have an answer that is not on the question's scale"):
        tally(freeze(tmp_path / "w", asked, rows))


def test_local_questions_with_the_same_codes_share_a_column(tmp_path: Path) -> None:
    local = [Item(f"{unit}-1", s, SOMETHING, SOMETHING, None, 1, unit) for unit, s in (("0101", FIVE), ("0851", FIVE))]
    asked = replace(SURVEYS["no theme at all"], local_items=tuple(local))
    rows = [row | {"local_1": 8} for row in many(asked, 20)]
    wave = freeze(tmp_path / "w", replace(asked, items=(*asked.items, replace(local[0], id="local_1"))), rows)
    found = tally(replace(wave, questionnaire=asked))
    assert found.counts["local_1"].sum(axis=0).tolist() == [0, 0, 0, 0, 0, found.answered.sum(), 0]


def test_local_questions_with_other_codes_are_refused(tmp_path: Path) -> None:
    local = [Item(f"{u}-1", s, SOMETHING, SOMETHING, None, 1, u) for u, s in (("0101", FIVE), ("0851", BETTER_LOW))]
    asked = replace(SURVEYS["no theme at all"], local_items=tuple(local))
    with pytest.raises(Refused, match="0851-1: the scale low has other codes than five of 0101-1"):
        tally(FrozenWave(tmp_path, SPEC, asked, {}))


def test_a_theme_whose_squares_may_outgrow_64_bits_is_refused(tmp_path: Path) -> None:
    asked = questionnaire([FIVE] * 20)
    with pytest.raises(Refused, match="theme t0: 20 items are too many"):
        tally(freeze(tmp_path / "w", asked, many(asked, 3)))


def test_the_engine_may_be_named_or_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = SURVEYS["no theme at all"]
    wave = freeze(tmp_path / "w", asked, many(asked, 30))
    monkeypatch.setenv("BORGERPULS_ENGINE", "duckdb")
    assert tally(wave).digest == tally(wave, "duckdb").digest == tally(wave, engine_at("duckdb")).digest
