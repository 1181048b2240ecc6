"""Writes the pages of docs/ that say what the code says: `python docs/generate.py`, or `--check` to compare only.

Each page is made from the one place in the program that holds the facts, so a page that differs is out of date.
"""

import argparse
import inspect
import sys
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from starlette.routing import Mount, Route

from docs.access_page import access_page
from docs.alerts_page import alerts_page
from docs.api_page import api_page
from docs.classes_page import classes_page
from docs.content_page import content_page
from docs.dhg_page import dhg_page
from docs.guideline_page import guideline_page
from docs.limits_page import limits_page
from docs.markdown import page, table
from docs.who_page import who_page
from helsekort import app, cli, datafiles, log, settings
from helsekort.access import decide, permissions
from helsekort.access.decide import RULES, Effect
from helsekort.audit import events
from helsekort.record.gestation import GestationalAge, Method
from helsekort.record.measurements import Measurable

DOCS = Path(__file__).resolve().parent
MARKS = {
    "V": "read in the source",
    "N": "taken over from another reading",
    "K": "general knowledge, not verified",
    "D": "a choice of this design",
}
UNVERIFIED = frozenset({"K", "N"})
REFUSED_BY_NONE = "no-rule-allows"


def source(thing: object) -> str:
    """`helsekort/settings.py`, linked."""
    path = Path(inspect.getsourcefile(thing) or "").resolve().relative_to(DOCS.parent)  # type: ignore[arg-type]  # a module
    return f"[`{path}`](../{path})"


def data(name: str) -> str:
    """A data file of the record, linked."""
    return f"[`helsekort/record/data/{name}`](../helsekort/record/data/{name})"


def settings_page() -> str:
    """Every environment variable."""
    rows = [(f"`{one.name}`", one.explains + _in_file(one), one.default) for one in settings.SETTINGS]
    return page(
        "Settings", source(settings), table(["variable", "what it is for", "when it is not set"], rows)
    )


def _in_file(one: settings.Setting) -> str:
    if not one.secret:
        return ""
    return (
        " It may hold a password: then write it to a file that only the service can read (mode 400), and name that in"
        f" `{one.in_file}` instead."
    )


def cli_page() -> str:
    """Every command with its options."""
    commands = vars(_options(cli.parser())[0])
    says = {each.dest: each.help or "" for each in commands["_choices_actions"]}
    parts = [_command(name, says[name], one) for name, one in commands["choices"].items()]
    return page("Commands", source(cli), *parts)


def _command(name: str, says: str, parser: argparse.ArgumentParser) -> str:
    lines = [f"## `helsekort {name}`", "", f"{says[:1].upper()}{says[1:]}."]
    options = _options(parser)
    if options:
        lines += ["", *(f"- `{' '.join(one.option_strings) or one.dest}`: {one.help}" for one in options)]
    return "\n".join(lines)


def _options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What a command takes, `--help` left out. argparse tells it by no public name."""
    return [each for each in vars(parser)["_actions"] if "--help" not in each.option_strings]


def permissions_page() -> str:
    """Everything that may be done, and the rules that decide it."""
    rows = [(f"`{one}`", permissions.SENTENCES[one], _rules(one)) for one in permissions.Permission]
    allowed = table(["action", "who may", "rules that allow it"], rows)
    deny = [rule.name for rule in RULES if rule.effect is Effect.DENY]
    order = (
        f"A rule that denies (`{'`, `'.join(deny)}`) wins over all that allow. Where no rule allows, the answer is no"
        f" (`{REFUSED_BY_NONE}`). Refused and not there look the same from outside, and both are written in the log."
    )
    return page("Permissions", f"{source(permissions)} and {source(decide)}", allowed, order)


def _rules(permission: permissions.Permission) -> str:
    names = [rule.name for rule in RULES if permission in rule.permissions and rule.effect is Effect.ALLOW]
    return ", ".join(f"`{name}`" for name in names) or "none"


def events_page() -> str:
    """What the audit log and the technical log can hold."""
    shown = events.SHOWN_TO_HER
    audit = [
        (f"`{one.value}`", events.SENTENCES[one], "yes" if one in shown else "no") for one in events.Event
    ]
    technical = [
        (f"`{one.value}`", ", ".join(f"`{each}`" for each in sorted(log.FIELDS[one]))) for one in log.Event
    ]
    return page(
        "Events",
        f"{source(events)} and {source(log)}",
        "## The audit log\n\n" + table(["event", "when", "she sees it"], audit),
        "## The technical log\n\nNo other field can be written, and none holds patient data.\n\n"
        + table(["event", "fields"], technical),
    )


def endpoints_page() -> str:
    """Every address the service answers."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        ctx = app.context(settings.Settings(f"sqlite:///{place / 'empty.db'}", place, guideline="on"))
        routes = app.build(ctx).routes
        ctx.database.close()
    rows = [_endpoint(route) for route in routes if isinstance(route, Route | Mount)]
    kinds = (
        "`clinician` and `woman`: only for someone logged in as that. `open`: for anyone. `{card}` is a random name"
        " of a card and `{origin}` a number on it; neither says who she is."
    )
    return page("Endpoints", source(app), kinds, table(["address", "methods", "for", "what"], sorted(rows)))


