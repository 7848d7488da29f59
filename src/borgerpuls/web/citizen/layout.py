"""Which sheets there are: a page of questions, all answers to be checked, the receipt. Each is rendered once."""

from functools import lru_cache

from borgerpuls.fieldwork.responses.answers import LONGEST_COMMENT, Respondent
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.questionnaire.model import Item
from borgerpuls.questionnaire.routing import Page, Step, pages
from borgerpuls.web.citizen.layout_context import page_context, page_languages
from borgerpuls.web.citizen.page_cache import MOST_PAGES, CachedPage, cached_page, gap
from borgerpuls.web.citizen.words import PageWords, words

Asked = tuple[tuple[int, tuple[str, ...]], ...]
"""Page number and columns of each step of somebody's way: who has the same is shown the same sheet."""


def question_page(who: Respondent, language: str, step: Step) -> CachedPage:
    """A page of questions, or of the open question."""
    columns = tuple(item.column for item in step.items)
    return _page(who.fielded, _sharing_unit(who), language, step.number, columns, who.invented, page_languages(who))


def answers_page(who: Respondent, language: str, kind: str) -> CachedPage:
    """All answers: ``kind`` is "review" or "receipt"."""
    asked = tuple((step.number, tuple(item.column for item in step.items)) for step in who.route)
    return _list(kind, who.fielded, _sharing_unit(who), language, asked, who.invented, page_languages(who))


def _sharing_unit(who: Respondent) -> str:
    """Whose sheets a person is shown: units without questions of their own share theirs."""
    return who.unit if any(page.local for page in who.pages) else ""


def title_of(page: Page, w: PageWords) -> str:
    """The heading of a page."""
    if page.comment is not None:
        return w["comment_title"]
    if page.title is not None:
        return page.title[w.language.id]
    return w["local_title" if page.local else "more_title"]


@lru_cache(maxsize=MOST_PAGES)
def _page(
    fingerprint: str, unit: str, language: str, number: int, columns: tuple[str, ...], invented: bool,
    languages: tuple[str, ...],
) -> CachedPage:  # fmt: skip
    w, page = words()[language], pages(questionnaires.read(fingerprint), unit)[number - 1]
    title = title_of(page, w)
    frame = page_context(
        w, title, languages, f"/svar/{{}}/{number}", form="svar-form", survey=_survey(fingerprint, language),
        asker=gap("asker"), invented=invented, personal=True, no=True,
    )  # fmt: skip
    items = [_item(item, language) for item in page.items if item.column in columns]
    comment = page.comment[language] if page.comment else ""
    hint = w.say("comment_hint", most=LONGEST_COMMENT)
    progress = w.say("progress", n=gap("n"), of=gap("of"))
    return cached_page(
        "citizen/page.html",
        {
            **frame,
            "number": number,
            "items": items,
            "comment": comment,
            "hint": hint,
            "progress": progress,
            "wrong": gap("wrong:ord-felt"),
            "error": gap("e:ord-felt"),
        },
    )


@lru_cache(maxsize=MOST_PAGES)
def _list(
    kind: str, fingerprint: str, unit: str, language: str, asked: Asked, invented: bool,
    languages: tuple[str, ...],
) -> CachedPage:  # fmt: skip
    w, laid = words()[language], pages(questionnaires.read(fingerprint), unit)
    here = "/svar/{}/tjek" if kind == "review" else "/svar/{}/kvittering"
    frame = page_context(
        w, w[f"{kind}_title"], languages, here, survey=_survey(fingerprint, language), asker=gap("asker"),
        invented=invented, personal=True, no=True,
    )  # fmt: skip
    parts = []
    for number, columns in asked:
        page = laid[number - 1]
        items = [(item.wording[language], gap(f"a:{item.column}")) for item in page.items if item.column in columns]
        if page.comment:
            items = [(page.comment[language], gap("words"))]
        parts.append((number, title_of(page, w), items))
    return cached_page(f"citizen/{kind}.html", {**frame, "parts": parts})


def _item(item: Item, language: str) -> dict[str, object]:
    choices = [
        {
            "code": category.code,
            "label": category.label[language],
            "checked": gap(f"c:{item.column}:{category.code}"),
            "aside": category.kind != "answer",
        }
        for category in item.scale.categories
    ]
    return {
        "column": item.column,
        "wording": item.wording[language],
        "choices": choices,
        "cleared": gap(f"c:{item.column}:"),
        "new": gap(f"new:{item.column}"),
        "error": gap(f"e:{item.column}"),
        "wrong": gap(f"wrong:{item.column}"),
    }


def _survey(fingerprint: str, language: str) -> str:
    return questionnaires.read(fingerprint).title[language]
