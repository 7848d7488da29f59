"""Who a person is and how to reach them, as people write it. All numbers and addresses are invented."""

from collections.abc import Callable
from datetime import date

import pytest

from borgerpuls.fieldwork.population.reading import contact_columns as contact
from borgerpuls.fieldwork.population.reading.cells import Cells

CellsOf = Callable[..., Cells]
DAY = date(2026, 9, 1)
LANGUAGES = {"da": "da", "dansk": "da", "danish": "da", "ar": "ar", "arabisk": "ar"}


def told(cells: Cells) -> list[tuple[int, str, str]]:
    return [(finding.row, finding.column, finding.kind) for finding in cells.findings]


def said(cells: Cells, language: str) -> list[str]:
    return [finding.problem("liste.csv").say(language) for finding in cells.findings]


def read_cprs(cells: Cells) -> list[str | None]:
    return [cpr and cpr.digits for cpr in contact.read_cprs(cells, DAY)]


def test_an_empty_cpr_number_is_nobodys_and_no_error(cells_of: CellsOf) -> None:
    cells = cells_of({"cpr": "CPR"}, "CPR;Navn", ";Bo", "   ;Eva")
    assert read_cprs(cells) == [None, None]
    assert told(cells) == []


def test_a_list_without_a_column_of_numbers_has_one_nobody_a_row(cells_of: CellsOf) -> None:
    cells = cells_of({}, "Navn", "Bo", "Eva")
    assert read_cprs(cells) == [None, None]
    assert told(cells) == []


def test_first_zeros_that_excel_ate_are_put_back_and_counted_in_one_note(cells_of: CellsOf) -> None:
    cells = cells_of({"cpr": "CPR"}, "CPR", "707614285", "101904320", "0707801240")
    assert read_cprs(cells) == ["0707614285", "0101904320", "0707801240"]
    assert [(row, kind) for row, _, kind in told(cells) if kind == "zeros_lost"] == [(0, "zeros_lost")]
    assert cells.findings[-1].problem("liste.csv").say("en") == (
        "liste.csv, CPR: Numbers that have lost their first zero: 2. It was put back. "
        "Make the column text in the spreadsheet."
    )


@pytest.mark.parametrize(
    ("written", "kind", "shown"),
    [
        ("12345678", "not_cpr", "123456…"),  # two digits short
        ("12345678901", "not_cpr", "123456…"),  # one too many
        ("12345", "not_cpr", "12345"),
        ("070761/4285", "not_cpr", "070761…"),
        ("3113614285", "cpr_day", "311361-****"),
        ("070761428", "cpr_day", "007076-****"),  # nine digits: its day would be 00
        ("0101364285", "cpr_future", "010136-****"),
        ("7,07614E+08", "cpr_number", "7,07614E+08"),
        ("070761X12A", "cpr_replacement", "070761-****"),
        ("6707614285", "cpr_replacement", "670761-****"),
        ("0707614286", "cpr_modulus", "070761-****"),
    ],
)
def test_each_thing_that_can_be_wrong_with_a_number_is_told_without_its_secret_digits(
    written: str, kind: str, shown: str, cells_of: CellsOf
) -> None:
    cells = cells_of({"cpr": "CPR"}, "CPR", written)
    contact.read_cprs(cells, DAY)
    assert [(f.row, f.column, f.kind, f.value) for f in cells.findings if f.row] == [(2, "CPR", kind, shown)]
    for language in ("da", "en"):
        assert not any(secret in words for words in said(cells, language) for secret in ("4285", "4286", "8901"))


def test_someone_born_on_the_day_the_wave_opens_is_born(cells_of: CellsOf) -> None:
    cells = cells_of({"cpr": "CPR"}, "CPR", "0109264000", "0209264000")
    assert read_cprs(cells) == ["0109264000", None]
    assert [(row, kind) for row, _, kind in told(cells) if kind == "cpr_future"] == [(3, "cpr_future")]


def test_each_further_row_of_a_number_is_told_with_the_row_that_had_it_first(cells_of: CellsOf) -> None:
    cells = cells_of({"cpr": "CPR"}, "CPR;Navn", "0707614285;A", ";B", "070761-4285;C", "707614285;D")
    assert read_cprs(cells) == ["0707614285", None, None, None]
    assert [(f.row, f.kind, f.other) for f in cells.findings if f.row] == [
        (4, "cpr_twice", "2"),
        (5, "cpr_twice", "2"),
    ]
    assert said(cells, "da")[0] == (
        'liste.csv, række 4, CPR: "070761-****" står også i række 2. Lad hver person stå én gang.'
    )
    assert said(cells, "en")[0] == (
        'liste.csv, row 4, CPR: "070761-****" stands in row 2 too. Let each person stand once.'
    )


