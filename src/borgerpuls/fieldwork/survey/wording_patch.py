"""A text-only patch: the same questions, codes, scales and routing in better words, while answers are coming in."""

from collections.abc import Iterator, Mapping

from borgerpuls.messages import _, pgettext
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.model import Background, Category, Item, Questionnaire, Scale
from borgerpuls.questionnaire.toml.reader import quoted
from borgerpuls.text import Text

_KEEP = _("Change words only while the wave is open. All else belongs in the next wave.")


def refuse_other_than_words(before: Questionnaire, after: Questionnaire) -> None:
    """Raise ``Refused`` with everything but words that differs; answers that were given keep their meaning."""
    problems = Problems()
    old, new = _bones(before), _bones(after)
    for where in dict.fromkeys((*old, *new)):
        if old.get(where) != new.get(where):
            problems.add(where, _differs(old.get(where), new.get(where)), _KEEP)
    was, counts = _counting(before), _counting(after)
    for where in was:  # a code that is gone or new has been told with its scale
        if where in counts and was[where] != counts[where]:
            problems.add(where, _DIFFERS.format(old=was[where], new=counts[where]), _KEEP)
    problems.refuse()


def words_changed(before: Questionnaire, after: Questionnaire) -> tuple[tuple[Text, str, str, str], ...]:
    """What a patch says anew: where, language, the words before and after."""
    old, new = _words(before), _words(after)
    return tuple(
        (where, language, words[language], new[where][language])
        for where, words in old.items()
        if where in new
        for language in words
        if language in new[where] and words[language] != new[where][language]
    )


def _differs(old: str | None, new: str | None) -> Text:
    if old is None:
        return _("Is new: {new}.", new=new)
    if new is None:
        return _("Is gone; was {old}.", old=old)
    return _DIFFERS.format(old=old, new=new)


_DIFFERS = _("Was {old} and is now {new}.")


def _bones(found: Questionnaire) -> Mapping[Text, str]:
    """Everything that is not words: where it stands and what it is."""
    bones: dict[Text, str] = {
        _("id"): found.id,
        _("languages"): ", ".join(found.languages),
        _("the themes"): ", ".join(theme.id for theme in found.themes),
        _("the order of items"): ", ".join(item.id for item in found.items),
        _("the overall theme"): found.overall or "–",
        _("the open question"): "–" if found.comment is None else "1",
    }
    for theme in found.themes:
        name = pgettext("the theme", "theme {theme}", theme=quoted(theme.id))
        bones[name] = f"{', '.join(theme.items)}; {theme.answered}"
    for scale in found.scales:
        bones[_("scale {scale}", scale=quoted(scale.id))] = _scale(scale)
    for item in (*found.items, *found.local_items):
        bones[_place(item)] = _item(item)
    for background in found.backgrounds:
        for where, codes in _background(background):
            bones[where] = codes
    return bones


def _counting(found: Questionnaire) -> Mapping[Text, Text]:
    """How each answer is counted, by where it stands."""
    return {_answer(scale, category): _counted(category) for scale in found.scales for category in scale.categories}


def _counted(category: Category) -> Text:
    if category.value is None:
        return _("outside the scale")
    counts = _("{value}, favourable") if category.favourable else _("{value}")
    return counts.format(value=category.value)


def _answer(scale: Scale, category: Category) -> Text:
    return _("scale {scale}, answer {code}", scale=quoted(scale.id), code=category.code)


def _scale(scale: Scale) -> str:
    """Its codes in order, and which end is the better."""
    codes = ", ".join(str(category.code) for category in scale.categories)
    return f"{codes} ↑" if scale.better == "high" else f"{codes} ↓"


def _item(item: Item) -> str:
    when = item.asked_when
    routing = "" if when is None else f"; {when.of} {when.id}: {', '.join(map(str, when.codes))}"
    return f"{item.scale.id}{routing}"


def _background(background: Background) -> Iterator[tuple[Text, str]]:
    for codes in background.lists:
        where = _("background {background}, list {codes}", background=quoted(background.id), codes=quoted(codes.id))
        bounds = ", ".join(
            f"{c.id} [{c.low}–{c.high}]" if (c.low, c.high) != (None, None) else c.id for c in codes.codes
        )
        follows = ", ".join(f"{old}→{new}" for old, new in (codes.to_next or {}).items())
        yield where, f"{bounds}; {codes.valid_from}–{codes.valid_to}; {follows}"


def _place(item: Item) -> Text:
    return _("item {item}", item=quoted(item.id))


def _words(found: Questionnaire) -> Mapping[Text, Text]:
    """Everything that citizens read, by where it stands."""
    words = {_("the title"): found.title}
    if found.comment is not None:
        words[_("the open question")] = found.comment
    for theme in found.themes:
        words[pgettext("the theme", "theme {theme}", theme=quoted(theme.id))] = theme.name
    for scale in found.scales:
        for category in scale.categories:
            words[_answer(scale, category)] = category.label
    for item in (*found.items, *found.local_items):
        words[_place(item)] = item.wording
    return words
