"""Where the type family of the reports lies; it is laid there by ``make assets``."""

from pathlib import Path

from borgerpuls.messages import _
from borgerpuls.problems import Problem, Refused

FOLDER = Path(__file__).parents[1] / "assets" / "fonts"


def for_pdf(folder: Path = FOLDER) -> Path:
    """The folder of TrueType files that the PDF is set with; ``Refused`` when there are none."""
    return _found(folder / "pdf", "*.ttf")


def for_web(folder: Path = FOLDER) -> Path:
    """The folder of WOFF2 files that lies beside the web pages; ``Refused`` when there are none."""
    return _found(folder / "web", "*.woff2")


def _found(folder: Path, pattern: str) -> Path:
    if not any(folder.glob(pattern)):
        raise Refused(
            [
                Problem(
                    where=_("the fonts of the reports"),
                    what=_("there are no fonts in {folder}.", folder=folder),
                    remedy=_("Run: make assets"),
                )
            ]
        )
    return folder
