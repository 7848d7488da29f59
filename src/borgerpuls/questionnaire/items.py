"""Items, shared and local, read and checked: every reference leads somewhere, every route only backwards."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Background, Condition, Item, Scale
from borgerpuls.questionnaire.toml.reader import CODE, Table, quoted, suggestion

LOCAL_ITEMS = 3
"""Local items a unit may add: the columns ``local_1`` to ``local_3``."""
_NO_SCALE = Scale("", ())


def read_items(
    tables: Sequence[Table],
    languages: Sequence[str],
    scales: Mapping[str, Scale],
    themes: Sequence[str],
    backgrounds: Mapping[str, Background],
) -> list[tuple[Table, Item]]:
    """The shared items in the order they are asked, each with the table it was read from."""
    found: list[tuple[Table, Item]] = []
    for table in tables:
        item = Item(
            id=table.named("id"),
            scale=_scale(table, scales),
            wording=table.words("wording", languages),
            short=table.words("short", languages),
            theme=table.reference("theme", themes, required=False),
            asked_when=_condition(table, {item.id: item for _unused, item in found}, backgrounds),
        )
        table.close()
        found.append((table, item))
    return found


def read_local_items(
    tables: Sequence[Table], languages: Sequence[str], scales: Mapping[str, Scale], units: Collection[str]
) -> list[tuple[Table, Item]]:
    """The units' own items, numbered 1 to 3 within each unit in the order they are written."""
    found: list[tuple[Table, Item]] = []
    asked: Counter[str] = Counter()
    for table in tables:
        unit = table.named("unit", CODE)
        asked[unit] += 1
        if units and unit not in units and CODE.fullmatch(unit):
            table.wrong(
                "unit",
                _("There is no unit {unit}.", unit=quoted(unit)),
                suggestion(unit, sorted(units)),
            )
        if asked[unit] == LOCAL_ITEMS + 1:
            table.wrong(
                None,
                _(
                    "The unit {unit} has more than {local_items} local items.",
                    unit=quoted(unit),
                    local_items=LOCAL_ITEMS,
                ),
                _("Choose the {local_items} that matter most.", local_items=LOCAL_ITEMS),
            )
        item = Item(
            id=f"local_{unit}_{asked[unit]}",
            scale=_scale(table, scales),
            wording=table.words("wording", languages),
            short=table.words("short", languages),
            local=asked[unit],
            unit=unit,
        )
        _check_alike(table, item, [other for _unused, other in found])
        table.close()
        found.append((table, item))
    return found


def _check_alike(table: Table, item: Item, others: Sequence[Item]) -> None:
    """The items of one local column are answered by the same codes: a column is counted once for all units."""
    first = next((other for other in others if other.local == item.local and other.scale is not _NO_SCALE), None)
    if first is None or item.scale is _NO_SCALE:
        return
    own, theirs = ({c.code for c in asked.scale.categories} for asked in (item, first))
    if own != theirs:
        codes = ", ".join(map(str, sorted(theirs)))
        table.wrong(
            "scale",
            _(
                "The scale {scale} has other codes than {other_scale} of {other}, which is answered in the "
                "same column, {column}.",
                scale=quoted(item.scale.id),
                other_scale=quoted(first.scale.id),
                other=first.id,
                column=item.column,
            ),
            _("Choose a scale with the codes {codes}, or swap the unit's local items.", codes=codes),
        )


def _scale(table: Table, scales: Mapping[str, Scale]) -> Scale:
    name = table.reference("scale", list(scales))
    return _NO_SCALE if name is None else scales[name]


def _condition(table: Table, earlier: Mapping[str, Item], backgrounds: Mapping[str, Background]) -> Condition | None:
    """``asked_when = { item = "contact", codes = [1, 2] }`` or ``{ background = "target_group", codes = ["…"] }``."""
    route = table.table("asked_when")
    if route is None:
        return None
    condition: Condition | None = None
    if "item" in route:
        name = _earlier(route, earlier)
        codes = tuple(code for code in route.elements("codes", int, required=True) if isinstance(code, int))
        if name is not None and earlier[name].scale is not _NO_SCALE:
            _check_codes(route, codes, [category.code for category in earlier[name].scale.categories])
        if name is not None:
            condition = Condition("item", name, codes)
    else:
        name = route.reference("background", list(backgrounds))
        names = route.strings("codes", required=True)
        if name is not None:
            _check_codes(route, names, [code.id for codes in backgrounds[name].lists for code in codes.codes])
            condition = Condition("background", name, names)
    route.close()
    return condition


def _earlier(route: Table, earlier: Mapping[str, Item]) -> str | None:
    """Only what has been asked can decide what is asked next."""
    name = route.string("item")
    if name in earlier:
        return name
    if route.holds("item", str):
        route.wrong(
            "item",
            _("{name} is not an item that is asked before this one.", name=quoted(name)),
            suggestion(name, list(earlier)),
        )
    return None


def _check_codes(route: Table, codes: Sequence[int | str], known: Sequence[int | str]) -> None:
    for code in codes:
        if code not in known:
            route.wrong(
                "codes",
                _("Nobody can have the answer {code}, so it never leads to this item.", code=quoted(code)),
                suggestion(str(code), [str(k) for k in dict.fromkeys(known)]),
            )
    if not codes and "codes" in route:
        route.wrong(
            "codes",
            _("The item is never asked."),
            _("Write one code or more, or delete it."),
        )
