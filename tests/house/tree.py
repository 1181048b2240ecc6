"""The project's files as the house rules read them. Nothing here imports the program; it is read as text."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "helsekort"
NOT_OURS = frozenset({"vendor", "__pycache__", "node_modules", ".venv"})


@dataclass(frozen=True)
class Source:
    """A Python file, read and parsed. `name` is its dotted module name."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        """The folder under helsekort/ it lies in; a module at the top is a room of its own."""
        return self.name.split(".")[1] if "." in self.name else ""

    def at(self, node: ast.AST) -> str:
        """`helsekort/cli.py:12`."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file under these folders of the project, or the files themselves."""
    found = [path for folder in folders for path in _python_under(ROOT / folder)]
    return tuple(_read(path) for path in sorted(found))


def _python_under(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    for path in place.rglob("*.py"):
        if not NOT_OURS & set(path.relative_to(place).parts[:-1]):
            yield path


@cache
def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path, text, ast.parse(text))


def imports(source: Source) -> Iterator[tuple[str, ast.stmt]]:
    """Each module a file imports, with the statement. `from helsekort.store import cards` is both names."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in _imported(node):
                yield name, node


def _imported(node: ast.ImportFrom) -> list[str]:
    """`from helsekort.actions import cards` imports the module cards; `from x import Name` imports x."""
    module = node.module or ""
    if not module.startswith("helsekort"):
        return [module]
    place = ROOT.joinpath(*module.split("."))
    names = [alias.name for alias in node.names]
    below = [name for name in names if (place / f"{name}.py").exists() or (place / name).is_dir()]
    whole = [module] if len(below) < len(names) else []
    return [*whole, *(f"{module}.{name}" for name in below)]


def within(name: str, place: str) -> bool:
    """Whether a dotted name is the place or lies under it."""
    return name == place or name.startswith(place + ".")


def markdown() -> list[Path]:
    """The written and the generated pages."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
