"""Every text the pages can say, read out of code, templates and data files, as the catalogues must know them."""

import ast
import io
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2.ext import babel_extract

from helsekort.guideline import reasons
from tests.house.tree import PACKAGE, Source, sources

PLURAL = "plural"
TRANSLATING = frozenset({"_", "translate", PLURAL})
# Keys of the data files whose values are shown.
SHOWN_OF_RULES = frozenset({"label", "finding", "action", "to_her", "because", "no_place", "unit"})
SHOWN = frozenset({"label", "plural", "short", "shown_unit", "slip", "denied", "plain", "purpose", "title"})


class Said(NamedTuple):
    """A message of the catalogues; `many` is the other form of one that is counted."""

    one: str
    many: str = ""


def translating(node: ast.AST) -> bool:
    """Whether a node is a call that translates its texts."""
    if not isinstance(node, ast.Call):
        return False
    return _called(node) in TRANSLATING


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def literals(source: Source) -> Iterator[tuple[ast.Constant, list[ast.AST]]]:
    """Each text in a file with the nodes around it, innermost last."""
    waiting: list[tuple[ast.AST, list[ast.AST]]] = [(source.tree, [])]
    while waiting:
        node, around = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, around
        waiting += [(child, [*around, node]) for child in ast.iter_child_nodes(node)]


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted((PACKAGE / "web").rglob("*.jinja")))


@cache
def said() -> frozenset[str]:
    """The texts of all messages; of one that is counted, both forms."""
    return frozenset(text for message in messages() for text in message if text)


@cache
def messages() -> frozenset[Said]:
    """The messages of code, templates and data files."""
    found = {message for source in sources("helsekort/web") for message in _from_code(source.tree)}
    for template in templates():
        file = io.BytesIO(template.read_bytes())
        for _, _, message, _ in babel_extract(file, ["_", "gettext", "ngettext"], [], {"trimmed": "true"}):
            forms = [each for each in (message if isinstance(message, tuple) else (message,)) if each]
            if forms:
                found.add(Said(*forms))
    return frozenset(found | {Said(text) for text in from_data()})


def _from_code(tree: ast.Module) -> Iterator[Said]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not translating(call):
            continue
        texts = [
            node.value
            for argument in call.args
            for node in ast.walk(argument)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        if _called(call) == PLURAL:
            yield Said(*texts)
        else:
            yield from map(Said, texts)


def from_data() -> Iterator[str]:
    """Labels and sentences of the record's data files, and what the demo calls its people."""
    for folder in ("record/data", "demo"):
        for path in sorted((PACKAGE / folder).rglob("*.toml")):
            yield from _shown(tomllib.loads(path.read_text(encoding="utf-8")), SHOWN)
    yield from from_rules()


def from_rules() -> Iterator[str]:
    """What the guideline says: its rule files, its programme, and the sentences of its reasons."""
    shown = PACKAGE / "guideline"  # the packs under it are shown on no page
    for path in (shown / "schedule.toml", *sorted((shown / "rules").glob("*.toml"))):
        if not path.name.endswith(".cases.toml"):
            yield from _shown(tomllib.loads(path.read_text(encoding="utf-8")), SHOWN_OF_RULES)
    yield from (sentence for both in reasons.EDGE_SENTENCES.values() for sentence in both)
    yield from reasons.MISSING_SENTENCES.values()
    yield from (reasons.IS, reasons.STANDS, reasons.ABSENT, reasons.ENDED, reasons.NOT_IN_FORCE)


def _shown(table: dict[str, Any], keys: frozenset[str]) -> Iterator[str]:
    for key, value in table.items():
        if key == "codes":
            yield from value.values()
        elif isinstance(value, dict):
            yield from _shown(value, keys)
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, dict):
                    yield from _shown(each, keys)
        elif key in keys and value and isinstance(value, str):
            yield value
