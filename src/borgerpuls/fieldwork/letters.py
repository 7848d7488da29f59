"""One person's invitation or reminder, in words: whole in the person's own language, and whole in Danish."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from borgerpuls.fieldwork.responses.access_codes import code_of, link_of
from borgerpuls.fieldwork.survey.letter_templates import DANISH, Words, read_words
from borgerpuls.languages import right_to_left
from borgerpuls.text import Text


@dataclass(frozen=True)
class Sender:
    """Who writes, in one wave: the municipality's name, its own paragraph, and the last day to answer."""

    name: str
    reply_to: str
    paragraph: Text
    closes_on: date
    languages: tuple[str, ...]
    """The languages that the questionnaire can be answered in."""
    invented: bool = False
    """A trial: the letter says that its data are invented."""


@dataclass(frozen=True)
class Part:
    """A letter in one language. ``before`` and ``after`` are the paragraphs around link and code."""

    language: str
    right_to_left: bool
    subject: str
    greeting: str
    before: tuple[str, ...]
    answer: str
    button: str
    scan: str
    code: str
    after: tuple[str, ...]
    farewell: str


@dataclass(frozen=True)
class Offer:
    """One line in a language that the letter is not in, and the questionnaire is."""

    language: str
    right_to_left: bool
    words: str


@dataclass(frozen=True)
class Letter:
    """What one person is sent. ``parts``: own language first, Danish last; one part where they are the same."""

    sender: str
    reply_to: str
    subject: str
    parts: tuple[Part, ...]
    offers: tuple[Offer, ...]
    link: str
    code: str
    sms: str

    @property
    def site(self) -> str:
        """Where a code is typed, as people type an address."""
        return _site()


def letter(sender: Sender, occasion: int, pseudonym: str, language: str, name: str) -> Letter:
    """The invitation (``occasion`` 0) or reminder of one person; ``name`` may be empty.

    A language that letters are not written in, or that the questionnaire is not asked in, gives a Danish letter.
    """
    words = read_words(settings.SURVEY / "letters.toml")
    known = [own for own in sender.languages if own in words.languages]
    spoken = dict.fromkeys((language if language in known else DANISH, DANISH))
    parts = tuple(_part(words, sender, occasion, own, name) for own in spoken)
    link = link_of(pseudonym)
    return Letter(
        sender=sender.name,
        reply_to=sender.reply_to,
        subject=parts[0].subject,
        parts=parts,
        offers=tuple(Offer(own, right_to_left(own), words.both["offer"][own]) for own in known if own not in spoken),
        link=link,
        code=code_of(pseudonym),
        sms="\n".join((*_sms(words, sender, occasion, tuple(spoken)), link)),
    )


def _part(words: Words, sender: Sender, occasion: int, language: str, name: str) -> Part:
    said = {key: text[language] for key, text in words.both.items()}
    told = words.reminder if occasion else words.invitation
    own = sender.paragraph.get(language, "")
    trial = said["invented"] if sender.invented else ""
    questions = said["questions"].format(reply_to=sender.reply_to) if sender.reply_to else ""
    return Part(
        language=language,
        right_to_left=right_to_left(language),
        subject=told.subject[language],
        greeting=said["greeting"].format(name=name) if name else said["unnamed"],
        before=tuple(paragraph for paragraph in (trial, told.opening[language], said["rights"], own) if paragraph),
        answer=said["answer"].format(until=_day(words, "full", sender.closes_on, language)),
        button=said["button"],
        scan=said["scan"].format(site=_site()),
        code=said["code"].format(site=_site()),
        after=tuple(paragraph for paragraph in (said["decline"], questions) if paragraph),
        farewell=said["farewell"],
    )


def _sms(words: Words, sender: Sender, occasion: int, languages: Sequence[str]) -> Iterator[str]:
    told = words.reminder if occasion else words.invitation
    for language in languages:
        yield told.sms[language].format(
            sender=sender.name, until=_day(words, "short", sender.closes_on, language).removesuffix(".")
        )


def _day(words: Words, length: str, day: date, language: str) -> str:
    with override(language):
        return date_format(day, words.dates[length][language])


def _site() -> str:
    return f"{settings.SITE_URL.partition('://')[2]}/k"