def _endpoint(route: Route | Mount) -> tuple[str, str, str, str]:
    if isinstance(route, Mount):
        return f"`{route.path}/…`", "GET", "open", "Style sheets, fonts and the icon."
    inner = inspect.getclosurevars(route.endpoint).nonlocals
    says = inspect.getdoc(inner.get("function", route.endpoint)) or ""
    methods = ", ".join(sorted((route.methods or set()) - {"HEAD"}))
    return f"`{route.path}`", methods, f"{inner.get('kind', 'open')}", says.partition("\n")[0]


def measurements_page() -> str:
    """Every value that can stand on a card, and how due dates are set."""
    catalogue, terms = datafiles.catalogue(), datafiles.terms()
    values = [_value_row(one) for one in catalogue.measurables.values()]
    heads = [
        "key",
        "label",
        "form",
        "unit",
        "LOINC",
        "SNOMED CT",
        "asked outside",
        "refused outside",
        "source",
        "mark",
    ]
    lists = [
        (f"`{key}`", one.title, ", ".join(f"`{code}` {text}" for code, text in one.codes.items()), one.source)
        for key, one in catalogue.lists.items()
    ]
    explained = [
        (f"`{key}`", one.plain, one.purpose, one.source, one.mark)
        for key, one in catalogue.explanations.items()
    ]
    methods = [_method_row(one) for one in terms.methods.values()]
    length = f"A pregnancy is reckoned as {GestationalAge(terms.norwegian_length)} ({terms.norwegian_length} days)."
    return page(
        "Measurements and due dates",
        f"{data('measurements.toml')}, {data('codes.toml')}, {data('explanations.toml')} and {data('term.toml')}",
        "Marks: " + "; ".join(f"{mark} {says}" for mark, says in MARKS.items()) + ".",
        "## Values\n\n" + table(heads, values),
        "## Code lists\n\n" + table(["list", "title", "codes", "source"], lists),
        "## What she reads about each\n\n" + table(["key", "what it is", "why", "source", "mark"], explained),
        f"## Due dates\n\n{length} {terms.length.source} ({terms.length.mark}).\n\n"
        + table(["method", "label", "days added", "rank", "meant for", "source", "mark"], methods),
        "## Figures that are not verified\n\n" + _unverified(),
    )


def _value_row(one: Measurable) -> list[str]:
    asked = [_range(one.ask)] if one.ask else []
    if one.change:
        within = f" in less than {one.change.days} days" if one.change.days is not None else ""
        asked.append(f"a change above {one.change.amount}{within}")
    if one.near_week is not None:
        asked.append(f"more than {one.near_week} from the week")
    form = f"{one.kind}, `{one.code_list}`" if one.code_list else str(one.kind)
    form += ", per fetus" if one.per_fetus else ""
    unit = f"`{one.unit}`" if one.unit else ""
    limits = ["; ".join(asked), _range(one.refuse)]
    return [f"`{one.key}`", one.label, form, unit, one.loinc, one.snomed, *limits, one.source, one.mark]


def _range(limits: tuple[Decimal, Decimal] | None) -> str:
    return f"{limits[0]}–{limits[1]}" if limits else ""


def _method_row(one: Method) -> list[object]:
    window = ""
    if one.window:
        window = f"{GestationalAge(one.window.from_days)}–{GestationalAge(one.window.before_days - 1)}"
    return [f"`{one.code}`", one.label, one.days_added, one.rank or "none", window, one.source, one.mark]


def _unverified() -> str:
    """What must be checked by an obstetrician and a midwife before anyone is cared for by it."""
    values = datafiles.catalogue().measurables.values()
    terms = datafiles.terms()
    limited = [one.key for one in values if one.mark in UNVERIFIED and (one.ask or one.refuse or one.change)]
    methods = [one.code for one in terms.methods.values() if one.mark in UNVERIFIED]
    curves = [curve.name for curve in datafiles.all_curves() if curve.mark in UNVERIFIED]
    oldest = (
        f"the oldest age that is stated, {terms.oldest.days} days" if terms.oldest.mark in UNVERIFIED else ""
    )
    named = [
        ("Ranges of", ", ".join(f"`{key}`" for key in limited)),
        ("Methods", ", ".join(f"`{code}`" for code in methods)),
        ("Curves", ", ".join(curves)),
        ("Lengths", oldest),
    ]
    lines = [f"- {what}: {which}." for what, which in named if which]
    return "To be checked by an obstetrician and a midwife before clinical use.\n\n" + "\n".join(lines)


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "cli.md": cli_page,
    "permissions.md": permissions_page,
    "access.md": access_page,
    "events.md": events_page,
    "endpoints.md": endpoints_page,
    "measurements.md": measurements_page,
    "classes.md": lambda: classes_page(page, table),
    "limits.md": lambda: limits_page(page, table),
    "content.md": lambda: content_page(page, table),
    "api.md": lambda: api_page(page, table),
    "dhg.md": lambda: dhg_page(page, table),
    "guideline.md": lambda: guideline_page(page, table),
    "guideline-alerts.md": lambda: alerts_page(page, table),
    "who-disagreements.md": lambda: who_page(page, table),
}


def stale() -> list[str]:
    """The names of pages that are missing or differ from what the code says."""
    return [name for name, make in PAGES.items() if _written(name) != make()]


def _written(name: str) -> str:
    path = DOCS / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check compare them; status 1 where one is out of date."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("Usage: python docs/generate.py [--check]\n")
        return 2
    differing = stale()
    if arguments:
        for name in differing:
            sys.stderr.write(f"docs/{name} is out of date. Run: python docs/generate.py\n")
        return 1 if differing else 0
    for name in differing:
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
