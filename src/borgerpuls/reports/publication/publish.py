"""All reports of a wave, in every format and language, in one folder that anyone can open or put on a web server."""

import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from borgerpuls.dataset.folder import open_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.files import whole_folder
from borgerpuls.languages import OFFERED
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problems
from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.document import KeyFigure
from borgerpuls.reports.formats import fonts, html
from borgerpuls.reports.formats.format import About, Edition
from borgerpuls.reports.formats.registry import formats
from borgerpuls.reports.publication import names
from borgerpuls.reports.publication.index import Entry, Index, index
from borgerpuls.reports.report import report
from borgerpuls.reports.wording import number
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.text import Text


@dataclass(frozen=True)
class Publication:
    """What is published: the newest of the waves, with the figures of all of them on the shelf."""

    shelf: Path
    wave: FrozenWave
    languages: tuple[str, ...]
    places: tuple[str, ...]


def publish(
    shelf: Path,
    waves: Sequence[Path],
    out: Path,
    languages: Sequence[str] | None = None,
    *,
    places: Sequence[str] | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """Write the reports of the newest wave into ``out`` in every format of the registry, and an index of them.

    ``languages`` of None are all those of the questionnaire that reports are written in. ``places`` are codes of units
    or of the whole; None means all of them. With some of them, the reports of the others
    stay as they are. ``progress`` is called with how many places are done, and of how many. A folder
    that lay at ``out`` is replaced when everything is written, so that a killed run leaves the last good reports.
    Raises ``Refused`` for a language or place that is not in the wave, a wave that is not on the shelf, a folder that
    holds something else, and fonts that are not laid out.
    """
    wave = max((open_wave(folder) for folder in waves), key=lambda wave: (wave.spec.opened, wave.spec.name))
    everywhere = (wave.spec.place_code, *(unit.code for unit in wave.spec.units))
    spoken = tuple(code for code in wave.questionnaire.languages if code in OFFERED)
    publication = Publication(shelf, wave, tuple(languages or spoken), tuple(places or everywhere))
    _check(publication, spoken, everywhere, out)
    for known in formats():
        known.check()
    with FigureStore.open(shelf) as opened:
        opened.facts(wave.spec.name)
    with whole_folder(out) as folder:
        if places and out.exists():
            shutil.copytree(out, folder, dirs_exist_ok=True)
        for part in (names.REPORTS, names.DATA, names.ASSETS):
            (folder / part).mkdir(exist_ok=True)
        shutil.copytree(fonts.for_web(), folder / names.ASSETS / "fonts", dirs_exist_ok=True)
        (folder / names.ASSETS / "style.css").write_text(html.stylesheet(), encoding="utf-8", newline="\n")
        _render_all(publication, folder, progress)
        for language in publication.languages:
            content = index(_index(publication, folder, language), publication.languages)
            (folder / names.index(language, publication.languages)).write_text(content, encoding="utf-8", newline="\n")


def _check(publication: Publication, spoken: Sequence[str], everywhere: Sequence[str], out: Path) -> None:
    problems = Problems()
    wave = publication.wave.spec.name
    here = _("wave {wave}", wave=wave)
    if not spoken:
        written, known = (", ".join(codes) for codes in (publication.wave.questionnaire.languages, OFFERED))
        problems.add(
            here,
            _("it is in {written} only, and no report is.", written=written),
            _("Translate the questionnaire into one of: {known}.", known=known),
        )
    for language in publication.languages:
        if language not in spoken:
            problems.add(
                here,
                _("there is no report in '{language}'.", language=language),
                _("Choose from: {spoken}.", spoken=", ".join(spoken)),
            )
    for place in publication.places:
        if place not in everywhere:
            problems.add(
                here,
                _("the place '{place}' is not in it.", place=place),
                _("Choose from: {everywhere}.", everywhere=", ".join(everywhere)),
            )
    if not publication.shelf.is_file():
        problems.add(
            verbatim(publication.shelf),
            _("the shelf of figures does not exist."),
            _("Make it with: borgerpuls figures --shelf"),
        )
    ours = {names.REPORTS, names.DATA, names.ASSETS}
    others = (
        sorted(p.name for p in out.iterdir() if p.name not in ours and not p.match("index*.html"))
        if out.is_dir()
        else []
    )
    if others or out.is_file():
        problems.add(
            verbatim(out),
            _("something else than reports lies here: {others}.", others=", ".join(others[:5]) or _("a file")),
            _("Choose a new folder."),
        )
    problems.refuse()


def _render_all(publication: Publication, folder: Path, progress: Callable[[int, int], None]) -> None:
    """Render in as many processes as there are cores, or in this one where a second would have nothing to do."""
    places = publication.places
    workers = min(os.cpu_count() or 1, len(places))
    if workers == 1:
        with FigureStore.open(publication.shelf) as shelf:
            for done, place in enumerate(places, start=1):
                _render(publication, shelf, folder, place)
                progress(done, len(places))
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        running = [pool.submit(_render_in_worker, publication, folder, place) for place in places]
        try:
            for done, finished in enumerate(as_completed(running), start=1):
                finished.result()
                progress(done, len(running))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _render_in_worker(publication: Publication, folder: Path, place: str) -> None:
    _render(publication, _shelf(publication.shelf), folder, place)


@cache
def _shelf(path: Path) -> FigureStore:
    """One open shelf a worker."""
    return FigureStore.open(path)


def _render(publication: Publication, shelf: FigureStore, folder: Path, place: str) -> None:
    """The report of one place in every format and language."""
    wave, languages = publication.wave, publication.languages
    figures = shelf.figures(wave=wave.spec.name, place=place)
    context = gather(shelf, wave, place, languages[0])
    warning = Text({language: replace(context, language=language).warning for language in languages})
    about = About(_name(wave, place), wave.spec.title, warning, wave.spec.closed, languages, wave.plan)
    for language in languages:
        document = report(shelf, replace(context, language=language))
        edition = Edition(document, figures, about, names.links(place, language, languages))
        for known in formats():
            if known.translated or language == languages[0]:
                (folder / names.file(known, place, language)).write_bytes(known.render(edition))


def _name(wave: FrozenWave, place: str) -> Text:
    if place == wave.spec.place_code:
        return wave.spec.place
    return next(unit.name for unit in wave.spec.units if unit.code == place)


def _index(publication: Publication, folder: Path, language: str) -> Index:
    """The front page's content: every place that has a report in the folder, in alphabetical order."""
    wave = publication.wave
    with FigureStore.open(publication.shelf) as shelf:
        context = gather(shelf, wave, wave.spec.place_code, language)
    entries = {
        place: _entry(context, place)
        for place in (wave.spec.place_code, *context.places.units)
        if (folder / names.file(html.FORMAT, place, language)).exists()
    }
    whole = entries.pop(wave.spec.place_code, None)
    return Index(
        language=language,
        title=wave.questionnaire.title[language],
        subtitle=wave.spec.title[language],
        warning=context.warning,
        unit=wave.questionnaire.words.unit[language].capitalize(),
        measure=context.overall.name[language],
        whole=whole,
        units=tuple(entries.values()),
    )


def _entry(context: ReportContext, place: str) -> Entry:
    language, name = context.language, context.places.name_of(place)
    figure = context.theme(context.overall, place)
    if figure is None or figure.estimate is None or figure.low is None or figure.high is None or figure.n is None:
        return Entry(place, name, None)
    key = KeyFigure(
        label=context.overall.name[language],
        value=number.mean(figure.estimate, language),
        interval=number.means(figure.low, figure.high, language),
        n=number.n(figure.n, language),
        address=figure.address,
    )
    return Entry(place, name, key, number.count(figure.n, language))
