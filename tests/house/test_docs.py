"""What is written about the program is true of it: paths, names, numbers of decisions, words, generated pages."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from docs.generate import PAGES, stale
from tests.house.texts_said import literals, said
from tests.house.tree import PACKAGE, ROOT, markdown, sources

LONGEST_README = 60
LONGEST_DECISION = 300
DECISIONS = ROOT / "docs" / "adr"
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"[\w.*-]*(/[\w.*-]+)*/?")
FILE_ENDING = re.compile(r"\w\.(py|md|toml|sql|jinja|css|lock|in|json|po|svg)\Z")
# Made when the program is installed or runs, so they need not be there.
MADE_LATER = ("helsekort/web/static/vendor/", ".venv/", "data/", "node_modules/", ".hypothesis/")
# Words of names that Norwegian and English share, or that are no words of the field.
ALSO_ENGLISH = frozenset(
    [
        "about",
        "apgar",
        "bare",
        "batch",
        "data",
        "smart",
        "demo",
        "diabetes",
        "python",
        "dose",
        "embryo",
        "far",
        "fhir",
        "handler",
        "logger",
        "windows",
        "for",
        "full",
        "hand",
        "like",
        "heard",
        "her",
        "hit",
        "label",
        "land",
        "last",
        "min",
        "mine",
        "moment",
        "new",
        "over",
        "par",
        "per",
        "person",
        "plan",
        "position",
        "problem",
        "prove",
        "ring",
        "sender",
        "sent",
        "side",
        "start",
        "status",
        "sum",
        "system",
        "tell",
        "time",
        "type",
        "under",
        "var",
        "video",
        "what",
    ]
)
ENGLISH_ADDRESSES = frozenset(
    {
        "smart",
        "health",
        "cds",
        "static",
        "fhir",
        "r",
        "metadata",
        "update",  # Status, of the national API
        "openapi",
        "api",
        "maternity",
        "record",
        "v",
        "status",
        "history",
    }
)
each_page = pytest.mark.parametrize("written", markdown(), ids=lambda path: path.relative_to(ROOT).as_posix())


def _prose(written: Path) -> str:
    return FENCED.sub("", written.read_text(encoding="utf-8"))


def _exists(written: Path, path: str) -> bool:
    """Whether a path is there, from the project's folder, from the package's, or from the page's own."""
    if f"{path}/".startswith(MADE_LATER):
        return True
    if "/" not in path and any(PACKAGE.rglob(path)):
        return True
    return any(any(place.glob(path.rstrip("/"))) for place in (ROOT, PACKAGE, written.parent))


@each_page
def test_every_path_named_is_there(written: Path) -> None:
    named = [
        word for word in CODE.findall(_prose(written)) if PATH.fullmatch(word) and not word.startswith("/")
    ]
    assert [word for word in named if _is_path(word) and not _exists(written, word)] == []


def _is_path(word: str) -> bool:
    """Whether it names a file or folder of ours; `g/dL` and the like do not."""
    return bool(FILE_ENDING.search(word)) or word.endswith("/") or (ROOT / word.split("/")[0]).is_dir()


@each_page
def test_every_link_leads_somewhere(written: Path) -> None:
    lost = []
    for _, target in LINK.findall(_prose(written)):
        path, _, heading = target.partition("#")
        if "://" in target:
            continue
        place = (written.parent / path).resolve() if path else written
        if not place.exists() or (heading and heading not in _headings(place)):
            lost.append(target)
    assert lost == []


def _headings(written: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", written.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@each_page
def test_what_is_named_in_a_file_is_in_it(written: Path) -> None:
    """`[`record_contact`](../helsekort/actions/contacts.py)` says that this file defines it."""
    wrong = []
    for text, target in LINK.findall(_prose(written)):
        name = text.strip("`")
        if target.endswith(".py") and re.fullmatch(r"[A-Za-z_][\w.]*", name) and not name.endswith(".py"):
            place = written.parent / target
            if not place.exists() or name not in _defined(place.resolve()):
                wrong.append(f"{name} in {target}")
    assert wrong == []


@cache
def _defined(path: Path) -> frozenset[str]:
    """`work`, `Work.audit` and `RULES`: what a module defines."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        found |= _names(node)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{name}" for inner in node.body for name in _names(inner)}
    return frozenset(found)


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= LONGEST_README


def test_decisions_are_numbered_in_order() -> None:
    numbers = [path.name[:4] for path in sorted(DECISIONS.glob("*.md"))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert len(numbers) > 5


@pytest.mark.parametrize("decision", sorted(DECISIONS.glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_where_it_stands(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    number, _, title = decision.stem.partition("-")
    heading = re.sub(r"[^\w ]", "", text.splitlines()[0].removeprefix(f"# {int(number)}. ").lower())
    assert heading == title.replace("-", " ")
    assert re.search(r"^Status: (in force|replaced by \[\d+\]\(\d{4}-[\w-]+\.md\))\.", text, re.MULTILINE)
    assert len(text.split()) <= LONGEST_DECISION


def test_generated_pages_say_what_the_code_says() -> None:
    assert stale() == [], "run: python docs/generate.py"
    assert set(PAGES) <= {path.name for path in markdown()}


def _glossary() -> dict[str, str]:
    """Norwegian word -> its names in code."""
    lines = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    assert all(len(row) == 4 for row in cells)
    return {row[0]: row[2] for row in cells if row[0] not in ("Norwegian", "---")}


def _plain(word: str) -> str:
    """As it is spelt in an address or an identifier."""
    return word.lower().replace("å", "a").replace("ø", "o").replace("æ", "ae")


def _words_of_names() -> Iterator[str]:
    """The words that names in the code are put together of."""
    for name in _names_in_code():
        yield from (word.lower() for word in re.findall(r"[A-Z]?[a-zæøå]+|[A-Z]+(?![a-z])", name))


@cache
def _names_in_code() -> frozenset[str]:
    found: set[str] = set()
    for source in sources("helsekort"):
        for node in ast.walk(source.tree):
            for key in ("id", "attr", "arg", "name"):
                value = getattr(node, key, None)
                if isinstance(value, str):
                    found.add(value)
    return frozenset(found)


def _addresses() -> set[str]:
    """The words that addresses are put together of."""
    page = (ROOT / "docs" / "endpoints.md").read_text(encoding="utf-8")
    paths = re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)
    return {word for path in paths for word in re.findall(r"(?<=/)[a-z]+", path)}


def test_every_norwegian_word_in_a_name_stands_in_the_glossary() -> None:
    plain_texts = (re.sub(r"%\(\w+\)s", "", text) for text in said())
    norwegian = {_plain(word) for text in plain_texts for word in re.findall(r"[^\W\d_]{3,}", text)}
    used = (set(_words_of_names()) & norwegian - ALSO_ENGLISH) | (_addresses() - ENGLISH_ADDRESSES)
    listed = {_plain(word) for words in _glossary() for word in re.findall(r"[^\W\d_]+", words)}
    named = {
        word
        for names in _glossary().values()
        for name in CODE.findall(names)
        for word in re.split(r"\W|_", name)
    }
    assert sorted(used - listed - named) == []


def test_every_name_in_the_glossary_is_in_the_code() -> None:
    texts = {str(node.value) for source in sources("helsekort") for node, _ in literals(source)}
    data = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.toml")))
    known = _names_in_code() | texts | _addresses() | set(re.findall(r"[\w.-]+", data))
    named = [name for names in _glossary().values() for name in CODE.findall(names)]
    assert len(named) > 30
    assert [name for name in named if name.strip("/").removesuffix(".py") not in known] == []
