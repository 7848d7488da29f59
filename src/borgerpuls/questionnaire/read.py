"""From the TOML a programme office writes to a Questionnaire, or to every problem in it at once."""

import re
from collections.abc import Collection, Sequence
from fractions import Fraction
from pathlib import Path

from borgerpuls.messages import _
from borgerpuls.problems import Problem, Problems
from borgerpuls.questionnaire.backgrounds import read_background
from borgerpuls.questionnaire.items import read_items, read_local_items
from borgerpuls.questionnaire.model import Concept, Item, Questionnaire, Theme, Words
from borgerpuls.questionnaire.review import review_questionnaire
from borgerpuls.questionnaire.scales import read_scale
from borgerpuls.questionnaire.sources import merged
from borgerpuls.questionnaire.toml.reader import CODE, Source, Table, check_distinct, quoted
from borgerpuls.questionnaire.toml.syntax import decoded, parsed
from borgerpuls.text import Text

LANGUAGE = re.compile(r"[a-z]{2,3}")
RESERVED = ("person", "unit", "disposition", "weight", "compare", "count", "local_1", "local_2", "local_3")
"""Columns of a wave that no item or background variable may be called."""


def read(
    source: Path | str, name: str | None = None, *, local: Sequence[Path] = (), units: Collection[str] = ()
) -> Questionnaire:
    """The questionnaire in a TOML file (a ``Path``) or in TOML text (a ``str``).

    ``name`` is what problems call it: the file's own name by default. ``local`` are files of ``[[local]]`` tables,
    one a unit say, that are joined to it; the joined TOML is the questionnaire's ``source``. ``units`` are the codes
    that local items may be asked in; with none given any well-formed code will do.
    Raises ``Refused`` with every problem found, each with file, line and remedy.
    """
    problems = Problems()
    return problems.required(_read(source, name, local, units, problems))


def check(
    source: Path | str, name: str | None = None, *, local: Sequence[Path] = (), units: Collection[str] = ()
) -> tuple[Problem, ...]:
    """Every problem of a questionnaire (see ``read``) and every doubt: hard words, look-alike items, unused scales."""
    problems = Problems()
    _read(source, name, local, units, problems)
    return tuple(problems.found)


def _read(
    source: Path | str, name: str | None, local: Sequence[Path], units: Collection[str], problems: Problems
) -> Questionnaire | None:
    text = decoded(source, problems) if isinstance(source, Path) else source
    name = name or (source.name if isinstance(source, Path) else "questionnaire.toml")
    extra = [(path.name, words) for path in local if (words := decoded(path, problems)) is not None]
    joined = merged([(name, text), *extra], problems) if text is not None else None
    values = parsed(name, joined.text, problems) if joined else None
    if joined is None or values is None:
        return None
    found = _assemble(Table(values, (), joined, problems), joined, units)
    problems.found = joined.in_order(problems.found)
    return found


def _assemble(root: Table, source: Source, units: Collection[str]) -> Questionnaire:
    languages = _languages(root)
    scale_tables = root.tables("scales", required=True)
    scales = [(t, read_scale(t, languages)) for t in scale_tables]
    theme_tables = root.tables("themes", required=True)
    theme_ids = [t.named("id") for t in theme_tables]
    background_tables = root.tables("backgrounds")
    backgrounds = [(t, read_background(t, languages)) for t in background_tables]
    by_id = {scale.id: scale for _unused, scale in scales}
    known = {background.id: background for _unused, background in backgrounds}
    items = read_items(root.tables("items", required=True), languages, by_id, theme_ids, known)
    local = read_local_items(root.tables("local"), languages, by_id, units)
    themes = [_theme(t, name, languages, items) for t, name in zip(theme_tables, theme_ids, strict=True)]
    words, concept = _words(root, languages), _concept(root, languages)
    found = Questionnaire(
        id=root.named("id", CODE),
        title=root.words("title", languages),
        languages=languages,
        words=words,
        scales=tuple(scale for _unused, scale in scales),
        themes=tuple(themes),
        items=tuple(item for _unused, item in items),
        local_items=tuple(item for _unused, item in local),
        backgrounds=tuple(background for _unused, background in backgrounds),
        overall=root.reference("overall", theme_ids, required=False),
        comment=root.text("comment", languages, required=False),
        concept=concept,
        source=source.text,
    )
    root.close()
    check_distinct([(t, scale.id) for t, scale in scales])
    check_distinct(list(zip(theme_tables, theme_ids, strict=True)))
    # Items and background variables are columns of one file.
    check_distinct([*((t, b.id) for t, b in backgrounds), *((t, item.id) for t, item in items)], RESERVED)
    review_questionnaire([*items, *local], scales)
    return found


def _languages(root: Table) -> tuple[str, ...]:
    languages = tuple(dict.fromkeys(root.strings("languages", required=True)))
    if "languages" in root and not languages:
        root.wrong(
            "languages",
            _("The questionnaire has no language."),
            _('Write for instance ["da", "en"].'),
        )
    for language in languages:
        if not LANGUAGE.fullmatch(language):
            root.wrong(
                "languages",
                _("{language} is not a language.", language=quoted(language)),
                _("Write two or three small letters (ISO 639)."),
            )
    return languages


def _words(root: Table, languages: Sequence[str]) -> Words:
    table = root.table("words", required=True)
    if table is None:
        return Words(*[Text()] * 5)
    names = ("unit", "units", "whole", "person", "persons")
    words = Words(*(table.words(name, languages) for name in names))
    table.close()
    return words


def _concept(root: Table, languages: Sequence[str]) -> Concept | None:
    table = root.table("concept")
    if table is None:
        return None
    concept = Concept(table.named("id"), table.words("name", languages), table.words("description", languages))
    table.close()
    return concept


def _theme(table: Table, id: str, languages: Sequence[str], items: Sequence[tuple[Table, Item]]) -> Theme:
    mine = [(t, item) for t, item in items if item.theme == id]
    theme = Theme(
        id,
        table.words("name", languages),
        tuple(item.id for _unused, item in mine),
        _share(table),
        table.text("description", languages, required=False),
    )
    table.close()
    if not mine:
        table.wrong(
            None,
            _("The theme {id} has no items.", id=quoted(id)),
            _('Write theme = "{id}" at one item or more, or delete the theme.', id=id),
        )
    first = next((item for _unused, item in mine if item.scale.categories), None)
    for t, item in mine:
        if first and item.scale.categories and _counting(item) != _counting(first):
            t.wrong(
                "scale",
                _(
                    "The scale {scale} counts otherwise than {other_scale} of the same theme.",
                    scale=quoted(item.scale.id),
                    other_scale=quoted(first.scale.id),
                ),
                _("A theme's score needs the same numbers in the same direction at every item."),
            )
    return theme


def _counting(item: Item) -> tuple[object, ...]:
    return (item.scale.better, *(category.value for category in item.scale.answers))


def _share(table: Table) -> Fraction:
    """``answered = "1/2"``: how much of a theme must be answered; half by default."""
    text = table.string("answered", required=False) or "1/2"
    try:
        share = Fraction(text)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if 0 < share <= 1:
        return share
    table.wrong(
        "answered",
        _("{text} is not a share above 0 and at most 1.", text=quoted(text)),
        _('Write a fraction like "1/2" or "2/3".'),
    )
    return Fraction(1, 2)
