"""Has a figure or a report moved? Digests of everything that two versions of the program make of the same answers.

    python tools/digests.py write build/before --checkout ../older    what another checkout makes
    python tools/digests.py compare build/before                      what this one makes, and where they differ

It plays the command line: the two invented waves of ``examples/demo``, and with ``--realdata`` those of
``examples/sfo``, weighted and unweighted, and ``examples/us_army``. Each survey gets a folder with its frozen waves,
all figures as one CSV file (the waves are counted together, so that changes and series are among them), its reports
and some traces. ``digests.tsv`` has a line for each: what it is, its name, rows, SHA-256, and for figures also the
SHA-256 of the sorted rows.

``compare`` ends with exit code 1 when anything differs, and says first where: address, column, before, after.
Compare runs of one machine and one environment only. Sums of floating-point numbers may end in other digits with
another processor or another NumPy, so no digests are kept in the repository; traces print the libraries' versions.
Nothing is normalised: no report names the version or the code that made it.
"""

import argparse
import csv
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
LIST, FIGURES, HEADER = "digests.tsv", "figures.csv", ("kind", "name", "rows", "sha256", "sha256 of sorted rows")
MOST = 10
"""How many differences are shown for each file."""
PLACES = "dk", "0101", "0482"
"""Those whose reports the quick run writes."""
TRACED = (
    "theme/overall/0101", "theme/overall/0101/change", "item/overall_help/dk/share=1", "theme/overall/0707/compare/1-0",
    "theme/overall/0101/rank", "response/rate/0101",
)  # fmt: skip
"""Figures of the newest invented wave, one of each kind of trace."""


@dataclass(frozen=True)
class Digest:
    """One line of the list. ``rows`` and ``ordered`` are empty but for figures."""

    kind: str
    name: str
    rows: str
    sha256: str
    ordered: str = ""


