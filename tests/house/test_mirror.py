"""The tests mirror the code: who changes a module finds its tests by its path, and no test lies where nobody looks."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

REPOSITORY = Path(__file__).resolve().parents[2]
DECLARATIONS = {
    "apps.py": "Django's name of an app, and what it loads when it starts; Django does not start where it is wrong",
    "urls.py": "addresses; the tests of the pages ask for them, and web/test_safety.py for every one of staff",
    "*_urls.py": "addresses, as in urls.py",
    "arrays.py": "names of NumPy's types",
    "results/figures/figure.py": "the columns of a figure and their types",
}
"""Modules that declare and do nothing, and why there is nothing of theirs to test: names, or paths."""
ELSEWHERE = {
    "house": "rules of the repository",
    "journeys": "the whole site, in a browser",
    "kill": "processes that are ended in the middle of something",
    "examples": "real surveys, from their files to their reports",
}
"""Folders of tests that are about everything, and what they do."""
WHOLE_ROOMS = {
    "dataset/engines/test_engines.py": "every engine by its address counts the same",
    "fieldwork/population/test_both_databases.py": "a list from file to frozen wave, on SQLite and on PostgreSQL",
    "method/test_against_r.py": "R's survey package gives the same numbers",
    "method/test_coverage.py": "intervals cover",
    "method/test_estimators.py": "one grammar of results",
    "method/test_hostile.py": "broken data is refused, never NaN",
    "method/test_index.py": "everything is found in the package and on a page",
    "method/test_library.py": "no function without a reader",
    "method/test_pages.py": "the examples of the pages",
    "method/test_properties.py": "what may not matter does not",
    "method/test_reference.py": "the reference cases",
    "method/test_simulations.py": "comparisons keep their promises in made populations",
    "questionnaire/test_survey.py": "the questionnaires that are shipped",
    "reports/test_exits.py": "every exit says the same of what is marked",
    "reports/test_nonresponse.py": "weights that know who answered, and the words where they do not",
    "reports/test_sentences.py": "page one claims nothing where nothing differs",
    "reports/sections/test_every_document.py": "what every report owes its reader",
    "results/test_boundaries.py": "exactly five, four and nobody",
    "results/test_properties.py": "what holds for any answers",
    "test_demo.py": "the published figures of the demo",
    "web/citizen/test_looks.py": "the citizen's pages in a browser",
    "web/municipality/test_pages.py": "who may open and change a municipality's pages",
    "web/staff/test_looks.py": "the staff's pages in a browser",
    "web/test_formulas.py": "no spreadsheet file does anything",
    "web/test_safety.py": "who may open what, by the addresses themselves",
}
"""Files of tests that are about a whole room, and what they ask of it."""


def modules(source: Path) -> list[PurePosixPath]:
    """Every module of the package, by its path in it."""
    found = [PurePosixPath(module.relative_to(source).as_posix()) for module in sorted(source.rglob("*.py"))]
    return [module for module in found if module.stem != "__init__" and "migrations" not in module.parts]


def files_of_tests(tests: Path) -> list[PurePosixPath]:
    """Every file of tests that mirrors a module, by its path among the tests."""
    found = [PurePosixPath(test.relative_to(tests).as_posix()) for test in sorted(tests.rglob("test_*.py"))]
    return [test for test in found if test.parts[0] not in ELSEWHERE]


def place_of(module: PurePosixPath) -> PurePosixPath:
    """Where the tests of a module lie: ``text.py`` has ``test_text.py``, and ``__main__.py`` has ``test_main.py``."""
    return module.with_name(f"test_{module.stem.strip('_')}.py")


def untested(modules: Iterable[PurePosixPath], tests: Iterable[PurePosixPath]) -> list[str]:
    """Modules without a file of tests, and without a reason for it."""
    there = set(tests)
    return [
        f"{module}: tests/{place_of(module)} is missing"
        for module in modules
        if place_of(module) not in there and not any(module.match(pattern) for pattern in DECLARATIONS)
    ]


def astray(modules: Iterable[PurePosixPath], tests: Iterable[PurePosixPath], whole: Mapping[str, str]) -> list[str]:
    """Files of tests whose module is not there, and that are about no whole room."""
    places = {place_of(module) for module in modules}
    return [f"tests/{test}: there is no such module" for test in tests if test not in places and str(test) not in whole]


SOURCE, TESTS = REPOSITORY / "src" / "borgerpuls", REPOSITORY / "tests"
MODULES, FILES = modules(SOURCE), files_of_tests(TESTS)


def test_every_module_has_its_file_of_tests() -> None:
    assert len(MODULES) > 300
    assert untested(MODULES, FILES) == []


def test_every_file_of_tests_has_its_module_or_is_about_a_whole_room() -> None:
    assert len(FILES) > 250
    assert astray(MODULES, FILES, WHOLE_ROOMS) == []


def test_nothing_is_exempt_that_is_not_there_or_needs_no_exemption() -> None:
    tested = {place_of(module): module for module in MODULES}
    for pattern in DECLARATIONS:
        assert any(module.match(pattern) for module in MODULES), pattern
    for name in WHOLE_ROOMS:
        assert PurePosixPath(name) in FILES, name
        assert PurePosixPath(name) not in tested, name
    for name in ELSEWHERE:
        assert any((TESTS / name).rglob("test_*.py")), name


def test_a_module_without_tests_and_a_test_without_a_module_are_told_by_name() -> None:
    module, moved = PurePosixPath("method/new_estimator.py"), PurePosixPath("method/test_old_estimator.py")
    assert untested([module], [moved]) == ["method/new_estimator.py: tests/method/test_new_estimator.py is missing"]
    assert astray([module], [moved], {}) == ["tests/method/test_old_estimator.py: there is no such module"]
    assert untested([module], [place_of(module)]) == []
    assert astray([module], [place_of(module), moved], {str(moved): "a whole room"}) == []
    assert untested([PurePosixPath("web/other/urls.py"), PurePosixPath("web/apps.py")], []) == []
