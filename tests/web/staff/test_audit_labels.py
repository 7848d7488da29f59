"""What an act in the log is called: every act that the program can write has words, and no words are left over."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from borgerpuls.fieldwork.models import Job, Wave
from borgerpuls.languages import OFFERED
from borgerpuls.web.staff.audit_labels import ACTS, name_of_act

SOURCE = Path(__file__).resolve().parents[3] / "src" / "borgerpuls"
FAMILIES = {"job.": Job.Kind.values, "wave.": Wave.State.values}
"""An act that is put together, ``f"job.{kind}"``: its beginning, and what may follow."""


@dataclass(frozen=True)
class Act:
    """Where an act is recorded, and the expression that says which; ``function`` holds the call, ``module`` both."""

    module: ast.Module
    function: ast.FunctionDef
    said: ast.expr


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """Calls of ``name(…)`` or, with a dot in the name, of ``module.name(…)``."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == name)


def functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))


def recorded(module: ast.Module) -> Iterator[Act]:
    """Every call of ``audit.record(who, act, now, …)``."""
    for function in functions(module):
        yield from (Act(module, function, call.args[1]) for call in calls(function, "audit.record"))


def values(act: Act) -> set[str]:
    """Every act that an expression can be. A form that is not known here fails, so that nothing is passed over."""
    match act.said:
        case ast.Constant(value=str(word)):
            return {word}
        case ast.IfExp(body=one, orelse=other):
            return {word for said in (one, other) for word in values(Act(act.module, act.function, said))}
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), ast.FormattedValue()]) if beginning in FAMILIES:
            return {beginning + end for end in FAMILIES[beginning]}
        case ast.Name(id=name):
            found = {word for said in _given(act, name) for word in values(said)}
            assert found, f"{act.function.name}: {name} is given nowhere"
            return found
    raise AssertionError(f"{act.function.name}: which acts can this be? {ast.unparse(act.said)}")


def _given(act: Act, name: str) -> Iterator[Act]:
    """What a name holds: what the function is called with in its module, or what it was set to in the function."""
    parameters = [argument.arg for argument in act.function.args.args]
    if name in parameters:
        place = parameters.index(name)
        for caller in functions(act.module):
            yield from (Act(act.module, caller, call.args[place]) for call in calls(caller, act.function.name))
        return
    for node in ast.walk(act.function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from (Act(act.module, act.function, said) for said in _set(target, node.value, name))


def _set(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, said in zip(target.elts, value.elts, strict=True):
            yield from _set(one, said, name)
    elif isinstance(target, ast.Name) and target.id == name:
        yield value


@pytest.fixture(scope="module")
def acts() -> list[Act]:
    """Everywhere in the program that an act is recorded."""
    code = [file.read_text("utf-8") for file in sorted(SOURCE.rglob("*.py"))]
    return [act for text in code if "audit.record(" in text for act in recorded(ast.parse(text))]


@pytest.fixture(scope="module")
def made(acts: list[Act]) -> set[str]:
    """Every act that the program can write to the log."""
    return {word for act in acts for word in values(act)}


def test_every_act_that_the_program_records_has_words(made: set[str]) -> None:
    assert len(made) > 30
    assert made - set(ACTS) == set()


def test_no_words_are_left_of_an_act_that_is_no_longer_recorded(made: set[str]) -> None:
    assert set(ACTS) - made == set()


def test_the_log_is_written_by_that_one_call_which_is_seen_wherever_it_stands(acts: list[Act]) -> None:
    code = {str(file.relative_to(SOURCE)): file.read_text("utf-8") for file in SOURCE.rglob("*.py")}
    assert len({id(act.said) for act in acts}) == sum(text.count("audit.record(") for text in code.values())
    writes = re.compile(r"(?<!class )AuditEntry\(|AuditEntry\.objects\.\w*create")
    assert [name for name, text in code.items() if writes.search(text)] == ["fieldwork/staff/audit.py"]
    assert [name for name, text in code.items() if re.search(r"staff\.audit import|import audit as", text)] == []


@pytest.mark.parametrize("act", ACTS)
def test_an_act_has_words_of_its_own_in_every_language_offered(act: str) -> None:
    assert all(name_of_act(act)[language] for language in OFFERED)
    assert name_of_act(act)["da"] != name_of_act(act)["en"]
    others = [words for other, words in ACTS.items() if other != act]
    assert all(name_of_act(act)[language] != words[language] for words in others for language in OFFERED)


def test_an_older_act_that_nobody_records_any_more_is_called_what_it_is() -> None:
    assert {name_of_act("wave.merged")[language] for language in OFFERED} == {"wave.merged"}


@pytest.mark.parametrize(
    ("code", "acts"),
    [
        ('def f(now):\n audit.record("x", "a.b", now)', {"a.b"}),
        ('def f(now, n):\n act = "a.b" if n else "a.c"\n audit.record("x", act, now)', {"a.b", "a.c"}),
        ('def f(act, now):\n audit.record("x", act, now)\ndef g(now):\n f("a.d", now)', {"a.d"}),
        ('def f(kind, now):\n audit.record("x", f"job.{kind}", now)', {"job.freeze", "job.build"}),
    ],
)
def test_an_act_is_found_however_it_is_written(code: str, acts: set[str]) -> None:
    assert {word for act in recorded(ast.parse(code)) for word in values(act)} == acts


@pytest.mark.parametrize("said", ['f"letter.{kind}"', '"a." + kind', "ACTS[kind]", "kind"])
def test_an_act_that_cannot_be_read_from_the_code_fails(said: str) -> None:
    module = ast.parse(f'def f(kind, now):\n audit.record("x", {said}, now)')
    with pytest.raises(AssertionError):
        _ = [values(act) for act in recorded(module)]
