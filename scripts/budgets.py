"""House rules that no linter has: sizes of files and functions. Exceptions stand below, with reasons."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src", "tests", "scripts", "benchmarks", "training")

LIMITS = {"file": 400, "function": 60, "parameters": 5, "complexity": 10}
"""Lines of a file, lines of a function without its docstring, parameters, independent paths."""

EXCEPTIONS: dict[tuple[str, str], str] = {
    ("src/likeness/cli/render_command.py:render", "parameters"): "one parameter per command-line option",
    ("src/likeness/cli/render_command.py:render", "function"): "one parameter per command-line option",
    ("src/likeness/cli/film_command.py:film", "parameters"): "one parameter per command-line option",
    ("src/likeness/cli/inspect_command.py:inspect", "parameters"): "one parameter per command-line option",
    ("src/likeness/cli/voices_command.py:voices", "parameters"): "one parameter per command-line option",
    ("src/likeness/pipeline.py:render", "parameters"): "all but two by name, all optional",
}
"""(place, rule) -> reason."""

_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Finding(NamedTuple):
    """One measured value."""

    place: str
    rule: str
    value: int


def main() -> int:
    """Measure everything; return 1 when a budget is exceeded or an exception is no longer needed."""
    exceeded = {
        (found.place, found.rule): found for found in _measure_all() if found.value > LIMITS[found.rule]
    }
    for key, found in exceeded.items():
        if key not in EXCEPTIONS:
            print(f"{found.place}: {found.rule} {found.value} > {LIMITS[found.rule]}")
    for place, rule in EXCEPTIONS.keys() - exceeded.keys():
        print(f"{place}: the exception for {rule} is not needed any more")
    return 0 if exceeded.keys() == EXCEPTIONS.keys() else 1


def _measure_all() -> Iterator[Finding]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from _measure_file(path)


def _measure_file(path: Path) -> Iterator[Finding]:
    place = path.relative_to(ROOT).as_posix()
    text = path.read_text(encoding="utf-8")
    yield Finding(place, "file", text.count("\n"))
    for name, function in _functions(ast.parse(text), ""):
        # Pytest fills a test's parameters by name; they are a list of fixtures.
        if not place.startswith("tests/"):
            yield Finding(f"{place}:{name}", "parameters", _n_parameters(function))
        yield Finding(f"{place}:{name}", "function", _n_lines(function))
        yield Finding(f"{place}:{name}", "complexity", _complexity(function))


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, _Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Function):
            yield prefix + child.name, child
            yield from _functions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, prefix)


def _n_lines(function: _Function) -> int:
    end = function.end_lineno or function.lineno
    n_lines = end - function.lineno + 1
    first = function.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        n_lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return n_lines


def _n_parameters(function: _Function) -> int:
    arguments = function.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def _complexity(function: _Function) -> int:
    paths = 1
    for node in _own_nodes(function):
        if isinstance(node, _BRANCHES):
            paths += 1
        elif isinstance(node, ast.Match):
            paths += len(node.cases) - 1
    return paths


def _own_nodes(function: _Function) -> Iterator[ast.AST]:
    """Walk a function without the functions inside of it: they have budgets of their own."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (*_Function.__args__, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))


if __name__ == "__main__":
    sys.exit(main())
