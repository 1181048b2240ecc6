"""`decide` and its rules with one mistake each, and whether the tests of access notice.

Each mistake is loaded in the place of the right module by a forked process, which then runs the tests.
`python -m tests.access.decide_mutants` tries them all and tells what nothing noticed; with a number, each so manieth.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from helsekort import access
from helsekort.access import rules
from helsekort.access.actors import ActorKind
from tests.mutating import Kinds, Mistake, fail, mistakes_in, noticed

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "access.md"
PURE = ("facts", "groups", "ruling", "decide")
"""The modules of access that say who may; the rules by theme stand in the folder beside them."""
OTHER = {
    "Effect": {"ALLOW": "DENY", "DENY": "ALLOW"},
    "ActorKind": {kind.name: ("CLINICIAN" if kind is ActorKind.WOMAN else "WOMAN") for kind in ActorKind},
}
KINDS = Kinds(OTHER, tables=True)


def modules() -> list[ModuleType]:
    """All that decides."""
    by_theme = [f"rules.{found.name}" for found in pkgutil.iter_modules(rules.__path__)]
    return [importlib.import_module(f"{access.__name__}.{name}") for name in (*PURE, *by_theme)]


def mistakes() -> Iterator[Mistake]:
    """Every mistake, module by module."""
    for module in modules():
        yield from mistakes_in(module, KINDS)


def tests() -> list[str]:
    """The tests that ask `decide` and nothing that runs."""
    return [str(HERE / f"test_{name}.py") for name in ("systems", "emergency", "decide")]


def objects(mistake: Mistake) -> bool:
    """Whether the tests fail with the mistake in place, or it cannot even be loaded."""
    for name in [*sys.modules]:
        if name.startswith(("helsekort.access", "tests.access", "docs.access")):
            del sys.modules[name]
    importlib.import_module("helsekort.access")
    wrong = ModuleType(mistake.module)
    wrong.__file__ = mistake.code.co_filename
    sys.modules[mistake.module] = wrong
    try:
        exec(mistake.code, vars(wrong))  # noqa: S102  # our own source, with a mistake
    except Exception:  # noqa: BLE001  # whatever it is, it does not start
        return True
    above, _, last = mistake.module.rpartition(".")
    setattr(importlib.import_module(above), last, wrong)
    # the matrix first, for it alone objects to nearly all
    try:
        if importlib.import_module("docs.access_page").access_page() != PAGE.read_text(encoding="utf-8"):
            return True
    except Exception:  # noqa: BLE001  # whatever it is, nobody gets an answer
        return True
    return fail(tests())


def main() -> None:
    """Try every mistake, or each so manieth, and say which ones nothing noticed."""
    tried = [*mistakes()][:: int(sys.argv[1]) if len(sys.argv) > 1 else 1]
    missed = 0
    for one in tried:
        if not noticed(one, objects):
            missed += 1
            print(one, flush=True)
    print(f"{len(tried)} mistakes tried, {missed} unnoticed: {100 * (1 - missed / len(tried)):.1f} % noticed")


if __name__ == "__main__":
    main()
