"""What may stand in a log: never a citizen's code, a CPR number, or a link that lets somebody in."""

import logging
import re

STRUCK = "***"
_SECRETS = (
    re.compile(r"(?<=/k/)[^\s/?\"']+"),
    re.compile(r"(?<=/stab/invitation/)[^\s/?\"']+"),
    re.compile(r"(?<=/konto/password/reset/key/)[^\s/?\"']+"),
    re.compile(r"(?<!\d)\d{6}[- ]?\d{4}(?!\d)"),
    re.compile(r"(?<![0-9A-Z])[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}(?![0-9A-Z])", re.IGNORECASE),
)


class Discreet(logging.Formatter):
    """Strikes them out of everything that is written, messages and tracebacks alike."""

    def format(self, record: logging.LogRecord) -> str:
        written = super().format(record)
        for secret in _SECRETS:
            written = secret.sub(STRUCK, written)
        return written
