"""``make demo``: two invented waves and all their reports, and an invented programme in mid-field on a site of its own.

python examples/demo/run.py demo         everything, under demo/; the site goes on in the background
python examples/demo/run.py --stop demo  ends the site
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
BORGERPULS = Path(sys.executable).with_name("borgerpuls")
WAVES = "2023-pilot", "2024-spring"
PORT, PATIENCE = 8000, 60


def demo(folder: Path) -> None:
    """Waves, reports and the site; the programme is played while the reports are written."""
    site = folder / "site"
    stop(site)
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    port = _free(PORT)
    around = {
        **os.environ,
        "BORGERPULS_HOME": str(site.resolve()),
        "BORGERPULS_URL": f"http://localhost:{port}",
        "BORGERPULS_INVENTED": "1",
        "EMAIL_URL": f"file:{site.resolve()}/mail",
    }
    print("Inventing the answers of two waves, and a programme in mid-field", flush=True)
    programme = subprocess.Popen([sys.executable, str(HERE / "site.py")], env=around, stdout=subprocess.PIPE, text=True)
    _run(sys.executable, HERE / "make.py", folder / "waves")
    _run(BORGERPULS, "report", *(folder / "waves" / wave for wave in WAVES), "--out", folder / "reports")
    _run(BORGERPULS, "look", folder / "waves" / WAVES[-1], "0101")
    print(f"All reports, from the front page: {folder / 'reports' / 'index.html'}")
    links, _ = programme.communicate()
    if programme.returncode:
        raise SystemExit(programme.returncode)
    _serve(site, port, around)
    print(links, flush=True)
    print(f"It runs until: make stop   (mails: {site / 'mail'}, log: {site / 'serve.log'})")


def stop(site: Path) -> None:
    """End the site that an earlier demo left running, and wait until it has.

    The server alone is asked, and ends its workers: asked together with them, it may begin another in their place.
    """
    with suppress(FileNotFoundError, ProcessLookupError, ValueError):
        file = site / "serve.pid"
        server = int(file.read_text())
        file.unlink()
        os.kill(server, signal.SIGTERM)
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            os.killpg(server, 0)
            time.sleep(0.1)
        os.killpg(server, signal.SIGKILL)


def _serve(site: Path, port: int, around: dict[str, str]) -> None:
    command = [str(BORGERPULS), "serve", "--port", str(port)]
    with (site / "serve.log").open("wb") as log:
        server = subprocess.Popen(command, env=around, stdout=log, stderr=log, start_new_session=True)
    (site / "serve.pid").write_text(str(server.pid))
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and server.poll() is None:
        with suppress(URLError, ConnectionError), urlopen(f"http://localhost:{port}/", timeout=5):
            return
        time.sleep(0.2)
    raise SystemExit(f"The site did not start; {site / 'serve.log'} says why.")


def _free(port: int) -> int:
    """The first port from ``port`` on that nobody listens at."""
    while True:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)):
                return port
        port += 1


def _run(*command: object) -> None:
    done = subprocess.run([str(word) for word in command], check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


if __name__ == "__main__":
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("folder", type=Path)
    parse.add_argument("--stop", action="store_true", help="end the site")
    asked = parse.parse_args()
    if asked.stop:
        stop(asked.folder / "site")
    else:
        demo(asked.folder)
