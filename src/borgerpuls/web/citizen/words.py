"""Every sentence of the citizen's pages by its name: the program does not start with one missing in a language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.utils import timezone

from borgerpuls.languages import CITIZENS, months, own_name, right_to_left
from borgerpuls.messages import Incomplete, _, pgettext
from borgerpuls.text import Text

SENTENCES: Mapping[str, Text] = {
    # every page
    "skip": _("Go to the content"),
    "invented": _("Invented data."),
    "invented_more": _("This is a trial. Answers do not count."),
    "language": _("Language"),
    "about": _("About the survey"),
    "accessibility": pgettext("citizen", "Accessibility statement"),
    "error": _("Error"),
    "error_heading": _("There is something to look at"),
    "date": pgettext("date", "{day} {month} {year}"),
    "moment": pgettext("citizen", "{date} at {hour}:{minute}"),
    "clock": _("at {hour}:{minute}"),
    # the code
    "code_title": _("Type your code"),
    "code_lead": _("The code is in the letter or message about the survey. It has 16 letters and digits."),
    "code_label": _("Your code"),
    "code_hint": _("Capital or small letters, with or without hyphens."),
    "code_go": _("Continue"),
    "code_missing": _("Type the code from the letter or message."),
    "code_unknown": _("The code does not fit. See that all 16 signs are there, as in the letter."),
    "code_slow": _(
        "The code does not fit, and many codes were tried from here. Wait a minute. A right code always works."
    ),
    "link_unknown": _("The link does not work. Part of it may be missing. Type the code instead."),
    "code_lost": _("Have you no code?"),
    "code_lost_help": _(
        "The code is personal and stands only in what the municipality sent you. If it is lost, the "
        "municipality can send it again."
    ),
    "code_again": _("Type your code to come back to your answers. Everything you saved is still there."),
    "code_carried": _(
        "The page has been open for too long. Type your code again. What you have just answered is still "
        "here and is saved at once."
    ),
    "code_other": _(
        "Another code was opened in the same browser. Type the code that these answers belong to, so that "
        "they are saved in the right place."
    ),
    "code_left": _("The questionnaire is closed on this device. Everything you saved is still there."),
    # before question 1
    "asks": _("Who asks, and why?"),
    "how": _("How it works"),
    "how_long": _("It takes about {minutes} minutes."),
    "how_skip": _("It is voluntary, and you can skip questions."),
    "how_saved": _("Your answers are saved page by page. You can pause and go on with another phone or computer."),
    "how_until": _("You can answer until {date}."),
    "kept": _("Your data"),
    "kept_confidential": _("Your answers are confidential. The reports show figures for many citizens together only."),
    "kept_until": _(
        "Name, address and CPR number are used to send you the letter and are deleted on {date}. After that "
        "the answers are not tied to your name."
    ),
    "start": _("Start"),
    "go_on": _("Go on where you left"),
    # a page of questions
    "progress": _("Page {n} of {of}"),
    "saved": _("Saved {clock}"),
    "local_title": _("Questions from your municipality"),
    "more_title": _("More questions"),
    "comment_title": _("In your own words"),
    "comment_hint": _(
        "Write no names, CPR numbers or anything else that shows who you or others are. {most} characters at most."
    ),
    "comment_long": _("The text has {n} characters. Shorten it to {most} at most."),
    "skip_any": _("You can skip questions."),
    "clear": _("Delete my answer"),
    "choose_again": _("The answer could not be read and is not saved. Choose it again."),
    "next": _("Save and go on"),
    "previous": _("Save and go back"),
    "to_review": _("Save and see all answers"),
    # check and submit
    "review_title": _("Check your answers"),
    "review_lead": _("The answers are saved but not submitted. Change them, or submit them now."),
    "review_missing": _("Questions without an answer: {n}. You may submit them like that."),
    "no_answer": _("Not answered"),
    "change": pgettext("citizen", "Change"),
    "submit": _("Submit my answers"),
    # the receipt
    "receipt_title": _("Thank you. Your answers have been received"),
    "receipt_lead": _("This is how they stand with us right now:"),
    "receipt_number": _("Receipt no."),
    "receipt_at": _("Submitted"),
    "receipt_answered": _("Questions answered"),
    "receipt_of": _("{answered} of {asked}"),
    "receipt_comment": _("Your own words"),
    "receipt_signs": _("Saved, {n} characters"),
    "receipt_none": _("None"),
    "receipt_details": _("See the answers that are saved"),
    "receipt_reopen_help": _(
        "You can change your answers until {date}. Those you submitted hold until you submit again."
    ),
    "receipt_reopen": _("Change my answers"),
    "receipt_closed": _("The survey is over, so the answers can no longer be changed."),
    "leave": _("Close on this device"),
    "leave_help": _("Are you at a computer that others use? Then close when you are done."),
    # no, thank you
    "no_link": _("I do not want to answer"),
    "no_title": _("Do you not want to answer?"),
    "no_lead": _(
        "That is quite all right. Choose what fits, and you get no reminders. Answers that you saved are not used."
    ),
    "no_label": _("What fits you?"),
    "no_decline": _("I do not want to take part"),
    "no_ineligible": _("I am not one of those whom the survey is about"),
    "no_choose": _("Choose what fits you."),
    "no_confirm": _("Confirm"),
    "no_stay": _("No, I would like to answer"),
    "declined_title": _("You have said no, thank you"),
    "ineligible_title": _("You are not one of those we ask"),
    "out_lead": _("It was saved on {moment}. You get no reminders."),
    "out_until": _("You can change your mind until {date}."),
    "out_undo": _("I will answer after all"),
    # too late, too early, gone wrong
    "closed_title": _("The survey is over"),
    "closed_lead": _("It could be answered until {date}."),
    "closed_late": _("The page you have just sent came after closing time and is not saved."),
    "closed_kept": _("What you answered in time is saved and counts: {n} answers."),
    "closed_nothing": _("We have no answers from you. You need do nothing."),
    "early_title": _("The survey has not begun"),
    "early_lead": _("You can answer from {date}. Use the same link or code."),
    "missing_title": _("There is no such page"),
    "missing_help": _("Type your code to come to your answers."),
    "broken_title": _("Something went wrong with us"),
    "broken_help": _("It is not your fault. Everything that was saved is still there. Wait a moment and try again."),
    "broken_again": _("Try again"),
    "foreign_title": _("The page came from a foreign place"),
    "foreign_help": _("To be safe, nothing was saved. Type your code here and answer again."),
}


@dataclass(frozen=True)
class Language:
    """A language's id, what it calls itself, and the way it is written."""

    id: str
    name: str
    direction: str


