import csv
import re
from pathlib import Path

import numpy as np
import pytest

from borgerpuls.method.change.control_charts import cusum, cusum_run_length, ewma, ewma_run_length, shewhart_run_length
from borgerpuls.method.errors import TooFew


def test_run_lengths_are_those_of_the_reference(shared: Path) -> None:
    rows = list(csv.DictReader((shared / "reference/expected/C26_control_charts.csv").read_text().splitlines()))
    assert len(rows) == 34
    for row in rows:
        numbers = [float(x) for x in re.findall(r"=([\d.]+)", row["item"])]
        shift = float(row["group"].removeprefix("shift="))
        if row["item"].startswith("EWMA"):
            ours = ewma_run_length(weight=numbers[0], width=numbers[1], shift=shift)
        elif row["item"].startswith("CUSUM"):
            ours = cusum_run_length(allowance=numbers[0], decision=numbers[1], shift=shift)
        else:
            ours = shewhart_run_length(width=3, shift=shift)
        assert ours == pytest.approx(float(row["value"]), rel=5e-3), row


def test_quiet_series_alert_as_seldom_as_the_run_length_promises() -> None:
    quiet = np.random.default_rng(3).standard_normal((400, 6_000))
    chart = ewma(quiet)
    first = np.where(chart.alert.any(axis=1), chart.alert.argmax(axis=1) + 1, 6_000)
    promised = ewma_run_length(weight=0.2, width=2.962)
    assert abs(first.mean() - promised) < 3 * promised / 400**0.5


def test_a_lasting_shift_alerts_in_its_direction() -> None:
    shifted = np.concatenate([np.zeros(6), np.full(14, -1.5)])
    assert ewma(shifted).alert[-1]
    chart = cusum(shifted)
    assert chart.alert[-1]
    assert chart.lower[-1] < -chart.limit
    assert chart.upper[-1] == 0


def test_turning_the_series_upside_down_turns_the_chart_upside_down() -> None:
    z = np.random.default_rng(5).standard_normal((7, 12))
    assert np.array_equal(cusum(z).upper, -cusum(-z).lower)
    assert np.array_equal(ewma(z).alert, ewma(-z).alert)


def test_five_waves_are_refused_with_the_number() -> None:
    with pytest.raises(TooFew, match="5 of at least 6"):
        ewma(np.zeros(5))
