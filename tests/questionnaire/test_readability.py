import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.questionnaire.readability import lix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("?!", 0),
        ("Jeg er her.", 3),
        ("Jeg er her. Du er der.", 3),
        ("Samtalen var god.", 3 + 100 / 3),
        ("Seksbo er seks.", 3),  # six letters are not long
        ("Syvbogs er syv.", 3 + 100 / 3),
        ("How satisfied are you with the help?", 7 + 100 / 7),
        ("Det tog 1234567 dage", 4),  # digits are no letters
        ("Vi er job- og aktivitets-parate", 5 + 100 / 5),
        ("Nu: du skal tale!", 2 + 0),
        ("يعاملك الموظفون باحترام؟ نعم.", 2),  # made for the Latin alphabet
        ("Skriv f.eks. til os", 2.5),  # an abbreviation is counted as it is written, as by hand
    ],
)
def test_lix_is_counted_as_by_hand(text: str, expected: float) -> None:
    assert lix(text) == pytest.approx(expected)


@given(st.text())
def test_lix_is_a_number_for_any_text(text: str) -> None:
    assert 0 <= lix(text) < 101 + len(text)


@given(st.lists(st.sampled_from(["og", "samtale", "jobcenter", "hjælp"]), min_size=1), st.integers(1, 5))
def test_saying_it_again_is_no_harder_to_read(words: list[str], times: int) -> None:
    sentence = " ".join(words) + ". "
    assert lix(sentence * times) == pytest.approx(lix(sentence))
