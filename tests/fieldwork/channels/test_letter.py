"""Letters on paper, as a printer and a window envelope see them."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from borgerpuls.fieldwork.channels.letter import letters_pdf, qr
from borgerpuls.fieldwork.letters import Letter, Sender
from borgerpuls.reports.formats import fonts
from borgerpuls.text import Text

DAY = date(2026, 3, 10)
HOME = "c/o Anna Prøve\nSkovvejen 12, 2. tv.\nLøgten By\n8541 Skødstrup"
MM = 72 / 25.4


def made(*letters: tuple[Letter, str, str]) -> bytes:
    return letters_pdf(letters, fonts.for_pdf(), DAY)


def poppler(program: str, pdf: bytes, tmp_path: Path, *options: str) -> str:
    (file := tmp_path / "letters.pdf").write_bytes(pdf)
    return subprocess.run([program, *options, file, "-"], check=True, capture_output=True, text=True).stdout


def words(pdf: bytes, tmp_path: Path) -> Iterator[tuple[str, float, float, float, float]]:
    """Each word with its box in millimetres: left, top, right, bottom."""
    box = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    for *place, word in re.findall(box, poppler("pdftotext", pdf, tmp_path, "-bbox")):
        left, top, right, bottom = (float(edge) / MM for edge in place)
        yield word, left, top, right, bottom


def test_a_page_is_a4_and_a_letter_is_a_page(write: Callable[..., Letter]) -> None:
    pdf = made(*((write(language, occasion), "Åse", HOME) for language in ("da", "en", "ar") for occasion in (0, 1)))
    with pikepdf.open(BytesIO(pdf)) as read:
        assert len(read.pages) == 6
        for page in read.pages:
            assert [float(edge) for edge in page.mediabox] == pytest.approx([0, 0, 210 * MM, 297 * MM], abs=0.1)


def test_the_longest_letter_stays_on_its_page(write: Callable[..., Letter], tmp_path: Path) -> None:
    longest = {
        "da": "Vi har brugt svarene fra sidste år til at gøre samtalen bedre. " * 9,
        "ar": "استخدمنا إجابات العام الماضي لتحسين المحادثة مع المواطنين. " * 10,
    }
    paragraph = Text({language: said[:600] for language, said in longest.items()})
    sender = Sender("Lyngby-Taarbæk Kommune, Center for Arbejdsmarked", "x" * 40 + "@example.org", paragraph, DAY,
                    ("da", "en", "ar"))  # fmt: skip
    pdf = made((write("ar", 1, "Åse " + "Prøve " * 8, sender), "Åse", HOME))
    with pikepdf.open(BytesIO(pdf)) as read:
        assert len(read.pages) == 1
    assert max(bottom for *_, bottom in words(pdf, tmp_path)) < 297 - 10


def test_the_address_stands_in_the_window_and_nothing_else_does(write: Callable[..., Letter], tmp_path: Path) -> None:
    pdf = made((write(), "Åse Prøve", HOME))
    seen = [
        (word, left, top, right, bottom)
        for word, left, top, right, bottom in words(pdf, tmp_path)
        if bottom > 39 and top < 79 and left < 115
    ]
    assert " ".join(word for word, *_ in seen) == " ".join(["Åse Prøve", *HOME.splitlines()])
    assert min(left for _, left, *_ in seen) >= 20
    assert max(right for *_, right, _ in seen) <= 110
    assert min(top for _, _, top, *_ in seen) >= 44
    assert max(bottom for *_, bottom in seen) <= 74


def test_code_and_address_to_type_are_printed(write: Callable[..., Letter], tmp_path: Path) -> None:
    letter = write()
    text = poppler("pdftotext", made((letter, "Åse", HOME)), tmp_path, "-layout")
    assert letter.code in text
    assert letter.site in text
    assert "Svar senest den 7. april 2026:" in text
    assert "Kære Åse Prøve" in text


def test_arabic_is_set_in_the_type_family_made_for_it(write: Callable[..., Letter], tmp_path: Path) -> None:
    (file := tmp_path / "ar.pdf").write_bytes(made((write("ar"), "Åse", HOME)))
    named = subprocess.run(["pdffonts", file], check=True, capture_output=True, text=True).stdout
    families = {line.split()[0].partition("+")[2].partition("-")[0] for line in named.splitlines()[2:]}
    assert families == {"IBMPlexSans", "IBMPlexSansArabic"}


def test_the_same_letters_give_the_same_bytes(write: Callable[..., Letter]) -> None:
    assert made((write(), "Åse", HOME)) == made((write(), "Åse", HOME))


def test_what_a_person_is_called_is_never_read_as_markup(write: Callable[..., Letter], tmp_path: Path) -> None:
    name = '#panic("x") *A* $x$ \\ @b'
    text = poppler("pdftotext", made((write(name=name), name, f"{name}\n8541 By")), tmp_path, "-layout")
    assert text.count(name) == 3


def test_the_code_to_scan_holds_the_link_and_survives_a_fold() -> None:
    drawn = qr("https://svar.example.org/k/ABCDEFGHJKMNPQRS")
    assert drawn.startswith("<svg ")
    assert "http://www.w3.org/2000/svg" in drawn
    assert (
        drawn == qr("https://svar.example.org/k/ABCDEFGHJKMNPQRS") != qr("https://svar.example.org/k/ABCDEFGHJKMNPQRT")
    )


def test_a_letter_without_an_address_is_still_a_page(write: Callable[..., Letter]) -> None:
    letter = replace(write(), offers=())
    with pikepdf.open(BytesIO(made((letter, "", "")))) as read:
        assert len(read.pages) == 1
