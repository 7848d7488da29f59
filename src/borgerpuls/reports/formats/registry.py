"""The registry of output formats: every module of this folder that holds a ``FORMAT``.

Modules are loaded when somebody first asks for the formats, so that a command that writes no report loads no library
of a format.
"""

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from borgerpuls.reports.formats.format import Format

_SHELF = __name__.rpartition(".")[0]


@cache
def formats() -> tuple[Format, ...]:
    """All output formats, in the order in which readers meet them."""
    modules = (import_module(f"{_SHELF}.{module.name}") for module in iter_modules([str(Path(__file__).parent)]))
    found: list[Format] = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return tuple(sorted(found, key=lambda known: (known.order, known.suffix)))
