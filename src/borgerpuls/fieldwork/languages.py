"""What the languages of a questionnaire are called."""

from functools import cache

from django.utils.translation import get_language_info, override

from borgerpuls.text import Text


@cache
def language_name(code: str) -> Text:
    """``Text(da="arabisk", en="Arabic")`` for "ar"; the code itself for a language that is not known."""
    return Text({spoken: _called(code, spoken) for spoken in ("da", "en")})


def right_to_left(code: str) -> bool:
    """Is the language written from right to left?"""
    try:
        return bool(get_language_info(code)["bidi"])
    except KeyError:
        return False


def _called(code: str, spoken: str) -> str:
    with override(spoken):
        try:
            name = str(get_language_info(code)["name_translated"])
        except KeyError:
            return code
    return name.lower() if spoken == "da" else name
