"""Pages rendered once: what is one person's own is filled in and never kept."""

from borgerpuls.web.citizen.page_cache import CachedPage, gap, text


def test_gaps_are_filled_and_those_without_a_value_stay_empty() -> None:
    sheet = CachedPage(f"<p>{gap('a')}</p>{gap('b')}<i>{gap('a')}</i>")
    assert sheet.filled({"a": "1", "c": "x"}) == b"<p>1</p><i>1</i>"
    assert sheet.filled({}) == b"<p></p><i></i>"
    assert sheet.filled({"b": "æ"}) == "<p></p>æ<i></i>".encode()


def test_a_page_without_gaps_is_what_it_is() -> None:
    assert CachedPage("<p>hej</p>").filled({"a": "1"}) == b"<p>hej</p>"


def test_somebodys_words_cannot_be_markup() -> None:
    assert text("<b>\"'&") == "&lt;b&gt;&quot;&#x27;&amp;"