def test_a_column_in_which_every_number_is_wrong_is_told_row_by_row(cells_of: CellsOf) -> None:
    cells = cells_of({"cpr": "CPR"}, "CPR", *["Bo", "12", "3113614285"] * 5)
    assert read_cprs(cells) == [None] * 15
    assert [finding.row for finding in cells.findings] == list(range(2, 17))
    assert cells.wrong() == set(range(2, 17))


@pytest.mark.parametrize(
    "email", ["bo@", "bo", "bo@x", "bo bo@example.dk", "a@b.dk,c@d.dk", "bo@example..dk", "x" * 65 + "@a.dk"]
)
def test_an_address_that_no_mail_reaches_costs_the_address_and_not_the_person(email: str, cells_of: CellsOf) -> None:
    cells = cells_of({"email": "E-mail"}, "E-mail", "ok@example.dk", email)
    assert contact.read_emails(cells) == ["ok@example.dk", ""]
    assert told(cells) == [(3, "E-mail", "email")]
    assert cells.wrong() == set()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("mailto:bo@example.dk", "bo@example.dk"),
        ("<bo@example.dk>", "bo@example.dk"),
        ("x" * 64 + "@a.dk", "x" * 64 + "@a.dk"),
        ("åse@høje.dk", "åse@høje.dk"),
        ("", ""),
    ],
)
def test_an_address_is_read_as_mail_programs_copy_it(written: str, read: str, cells_of: CellsOf) -> None:
    cells = cells_of({"email": "E-mail"}, "E-mail;Navn", f"{written};Bo")
    assert contact.read_emails(cells) == [read]
    assert told(cells) == []


def test_columns_that_nobody_chose_are_not_read(cells_of: CellsOf) -> None:
    cells = cells_of({}, "Navn", "Bo")
    found = (contact.read_emails(cells), contact.read_phones(cells), contact.read_postcodes(cells))
    assert (*found, contact.read_texts(cells, "name")) == (None, None, None, None)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20304050", "+4520304050"),
        ("+45 20 30 40 50", "+4520304050"),
        ("0045-20304050", "+4520304050"),
        ("4520304050", "+4520304050"),
        ("(+45) 20.30.40.50", "+4520304050"),
        ("+46 70 123 45 67", "+46701234567"),
        ("12345678", ""),
        ("2030405", ""),
        ("203040506", ""),
        ("ring til mor", ""),
        ("+45 2030 405", ""),
        ("+0 2030 4050", ""),
    ],
)
def test_phones_are_read_as_people_write_them(written: str, read: str, cells_of: CellsOf) -> None:
    cells = cells_of({"phone": "Tlf"}, "Tlf", written)
    assert contact.read_phones(cells) == [read]
    assert told(cells) == ([] if read else [(2, "Tlf", "phone")])


def test_an_empty_phone_is_no_error(cells_of: CellsOf) -> None:
    cells = cells_of({"phone": "Tlf"}, "Tlf;Navn", ";Bo")
    assert contact.read_phones(cells) == [""]
    assert told(cells) == []


def test_a_text_may_be_as_long_as_its_field_and_no_longer(cells_of: CellsOf) -> None:
    longest = contact.LONGEST["city"]
    cells = cells_of({"city": "By"}, "By", "å" * longest, "Kongens Lyngby " + "x" * longest)
    contact.read_texts(cells, "city")
    assert told(cells) == [(3, "By", "too_long")]
    assert cells.findings[0].problem("liste.csv").what["en"] == (
        'The field has more than 100 characters: "Kongens Lyngby xxxxx…"'
    )


def test_letters_broken_by_a_wrong_character_set_are_seen_in_names(cells_of: CellsOf) -> None:
    cells = cells_of({"name": "Navn"}, "Navn", "GrÃ¸n", "Gr\ufffdn", "Grøn Ærø Å", "Ãvila", "Gron")
    assert contact.read_texts(cells, "name") == ["GrÃ¸n", "Gr\ufffdn", "Grøn Ærø Å", "Ãvila", "Gron"]
    assert told(cells) == [(2, "Navn", "letters_lost"), (3, "Navn", "letters_lost")]


def test_postcodes_get_their_lost_zeros_back_and_those_of_other_countries_stay(cells_of: CellsOf) -> None:
    cells = cells_of({"postcode": "Postnr"}, "Postnr;Navn", "800;A", "8500;B", "DK-8500;C", "SE 123 45;D", ";E")
    assert contact.read_postcodes(cells) == ["0800", "8500", "DK-8500", "SE 123 45", ""]
    assert told(cells) == [(0, "Postnr", "zeros_lost")]


@pytest.mark.parametrize("written", ["85", "85000", "Grenaa", "85O0"])
def test_what_is_no_postcode_is_warned_of_and_kept(written: str, cells_of: CellsOf) -> None:
    cells = cells_of({"postcode": "Postnr"}, "Postnr", written)
    assert contact.read_postcodes(cells) == [written]
    assert told(cells) == [(2, "Postnr", "postcode")]
    assert cells.wrong() == set()


