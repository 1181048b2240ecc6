"""No short cuts: nothing left for later, nothing silenced without a reason, no test that is not run."""

import ast
import re

from tests.house.tree import ROOT, sources

EVERYWHERE = ("helsekort", "tests", "docs", "benchmarks", "build_assets.py")
LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|Not" + r"ImplementedError)\b")
SILENCED = re.compile(
    r"#\s*(type: ignore|noqa)(?P<codes>\[[\w, -]+\]|:\s*[A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)*)?(?P<rest>.*)"
)
NOT_RUN = frozenset({"skip", "skipif", "xfail", "importorskip"})


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{source.path.relative_to(ROOT)}:{number}"
        for source in sources(*EVERYWHERE)
        for number, line in enumerate(source.text.splitlines(), start=1)
        if LATER.search(line)
    ]
    assert left == []


def test_what_is_silenced_says_which_rule_and_why() -> None:
    silent = []
    for source in sources("helsekort", "docs", "build_assets.py"):
        for number, line in enumerate(source.text.splitlines(), start=1):
            found = SILENCED.search(line)
            # A line may silence two tools; the reason stands last.
            if found and (not found["codes"] or not re.search(r"#\s*(?!noqa|type:)\w", found["rest"])):
                silent.append(f"{source.path.relative_to(ROOT)}:{number}")
    assert silent == []


def test_every_test_is_run() -> None:
    left_out = [
        source.at(node)
        for source in sources("tests")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in NOT_RUN and "pytest" in ast.unparse(node.value)
    ]
    assert left_out == []


def test_no_fault_is_swallowed() -> None:
    swallowed = [
        source.at(node)
        for source in sources(*EVERYWHERE)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and all(isinstance(each, ast.Pass | ast.Continue | ast.Expr) for each in node.body)
    ]
    assert swallowed == []
