"""Every text the pages can say, read out of code, templates and data files, as the catalogues must know them."""

import ast
import io
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2.ext import babel_extract

from tests.house.tree import PACKAGE, Source, sources

TRANSLATING = frozenset({"_", "translate", "plural"})
# Keys of the data files whose values are shown.
SHOWN = frozenset({"label", "short", "shown_unit", "slip", "denied", "plain", "title", "name"})


def translating(node: ast.AST) -> bool:
    """Whether a node is a call that translates its texts."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return name in TRANSLATING


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
    """The messages of code, templates and data files; of a plural, both forms."""
    found = {
        node.value
        for source in sources("helsekort/web")
        for node, around in literals(source)
        if any(translating(each) for each in around) and isinstance(node.value, str)
    }
    for template in templates():
        file = io.BytesIO(template.read_bytes())
        for _, _, message, _ in babel_extract(file, ["_", "gettext", "ngettext"], [], {"trimmed": "true"}):
            found.update(each for each in (message if isinstance(message, tuple) else [message]) if each)
    return frozenset(found | set(from_data()))


def from_data() -> Iterator[str]:
    """Labels and sentences of the record's data files."""
    for path in sorted((PACKAGE / "record" / "data").rglob("*.toml")):
        yield from _shown(tomllib.loads(path.read_text(encoding="utf-8")))


def _shown(table: dict[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key == "codes":
            yield from value.values()
        elif isinstance(value, dict):
            yield from _shown(value)
        elif key in SHOWN and value:
            yield value
