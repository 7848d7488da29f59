"""Background variables and their dated code lists, read and checked: no day without a list, none with two."""

from collections.abc import Sequence
from itertools import pairwise

from borgerpuls.questionnaire.model import Background, Code, CodeList
from borgerpuls.questionnaire.toml.dates import seam
from borgerpuls.questionnaire.toml.reader import CODE, Table, distinct, quoted, suggestion
from borgerpuls.text import Text


def read_background(table: Table, languages: Sequence[str]) -> Background:
    """A background variable with its code lists in the order of their dates."""
    name, label = table.named("id"), table.words("label", languages)
    tables = table.tables("lists", required=True)
    lists = [_read_list(t, languages) for t in tables]
    table.close()
    if "lists" in table and not lists:
        table.wrong(
            "lists",
            Text(da="Variablen har ingen kodeliste.", en="The variable has no code list."),
            Text(da="Skriv en [[backgrounds.lists]].", en="Write one [[backgrounds.lists]]."),
        )
    distinct([(t, codes.id) for t, codes in zip(tables, lists, strict=True)])
    for (earlier_table, earlier), (later_table, later) in pairwise(zip(tables, lists, strict=True)):
        _check_dates(later_table, earlier, later)
        _check_mapping(earlier_table, earlier, later)
    if lists and lists[-1].to_next:
        tables[-1].wrong(
            "to_next",
            Text(da="Der er ingen senere kodeliste at oversætte til.", en="There is no later code list to map to."),
            Text(da='Slet "to_next", eller tilføj listen.', en='Delete "to_next", or add the list.'),
        )
    return Background(name, label, tuple(lists))


def _read_list(table: Table, languages: Sequence[str]) -> CodeList:
    name = table.named("id", CODE)
    tables = table.tables("codes", required=True)
    codes = tuple(_read_code(t, languages) for t in tables)
    found = CodeList(name, codes, table.day("valid_from"), table.day("valid_to"), table.pairs("to_next") or None)
    table.close()
    distinct([(t, code.id) for t, code in zip(tables, codes, strict=True)])
    if "codes" in table and not codes:
        table.wrong(
            "codes",
            Text(da="Kodelisten er tom.", en="The code list is empty."),
            Text(da="Skriv mindst én kode.", en="Write at least one code."),
        )
    table.check_lifetime(found.valid_from, found.valid_to)
    bands = [(t, c) for t, c in zip(tables, codes, strict=True) if c.low is not None or c.high is not None]
    for (_, lower), (t, upper) in pairwise(bands):
        _check_bands(t, lower, upper)
    return found


def _read_code(table: Table, languages: Sequence[str]) -> Code:
    code = Code(table.named("id", CODE), table.words("label", languages), table.integer("low"), table.integer("high"))
    table.close()
    if code.low is not None and code.high is not None and code.low > code.high:
        table.wrong(
            "high",
            Text(da="Båndets øvre grænse er under den nedre.", en="The band's upper bound is below its lower."),
            Text(da='Byt om på "low" og "high".', en='Swap "low" and "high".'),
        )
    return code


def _check_bands(table: Table, lower: Code, upper: Code) -> None:
    """Bands of whole numbers stand in rising order, each beginning one above where the one before ends."""
    if lower.high is None or upper.low is None or upper.low <= lower.high:
        table.wrong(
            "low",
            Text(da=f"Båndene {quoted(lower.id)} og {quoted(upper.id)} overlapper.",
                 en=f"The bands {quoted(lower.id)} and {quoted(upper.id)} overlap."),
            Text(da="Skriv båndene i stigende rækkefølge; begge grænser hører med.",
                 en="Write the bands in rising order; both bounds belong to the band."),
        )  # fmt: skip
    elif upper.low > lower.high + 1:
        table.doubtful(
            "low",
            Text(da=f"Der er et hul mellem båndene {quoted(lower.id)} og {quoted(upper.id)}.",
                 en=f"There is a hole between the bands {quoted(lower.id)} and {quoted(upper.id)}."),
            Text(da=f"Lad båndet begynde ved {lower.high + 1}.", en=f"Let the band begin at {lower.high + 1}."),
        )  # fmt: skip


def _check_dates(table: Table, earlier: CodeList, later: CodeList) -> None:
    meeting = seam(earlier.valid_to, later.valid_from)
    if meeting == "whole":
        return
    names = quoted(earlier.id), quoted(later.id)
    if meeting == "overlap":
        what = Text(
            da=f"Kodelisterne {names[0]} og {names[1]} gælder på samme tid.",
            en=f"The code lists {names[0]} and {names[1]} hold at the same time.",
        )
    else:
        what = Text(
            da=f"Ingen kodeliste gælder mellem {names[0]} og {names[1]}.",
            en=f"No code list holds between {names[0]} and {names[1]}.",
        )
    remedy = Text(
        da=f'Lad {names[0]} have "valid_to" den dag, {names[1]} har "valid_from".',
        en=f'Give {names[0]} as "valid_to" the day that {names[1]} has as "valid_from".',
    )
    table.wrong("valid_from", what, remedy)


def _check_mapping(table: Table, earlier: CodeList, later: CodeList) -> None:
    mapping = earlier.to_next or {}
    for codes, ids in ((earlier, mapping.keys()), (later, mapping.values())):
        known = [c.id for c in codes.codes]
        for code in dict.fromkeys(ids):
            if code not in known:
                table.wrong(
                    "to_next",
                    Text(da=f"Koden {quoted(code)} findes ikke i kodelisten {quoted(codes.id)}.",
                         en=f"The code {quoted(code)} is not in the code list {quoted(codes.id)}."),
                    suggestion(code, known),
                )  # fmt: skip
