"""How hard a text is to read."""

import re

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_END = re.compile(r"[.!?:؟]+(?=\s|$)")
_AFTER_LATIN = "\u0250"


def lix(text: str) -> float:
    """Readability index: mean sentence length plus the percentage of long words (more than six letters).

    Below 25 is as a children's book, 25-34 easy, 35-44 as a newspaper, above 55 as a law. A text without words is 0.
    The index was made for running text; on a single question it is a warning light and no verdict. It knows the Latin
    alphabet only: a word of another script is never long.

    Source: Björnsson, C. H. (1968). Läsbarhet. Stockholm: Liber.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(1 for part in _END.split(text) if _WORD.search(part))
    long = sum(1 for word in words if sum(c.isalpha() and c < _AFTER_LATIN for c in word) > 6)
    return len(words) / sentences + 100 * long / len(words)
