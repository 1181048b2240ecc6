"""The operators' own code with one mistake each: a comparison bent, an and for an or, a not left out, a yes for a no.

Each mistake is put into the running functions of a forked process, which then asks every case of both packs and runs
the operators' tests. `python -m tests.guideline.operator_mutants` tries them all and tells what nothing noticed.
"""

import inspect
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from helsekort import datafiles
from helsekort.guideline import conditions, evaluate, inputs, pressures, reading, selection, truth
from helsekort.guideline.cases import Cards, Case, case_objections
from helsekort.guideline.reading import Known
from helsekort.guideline.shape import Topic
from tests.mutating import Kinds, Mistake, fail, mistakes_in
from tests.mutating import noticed as noticed_by

MODULES = (conditions, truth, inputs, pressures, selection, reading, evaluate)
TESTS = [
    str(Path(__file__).with_name(f"test_{name}.py")) for name in ("operators", "takers", "inputs", "evaluate")
]
Asked = tuple[Topic, Case, Known]
OTHER = {"YES": "NO", "NO": "YES", "UNKNOWN": "NO", "CANNOT": "NOT_MET"}
KINDS = Kinds({"Truth": OTHER, "Verdict": OTHER})


def mistakes() -> Iterator[Mistake]:
    """Every mistake, in the order of the modules."""
    for module in MODULES:
        yield from mistakes_in(module, KINDS)


def noticed(mistake: Mistake, cases: list[Asked]) -> bool:
    """Whether a case or a test objects."""
    return noticed_by(mistake, partial(_objects, cases))


def _objects(cases: list[Asked], mistake: Mistake) -> bool:
    _make(mistake)
    if any(next(case_objections(*each), None) for each in cases):
        return True
    return fail(TESTS)


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
