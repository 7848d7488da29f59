"""Sentences in a report's language, with the survey's own words for unit and person in them."""

from dataclasses import dataclass

from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text


def unbroken(words: str) -> str:
    """A per cent sign is never parted from its number, nor from the word it opens: "95 %-interval"; nor is "n = 5"."""
    return words.replace(" %", "\u00a0%").replace("%-", "%\u2011").replace(" = ", "\u00a0=\u00a0")


def capital(words: str) -> str:
    """The words as they open a sentence or stand alone."""
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Phrases:
    """One survey's words in one language."""

    questionnaire: Questionnaire
    language: str

    def say(self, text: Text, **values: object) -> str:
        """The sentence, with the survey's own words for unit, whole and person filled in, and the values given.

        Only this language is asked for: a survey need not be written in the others. A sentence that ends in "pct." has
        its stop already.
        """
        words = self.questionnaire.words
        own = {"unit": words.unit, "units": words.units, "whole": words.whole}
        filled = {**own, "person": words.person, "persons": words.persons, **values}
        spoken = {name: value[self.language] if isinstance(value, Text) else value for name, value in filled.items()}
        return unbroken(text[self.language].format(**spoken)).replace("pct..", "pct.")

    @property
    def unit_head(self) -> str:
        """The survey's word for a unit, as the head of a column."""
        return capital(self.questionnaire.words.unit[self.language])
