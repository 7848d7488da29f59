"""A list from the file to the frozen wave, on SQLite and on PostgreSQL, in a process and a site of its own."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROWS = 1_200


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_list_goes_all_the_way(engine: str, repository: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    addresses = {}
    if engine == "postgres":
        server = request.getfixturevalue("postgres_url")
        with psycopg.connect(server, autocommit=True) as connection:
            for name, variable in (("list_default", "DATABASE_URL"), ("list_contacts", "CONTACTS_DATABASE_URL")):
                connection.execute(f"CREATE DATABASE {name}")
                addresses[variable] = server.replace("@/postgres?", f"@/{name}?")
    site = {"BORGERPULS_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "borgerpuls.web.settings", **addresses}
    command = [sys.executable, repository / "bench" / "population.py", str(ROWS), "--one"]
    done = subprocess.run(command, env={**os.environ, **site}, check=True, stdout=subprocess.PIPE, text=True)
    assert [line.split("\t")[0] for line in done.stdout.splitlines()][-2:] == ["invitations into the outbox", "freeze"]
    assert (tmp_path / "waves" / "bench" / "persons.parquet").exists()
