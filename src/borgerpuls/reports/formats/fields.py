"""What each column of the figures holds, in words: for the data package and the workbook."""

from dataclasses import dataclass
from typing import Final, Literal

from borgerpuls.text import Text


@dataclass(frozen=True)
class Field:
    name: str
    type: Literal["string", "number", "integer"]
    description: Text


FIELDS: Final = (
    Field("address", "string", Text(
        da="Tallets adresse; »borgerpuls trace« med den viser, hvordan tallet er lavet.",
        en="The address of the figure; 'borgerpuls trace' with it shows how the figure was made.")),
    Field("wave", "string", Text(da="Målingen.", en="The wave.")),
    Field("place", "string", Text(
        da="Enhedens kode, eller helhedens: uden tilføjelse som gennemsnit over personer, med .units over enheder.",
        en="Code of the unit, or of the whole: plain is the mean over persons, with .units over units.")),
    Field("measure", "string", Text(da="Tema, spørgsmål eller svar på målingen.",
                                    en="Theme, item or response to the wave.")),
    Field("statistic", "string", Text(
        da="mean: gennemsnit; top2: andel positive svar; share=KODE: andel med det svar; change: ændring siden en "
           "tidligere måling; rate: svarandel; kish: 1+cv² af vægtene.",
        en="mean; top2: share of favourable answers; share=CODE: share with that answer; change: since an earlier "
           "wave; rate: response rate; kish: 1+cv² of the weights.")),
    Field("group_by", "string", Text(da="Det, der er delt op efter; tomt for alle.",
                                     en="What the figure is broken down by; empty for everybody.")),
    Field("group", "string", Text(da="Gruppens kode.", en="Code of the group.")),
    Field("estimate", "number", Text(da="Skønnet. Andele er 0 til 1.", en="The estimate. Shares are 0 to 1.")),
    Field("se", "number", Text(da="Standardfejl.", en="Standard error.")),
    Field("df", "number", Text(da="Frihedsgrader.", en="Degrees of freedom.")),
    Field("low", "number", Text(da="Nedre grænse for 95 %-sikkerhedsintervallet.",
                                en="Lower bound of the 95% confidence interval.")),
    Field("high", "number", Text(da="Øvre grænse for 95 %-sikkerhedsintervallet.",
                                 en="Upper bound of the 95% confidence interval.")),
    Field("n", "integer", Text(da="Antal svar bag tallet.", en="Number of answers behind the figure.")),
    Field("population", "number", Text(da="Antal personer, som svarene står for.",
                                       en="Number of persons the answers stand for.")),
    Field("compared_with", "string", Text(da="Det sted eller den måling, der sammenlignes med.",
                                          en="The place or wave compared with.")),
    Field("difference", "number", Text(da="Dette tal minus det andet.", en="This figure minus the other.")),
    Field("difference_se", "number", Text(da="Forskellens standardfejl.", en="Standard error of the difference.")),
    Field("difference_low", "number", Text(da="Forskellens nedre 95 %-grænse.",
                                           en="Lower 95% bound of the difference.")),
    Field("difference_high", "number", Text(da="Forskellens øvre 95 %-grænse.",
                                            en="Upper 95% bound of the difference.")),
    Field("p", "number", Text(da="Forskellens tosidede p-værdi.", en="Two-sided p value of the difference.")),
    Field("hidden", "string", Text(da="Tom, eller grunden til at tallet ikke vises.",
                                   en="Empty, or the reason why the figure is not shown.")),
)  # fmt: skip
"""One for each of ``results.figure.COLUMNS``, in their order."""
