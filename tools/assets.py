"""Lay what comes from npm packages where the program looks for it: ``npm ci`` first, then this (``make install`` does).

IBM Plex Sans comes from its npm package, and for letters in Arabic its sister. For PDF every weight is unpacked to
TrueType and given the same family name: Typst tells families apart by name record 1, where the package writes "IBM
Plex Sans SmBld". The reserved font name forbids spreading a changed file, so these are made on each machine and only
ever embedded. For the web the package's own files are copied unchanged, with the licence beside them; so are those of
the public design system.
Last, the catalogues of words are compiled from ``.po`` to ``.mo`` (``tools/words.py``).
"""

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from words import compile_catalogues

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE = REPOSITORY / "src" / "borgerpuls"
PACKAGES = REPOSITORY / "node_modules"
STYLES = ("Regular", "Italic", "SemiBold")
ARABIC = ("Regular", "SemiBold")
SUBSETS = ("Latin1", "Latin2", "Pi")


def lay_fonts(packages: Path, fonts: Path) -> None:
    """Write ``fonts/pdf/*.ttf`` and ``fonts/web/*.woff2`` from the npm packages, replacing what lay there."""
    shutil.rmtree(fonts, ignore_errors=True)
    (fonts / "pdf").mkdir(parents=True)
    (fonts / "web").mkdir()
    package = packages / "plex-sans"
    for style in ARABIC:
        _unpack(packages / "plex-sans-arabic", "IBM Plex Sans Arabic", style, fonts / "pdf")
    for style in STYLES:
        _unpack(package, "IBM Plex Sans", style, fonts / "pdf")
        for subset in SUBSETS:
            name = f"IBMPlexSans-{style}-{subset}.woff2"
            shutil.copyfile(package / "fonts" / "split" / "woff2" / name, fonts / "web" / name)
    for kind in ("pdf", "web"):
        shutil.copyfile(package / "LICENSE.txt", fonts / kind / "LICENSE.txt")


def _unpack(package: Path, family: str, style: str, folder: Path) -> None:
    name = f"{family.replace(' ', '')}-{style}"
    font = TTFont(package / "fonts" / "complete" / "woff2" / f"{name}.woff2", recalcTimestamp=False)
    font.flavor = None
    for record in font["name"].names:
        if record.nameID == 1:
            record.string = family
    font.save(folder / f"{name}.ttf")


def lay_design_system(dist: Path, assets: Path) -> None:
    """Copy the compiled style sheet, script, icons and WOFF2 fonts of ``dkfds``, replacing what lay there."""
    shutil.rmtree(assets, ignore_errors=True)
    for name in ("css/dkfds.min.css", "js/dkfds.min.js", "img/all-svg-icons.svg", "LICENSE.md"):
        (assets / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(dist / name, assets / name)
    shutil.copytree(dist / "img" / "svg-icons", assets / "img" / "svg-icons")
    fonts = Path("fonts/IBMPlexSans/complete")
    shutil.copytree(dist / fonts / "woff2", assets / fonts / "woff2")
    asked_first = fonts / "woff" / "IBMPlexSans-Regular.woff"  # the style sheet names it before the WOFF2
    (assets / asked_first).parent.mkdir()
    shutil.copyfile(dist / asked_first, assets / asked_first)


if __name__ == "__main__":
    if not PACKAGES.is_dir():
        sys.exit(f"{PACKAGES.relative_to(REPOSITORY)} is missing. Run: npm ci")
    lay_fonts(PACKAGES / "@ibm", SOURCE / "reports" / "assets" / "fonts")
    lay_design_system(PACKAGES / "dkfds" / "dist", SOURCE / "web" / "assets" / "dkfds")
    compile_catalogues(SOURCE)
