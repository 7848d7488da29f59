"""A population list of up to 100,000 persons: read, judged, accepted, sampled, approved, invited and frozen.

python bench/population.py [ROWS ...] [--database URL --contacts URL]: each size in a process and a site of its own
(SQLite in a temporary folder unless told otherwise), every step timed with the peak memory that it reached. The list
is a CSV file as Danish Excel writes it, in which one row in a thousand has an error; all persons are invented.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
SIZES = (1_000, 10_000, 100_000)
SURVEY = Path(__file__).resolve().parents[1] / "survey" / "2026.toml"
NOW = datetime(2026, 8, 15, 9, tzinfo=UTC)
HEADING = "CPR-nr;Fornavn;Efternavn;E-mail;Mobil;Adresse;Postnr;By;Målgruppe;Varighed;Sprog;Kommune"
GROUPS = ("Dagpengemodtagere", "Jobparate", "Aktivitetsparate", "Sygedagpengemodtagere", "Jobafklaringsforløb")


def population_list(rows: int) -> bytes:
    """Invented citizens, whose CPR numbers pass modulus 11; each thousandth's day of birth does not exist."""
    chance = random.Random(rows)
    taken: set[str] = set()

    def lines() -> Iterator[str]:
        yield HEADING
        for n in range(rows):
            day = 32 if n % 1000 == 999 else chance.randrange(1, 29)
            cpr = _free(f"{day:02d}{chance.randrange(1, 13):02d}{chance.randrange(40, 99):02d}", chance, taken)
            yield (
                f"{cpr};Prøve{n};Æbelø;p{n}@example.dk;2{n % 10_000_000:07d};Åvej {n};8500;Grenaa;"
                f"{chance.choice(GROUPS)};{chance.randrange(60)};dansk;0707"
            )

    return "\r\n".join(lines()).encode("cp1252")


def _free(born: str, chance: random.Random, taken: set[str]) -> str:
    """A number of that day that nobody has yet and that passes modulus 11."""
    while True:
        cpr = f"{born}{chance.randrange(4000):04d}"
        if cpr not in taken and sum(int(d) * w for d, w in zip(cpr, WEIGHTS, strict=True)) % 11 == 0:
            taken.add(cpr)
            return cpr


def peak(*, begin: bool = False) -> float:
    """The most memory, in MB, that this process has held since it was last asked to ``begin``."""
    if begin:
        Path("/proc/self/clear_refs").write_text("5")
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def steps(rows: int, folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is measured, in its order."""
    from borgerpuls.fieldwork import population
    from borgerpuls.fieldwork.freeze import freeze
    from borgerpuls.fieldwork.invitations import outbox
    from borgerpuls.fieldwork.models import Enrolment, Wave
    from borgerpuls.fieldwork.population import approval
    from borgerpuls.fieldwork.survey import questionnaires, registers

    registers.lay_municipalities()
    asked = questionnaires.add(SURVEY.read_text("utf-8"), "bench", NOW)
    wave = Wave.objects.create(
        name="bench",
        title={"da": "Bænk", "en": "Bench"},
        state=Wave.State.ENROLLING,
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 9, 30),
        questionnaire_id=asked.fingerprint,
        fielded_id=asked.fingerprint,
        channels=["email", "letter"],
        groups=["target_group", "sex", "age"],
        weighting_by=["sex", "age"],
        contact_until=date(2027, 1, 1),
        invented=True,
    )
    enrolment = Enrolment.objects.create(wave=wave, municipality_id="0707", enrolled_at=NOW, reply_to="s@example.org")
    content, who = population_list(rows), "bench"
    upload = 0

    def stage() -> None:
        nonlocal upload
        upload = population.stage(enrolment.pk, who, "liste.csv", content, NOW).id

    def state(name: str) -> None:
        Wave.objects.filter(pk=wave.pk).update(state=name)

    yield "read, guess, judge, keep closed", stage
    yield "the page of problems", lambda: population.staged(upload)
    yield "accept: contact data and persons", lambda: population.accept(upload, who, NOW, without_bad=True)
    yield "a stratified sample of half", lambda: population.set_sample(enrolment.pk, rows // 2, "age", 7, who, NOW)
    yield "everybody again", lambda: population.set_sample(enrolment.pk, None, "", 7, who, NOW)
    approval.approve("bench", "0707", who, NOW)
    state(Wave.State.OPEN)
    yield "invitations into the outbox", lambda: outbox.invite(enrolment.pk, who, NOW)
    state(Wave.State.CLOSED)
    yield "freeze", lambda: freeze("bench", folder / "waves" / "bench", who, NOW)


def measure(rows: int) -> None:
    """All steps of one size, in this process: a line each of name, seconds, processor seconds and megabytes."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("migrate", database="contacts", verbosity=0)
    for name, job in steps(rows, Path(os.environ["BORGERPULS_HOME"])):
        peak(begin=True)
        start, busy = time.perf_counter(), processor_seconds()
        job()
        took = time.perf_counter() - start, processor_seconds() - busy
        print(f"{name}\t{took[0]}\t{took[1]}\t{peak()}", flush=True)


def processor_seconds() -> float:
    """What this process and those that it has waited for have used."""
    return sum(os.times()[:4])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=float, default=SIZES)
    parser.add_argument("--database")
    parser.add_argument("--contacts")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args()
    sizes = [int(n) for n in told.rows]
    if told.one:
        return measure(sizes[0])
    found: dict[str, list[str]] = {}
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            given = {"BORGERPULS_HOME": folder, "DJANGO_SETTINGS_MODULE": "borgerpuls.web.settings"}
            given |= {"DATABASE_URL": told.database} if told.database else {}
            given |= {"CONTACTS_DATABASE_URL": told.contacts} if told.contacts else {}
            command = [sys.executable, __file__, str(rows), "--one"]
            done = subprocess.run(command, env={**os.environ, **given}, check=True, stdout=subprocess.PIPE, text=True)
        for line in done.stdout.splitlines():
            name, *numbers = line.split("\t")
            seconds, busy, memory = map(float, numbers)
            found.setdefault(name, []).append(f"{seconds:.1f} | {busy:.1f} | {memory:,.0f}")
    print("| step |" + "".join(f" {rows:,}: s | CPU s | MB |" for rows in sizes))
    print("| --- |" + " ---: | ---: | ---: |" * len(sizes))
    for name, cells in found.items():
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
