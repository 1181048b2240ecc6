"""Which room may know which: the folder list is the way the data goes, and it goes one way."""

import ast
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.house.tree import PACKAGE, Source, imports, sources, within

# A name under PURE -> what it may import of the project beside itself.
PURE = {
    "helsekort.record": (),
    "helsekort.fhir": ("helsekort.record",),
    "helsekort.kith": ("helsekort.record",),
    "helsekort.dhg": ("helsekort.record", "helsekort.fhir"),
    "helsekort.guideline": ("helsekort.record",),
    "helsekort.steering": ("helsekort.record",),
    "helsekort.demo.country": ("helsekort.record", "helsekort.fhir"),
    "helsekort.access.decide": (
        "helsekort.access.actors",
        "helsekort.access.facts",
        "helsekort.access.permissions",
        "helsekort.access.rules",
        "helsekort.access.ruling",
    ),
    "helsekort.access.rules": (
        "helsekort.access.actors",
        "helsekort.access.groups",
        "helsekort.access.facts",
        "helsekort.access.permissions",
        "helsekort.access.ruling",
        "helsekort.access.scopes",
    ),
    "helsekort.access.scopes": ("helsekort.access.groups", "helsekort.access.permissions"),
    "helsekort.access.ruling": (
        "helsekort.access.actors",
        "helsekort.access.facts",
        "helsekort.access.permissions",
    ),
    "helsekort.access.groups": ("helsekort.access.permissions",),
    "helsekort.access.facts": (),
    "helsekort.access.snooping": (),
    "helsekort.access.actors": (),
    "helsekort.audit.tree": (),
    "helsekort.access.step_up": ("helsekort.access.actors",),
    "helsekort.access.permissions": (),
}
PURE_PACKAGES = {"msgspec": PURE, "lxml": ("helsekort.kith",)}
# Of the standard library, what neither reads the clock, the network or the disk, nor rolls dice.
HARMLESS = frozenset(
    [
        "abc",
        "collections",
        "collections.abc",
        "contextlib",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "html",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
        "statistics",
        "string",
        "struct",
        "textwrap",
        "tomllib",
        "types",
        "typing",
        "unicodedata",
    ]
)
CLOCKS = frozenset({"now", "today", "utcnow", "fromtimestamp", "astimezone"})
OPENERS = frozenset({"open", "input", "print", "__import__", "eval", "exec"})

ENTRANCES = ("helsekort.web", "helsekort.api", "helsekort.messages", "helsekort.cli")
OPEN_TO_ENTRANCES = (
    "helsekort.actions",
    "helsekort.record",
    "helsekort.fhir",
    "helsekort.kith",
    "helsekort.dhg",
    "helsekort.steering",
    "helsekort.guideline",
    "helsekort.demo.country",
    "helsekort.access.actors",
    "helsekort.access.login",
    "helsekort.access.step_up",
    "helsekort.access.scopes",
    "helsekort.access.tokens",
    "helsekort.log",
    "helsekort.settings",
)
CORE = ("helsekort.record", "helsekort.web")
# The pages that fill in what the guideline says: switched off, nobody knows of them.
OF_THE_GUIDELINE = ("helsekort.web.clinician.guideline", "helsekort.web.woman.guideline")

