"""Whoever has arrays finds everything in ``borgerpuls.method``, and on a page."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
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
    "check_unit_estimates", "connected_blocks", "leverage", "MadeInterval", "likelihood_interval",
    "national_degrees", "cluster_leverage", "nested_units", "other_totals", "residuals", "satterthwaite",
    "select_totals", "t_quantile", "bounded_weights",
}  # fmt: skip
"""What the modules make of one another and nobody asks for by itself."""
PAGES = {"bounded_weights": "bounds",
         "linearization": "estimates", "means": "estimates", "totals": "estimates", "variance": "design",
         "max_t": "anom", "skewed_t": "anom", "leverage": "answer_basis",
         "unit_variances": "anom", "primary": "disclosure"}  # fmt: skip
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


def test_type_checkers_read_the_same_names_as_the_program_imports() -> None:
    stub = ast.parse((FOLDER / "__init__.pyi").read_text("utf-8"))
    homes = {alias.name: node.module for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert sorted(homes) == method.__all__
    assert all(
        getattr(method, name) is getattr(importlib.import_module(str(home)), name) for name, home in homes.items()
    )


def test_one_module_of_the_method_loads_no_other() -> None:
    program = "import sys, borgerpuls.method.comparison.rule_sets; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    shelves = {"borgerpuls.method", "borgerpuls.method.comparison", "borgerpuls.method.comparison.rule_sets"}
    assert {name for name in loaded if name.startswith("borgerpuls.method")} == shelves
    assert "scipy" not in loaded


def test_a_name_that_is_not_in_the_index_is_told_as_missing() -> None:
    with pytest.raises(AttributeError, match="no attribute 'median_of_means'"):
        _ = method.median_of_means
