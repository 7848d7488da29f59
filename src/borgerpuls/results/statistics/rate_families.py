"""Which groups of a place answered less or more than the others: each beside the rest, all of them judged together."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from borgerpuls.arrays import Floats
from borgerpuls.messages import _
from borgerpuls.method.array_operations import quotient
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.method.disclosure.primary import SHOWN
from borgerpuls.method.nonresponse.outcome_rates import group_response_p
from borgerpuls.results.declaration.statistic import GROUPS, NONRESPONDENTS, Inputs, Statistic, Unit
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import FEW_ANSWERS
from borgerpuls.results.statistics.response_rates import ANSWERED, RATE


def rate_family_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """``rate-stands-out``: the response rate of every group beside that of the other persons of its place.

    p is exact (``group_response_p``) and adjusted over all groups of all group variables of the place whose rate is
    shown: a report names the lowest and the highest of them. The test takes persons as drawn one by one, so there is
    none where they were drawn in clusters.
    """
    if inputs.wave.spec.clusters:
        return
    made = {block.groups[0][0]: block for block in inputs.made[RATE.id]}
    variables = [v for v in inputs.wave.spec.groups if v in made]
    of_all, asked_of_all = _counts(made[""])
    blocks, raw = [], []
    for variable in variables:
        block = made[variable]
        answered, asked = _counts(block)
        at = np.ix_(np.arange(len(block.places)), np.arange(len(block.groups)), np.array([_column(block, RATE.id)]))
        shown = (block.reason[at] == SHOWN)[..., 0] & block.exists[at][..., 0]
        p = np.where(shown, group_response_p(answered, asked, of_all, asked_of_all), np.nan)
        apart = quotient(answered, asked) - quotient(of_all - answered, asked_of_all - asked)
        raw.append(p)
        blocks.append(
            replace(
                block,
                kind=["response"],
                measure=np.full((len(block.places), 1), RATE_STANDS_OUT.id, dtype=object),
                statistic=np.full((len(block.places), 1), RATE_STANDS_OUT.name, dtype=object),
                exists=block.exists[at],
                reason=block.reason[at],
                estimates=block.estimates.at(at),
                numbers={"difference": apart[..., None]},
            )
        )
    adjusted = [benjamini_hochberg(row) for row in np.concatenate(raw, axis=1)]
    ends = np.cumsum([part.shape[1] for part in raw])[:-1]
    for block, p in zip(blocks, np.split(np.array(adjusted), ends, axis=1), strict=True):
        yield replace(block, numbers={**block.numbers, "p": p[..., None]})


def _counts(block: FigureBlock) -> tuple[Floats, Floats]:
    """Persons who answered and who were asked, [P, D]."""
    return block.estimates.n[..., _column(block, ANSWERED.id)], block.estimates.n[..., _column(block, RATE.id)]


def _column(block: FigureBlock, measure: str) -> int:
    return int(block.measure[0].tolist().index(measure))


RATE_STANDS_OUT = Statistic(
    id="rate-stands-out",
    label=_("Response rate of a group beside the others of the place, judged among all groups"),
    function=rate_family_figures,
    kinds=("response",),
    where="groups of units and of the whole",
    columns="the response rate of the group and its difference from that of the other persons of the place; p adjusted "
    "over all groups of all group variables of the place that are shown (Benjamini-Hochberg)",
    formula=("Δ_g = RR2_g − RR2 of the others", "p = 2·min(P(X ≤ a), P(X ≥ a)),  X hypergeometric"),
    sources=(
        "Agresti (2013), Categorical Data Analysis, sec. 3.5",
        "Benjamini & Hochberg (1995), Controlling the false discovery rate",
    ),
    unit=Unit.SHARE,
    hiding=(FEW_ANSWERS,),
    needs=(NONRESPONDENTS, GROUPS),
    after=RATE.id,
    row=11,
    column="rate",
    grouped=("response",),
)
STATISTICS = (RATE_STANDS_OUT,)
