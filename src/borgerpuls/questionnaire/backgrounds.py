"""Background variables and their dated code lists, read and checked: no day without a list, none with two."""

from collections.abc import Sequence
from itertools import pairwise

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Background, Code, CodeList
from borgerpuls.questionnaire.toml.dates import seam
from borgerpuls.questionnaire.toml.reader import CODE, Table, check_distinct, quoted, suggestion


def read_background(table: Table, languages: Sequence[str]) -> Background:
    """A background variable with its code lists in the order of their dates."""
    name, label = table.named("id"), table.words("label", languages)
    tables = table.tables("lists", required=True)
    lists = [_read_list(t, languages) for t in tables]
    table.close()
    if "lists" in table and not lists:
        table.wrong(
            "lists",
            _("The variable has no code list."),
            _("Write one [[backgrounds.lists]]."),
        )
    check_distinct([(t, codes.id) for t, codes in zip(tables, lists, strict=True)])
    for (earlier_table, earlier), (later_table, later) in pairwise(zip(tables, lists, strict=True)):
        _check_dates(later_table, earlier, later)
        _check_mapping(earlier_table, earlier, later)
    if lists and lists[-1].to_next:
        tables[-1].wrong(
            "to_next",
            _("There is no later code list to map to."),
            _('Delete "to_next", or add the list.'),
        )
    return Background(name, label, tuple(lists))


def _read_list(table: Table, languages: Sequence[str]) -> CodeList:
    name = table.named("id", CODE)
    tables = table.tables("codes", required=True)
    codes = tuple(_read_code(t, languages) for t in tables)
    found = CodeList(name, codes, table.day("valid_from"), table.day("valid_to"), table.pairs("to_next") or None)
    table.close()
    check_distinct([(t, code.id) for t, code in zip(tables, codes, strict=True)])
    if "codes" in table and not codes:
        table.wrong(
            "codes",
            _("The code list is empty."),
            _("Write at least one code."),
        )
    table.check_lifetime(found.valid_from, found.valid_to)
    bands = [(t, c) for t, c in zip(tables, codes, strict=True) if c.low is not None or c.high is not None]
    for (_unused, lower), (t, upper) in pairwise(bands):
        _check_bands(t, lower, upper)
    return found


def _read_code(table: Table, languages: Sequence[str]) -> Code:
    code = Code(table.named("id", CODE), table.words("label", languages), table.integer("low"), table.integer("high"))
    table.close()
    if code.low is not None and code.high is not None and code.low > code.high:
        table.wrong(
            "high",
            _("The band's upper bound is below its lower."),
            _('Swap "low" and "high".'),
        )
    return code


def _check_bands(table: Table, lower: Code, upper: Code) -> None:
    """Bands of whole numbers stand in rising order, each beginning one above where the one before ends."""
    if lower.high is None or upper.low is None or upper.low <= lower.high:
        table.wrong(
            "low",
            _("The bands {lower} and {upper} overlap.", lower=quoted(lower.id), upper=quoted(upper.id)),
            _("Write the bands in rising order; both bounds belong to the band."),
        )
    elif upper.low > lower.high + 1:
        table.doubtful(
            "low",
            _("There is a hole between the bands {lower} and {upper}.", lower=quoted(lower.id), upper=quoted(upper.id)),
            _("Let the band begin at {next}.", next=lower.high + 1),
        )


def _check_dates(table: Table, earlier: CodeList, later: CodeList) -> None:
    meeting = seam(earlier.valid_to, later.valid_from)
    if meeting == "whole":
        return
    names = quoted(earlier.id), quoted(later.id)
    if meeting == "overlap":
        what = _("The code lists {first} and {second} hold at the same time.", first=names[0], second=names[1])
    else:
        what = _("No code list holds between {first} and {second}.", first=names[0], second=names[1])
    remedy = _('Give {first} as "valid_to" the day that {second} has as "valid_from".', first=names[0], second=names[1])
    table.wrong("valid_from", what, remedy)


def _check_mapping(table: Table, earlier: CodeList, later: CodeList) -> None:
    mapping = earlier.to_next or {}
    for codes, ids in ((earlier, mapping.keys()), (later, mapping.values())):
        known = [c.id for c in codes.codes]
        for code in dict.fromkeys(ids):
            if code not in known:
                table.wrong(
                    "to_next",
                    _("The code {code} is not in the code list {codes}.", code=quoted(code), codes=quoted(codes.id)),
                    suggestion(code, known),
                )
