"""Every word of the citizen's pages, from ``survey/citizen.toml``: complete in each language, or the program does not
start.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from borgerpuls.messages import _
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.toml.reader import Table, opened
from borgerpuls.text import Text

_FILLED_IN = re.compile(r"{(\w+)}")
FORMS = {
    "date": {"day", "month", "year"}, "moment": {"date", "hour", "minute"}, "clock": {"hour", "minute"},
    "how_long": {"minutes"}, "how_until": {"date"}, "kept_until": {"date"}, "progress": {"n", "of"},
    "saved": {"clock"}, "comment_hint": {"most"}, "comment_long": {"n", "most"}, "review_missing": {"n"},
    "receipt_of": {"answered", "asked"}, "receipt_signs": {"n"}, "receipt_reopen_help": {"date"},
    "out_lead": {"moment"}, "out_until": {"date"}, "closed_lead": {"date"}, "closed_kept": {"n"},
    "early_lead": {"date"},
}  # fmt: skip
"""What is filled in, by word."""
PLAIN = (
    "skip", "invented", "invented_more", "language", "about", "accessibility", "error", "error_heading", "months",
    "code_title", "code_lead", "code_label", "code_hint", "code_go", "code_missing", "code_unknown", "code_slow",
    "link_unknown", "code_lost", "code_lost_help", "code_again", "code_carried", "code_other", "code_left",
    "asks", "how", "how_skip", "how_saved", "kept", "kept_confidential", "start", "go_on",
    "local_title", "more_title", "comment_title", "skip_any", "clear", "choose_again", "next", "previous", "to_review",
    "review_title", "review_lead", "no_answer", "change", "submit",
    "receipt_title", "receipt_lead", "receipt_number", "receipt_at", "receipt_answered", "receipt_comment",
    "receipt_none", "receipt_details", "receipt_reopen", "receipt_closed", "leave", "leave_help",
    "no_link", "no_title", "no_lead", "no_label", "no_decline", "no_ineligible", "no_choose", "no_confirm", "no_stay",
    "declined_title", "ineligible_title", "out_undo", "closed_title", "closed_late", "closed_nothing", "early_title",
    "missing_title", "missing_help", "broken_title", "broken_help", "broken_again", "foreign_title", "foreign_help",
)  # fmt: skip


@dataclass(frozen=True)
class Language:
    """A language's id, what it calls itself, and the way it is written."""

    id: str
    name: str
    direction: str


class Spoken(Mapping[str, str]):
    """The words in one language: ``spoken["next"]``, in a template ``{{ w.next }}``; unknown ones raise."""

    def __init__(self, language: Language, words: Mapping[str, str]) -> None:
        self.language = language
        self._words = words

    def __getitem__(self, name: str) -> str:
        return self._words[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def say(self, name: str, **values: object) -> str:
        """A word with its values filled in."""
        return self[name].format(**values)

    def day(self, day: date) -> str:
        """``10. marts 2026``"""
        return self.say("date", day=day.day, month=self["months"].split()[day.month - 1], year=day.year)

    def moment(self, at: datetime) -> str:
        """``10. marts 2026 kl. 9.30``, by the clock on the wall."""
        here = timezone.localtime(at)
        return self.say("moment", date=self.day(here.date()), hour=here.hour, minute=f"{here.minute:02d}")

    def clock(self, at: datetime) -> str:
        """``kl. 9.30``, by the clock on the wall."""
        here = timezone.localtime(at)
        return self.say("clock", hour=here.hour, minute=f"{here.minute:02d}")


@cache
def words() -> dict[str, Spoken]:
    """Language -> its words, as this process read them when it started."""
    return read_words(settings.SURVEY / "citizen.toml")


def read_words(path: Path) -> dict[str, Spoken]:
    """Language -> its words, in the file's order. Raises ``Refused`` with everything that is missing or too much."""
    problems = Problems()
    found: dict[str, Spoken] = {}
    if root := opened(path, problems):
        languages = _languages(root)
        table = root.table("words", required=True)
        root.close()
        if table:
            texts = {name: table.words(name, list(languages)) for name in (*FORMS, *PLAIN)}
            for name, text in texts.items():
                _check_forms(table, name, text)
            table.close()
            for code, language in languages.items():
                found[code] = Spoken(language, {name: text.get(code, "") for name, text in texts.items()})
    problems.refuse()
    return found


def _languages(root: Table) -> dict[str, Language]:
    found = {}
    for table in root.tables("languages", required=True):
        code = table.named("id")
        found[code] = Language(code, table.string("name"), table.choice("direction", ("ltr", "rtl"), "ltr"))
        table.close()
    return found


def _check_forms(table: Table, name: str, text: Text) -> None:
    for language, words in text.items():
        if set(_FILLED_IN.findall(words)) != FORMS.get(name, set()):
            wanted = ", ".join(f"{{{value}}}" for value in sorted(FORMS.get(name, ()))) or "–"
            table.wrong(
                name,
                _(
                    '"{name}" in the language "{language}" must be filled in with: {wanted}.',
                    name=name,
                    language=language,
                    wanted=wanted,
                ),
                _("Write each once, in curly brackets."),
            )
        elif name == "months" and len(words.split()) != 12:
            table.wrong(
                name,
                _('There must be twelve months in the language "{language}".', language=language),
                _("Write them in order with spaces between."),
            )
