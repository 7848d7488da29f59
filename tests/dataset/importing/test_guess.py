"""The first guess of a mapping: right where names and values tell, open where they do not."""

import tomllib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.importing.guess import guess_mapping
from borgerpuls.dataset.importing.run import import_wave
from borgerpuls.problems import Refused

ANSWERS = """id;Kommune;Q1 Tilfreds;Q2_venter;Koen;Alder;Vaegt
1;0101;1;0;m;18-29;0,5
2;0851;8;4;k;30-;1,5
3;0851;99;99;x;30-;1
"""


@pytest.fixture
def guessed(mapping_folder: Path) -> Path:
    (mapping_folder / "data").mkdir()
    (mapping_folder / "data" / "Svar 2024.csv").write_text(ANSWERS)
    text = guess_mapping(mapping_folder / "data" / "Svar 2024.csv", mapping_folder / "skema.toml", mapping_folder)
    (mapping_folder / "guess.toml").write_text(text, encoding="utf-8")
    return mapping_folder / "guess.toml"


def test_names_labels_and_values_find_their_columns(guessed: Path) -> None:
    found = tomllib.loads(guessed.read_text(encoding="utf-8"))
    assert found["source"]["file"] == "data/Svar 2024.csv"
    assert found["items"] == {"content": "Q1 Tilfreds", "waiting": "Q2_venter"}
    assert found["background"] == {"age": {"column": "Alder"}, "sex": {"column": "Koen", "recode": {"x": "?"}}}
    assert found["missing"] == ["99"]
    assert found["unit"] == {"column": "Kommune"}
    assert found["person"] == {"column": "id"}
    assert found["weight"] == {"column": "Vaegt"}
    assert found["wave"]["units"] == {"0101": "0101", "0851": "0851"}
    assert found["wave"]["groups"] == ["age", "sex"]


@pytest.mark.parametrize(
    ("words", "left"), [(("complete", "No answer", "refused"), {}), (("complete", "F", "refused"), {"F": "?"})]
)
def test_dispositions_in_our_own_words_are_themselves(
    words: tuple[str, ...], left: dict[str, str], mapping_folder: Path
) -> None:
    rows = "".join(f"{n};0101;1;{word}\n" for n, word in enumerate(words))
    (mapping_folder / "own.csv").write_text(f"id;Kommune;Q1 Tilfreds;Status\n{rows}", encoding="utf-8")
    found = tomllib.loads(guess_mapping(mapping_folder / "own.csv", mapping_folder / "skema.toml", mapping_folder))
    assert found["disposition"] == {"column": "Status", **({"recode": left} if left else {})}


def test_what_only_a_person_knows_is_refused_until_it_is_written(guessed: Path, mapping_folder: Path) -> None:
    with pytest.raises(Refused) as refused:
        import_wave(guessed, mapping_folder / "wave")
    assert {p.what["en"] for p in refused.value.problems} == {'"opened" is missing.', '"closed" is missing.'}
    text = guessed.read_text(encoding="utf-8").replace("# opened", "opened").replace("# closed", "closed")
    guessed.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        import_wave(guessed, mapping_folder / "wave")
    assert [p.what["en"] for p in refused.value.problems] == ['"?" is not a code of sex.']
    guessed.write_text(text.replace('"x" = "?"', '"x" = ""'), encoding="utf-8")
    wave, _ = import_wave(guessed, mapping_folder / "wave")
    assert pq.read_table(wave.persons).select(["person", "content"]).to_pylist() == [
        {"person": "1", "content": 1},
        {"person": "3", "content": None},
        {"person": "2", "content": 8},
    ]


def test_a_file_that_cannot_be_read_is_refused(mapping_folder: Path) -> None:
    with pytest.raises(Refused):
        guess_mapping(mapping_folder / "no.csv", mapping_folder / "skema.toml", mapping_folder)
