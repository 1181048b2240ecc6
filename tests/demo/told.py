"""What a story file says, fact by fact, read by the tests' own hand: what went in must be found wherever it comes out.

A fact is (day, group, what, fetus, value): `group` is empty for what stands by itself, `fetus` a label or empty. The
value is a text: `142/92`, `true`, `69.4`, a code, several codes with spaces between, a day or a moment in ISO form.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from helsekort.demo.calendar import Calendar
from helsekort.demo.stories_read import Story

Fact = tuple[dt.date, str, str, str, str]
NOT_FACTS = frozenset({"name", "day", "by", "at", "way", "about", "paper", "told_day", "later", "label"})
GROUPED = frozenset(
    [
        *("earlier_birth", "stimulus", "allergy", "medicine", "vaccine", "precaution", "ultrasound"),
        *("ultrasound_fetus", "rh_event", "offer", "risk", "task", "visit_not_held", "birth_wishes", "birth"),
        *("newborn", "newborn_check", "postpartum", "information", "diabetes"),
    ]
)
DAYS = frozenset(
    [
        *("last_period", "drug_until", "drug_since", "edd_proposed", "task_due", "task_done_on"),
        "assisted_conception_on",
    ]
)
"""Numbers of these are days."""


def told(story: Story, today: dt.date) -> Counter[Fact]:
    """Everything that the story says, as it stands once all of it is past."""
    return Counter(_facts(story, Calendar(story.story.day or today)))


def _facts(story: Story, days: Calendar) -> Iterator[Fact]:
    gone = {change.visit for change in story.change if change.visit and not change.values}
    righted = {change.visit: change.values for change in story.change if change.visit and change.values}
    rows_righted = {change.row: change.values for change in story.change if change.row}
    for row in (*story.facts, *story.visit):
        yield from (
            _row(row | righted.get(row.get("name", ""), {}), days.weekday(row["day"]), days, rows_righted)
            if (row.get("name", "") not in gone)
            else ()
        )
    for row in (*story.result, *story.home, *story.contact):
        yield from _row(row, days.date(row["day"]), days, rows_righted)


def _row(
    row: dict[str, Any], on: dt.date, days: Calendar, righted: dict[str, dict[str, Any]]
) -> Iterator[Fact]:
    for what, value in row.items():
        if what in GROUPED:
            for table in value:
                whole = table | righted.get(table.get("name", ""), {})
                cells = ((name, one) for name, one in whole.items() if name not in NOT_FACTS)
                yield from (
                    (on, what, name, table.get("label", ""), said(name, one, days)) for name, one in cells
                )
        elif what == "fetus":
            for table in value:
                cells = ((name, one) for name, one in table.items() if name != "label")
                yield from ((on, "", name, table["label"], said(name, one, days)) for name, one in cells)
        elif what == "blood_pressure":
            yield from ((on, "", what, "", f"{one[0]}/{one[1]}") for one in value)
        elif what not in NOT_FACTS:
            yield (on, "", what, "", said(what, value, days))


def said(what: str, value: Any, days: Calendar) -> str:  # noqa: ANN401  # as TOML gives it
    """A value of a story as a text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return _relative(value, days)
    if isinstance(value, list):
        return f"{value[0]}/{value[1]}" if what == "blood_pressure" else " ".join(value)
    if what in DAYS:
        return days.date(value).isoformat()
    if isinstance(value, int | Decimal):
        return number(Decimal(value))
    if what == "age_at_birth":
        weeks, over = value.split("+")
        return str(int(weeks) * 7 + int(over))
    return str(value)


def _relative(value: dict[str, Any], days: Calendar) -> str:
    if "years_ago" in value:
        return str(days.today.year - value["years_ago"])
    if "visit_day" in value:
        return days.weekday(value["visit_day"]).isoformat()
    return f"{days.date(value['day']).isoformat()}T{value['at'].isoformat()}"


def number(value: Decimal) -> str:
    """`9.0` and `9` alike."""
    return format(value.normalize(), "f")
