"""Small faults of a module: a function with one operator, comparison, number or condition changed."""

import ast
import functools
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Any

SOURCE = Path(__file__).resolve().parent.parent / "src"

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
NAMED = {"min": "max", "minimum": "maximum", "any": "all", "nanmin": "nanmax", "floor": "ceil"}
NAMED |= {new: old for old, new in NAMED.items()}


@dataclass(frozen=True)
class Mutant:
    """``old`` in a line of a function becomes ``new``; ``site`` is its place among all of the module."""

    path: Path
    function: str
    line: str
    old: str
    new: str
    site: int

    @property
    def module(self) -> str:
        return ".".join(self.path.relative_to(SOURCE).with_suffix("").parts)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names it whatever moves around it."""
        return self.function, self.line, self.old, self.new

    @property
    def drawn(self) -> bytes:
        return sha256(repr(self.key).encode()).digest()


def mutants(path: Path) -> list[Mutant]:
    """All mutants of a module."""
    text = path.read_text("utf-8")
    lines = text.splitlines()
    return [
        Mutant(path, function, lines[node.lineno - 1].strip(), ast.unparse(node), ast.unparse(new), site)
        for site, (function, node, new, _) in enumerate(_sites(ast.parse(text)))
    ]


Site = tuple[str, ast.expr, ast.expr, Callable[[], None]]


def _sites(tree: ast.Module) -> Iterator[Site]:
    """The function, the expression, what it becomes, and what makes it so in the tree."""

    def functions(node: ast.AST, within: str) -> Iterator[tuple[str, ast.FunctionDef]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                yield within + child.name, child
            elif isinstance(child, ast.ClassDef):
                yield from functions(child, f"{within}{child.name}.")

    for name, function in functions(tree, ""):
        for statement in function.body:
            for parent in _code(statement):
                for field, value in ast.iter_fields(parent):
                    for at, node in enumerate(value if isinstance(value, list) else [value]):
                        if isinstance(node, ast.expr):
                            for new in _changes(node):
                                yield name, node, new, functools.partial(_put, parent, field, at, new)


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it but annotations, default values and what is said when something is raised."""
    if isinstance(node, ast.Raise | ast.arguments):
        return
    yield node
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and field not in ("annotation", "returns", "decorator_list"):
                yield from _code(child)


def _put(parent: ast.AST, field: str, at: int, new: ast.expr) -> None:
    value = getattr(parent, field)
    if isinstance(value, list):
        value[at] = new
    else:
        setattr(parent, field, new)


def _changes(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(left, [operator, *more], right) if type(operator) in SWAPPED:
            yield ast.Compare(left, [SWAPPED[type(operator)](), *more], right)
        case ast.BinOp(left, operator, right) if type(operator) in SWAPPED:
            yield ast.BinOp(left, SWAPPED[type(operator)](), right)
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(SWAPPED[type(operator)](), values)
        case ast.UnaryOp(ast.Not() | ast.Invert() | ast.USub(), operand):
            yield operand
        case ast.IfExp(test, body, otherwise):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), body, otherwise)
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.Call(ast.Name(name) as called, arguments, keywords) if name in NAMED:
            yield ast.Call(ast.Name(NAMED[called.id], ast.Load()), arguments, keywords)
        case ast.Call(ast.Attribute(of, name), arguments, keywords) if name in NAMED:
            yield ast.Call(ast.Attribute(of, NAMED[name], ast.Load()), arguments, keywords)


def plant(mutant: Mutant) -> None:
    """Exchange the code of the mutant's function in this process."""
    tree = ast.parse(mutant.path.read_text("utf-8"))
    next(put for site, (_, _, _, put) in enumerate(_sites(tree)) if site == mutant.site)()
    ast.fix_missing_locations(tree)
    found: Any = importlib.import_module(mutant.module)
    for part in mutant.function.split("."):
        found = vars(found)[part]
    while not hasattr(found, "__code__"):
        inner = ("fget", "func", "__func__", "__wrapped__")  # of a property, a cached one, a class method, a decorator
        found = next(getattr(found, name) for name in inner if hasattr(found, name))
    found.__code__ = next(_named(compile(tree, str(mutant.path), "exec"), mutant.function))


def _named(code: CodeType, name: str) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_qualname == name:
                yield inner
            yield from _named(inner, name)