def test_a_language_is_known_by_code_and_name_and_another_gets_the_first_of_the_questionnaire(
    cells_of: CellsOf,
) -> None:
    cells = cells_of({"language": "Sprog"}, "Sprog;Navn", "Arabisk;A", "DA;B", ";C", "tysk;D")
    assert contact.read_languages(cells, LANGUAGES, "da") == ["ar", "da", "da", "da"]
    assert told(cells) == [(5, "Sprog", "no_language")]
    assert cells_of({}, "Navn", "A", "B").findings == []
    assert contact.read_languages(cells_of({}, "Navn", "A", "B"), LANGUAGES, "en") == ["en", "en"]


@pytest.mark.parametrize(
    ("default", "danish", "english"),
    [("da", "på dansk.", "in Danish."), ("en", "på engelsk.", "in English."), ("ar", "på arabisk.", "in Arabic.")],
)
def test_the_language_that_a_person_gets_instead_is_told_in_the_readers_own(
    default: str, danish: str, english: str, cells_of: CellsOf
) -> None:
    cells = cells_of({"language": "Sprog"}, "Sprog", "tysk")
    contact.read_languages(cells, LANGUAGES, default)
    problem = cells.findings[0].problem("liste.csv")
    assert problem.what["da"].endswith(danish)
    assert problem.what["en"].endswith(english)


@pytest.mark.parametrize("unit", ["0707", "707", "Norddjurs", "norddjurs kommune", "NORDDJURS municipality", ""])
def test_the_municipality_is_known_by_code_and_name(unit: str, cells_of: CellsOf) -> None:
    cells = cells_of({"unit": "Kommune"}, "Kommune;Navn", f"{unit};Bo")
    contact.check_unit(cells, frozenset({"707", "norddjurs"}))
    assert told(cells) == []


def test_every_citizen_of_another_municipality_is_told(cells_of: CellsOf) -> None:
    cells = cells_of({"unit": "Kommune"}, "Kommune", "Syddjurs", "0707", "0101", "7070")
    contact.check_unit(cells, frozenset({"707", "norddjurs"}))
    assert told(cells) == [(2, "Kommune", "foreign"), (4, "Kommune", "foreign"), (5, "Kommune", "foreign")]


def of_contact(**given: list[str]) -> dict[str, list[str]]:
    rows = len(next(iter(given.values())))
    return {field: given.get(field, [""] * rows) for field in ("cpr", "name", "email", "phone", "address")}


@pytest.mark.parametrize(
    ("channels", "unreached"),
    [
        (("email",), [3, 4]),
        (("sms",), [2, 4]),
        (("email", "sms"), [4]),
        ((), [4]),  # a wave that names none yet may use them all
        (("carrier pigeon",), [2, 3, 4]),
    ],
)
def test_those_whom_no_channel_of_the_wave_reaches_are_warned_of(
    channels: tuple[str, ...], unreached: list[int], cells_of: CellsOf
) -> None:
    cells = cells_of({}, "Navn", "A", "B", "C")
    contact.check_reached(cells, of_contact(email=["a@b.dk", "", ""], phone=["", "+4520304050", ""]), channels)
    assert told(cells) == [(row, "", "unreachable") for row in unreached]


def test_who_has_an_error_already_is_not_told_to_be_out_of_reach_too(cells_of: CellsOf) -> None:
    cells = cells_of({"cpr": "CPR"}, "CPR", "Bo")
    contact.read_cprs(cells, DAY)
    contact.check_reached(cells, of_contact(cpr=[""]), ("digital_post",))
    assert told(cells) == [(2, "CPR", "not_cpr")]


def test_persons_without_a_number_stand_twice_only_where_everything_is_the_same(cells_of: CellsOf) -> None:
    cells = cells_of({"name": "Navn"}, "Navn", *"ABCDEFG")
    contact.check_doubles(
        cells,
        of_contact(
            cpr=["", "", "", "", "0707614285", "", ""],
            name=["Bo", "BO", "Bo", "", "Bo", "Eva", "Eva"],
            email=["bo@b.dk", "Bo@b.dk", "bo2@b.dk", "bo@b.dk", "bo@b.dk", "", ""],  # two Evas whom nothing tells apart
        ),
    )
    assert [(f.row, f.column, f.kind, f.other) for f in cells.findings] == [(3, "Navn", "person_twice", "2")]


def test_only_what_is_written_is_joined() -> None:
    assert contact.joined(["Åvej 1", "", "8500 Grenaa"], "\n") == "Åvej 1\n8500 Grenaa"
    assert contact.joined(["", ""], " ") == ""
