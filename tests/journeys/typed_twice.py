"""Counts what a clinician would type a second time along a story, page by page in the order the story is typed.

A fact is typed twice where a page asks it, the story has typed it before on another page, and the page neither shows it
as standing nor offers it. What is measured or asked anew on another day is another fact.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from helsekort.demo.calendar import Calendar
from helsekort.demo.stories_read import Story
from helsekort.record.layouts import Layout
from tests.cast import TODAY
from tests.demo.told import GROUPED, NOT_FACTS, said
from tests.journeys import story_typing
from tests.journeys.story_typing import CHECK_UP, CONTACT, EACH_FETUS, Table

DUE, ENDING, BIRTH = "termin", "avslutning", "skjema/birth"
OFFERED = frozenset(
    {(DUE, "skjema/first-visit"), ("skjema/first-visit", DUE), (BIRTH, ENDING), (ENDING, BIRTH)}
)
"""(page, later page): the later one offers by a tick what the first was told. Held by tests/web/test_typed_once.py."""

IMPLIED = frozenset({(DUE, "last_period_certain"), (DUE, "assisted_conception")})
"""What a page is told by the way that is chosen there: it asks no such thing."""
ASSISTED = frozenset({"ART_TRANSFER", "ART_RETRIEVAL"})
VISIT, ONCE = "visit", "once"


class Typed(NamedTuple):
    """One fact typed on one page. `lasting` facts are the same whenever they are typed; others on one day only."""

    page: str
    what: str
    label: str
    value: str
    day: str = ""


class Twice(NamedTuple):
    """A fact that two pages ask, and whether the second offers it."""

    what: str
    label: str
    first: str
    second: str
    offered: bool


def typed(story: Story, layouts: dict[str, Layout]) -> list[Typed]:
    """All that is typed, in the order of the days and, on one day, of the desk that types it."""
    days = Calendar(story.story.day or TODAY)
    found: list[tuple[str, int, list[Typed]]] = []
    for due in story.pregnancy.due_dates:
        told = _due(due.method, days.date(due.measured_day or due.edd_day).isoformat())
        found.append((days.date(due.set_day).isoformat(), 0, told))
    for tables, place, page, moved in (
        (story.facts, 2, "", True),
        (story.visit, 3, "kontroll", True),
        (story.contact, 4, "kontakt", False),
        (story.result, 5, "", False),
    ):
        for row in tables:
            on = days.weekday(row["day"]) if moved else days.date(row["day"])
            found.append((on.isoformat(), place, list(_row(row, page, on.isoformat(), days, layouts))))
    if story.ending is not None and isinstance(story.ending.outcome, dict):
        on = days.date(story.ending.day).isoformat()
        found.append((on, 6, list(_ending(on, story.ending.outcome))))
    return [one for _on, _place, step in sorted(found, key=lambda one: one[:2]) for one in step]


def _due(method: str, day: str) -> list[Typed]:
    if method.startswith("LMP"):
        certain = str(method == "LMP_SURE").lower()
        return [Typed(DUE, "last_period", "", day), Typed(DUE, "last_period_certain", "", certain)]
    if method in ASSISTED:
        return [Typed(DUE, "assisted_conception_on", "", day), Typed(DUE, "assisted_conception", "", "true")]
    return [Typed(DUE, "edd_proposed", "", day)]


def _ending(on: str, outcome: dict[str, str]) -> Iterator[Typed]:
    yield Typed(ENDING, "born_on", "", on)
    for label, code in outcome.items():
        yield Typed(ENDING, "child_state", label, "ALIVE" if code == "LIVE" else code)


def _row(row: Table, page: str, on: str, days: Calendar, layouts: dict[str, Layout]) -> Iterator[Typed]:
    own = {"kontroll": CHECK_UP, "kontakt": CONTACT}.get(page, frozenset())
    yield from (
        Typed(page, what, "", said(what, value, days) if what != "blood_pressure" else str(value), on)
        for what, value in row.items()
        if what in own
    )
    for table in row.get("fetus", ()) if page else ():
        yield from (
            Typed(page, what, table["label"], str(value), on)
            for what, value in table.items()
            if what in EACH_FETUS
        )
    rest = {key: value for key, value in row.items() if key not in {*own, "fetus"}}
    for form, told in story_typing.forms_for(rest, layouts):
        if form:
            yield from _form(f"skjema/{form}", layouts[form], told, on, days)


def _form(page: str, layout: Layout, told: Table, on: str, days: Calendar) -> Iterator[Typed]:
    again = {item.what for item in layout.items() if item.again}
    for what, value in told.items():
        if what not in GROUPED:
            yield Typed(page, what, "", said(what, value, days), on if what in again else "")
            continue
        for table in value:
            label = table.get("label", "")
            for cell, one in table.items():
                if cell in NOT_FACTS:
                    continue
                if cell == "born_at":
                    yield Typed(page, "born_on", "", said(cell, one, days)[:10])
                else:
                    # a row is another each time; but what became of a child is told once
                    day = "" if cell in ("child_state", "edd_proposed") else on
                    yield Typed(
                        page, cell, label or f"{what}:{value.index(table)}", said(cell, one, days), day
                    )


def twice(story: Story, layouts: dict[str, Layout]) -> list[Twice]:
    """Each fact that a second page asks with the same answer, once for each such page."""
    seen: dict[tuple[str, ...], str] = {}
    found: set[Twice] = set()
    for one in typed(story, layouts):
        first = seen.setdefault((one.what, one.label, one.value, one.day), one.page)
        if first != one.page and (one.page, one.what) not in IMPLIED:
            found.add(Twice(one.what, one.label, first, one.page, (first, one.page) in OFFERED))
    return sorted(found)


def asked_beside(layouts: dict[str, Layout]) -> dict[frozenset[str], set[str]]:
    """What is asked at two kinds of places that do not show each other's answers -> which measurables.

    A kind is a group of rows, `once` for what stands on the card once asked, or `visit` for what is asked anew.
    """
    places: dict[str, set[str]] = {what: {VISIT} for what in CHECK_UP | EACH_FETUS | CONTACT}
    for item in (item for layout in layouts.values() for item in layout.items()):
        cells = [cell.what for line in item.lines for cell in line]
        for what in cells or [item.what]:
            places.setdefault(what, set()).add(item.group or (VISIT if item.again else ONCE))
    found: dict[frozenset[str], set[str]] = {}
    for what, kinds in places.items():
        for pair in combinations(sorted(kinds), 2):
            found.setdefault(frozenset(pair), set()).add(what)
    return found
