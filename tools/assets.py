"""Lay the type family where the reports look for it: ``npm ci`` first, then this (``make assets`` does both).

IBM Plex Sans comes from its npm package. For PDF every weight is unpacked to TrueType and given the same family
name: Typst tells families apart by name record 1, where the package writes "IBM Plex Sans SmBld". The reserved
font name forbids spreading a changed file, so these are made on each machine and only ever embedded. For the web the
package's own files are copied unchanged, with the licence beside them.
"""

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "node_modules" / "@ibm" / "plex-sans"
FONTS = REPOSITORY / "src" / "borgerpuls" / "reports" / "assets" / "fonts"
FAMILY = "IBM Plex Sans"
STYLES = ("Regular", "Italic", "SemiBold")
SUBSETS = ("Latin1", "Latin2", "Pi")


def lay(package: Path, fonts: Path) -> None:
    """Write ``fonts/pdf/*.ttf`` and ``fonts/web/*.woff2`` from the npm package, replacing what lay there."""
    shutil.rmtree(fonts, ignore_errors=True)
    (fonts / "pdf").mkdir(parents=True)
    (fonts / "web").mkdir()
    for style in STYLES:
        font = TTFont(package / "fonts" / "complete" / "woff2" / f"IBMPlexSans-{style}.woff2", recalcTimestamp=False)
        font.flavor = None
        for record in font["name"].names:
            if record.nameID == 1:
                record.string = FAMILY
        font.save(fonts / "pdf" / f"IBMPlexSans-{style}.ttf")
        for subset in SUBSETS:
            name = f"IBMPlexSans-{style}-{subset}.woff2"
            shutil.copyfile(package / "fonts" / "split" / "woff2" / name, fonts / "web" / name)
    for kind in ("pdf", "web"):
        shutil.copyfile(package / "LICENSE.txt", fonts / kind / "LICENSE.txt")


if __name__ == "__main__":
    if not PACKAGE.is_dir():
        sys.exit(f"{PACKAGE.relative_to(REPOSITORY)} is missing. Run: npm ci")
    lay(PACKAGE, FONTS)
