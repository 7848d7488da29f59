"""A proposal of weights in the terminal: dashes where there is no number, and every note that belongs to it."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
from made.questionnaires import SMALL
from made.waves import SPEC
from rich.console import Console

from borgerpuls.commands.views.weighting import show_proposal
from borgerpuls.dataset.spec import weighting_table, write_spec
from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.messages import _
from borgerpuls.questionnaire.read import read
from borgerpuls.results.weighting_proposal import PrintedGroup, WeightingOutcome, WeightingProposal

WAVE = FrozenWave(Path("w"), SPEC, read(SMALL), {})
BOUNDED = Weighting("rake", ("age", "sex"), 15, (0.25, 3.5))
NOW = WeightingOutcome(Weighting("none"), 1.0, *[np.nan] * 7)
THEN = WeightingOutcome(BOUNDED, 1.2345, 0.25, 3.4999, 3.456, 3.35, 3.55, 0.987, 0.034)
GROUPS = (PrintedGroup("age", True, 12, 3, ("0360", "", 2), True), PrintedGroup("sex", True, 0, 0, ("", "", 0), True))
PROPOSAL = WeightingProposal(GROUPS, NOW, (), THEN, None, (), (), ())


def shown(proposal: WeightingProposal, width: int = 160) -> str:
    out = StringIO()
    show_proposal(proposal, WAVE, "en", Console(file=out, width=width, highlight=False, soft_wrap=width == 160))
    return out.getvalue()


def test_numbers_are_rounded_and_what_is_none_is_a_dash() -> None:
    said = shown(PROPOSAL)
    assert "1.23" in said
    assert "0.25–3.50" in said
    assert "3.46 (3.35–3.55)" in said
    assert said.count("–\n") + said.count("–  ") >= 4
    assert "2 (0360, ?)" in said


def test_the_lines_are_those_that_the_wave_file_understands() -> None:
    lines = "\n".join(weighting_table(BOUNDED)) + "\n"
    assert lines.endswith("lower = 0.25\nupper = 3.5\n")
    assert "lower" not in "\n".join(weighting_table(replace(BOUNDED, bounds=None)))
    assert shown(PROPOSAL).endswith(lines)
    assert shown(PROPOSAL, width=40).endswith(lines)  # a narrow terminal folds no line that is to be pasted
    assert lines in write_spec(replace(SPEC, weighting=BOUNDED))


def test_every_note_that_belongs_to_a_proposal_is_told() -> None:
    said = shown(replace(PROPOSAL, lacking=("sex",), imported=("age",), left_out=("region",)))
    assert "nothing is known of the bias" in said
    assert "Left out: region" in said
    assert "under [wave.weighting] of the mapping file" in said
    assert "--seal" not in said


def test_where_nothing_is_proposed_the_reason_stands_instead_of_lines() -> None:
    said = shown(replace(PROPOSAL, proposed=None, why_not=_("The weights know every printed group.")))
    assert said.rstrip().endswith("Nothing is proposed. The weights know every printed group.")
