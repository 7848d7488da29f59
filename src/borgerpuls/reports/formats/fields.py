"""What each column of the figures holds, in words: for the data package and the workbook."""

from dataclasses import dataclass
from typing import Final, Literal

from borgerpuls.messages import _
from borgerpuls.text import Text


@dataclass(frozen=True)
class Field:
    name: str
    type: Literal["string", "number", "integer"]
    description: Text


FIELDS: Final = (
    Field(
        "address", "string", _("The address of the figure; 'borgerpuls trace' with it shows how the figure was made.")
    ),
    Field("wave", "string", _("The wave.")),
    Field(
        "place",
        "string",
        _("Code of the unit, or of the whole: plain is the mean over persons, with .units over units."),
    ),
    Field("measure", "string", _("Theme, item or response to the wave.")),
    Field(
        "statistic",
        "string",
        _(
            "mean; top2: share of favourable answers; share=CODE: share with that answer; change: since an "
            "earlier wave; rate: response rate; kish: 1+cv² of the weights."
        ),
    ),
    Field("group_by", "string", _("What the figure is broken down by; empty for everybody.")),
    Field("group", "string", _("Code of the group.")),
    Field("estimate", "number", _("The estimate. Shares are 0 to 1.")),
    Field("se", "number", _("Standard error.")),
    Field("df", "number", _("Degrees of freedom.")),
    Field("low", "number", _("Lower bound of the 95% confidence interval.")),
    Field("high", "number", _("Upper bound of the 95% confidence interval.")),
    Field("n", "integer", _("Number of answers behind the figure.")),
    Field("population", "number", _("Number of persons the answers stand for.")),
    Field("compared_with", "string", _("The place or wave compared with.")),
    Field("difference", "number", _("This figure minus the other.")),
    Field("difference_se", "number", _("Standard error of the difference.")),
    Field("difference_low", "number", _("Lower 95% bound of the difference.")),
    Field("difference_high", "number", _("Upper 95% bound of the difference.")),
    Field("p", "number", _("Two-sided p value of the difference.")),
    Field("hidden", "string", _("Empty, or the reason why the figure is not shown.")),
    Field(
        "afterwards",
        "string",
        _("Empty, or what of the figure was found afterwards: it was not in the plan of analysis."),
    ),
)
"""One for each of ``results.figure.COLUMNS``, in their order."""