class PageWords(Mapping[str, str]):
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
        return self.say("date", day=day.day, month=months(self.language.id)[day.month - 1], year=day.year)

    def moment(self, at: datetime) -> str:
        """``10. marts 2026 kl. 9.30``, by the clock on the wall."""
        here = timezone.localtime(at)
        return self.say("moment", date=self.day(here.date()), hour=here.hour, minute=f"{here.minute:02d}")

    def clock(self, at: datetime) -> str:
        """``kl. 9.30``, by the clock on the wall."""
        here = timezone.localtime(at)
        return self.say("clock", hour=here.hour, minute=f"{here.minute:02d}")


@cache
def words() -> dict[str, PageWords]:
    """Language -> its words, as this process read them when it started."""
    return read_words(CITIZENS)


def read_words(languages: Sequence[str]) -> dict[str, PageWords]:
    """Language -> its words. Raises ``Incomplete`` with every sentence that is not written in one of the languages."""
    found = {}
    for code in languages:
        if lacking := [text["en"] for text in SENTENCES.values() if code not in text]:
            raise Incomplete(code, lacking)
        direction = "rtl" if right_to_left(code) else "ltr"
        language = Language(code, own_name(code), direction)
        found[code] = PageWords(language, {name: text[code] for name, text in SENTENCES.items()})
    return found