# (importing module, imported module) -> why. The one list of exceptions; a line that is not needed fails.
EXCEPTIONS = {
    ("helsekort.fhir.times", "zoneinfo"): "the rules of Norway's time zone are a table, read once at import",
    ("helsekort.fhir.times", "astimezone"): "turns a given moment into Norway's; reads no clock",
    ("helsekort.fhir.times", "fromtimestamp"): "turns a given moment into a date; reads no clock",
    ("helsekort.cli", "helsekort.app"): "demo and serve start the application",
    ("helsekort.cli", "helsekort.datafiles"): "migrate and demo read files of the package",
    ("helsekort.cli", "helsekort.rule_pack"): "serve refuses to start with a pack of rules that has a fault",
    ("helsekort.cli_generate", "helsekort.demo.let_in"): "a cohort's people can be chosen at the demo's door",
    (
        "helsekort.cli_rules",
        "helsekort.datafiles",
    ): "rules checks the rule files, of the package or of a folder",
    ("helsekort.cli_generate", "helsekort.datafiles"): "generate reads the parameters of the country",
    ("helsekort.cli_demo", "helsekort.app"): "the demo's house is opened as the application's is",
    ("helsekort.cli_demo", "helsekort.datafiles"): "its cast and its stories are files of the package",
    ("helsekort.cli_demo", "helsekort.demo.make"): "demo makes its people before it serves them",
    ("helsekort.cli_snooping", "helsekort.access.snooping"): "it is handed the rules that give points",
    ("helsekort.cli", "helsekort.demo.messages"): "demo-messages writes them about one of those people",
    ("helsekort.cli", "helsekort.demo.stories_read"): "the messages are asked for by one of the cast",
    ("helsekort.cli_local_record", "helsekort.demo.local_record.door"): "the simulator speaks to the demo",
    ("helsekort.cli_local_record", "helsekort.demo.local_record.journal"): "and fills its list of patients",
    ("helsekort.cli_local_record", "helsekort.demo.local_record.pages"): "and serves its pages",
    ("helsekort.cli_stories", "helsekort.demo.stories_read"): "it lists what stories hold",
    ("helsekort.cli_demo", "helsekort.store.audit_lines"): "the demo asks whether a record is there already",
    ("helsekort.cli", "helsekort.store.database"): "migrate and verify open the database themselves",
    ("helsekort.cli", "helsekort.store.opening"): "migrate is this",
    (
        "helsekort.cli",
        "helsekort.store.roles",
    ): "migrate lets the service's role in, and serve asks which it is",
    ("helsekort.cli_demo", "helsekort.store.opening"): "the demo's database is replaced whole",
    ("helsekort.cli", "helsekort.log_key"): "serve says so where nobody signs the log",
    ("helsekort.cli_demo", "helsekort.log_key"): "the demo makes a key of its own",
    ("helsekort.cli_audit_events", "helsekort.app"): "the house is opened as the application's is",
    ("helsekort.cli_checkpoint", "helsekort.app"): "the house is opened as the application's is",
    ("helsekort.cli_checkpoint", "helsekort.log_key"): "it says by which key was signed",
    ("helsekort.cli_checkpoint", "helsekort.sealing"): "checkpoint is this",
    ("helsekort.cli", "helsekort.whole_file"): "what is written to a folder is whole or not there",
    ("helsekort.cli_demo", "helsekort.whole_file"): "what its folder says of it is whole or not there",
    ("helsekort.cli_receive", "helsekort.whole_file"): "a receipt is whole or not there",
}


def _excepted(source: Source, name: str) -> bool:
    return (source.name, name) in EXCEPTIONS


def _pure() -> Iterator[tuple[Source, str]]:
    for source in sources("helsekort"):
        for place in PURE:
            if within(source.name, place):
                yield source, place


def _entrance(source: Source) -> bool:
    """cli.py and what stands beside it as cli_*.py are one entrance."""
    return any(within(source.name, place) for place in ENTRANCES) or source.name.startswith("helsekort.cli_")


def _may_import(place: str, name: str) -> bool:
    if name.startswith("helsekort"):
        return any(within(name, open_place) for open_place in (place, *PURE[place]))
    package = name.split(".")[0]
    if package in PURE_PACKAGES:
        return place in PURE_PACKAGES[package]
    return name in HARMLESS


def test_pure_rooms_import_what_is_harmless() -> None:
    wrong = [
        f"{source.at(node)} imports {name}"
        for source, place in _pure()
        for name, node in imports(source)
        if not _may_import(place, name) and not _excepted(source, name)
    ]
    assert wrong == []


