"""A proposal of weights in the terminal: the printed groups, what the weights do now and would do, and the lines."""

from collections.abc import Iterator

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text as Line

from borgerpuls.dataset.columns import cell_columns
from borgerpuls.dataset.spec import weighting_table
from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.messages import _, joined
from borgerpuls.reports.wording import number
from borgerpuls.results.weighting_proposal import PrintedGroup, WeightingOutcome, WeightingProposal
from borgerpuls.text import Text

NOTHING = "–"

_TITLE = _("Weights of {wave}")
_GROUPS = _("Printed groups")
_HEADS = (_("variable"), _("in the weights"), _("in the frame"), _("categories"), _("thin"), _("fewest answers"))
_YES_NO = {True: _("yes"), False: _("no")}
_THIN = _(
    "thin: categories with fewer than {minimum} answers, all units together; each joins its neighbour in its unit."
)
_DOES = _("What the weights do")
_NOW, _PROPOSED = _("now"), _("proposed")
_METHOD = _("weighting")
_NAMES = {
    "kish": _("Kish's design effect of the weights"),
    "g": _("smallest and largest weight, times the one before"),
    "r": _("R-indicator of the response, before weights"),
    "bias": _("the mean can still be off by up to"),
}
_READ = _(
    "R-indicator: 1 when all printed groups were as likely to answer. Off by up to: because response differs by "
    "printed groups among persons who are alike to the weights; what no group tells is not in it."
)
_NO_MODEL = _("Who was asked and did not answer is not in the file, so nothing is known of the bias.")
_NOTHING_PROPOSED = _("Nothing is proposed. {why}")
_LACKING = _(
    "The frame does not count {lacking}. Give a file with a row for each combination of {columns} in [frame] of the "
    "mapping file, name {lacking} in [frame.columns], and import again. The column count holds how many persons."
)
_IMPORTED = _(
    "The frame of the wave has no column of {imported}; the persons of the file were counted, since they are the "
    "frame. Paste the lines under [wave.weighting] of the mapping file and import again."
)
_LEFT_OUT = _("Left out: {left_out}, whose counts no weights meet beside the others in every unit.")
_PASTE = _("Paste these lines into {folder}/wave.toml, and accept them: borgerpuls check {folder} --seal")


def show_proposal(proposal: WeightingProposal, wave: FrozenWave, language: str, console: Console) -> None:
    """Print the printed groups, both weightings side by side, and the lines of ``wave.toml``."""
    console.print(Line(_TITLE.format(wave=wave.spec.name)[language], style="bold"))
    console.print(_groups(proposal, wave, language))
    console.print(Line(_THIN.format(minimum=wave.spec.weighting.minimum)[language], style="dim"))
    console.print(_outcomes(proposal, wave, language))
    for said in _notes(proposal, wave):
        console.print(Line(said[language], style="dim"))
    if proposal.proposed is None:
        return
    if not proposal.imported:
        console.print(Line(_PASTE.format(folder=wave.folder)[language]))
    console.print()
    # Not folded to the terminal: half a comment is no line of a file.
    console.print(Line("\n".join(weighting_table(proposal.proposed.weighting))), soft_wrap=True)


def _groups(proposal: WeightingProposal, wave: FrozenWave, language: str) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, title=Line(_GROUPS[language], style="bold"), title_justify="left")
    for place, head in enumerate(_HEADS):
        grid.add_column(Line(head[language]), justify="right" if place in (3, 4) else "left")
    used = wave.spec.weighting.by if wave.spec.weighting.method not in ("none", "given") else ()
    for group in proposal.groups:
        grid.add_row(
            Line(group.variable),
            _YES_NO[group.variable in used][language],
            Line(_YES_NO[group.counted][language], style="" if group.counted else "bold yellow"),
            number.count(group.categories, language),
            number.count(group.thin, language),
            Line(_thinnest(group, language)),
        )
    return grid


def _thinnest(group: PrintedGroup, language: str) -> str:
    unit, category, answers = group.thinnest
    return f"{number.count(answers, language)} ({unit}, {category or '?'})" if group.categories else NOTHING


def _outcomes(proposal: WeightingProposal, wave: FrozenWave, language: str) -> Grid:
    """Both weightings in columns; the proposed one is left out where there is none."""
    found = [(title, one) for title, one in ((_NOW, proposal.now), (_PROPOSED, proposal.proposed)) if one]
    grid = Grid(box=SIMPLE_HEAD, title=Line(_DOES[language], style="bold"), title_justify="left")
    grid.add_column("")
    for title, _one in found:
        grid.add_column(Line(title[language]), justify="right")
    grid.add_row(_METHOD[language], *(Line(_named(one.weighting)) for _title, one in found))
    theme = wave.questionnaire.theme(wave.questionnaire.overall or wave.questionnaire.themes[0].id)
    names = {**_NAMES, "mean": joined(", ", (theme.name, wave.spec.place))}
    for part, name in names.items():
        grid.add_row(Line(name[language]), *(_told(one, part, language) for _title, one in found))
    return grid


def _named(weighting: Weighting) -> str:
    return f"{weighting.method}: {', '.join(weighting.by)}" if weighting.by else weighting.method


def _told(one: WeightingOutcome, part: str, language: str) -> str:
    """A number of an outcome as it is printed; a dash where there is none."""
    if part == "g":
        numbers = (one.smallest, one.largest)
        return NOTHING if np.isnan(numbers).any() else number.means(*numbers, language)
    if part == "mean":
        return NOTHING if np.isnan(one.mean) else number.mean_with_interval(one.mean, one.low, one.high, language)
    value = getattr(one, part)
    return NOTHING if np.isnan(value) else number.fixed(value, language, 2)


def _notes(proposal: WeightingProposal, wave: FrozenWave) -> Iterator[Text]:
    """What must be said of the proposal, or of there being none."""
    shown = proposal.now or proposal.proposed
    if shown is not None and wave.spec.weighting.method != "given":
        yield _NO_MODEL if np.isnan(shown.bias) else _READ
    if proposal.left_out:
        yield _LEFT_OUT.format(left_out=", ".join(proposal.left_out))
    if proposal.lacking and wave.spec.weighting.method != "given":
        cells = dict.fromkeys((*cell_columns(wave.spec), *wave.spec.groups))
        yield _LACKING.format(lacking=", ".join(proposal.lacking), columns=", ".join(("unit", *cells)))
    if proposal.imported:
        yield _IMPORTED.format(imported=", ".join(proposal.imported))
    if proposal.why_not:
        yield _NOTHING_PROPOSED.format(why=proposal.why_not)
