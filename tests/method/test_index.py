"""Whoever has arrays finds everything in ``borgerpuls.method``, and on a page."""

import importlib
import inspect
import re
from pathlib import Path

import pytest

from borgerpuls import method

FOLDER = Path(method.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(FOLDER).with_suffix("").parts)
    for path in FOLDER.rglob("*.py")
    if path.stem not in ("__init__", "array_operations", "errors")
)
PIECES = {
    "Calibration", "CalibrationRegression", "MaxT", "RakingResiduals", "StudentInterval", "beta_quantile",
    "check_unit_estimates", "connected_blocks", "likelihood_interval", "national_degrees", "nested_units", "residuals",
    "satterthwaite", "select_totals", "t_quantile",
}  # fmt: skip
"""What the modules make of one another and nobody asks for by itself."""
PAGES = {"linearization": "estimates", "means": "estimates", "totals": "estimates", "variance": "design",
         "max_t": "anom", "primary": "disclosure"}  # fmt: skip
"""The page of a module that is not called what the module is."""


def test_the_shelves_hold_modules() -> None:
    assert len(MODULES) > 30


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_of_a_module_is_in_the_index(name: str) -> None:
    module = importlib.import_module(f"borgerpuls.method.{name}")
    own = {
        key: thing
        for key, thing in vars(module).items()
        if not key.startswith("_")
        and (inspect.isfunction(thing) or inspect.isclass(thing))
        and thing.__module__ == module.__name__
    }
    listed = [getattr(method, key) for key in method.__all__]
    missing = {key for key, thing in own.items() if not any(thing is one for one in listed)}
    assert missing <= PIECES


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_a_page(name: str, repository: Path) -> None:
    stem = name.rpartition(".")[2]
    assert (repository / "docs" / "method" / f"{PAGES.get(stem, stem)}.md").exists()


@pytest.mark.parametrize("name", sorted(method.__all__))
def test_everything_in_the_index_says_what_it_is_and_stands_in_its_table(name: str) -> None:
    thing = getattr(method, name)
    assert method.__doc__ is not None
    if inspect.isfunction(thing):
        assert f"``{name}``" in method.__doc__
        assert thing.__doc__
        assert len(thing.__doc__.split("\n")[0]) > 20
    elif inspect.isclass(thing):
        assert thing.__doc__
        assert not thing.__doc__.startswith(f"{name}(")


NO_PAPER = {
    "answers_needed", "association", "category_sums", "concatenate_estimates", "cumulative_sums",
    "detectable_difference", "expand_counts", "margin", "primary_suppression", "primary_suppression_of_scores",
    "theme_score", "top_box", "union_totals",
}  # fmt: skip
"""Functions that only put things in order, or name the function whose source is theirs."""


@pytest.mark.parametrize("name", sorted(n for n in method.__all__ if inspect.isfunction(getattr(method, n))))
def test_every_function_names_its_source(name: str) -> None:
    assert name in NO_PAPER or re.search(r"Source|\((19|20)\d\d\)", getattr(method, name).__doc__ or "")
