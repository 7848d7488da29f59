"""Counters packed in a word come out as they went in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.dataset.counting.bit_packing import WORD_BITS, pack
from borgerpuls.dataset.engines import BLOCK_ROWS

sizes = st.lists(st.integers(0, 2**53), min_size=1, max_size=40)


@given(largest=sizes, data=st.data())
def test_a_block_of_rows_adds_up_in_every_counter_and_never_beside_it(largest: list[int], data: st.DataObject) -> None:
    counters = pack(largest)
    rows = data.draw(st.lists(st.tuples(*(st.integers(0, most) for most in largest)), min_size=1, max_size=4))
    rows = (rows * BLOCK_ROWS)[:BLOCK_ROWS]  # a full block
    words = np.zeros(counters[-1].word + 1, dtype=np.int64)
    for row in rows:
        for counter, number in zip(counters, row, strict=True):
            words[counter.word] += number << counter.shift
    assert (words >= 0).all()
    for n, counter in enumerate(counters):
        assert counter.unpack(words[counter.word : counter.word + 1])[0] == sum(row[n] for row in rows)


@given(largest=sizes)
def test_no_counter_lies_outside_its_word_or_on_another(largest: list[int]) -> None:
    taken: dict[int, int] = {}
    for counter in pack(largest):
        assert counter.shift + counter.bits <= WORD_BITS
        mask = ((1 << counter.bits) - 1) << counter.shift
        assert not taken.get(counter.word, 0) & mask
        taken[counter.word] = taken.get(counter.word, 0) | mask


@pytest.mark.parametrize(("categories", "words"), [(5, 1), (6, 1), (7, 2), (12, 2), (13, 3)])
def test_six_categories_fit_in_a_word(categories: int, words: int) -> None:
    assert pack([1] * categories)[-1].word + 1 == words