@dataclass(frozen=True)
class Program:
    """The command line of a checkout, found by its entry point, so that its modules may be called anything."""

    checkout: Path
    folder: Path

    def __call__(self, *words: object) -> str:
        scripts = tomllib.loads((self.checkout / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
        module, function = scripts["borgerpuls"].split(":")
        return self.python("-c", f"from {module} import {function}; {function}()", *words)

    def python(self, *words: object) -> str:
        """What a Python command of the checkout says, in the folder."""
        around = os.environ | {"PYTHONPATH": str(self.checkout / "src"), "BORGERPULS_LANG": "en", "COLUMNS": "160"}
        command = [sys.executable, *map(str, words)]
        done = subprocess.run(command, cwd=self.folder, env=around, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}\nended with {done.returncode}.\n{done.stdout}")
        return done.stdout


def write(folder: Path, checkout: Path, realdata: Path | None, places: Sequence[str] = ()) -> None:
    """Make everything in ``folder``, replacing an earlier run, and the list of its digests last.

    ``realdata`` is the folder of the real surveys' answers; None leaves them out. ``places`` of () are all of them.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / LIST).exists():
        raise SystemExit(f"{folder} holds something else than digests. Choose a new folder.")
    shutil.rmtree(folder, ignore_errors=True)
    demo(_program(checkout, folder / "demo"), places)
    if realdata:
        real(_program(checkout, folder / "sfo"), realdata / "sfo_customer_survey")
        real(_program(checkout, folder / "us_army"), realdata / "us_army_climate")
    write_list(folder)


def _program(checkout: Path, folder: Path) -> Program:
    folder.mkdir(parents=True)
    return Program(checkout.resolve(), folder)


def demo(program: Program, places: Sequence[str]) -> None:
    """The invented waves: figures, reports and traces; with some places only, two traces."""
    program.python(program.checkout / "examples" / "demo" / "make.py", "waves")
    waves = sorted(Path("waves", wave.name) for wave in (program.folder / "waves").iterdir())
    program("figures", *waves, "--csv", FIGURES)
    program("report", *waves, "--out", "reports", *(word for place in places for word in ("--place", place)))
    for number, address in enumerate(TRACED[:2] if places else TRACED, 1):
        script = Path("traces", str(number))
        (program.folder / script).mkdir(parents=True)
        said = program("trace", f"{waves[-1].name}/{address}", "--shelf", "waves/figures.sqlite", "--r", script)
        (program.folder / script / "said.txt").write_text(said, encoding="utf-8")


def real(program: Program, data: Path) -> None:
    """A real survey of the folder's name: figures of its waves, weighted and unweighted, and reports of the newest."""
    mappings = program.checkout / "examples" / program.folder.name
    years = sorted(
        file.stem for file in mappings.glob("*.toml") if "questionnaire" in tomllib.loads(file.read_text("utf-8"))
    )
    weighted, unweighted = ([Path(kind, year) for year in years] for kind in ("waves", "unweighted"))
    for folder in (*weighted, *unweighted):
        alike = ("--unweighted",) if folder in unweighted else ()
        program("import", mappings / f"{folder.name}.toml", "--out", folder, "--data", data.resolve(), *alike)
    program("figures", *weighted, *unweighted, "--csv", FIGURES)
    program("report", *weighted, "--out", "reports")


def write_list(folder: Path) -> None:
    """``digests.tsv`` of what lies in the folder."""
    with (folder / LIST).open("w", encoding="utf-8", newline="") as to:
        lines = csv.writer(to, delimiter="\t", lineterminator="\n")
        lines.writerow(HEADER)
        lines.writerows((d.kind, d.name, d.rows, d.sha256, d.ordered) for d in digests(folder))


def digests(folder: Path) -> Iterator[Digest]:
    """Those of the figures, wave by wave, then of every other file but the shelves, whose form is the program's own."""
    for file in sorted(folder.glob(f"*/{FIGURES}")):
        for wave, rows in rows_by_wave(file).items():
            yield Digest("figures", f"{file.parent.name}/{wave}", str(len(rows) - 1), _sha(rows), _sha(sorted(rows)))
    for file in sorted(file for file in folder.glob("*/**/*") if file.is_file()):
        if file.name != FIGURES and not file.name.startswith("figures.sqlite"):
            name = file.relative_to(folder)
            yield Digest(name.parts[1], name.as_posix(), "", hashlib.sha256(file.read_bytes()).hexdigest())


def rows_by_wave(file: Path) -> dict[str, list[str]]:
    """The lines of a file of figures by wave, as they stand; the names of the columns begin each."""
    found: dict[str, list[str]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        header = next(lines)
        at = header.split(",").index("wave")
        for line in lines:
            found.setdefault(line.split(",", at + 1)[at], [header]).append(line)
    return found


def _sha(rows: Sequence[str]) -> str:
    return hashlib.sha256("".join(rows).encode()).hexdigest()


def compare(before: Path, after: Path) -> bool:
    """Say of every wave whether its figures are the same, and which other files differ. Is all of it the same?"""
    old, new = _read(before), _read(after)
    same = Counter[str]()
    for name in [*old, *(name for name in new if name not in old)]:
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            print(f"{name}: only {'after' if was is None else 'before'}")
        elif was == now:
            same[was.kind] += 1
            if was.kind == "figures":
                print(f"{name}: {was.rows} figures, the same")
        elif was.kind == "figures":
            survey, wave = name.split("/")
            earlier, later = (rows_by_wave(folder / survey / FIGURES)[wave] for folder in (before, after))
            print(f"{name}: " + ("the same figures in another order" if was.ordered == now.ordered else "DIFFERS"))
            _show(moved(earlier, later))
        else:
            print(f"{name}: DIFFERS")
            _show(file_differences(name, (before / name).read_bytes(), (after / name).read_bytes()))
    print("The same:", ", ".join(f"{count} of {kind}" for kind, count in same.items()) or "nothing")
    return old == new


def _read(folder: Path) -> dict[str, Digest]:
    with (folder / LIST).open(encoding="utf-8", newline="") as lines:
        return {found.name: found for found in (Digest(*row) for row in list(csv.reader(lines, delimiter="\t"))[1:])}


def _show(differences: Iterator[str]) -> None:
    found = list(differences)
    print("".join(f"  {line}\n" for line in found[:MOST]), end="")
    if len(found) > MOST:
        print(f"  and {len(found) - MOST} more")


def moved(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Address, column, before and after of every number that differs; figures that only one has; a header each."""
    old, new = ({row["address"]: row for row in csv.DictReader(rows)} for rows in (before, after))
    for address in [*old, *(address for address in new if address not in old)]:
        was, now = old.get(address), new.get(address)
        if was is None or now is None:
            yield f"{address}: only {'after' if was is None else 'before'}"
        elif was != now:
            for column in [*was, *(column for column in now if column not in was)]:
                if was.get(column) != now.get(column):
                    yield f"{address}  {column}: {was.get(column)!r} before, {now.get(column)!r} after"


def file_differences(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """The first line that differs in a text; each part that differs in a workbook or a package; else the first byte."""
    if name.endswith((".zip", ".xlsx")):
        old, new = ({i.filename: file.read(i) for i in file.infolist()} for file in _archives(before, after))
        for part in sorted(old.keys() | new.keys()):
            if old.get(part) != new.get(part):
                for line in file_differences(part, old.get(part, b""), new.get(part, b"")):
                    yield f"{part}: {line}"
    elif name.endswith((".pdf", ".parquet", ".woff2", ".png")):
        first = _first(before, after)
        yield f"byte {first}, of {len(before)} before and {len(after)} after"
    else:
        lines = zip_longest(before.decode().splitlines(), after.decode().splitlines(), fillvalue="")
        for number, (was, now) in enumerate(lines, 1):
            if was != now:
                at = max(0, _first(was, now) - 40)
                yield f"line {number}: {was[at : at + 120]!r} before, {now[at : at + 120]!r} after"
                return


def _first(before: Sequence[object], after: Sequence[object]) -> int:
    """Where two sequences begin to differ."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((at for at, (was, now) in pairs if was != now), min(len(before), len(after)))


def _archives(*contents: bytes) -> Iterator[zipfile.ZipFile]:
    for content in contents:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield archive


def main() -> None:
    """Write or compare from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("write", "compare"))
    parser.add_argument("folder", type=Path, help="the run to write, or the earlier run to compare with")
    parser.add_argument("after", type=Path, nargs="?", help="a later run; unless named, build/digests is made first")
    parser.add_argument("--checkout", type=Path, default=REPOSITORY, help="the program to run; this one unless named")
    parser.add_argument("--realdata", type=Path, help="the folder of the real surveys' answers")
    parser.add_argument(
        "--quick", action="store_true", help=f"the invented waves only, and reports of {', '.join(PLACES)}"
    )
    chosen = parser.parse_args()
    realdata, places = (None, PLACES) if chosen.quick else (chosen.realdata, ())
    if chosen.task == "write":
        write(chosen.folder, chosen.checkout, realdata, places)
        return
    after = chosen.after
    if after is None:
        after = REPOSITORY / "build" / "digests"
        write(after, chosen.checkout, realdata, places)
    sys.exit(not compare(chosen.folder, after))


if __name__ == "__main__":
    main()
