"""The least differences that a wave's rule set lets a report mark."""

from dataclasses import dataclass

from borgerpuls.dataset.wave import WaveSpec
from borgerpuls.messages import _
from borgerpuls.reports.context.phrases import Phrases
from borgerpuls.reports.wording import number
from borgerpuls.results.figures.figure import Figure

FROM = _("{least} from {n} answers")


@dataclass(frozen=True)
class Relevance:
    """The relevant difference between units, and inside one place by the number of answers."""

    spec: WaveSpec
    phrases: Phrases

    @property
    def between_units(self) -> float:
        """The least difference between a unit and the whole that is worth telling."""
        return self.spec.rule_set.least(0.0, between_units=True, relevant=self.spec.relevant)

    def inside(self, figure: Figure | None) -> float:
        """The least difference inside one place, over time or between groups, on the answers behind a figure."""
        n = figure.n if figure is not None and figure.n is not None else 0
        return self.spec.rule_set.least(n, between_units=False, relevant=self.spec.relevant)

    @property
    def one_for_all(self) -> bool:
        """Is the least difference inside a place the same for any number of answers?"""
        return not self.spec.rule_set.inside

    @property
    def inside_words(self) -> str:
        """The least difference inside one place in words: "0,10", or by the number of answers "0,65 (80 svar), …"."""
        language = self.phrases.language
        if self.one_for_all:
            return number.mean(self.between_units, language)
        words = (
            self.phrases.say(
                FROM, least=number.mean(max(least, self.spec.relevant), language), n=number.count(n, language)
            )
            for n, least in self.spec.rule_set.inside
        )
        return ", ".join(words)