def test_pure_rooms_read_no_clock_and_open_nothing() -> None:
    wrong = []
    for source, _ in _pure():
        for node in ast.walk(source.tree):
            called = _called(node)
            if called in CLOCKS and not _excepted(source, called):
                wrong.append(f"{source.at(node)} calls .{called}()")
            if isinstance(node, ast.Name) and node.id in OPENERS:
                wrong.append(f"{source.at(node)} uses {node.id}")
    assert wrong == []


def _called(node: ast.AST) -> str:
    """The method a call calls; empty for anything else."""
    return node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""


def test_entrances_know_actions_and_pure_rooms_only() -> None:
    wrong = [
        f"{source.at(node)} imports {name}"
        for source in sources("helsekort")
        if _entrance(source)
        for name, node in imports(source)
        if not _open_to(source, name) and not _excepted(source, name)
    ]
    assert wrong == []


def _open_to(source: Source, name: str) -> bool:
    """Packages of others, the entrance itself, and what every entrance may know."""
    itself = f"helsekort.{source.room.partition('_')[0]}"
    own = within(name, itself) or (itself == "helsekort.cli" and name.startswith("helsekort.cli_"))
    others = not name.startswith("helsekort") or name == "helsekort"
    return others or own or any(within(name, place) for place in OPEN_TO_ENTRANCES)


def test_the_core_knows_nothing_of_the_guideline() -> None:
    wrong = [
        f"{source.at(node)} imports {name}"
        for source in sources("helsekort")
        for name, node in imports(source)
        if _core(source.name)
        and any(within(name, place) for place in ("helsekort.guideline", *OF_THE_GUIDELINE))
    ]
    assert wrong == []


def _core(name: str) -> bool:
    return any(within(name, place) for place in CORE) and not any(
        within(name, place) for place in OF_THE_GUIDELINE
    )


def test_the_pages_of_one_side_know_nothing_of_the_other() -> None:
    wrong = [
        f"{source.at(node)} imports {name}"
        for source in sources("helsekort/web")
        for name, node in imports(source)
        if within(name, "helsekort.web") and _side(name) not in ("shared", _side(source.name))
    ]
    assert wrong == []


def _side(name: str) -> str:
    return name.split(".")[2]


def _room(name: str) -> str:
    """`helsekort.web.shared` and its like are rooms of their own; elsewhere the folder under helsekort/ is."""
    parts = name.split(".")
    return ".".join(parts[1:3] if parts[1] == "web" else parts[1:2])


def _graph() -> dict[str, set[str]]:
    graph: dict[str, set[str]] = defaultdict(set)
    for source in sources("helsekort"):
        if source.name == "helsekort":
            continue
        for name, _ in imports(source):
            if name.startswith("helsekort.") and _room(name) != _room(source.name):
                graph[_room(source.name)].add(_room(name))
    return graph


def test_no_room_imports_one_that_imports_it() -> None:
    graph = _graph()
    circles = [
        f"{start} -> {', '.join(sorted(graph[start]))} -> … -> {start}"
        for start in graph
        if start in _reached(graph, graph[start])
    ]
    assert circles == []


def _reached(graph: dict[str, set[str]], begin: set[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(begin)
    while waiting:
        if (room := waiting.pop()) not in found:
            found.add(room)
            waiting += graph.get(room, ())
    return found


def test_every_room_of_the_house_is_known() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    known = "record guideline access actions store audit fhir kith dhg steering api messages web demo"
    assert rooms <= set(known.split())


@pytest.mark.parametrize(("source", "name"), EXCEPTIONS, ids=" -> ".join)
def test_every_exception_is_needed(source: str, name: str) -> None:
    found = next(each for each in sources("helsekort") if each.name == source)
    called = {node.attr for node in ast.walk(found.tree) if isinstance(node, ast.Attribute)}
    assert name in {imported for imported, _ in imports(found)} | called
