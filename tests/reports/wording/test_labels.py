"""The fixed words around a report."""

from borgerpuls.reports.wording import labels


def test_a_template_finds_each_label_by_its_name_in_every_language() -> None:
    assert labels.words("da").keys() == labels.words("en").keys()
    assert labels.words("en")["skip"] == "Skip to the content"
    assert labels.words("da")["skip"] == "Spring til indholdet"
