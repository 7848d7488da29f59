"""Names of the files of a publication, and the way from one to the others."""

from borgerpuls.reports.formats import data_package, html, pdf
from borgerpuls.reports.formats.registry import formats
from borgerpuls.reports.publication import names


def test_a_report_has_a_file_a_language_and_data_one_for_all() -> None:
    assert names.file(pdf.FORMAT, "0101", "da") == "reports/0101.da.pdf"
    assert names.file(data_package.FORMAT, "0101", "da") == names.file(data_package.FORMAT, "0101", "en")


def test_the_front_page_of_the_first_language_is_the_one_that_a_server_shows() -> None:
    assert [names.index(language, ("en", "da")) for language in ("en", "da")] == ["index.html", "index.da.html"]


def test_a_page_links_to_every_other_format_of_its_report_and_to_itself_in_the_other_languages() -> None:
    links = names.links("0101", "en", ("da", "en"))
    assert [known for known, _ in links.files] == [known for known in formats() if known != html.FORMAT]
    assert [address for _, address in links.files][:3] == ["0101.en.pdf", "0101.en.xlsx", "../data/0101.zip"]
    assert links.languages == {"da": "0101.da.html", "en": "0101.en.html"}
    assert (links.index, links.assets) == ("../index.en.html", "../assets")
