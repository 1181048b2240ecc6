"""Code with one mistake each: a comparison bent, an and for an or, a name for its opposite, a part left out.

What tries the mistakes decides how they are put in place and what may object: tests/guideline/operator_mutants.py puts
them into running functions, tests/access/decide_mutants.py loads the changed module in the place of the right one.
"""

import ast
import inspect
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from types import CodeType, ModuleType

import pytest
from msgspec import Struct

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
SIGNS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
SETS: dict[type[ast.operator], type[ast.operator]] = {
    ast.BitOr: ast.Sub,
    ast.Sub: ast.BitOr,
    ast.BitAnd: ast.BitOr,
}


class Kinds(Struct, frozen=True):
    """Which mistakes are made. `other`: enum -> member -> the one it is taken for.

    `tables`: mistakes also outside functions, in what is said as sets and rows: each part of one left out, and sets
    joined otherwise.
    """

    other: dict[str, dict[str, str]]
    tables: bool = False


class Mistake(Struct, frozen=True):
    """One change: the module, the place in its source, what was there and what is there now, and the code it makes."""

    module: str
    line: int
    was: str
    now: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.module}, line {self.line}: `{self.was}` as `{self.now}`"


def mistakes_in(module: ModuleType, kinds: Kinds) -> Iterator[Mistake]:
    """Every mistake of these kinds, in the order of the module's syntax tree."""
    text = inspect.getsource(module)
    whole = ast.parse(text)
    inside = [each for each in ast.walk(whole) if isinstance(each, ast.FunctionDef | ast.Lambda)]
    lines = {line for each in inside for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)}
    given = {default for each in inside for default in (*each.args.defaults, *each.args.kw_defaults)}
    for place, node in enumerate(ast.walk(whole)):
        if kinds.tables:
            given |= _of_types(node)
        if node in given or not (kinds.tables or getattr(node, "lineno", None) in lines):
            continue
        for way in range(len([*_changes(node, kinds)])):
            yield _made(module, text, kinds, place, way)


def _of_types(node: ast.AST) -> set[ast.AST]:
    """What below a node says of which type or how kept a thing is, and not what it is."""
    match node:
        case ast.AnnAssign() | ast.arg():
            types: list[ast.AST | None] = [node.annotation]
        case ast.FunctionDef():
            types = [node.returns]
        case ast.Subscript():
            types = [node.slice]
        case ast.ClassDef():
            types = [*node.keywords]
        case _:
            return set()
    return {below for each in types if each is not None for below in ast.walk(each)}


def _made(module: ModuleType, text: str, kinds: Kinds, place: int, way: int) -> Mistake:
    tree = ast.parse(text)
    parents = {child: above for above in ast.walk(tree) for child in ast.iter_child_nodes(above)}
    changed = [*ast.walk(tree)][place]
    now = [*_changes(changed, kinds)][way]
    was, said = ast.unparse(changed), ast.unparse(now)
    if isinstance(changed, ast.Set | ast.Tuple):
        was, said = ast.unparse(changed.elts[way]), "nothing"
    _put(parents[changed], changed, now)
    code = compile(ast.fix_missing_locations(tree), module.__file__ or "", "exec")
    return Mistake(module.__name__, getattr(changed, "lineno", 0), _short(was), _short(said), code)


def _short(said: str) -> str:
    return " ".join(said.split())


def _changes(node: ast.AST, kinds: Kinds) -> Iterator[ast.expr]:
    """What a node may wrongly be."""
    match node:
        case ast.Compare():
            for number, one in enumerate(node.ops):
                if type(one) in BENT:
                    ops = [BENT[type(one)](), *node.ops[number + 1 :]]
                    yield ast.Compare(node.left, [*node.ops[:number], *ops], node.comparators)
        case ast.Attribute(value=ast.Name(id=name)) if node.attr in kinds.other.get(name, ()):
            yield ast.Attribute(node.value, kinds.other[name][node.attr], node.ctx)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
            if kinds.tables:
                for rest in _each_left_out(node.values):
                    yield ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]
        case ast.BinOp():
            turned = (SETS if kinds.tables else SIGNS).get(type(node.op))
            if turned is not None:
                yield ast.BinOp(node.left, turned(), node.right)
            if turned is not None and kinds.tables:
                yield node.left
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.Set() | ast.Tuple() if kinds.tables and isinstance(
            getattr(node, "ctx", ast.Load()), ast.Load
        ):
            yield from (_with(node, rest) for rest in _each_left_out(node.elts))


def _each_left_out(parts: list[ast.expr]) -> Iterator[list[ast.expr]]:
    for number in range(len(parts)):
        yield [*parts[:number], *parts[number + 1 :]]


def _with(node: ast.Set | ast.Tuple, parts: list[ast.expr]) -> ast.expr:
    """The same with other parts; an empty set has no sign of its own."""
    if isinstance(node, ast.Tuple):
        return ast.Tuple(parts, node.ctx)
    return ast.Set(parts) if parts else ast.Call(ast.Name("frozenset", ast.Load()), [], [])


def _put(above: ast.AST, old: ast.AST, new: ast.expr) -> None:
    for name, value in ast.iter_fields(above):
        if value is old:
            setattr(above, name, new)
        elif isinstance(value, list) and old in value:
            value[value.index(old)] = new


def noticed(mistake: Mistake, objects: Callable[[Mistake], bool]) -> bool:
    """Whether something objects. Asked in a process of its own: the mistake is gone with it."""
    child = multiprocessing.get_context("fork").Process(target=_try, args=(mistake, objects))
    child.start()
    child.join()
    return child.exitcode != 0


def fail(tests: Sequence[str]) -> bool:
    """Whether these tests fail. Asked within a test: what that run is told of browsers and of sharing is not theirs."""
    for name in [*os.environ]:
        if name.startswith("HELSEKORT_"):
            del os.environ[name]
    return pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:playwright", *tests]) != 0


def unchanged(module: ModuleType) -> Mistake:
    """No mistake at all: whoever objects to this would object to anything."""
    code = compile(inspect.getsource(module), module.__file__ or "", "exec")
    return Mistake(module.__name__, 0, "", "", code)


def _try(mistake: Mistake, objects: Callable[[Mistake], bool]) -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    os._exit(int(objects(mistake)))
