"""A story's tables as what is typed on which page: the forms are found by what they have fields for."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from helsekort.demo.calendar import Calendar
from helsekort.record.layouts import Item, Layout
from tests.demo.told import DAYS, GROUPED, NOT_FACTS

Table = dict[str, Any]
Typed = dict[str, str]

CHECK_UP = frozenset(
    [
        *("blood_pressure", "urine_protein", "oedema", "weight", "fundal_height"),
        *("headache", "vision", "epigastric_pain", "note"),
    ]
)
SYMPTOMS = frozenset(["headache", "vision", "epigastric_pain"])
EACH_FETUS = frozenset(["fetal_heart_rate", "presentation", "movements", "fetus_note"])
CONTACT = frozenset(["told", "advice", "urgency", "follow_up"])


def text(value: Any, what: str, days: Calendar) -> str:  # noqa: ANN401  # as TOML gives it
    """A value as it is typed; a code or a yes by what its field sends."""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, dict):
        if "years_ago" in value:
            return str(days.today.year - value["years_ago"])
        return day(days.weekday(value["visit_day"]) if "visit_day" in value else days.date(value["day"]))
    if isinstance(value, list):
        return f"{value[0]}/{value[1]}" if what == "blood_pressure" else " ".join(value)
    if what in DAYS:
        return day(days.date(value))
    return str(value).replace(".", ",") if not isinstance(value, str) else value


def day(on: dt.date) -> str:
    return f"{on:%d.%m.%Y}"


def fields(table: Table, days: Calendar, before: str = "") -> Typed:
    """The fields of one table, by the names they have behind `before`."""
    found: Typed = {}
    for what, value in table.items():
        if what in NOT_FACTS:
            continue
        if value is False and what in ("allergies", "medicines", "family"):
            found[f"{before}{what}-denied"] = "1"
            continue
        found[before + what] = text(value, what, days)
        if isinstance(value, dict) and "at" in value:
            found[f"{before}{what}-at"] = f"{value['at']:%H.%M}"
    return found


def check_up(row: Table, days: Calendar, fetuses: dict[str, int], on: dt.date) -> Typed:
    """What the check-up's own page asks of a visit."""
    found = {"on": day(on)}
    for turn, reading in enumerate(row.get("blood_pressure", ()), start=1):
        found[f"blood_pressure-{turn}"] = f"{reading[0]}/{reading[1]}"
    found |= fields({key: one for key, one in row.items() if key in CHECK_UP - {"blood_pressure"}}, days)
    found |= {key: ("yes" if one else "no") for key, one in row.items() if key in SYMPTOMS}
    for table in row.get("fetus", ()):
        found |= {
            f"{what}-f{fetuses[table['label']]}": text(one, what, days)
            for what, one in table.items()
            if what in EACH_FETUS
        }
    return found


def more_of_fetuses(
    row: Table, layouts: dict[str, Layout], days: Calendar, fetuses: dict[str, int]
) -> Iterator[tuple[str, Typed]]:
    """(form, its fields) of what is told of each fetus at a visit and stands on a form of its own."""
    for key, layout in layouts.items():
        asked = {item.what for item in layout.items()} - {""} - EACH_FETUS
        found = {
            f"{what}.f{fetuses[table['label']]}": text(one, what, days)
            for table in row.get("fetus", ())
            for what, one in table.items()
            if what in asked
        }
        if found:
            yield key, found


def contact(row: Table, days: Calendar, on: dt.date) -> Typed:
    found = {"on": day(on), "way": row.get("way", "phone")}
    found |= {f"about-{code}": "1" for code in row.get("about", ())}
    if "at" in row:
        found["at"] = f"{row['at']:%H.%M}"
    return found | fields({key: one for key, one in row.items() if key in CONTACT}, days)


def forms_for(rest: Table, layouts: dict[str, Layout]) -> Iterator[tuple[str, Table]]:
    """(form, what of the table it asks), the one that asks most first; what no form asks is under ""."""
    left = {key: one for key, one in rest.items() if key not in NOT_FACTS}
    while left:
        asked = {key: _asked(layout, left) for key, layout in layouts.items()}
        # what stands already is asked anew by the forms that say so
        best = max(asked, key=lambda key: (len(asked[key]), _asked_again(layouts[key], asked[key])))
        if not asked[best]:
            yield "", left
            return
        yield best, {key: left.pop(key) for key in asked[best]}


def one_of_each(table: Table) -> Iterator[Table]:
    """A table as often as a form must be opened for it: it has one row for each fetus, or for each child."""
    first: Table = {}
    more: Table = {}
    for key, value in table.items():
        if key not in GROUPED or "label" not in value[0]:
            first[key] = value
            continue
        by_label = {row["label"]: row for row in reversed(value)}
        first[key] = list(by_label.values())
        rest = [row for row in value if row not in first[key]]
        more |= {key: rest} if rest else {}
    yield first
    if more:
        yield from one_of_each(more)


def _asked_again(layout: Layout, keys: list[str]) -> int:
    return sum(item.again and item.what in keys for item in layout.items())


def _asked(layout: Layout, table: Table) -> list[str]:
    items = list(layout.items())
    single = {item.what for item in items if item.what}
    groups = {item.group: _cells(item) for item in items if item.group}
    found = []
    for key, value in table.items():
        if key in GROUPED:
            cells = {what for row in value for what in row} - {"label", "name"}
            found += [key] if key in groups and cells <= groups[key] else []
        elif key in single:
            found.append(key)
    return found


def _cells(item: Item) -> set[str]:
    return {cell.what for line in item.lines for cell in line} | {item.each} | set(dict(item.fixed))
