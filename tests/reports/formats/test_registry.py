"""The registry: every format of the folder, in order, loaded only when asked for."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from borgerpuls.reports.formats import data_package, html, pdf, registry, xlsx
from borgerpuls.reports.formats.format import Format
from borgerpuls.text import Text


def test_the_four_formats_stand_in_the_order_in_which_readers_meet_them() -> None:
    assert registry.formats()[:4] == (pdf.FORMAT, html.FORMAT, xlsx.FORMAT, data_package.FORMAT)


def test_no_two_formats_share_a_suffix_or_a_name() -> None:
    for language in ("da", "en"):
        assert len({known.suffix for known in registry.formats()}) == len(registry.formats())
        assert len({known.name[language] for known in registry.formats()}) == len(registry.formats())


def test_a_module_with_a_format_is_all_that_a_further_format_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    word = Text(da="Ord", en="Words")
    module = ModuleType("words")
    module.FORMAT = Format("words", "text/plain", lambda edition: b"", word, word, word, word)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "borgerpuls.reports.formats.words", module)
    found = list(registry.iter_modules([str(Path(registry.__file__).parent)]))
    further = found[0]._replace(name="words")
    monkeypatch.setattr(registry, "iter_modules", lambda path: [*found, further])
    before = len(registry.formats())
    registry.formats.cache_clear()
    try:
        assert registry.formats()[-1].suffix == "words"
        assert len(registry.formats()) == before + 1
    finally:
        registry.formats.cache_clear()


def test_no_library_of_a_format_is_loaded_before_somebody_asks_for_the_formats() -> None:
    code = (
        "import sys, borgerpuls.reports.formats.registry as registry;"
        "print(sorted({'typst', 'jinja2', 'xlsxwriter'} & set(sys.modules)));"
        "registry.formats();"
        "print(sorted({'typst', 'jinja2', 'xlsxwriter'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.splitlines() == ["[]", "['jinja2', 'typst', 'xlsxwriter']"]
