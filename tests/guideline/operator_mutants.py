"""The operators' own code with one mistake each: a comparison bent, an and for an or, a not left out, a yes for a no.

Each mistake is put into the running functions of a forked process, which then asks every case of both packs and runs
the operators' tests. `python -m tests.guideline.operator_mutants` tries them all and tells what nothing noticed.
"""

import ast
import inspect
import multiprocessing
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest
from msgspec import Struct

from helsekort import datafiles
from helsekort.guideline import conditions, evaluate, inputs, pressures, reading, selection, truth
from helsekort.guideline.cases import Cards, Case, case_objections
from helsekort.guideline.reading import Known
from helsekort.guideline.shape import Topic

MODULES = (conditions, truth, inputs, pressures, selection, reading, evaluate)
TESTS = [
    str(Path(__file__).with_name(f"test_{name}.py")) for name in ("operators", "takers", "inputs", "evaluate")
]
BENT: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
Asked = tuple[Topic, Case, Known]
OTHER = {"YES": "NO", "NO": "YES", "UNKNOWN": "NO", "CANNOT": "NOT_MET"}


class Mistake(Struct, frozen=True):
    """One change: the module, the place in its source, what was there and what is there now, and the code it makes."""

    module: str
    line: int
    was: str
    now: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.module}, line {self.line}: `{self.was}` as `{self.now}`"


def mistakes() -> Iterator[Mistake]:
    """Every mistake, in the order of the modules."""
    for module in MODULES:
        yield from _of_module(module)


def _of_module(module: ModuleType) -> Iterator[Mistake]:
    text = inspect.getsource(module)
    whole = ast.parse(text)
    inside = [each for each in ast.walk(whole) if isinstance(each, ast.FunctionDef | ast.Lambda)]
    lines = {line for each in inside for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)}
    given = {default for each in inside for default in (*each.args.defaults, *each.args.kw_defaults)}
    for place, node in enumerate(ast.walk(whole)):
        if getattr(node, "lineno", None) not in lines or node in given:
            continue
        for way in range(_ways(node)):
            tree = ast.parse(text)
            parents = {child: above for above in ast.walk(tree) for child in ast.iter_child_nodes(above)}
            changed = [*ast.walk(tree)][place]
            now = _bend(changed, way)
            _put(parents[changed], changed, now)
            code = compile(ast.fix_missing_locations(tree), module.__file__ or "", "exec")
            yield Mistake(module.__name__, node.lineno, ast.unparse(node), ast.unparse(now), code)  # type: ignore[attr-defined]  # it has a line, as was asked


def _ways(node: ast.AST) -> int:
    """In how many ways a node can be wrong."""
    if isinstance(node, ast.Compare):
        return sum(type(each) in BENT for each in node.ops)
    if isinstance(node, ast.Attribute):
        known = isinstance(node.value, ast.Name) and node.value.id in ("Truth", "Verdict")
        return int(known and node.attr in OTHER)
    if isinstance(node, ast.Constant):
        return int(isinstance(node.value, bool))
    if isinstance(node, ast.BinOp):
        return int(isinstance(node.op, ast.Add | ast.Sub))
    return int(
        isinstance(node, ast.BoolOp) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
    )


def _bend(node: ast.AST, way: int) -> ast.expr:
    match node:
        case ast.Compare():
            ops = [BENT[type(each)]() if number == way else each for number, each in enumerate(node.ops)]
            return ast.Compare(node.left, ops, node.comparators)
        case ast.Attribute():
            return ast.Attribute(node.value, OTHER[node.attr], node.ctx)
        case ast.Constant():
            return ast.Constant(not node.value)
        case ast.BoolOp():
            return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.BinOp():
            return ast.BinOp(node.left, ast.Sub() if isinstance(node.op, ast.Add) else ast.Add(), node.right)
        case ast.UnaryOp():
            return node.operand
    raise AssertionError(node)


def _put(above: ast.AST, old: ast.AST, new: ast.expr) -> None:
    for name, value in ast.iter_fields(above):
        if value is old:
            setattr(above, name, new)
        elif isinstance(value, list) and old in value:
            value[value.index(old)] = new


def noticed(mistake: Mistake, cases: list[Asked]) -> bool:
    """Whether a case or a test objects. In a process of its own: the mistake is gone with it."""
    child = multiprocessing.get_context("fork").Process(target=_try, args=(mistake, cases))
    child.start()
    child.join()
    return child.exitcode != 0


def _try(mistake: Mistake, cases: list[Asked]) -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    _make(mistake)
    if any(next(case_objections(*each), None) for each in cases):
        os._exit(1)
    os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *TESTS])))


def _make(mistake: Mistake) -> None:
    """Give every function of the module the code that the bent source makes."""
    module = sys.modules[mistake.module]
    bent = dict(_codes(mistake.code))
    for function in _functions(module):
        code = function.__code__
        function.__code__ = bent[code.co_qualname, code.co_firstlineno, _column(code)]


def _codes(code: CodeType) -> Iterator[tuple[tuple[str, int, int], CodeType]]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield (each.co_qualname, each.co_firstlineno, _column(each)), each
            yield from _codes(each)


def _column(code: CodeType) -> int:
    """Lambdas of one line have one name: told apart by where they begin."""
    return min((column for *_, column, _ in code.co_positions() if column is not None), default=0)


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    held = [*vars(module).values()]
    for each in [*held]:
        if inspect.isclass(each) and each.__module__ == module.__name__:
            held += [value.fget if isinstance(value, property) else value for value in vars(each).values()]
        if isinstance(each, dict):
            held += each.values()
    for each in held:
        if isinstance(each, FunctionType) and each.__module__ == module.__name__:
            yield each


def every_case() -> list[Asked]:
    """Topic, case and what it makes known, of both packs; made before any mistake."""
    catalogue = datafiles.catalogue()
    cards = Cards(catalogue, datafiles.terms())
    return [
        (topic, case, cards.known(case))
        for name in datafiles.PACKS
        for topic in datafiles.guideline(catalogue, name).topics
        for case in datafiles.guideline_cases(datafiles.pack_folder(name)).get(topic.key, ())
    ]


def main() -> None:
    """Try every mistake, and say which ones nothing noticed."""
    asked, tried = every_case(), [*mistakes()]
    for one in tried:
        if not noticed(one, asked):
            print(one, flush=True)
    print(f"{len(tried)} mistakes tried")


if __name__ == "__main__":
    main()
