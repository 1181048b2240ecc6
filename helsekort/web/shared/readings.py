"""Readings over time: which of them count, how far apart they are, and a blood pressure in words. Pure."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from msgspec.structs import replace

from helsekort.record.card import Card, Trail
from helsekort.record.entries import Finding, Pressure
from helsekort.web.shared.texts import Texts

DAYS = "d"
"""The unit of how far a pregnancy went, which is said as completed weeks and days."""


def trend(card: Card, what: str, fetus: int | None = None) -> list[Trail[Finding]]:
    """The findings of one kind that stand and were not stored only "as stated", oldest first.

    A change, a hint and a curve use these alone.
    """
    return [trail for trail in card.series(what, fetus) if trail.now.unverified is None]


def in_rows(card: Card, group: str, what: str, fetus: int | None = None) -> list[Trail[Finding]]:
    """A number that stands in rows, as readings, oldest first; without those stored only "as stated"."""
    found: list[Trail[Finding]] = []
    for trail in card.rows_of(group, fetus):
        row = trail.now
        cell = next((each for each in row.cells if each.what == what), None)
        if cell is None or not isinstance(cell.value, Decimal) or cell.unverified is not None:
            continue
        reading = Finding(
            what, cell.value, row.on, row.at, row.fetus, row.contact, by_woman=row.by_woman,
            status=row.status, reason=row.reason, paper=row.paper,
        )  # fmt: skip
        found.append(Trail([*trail.entries[:-1], replace(trail.last, content=reading)]))
    return found


def newer_as_stated(card: Card, what: str, fetus: int | None = None) -> list[Trail[Finding]]:
    """What was stored as stated after the last verified one: to be seen, but not to be compared with."""
    found = []
    for trail in reversed(card.series(what, fetus)):
        if trail.now.unverified is None:
            break
        found.append(trail)
    return found


def change(texts: Texts, now: Finding, before: Finding | None, decimals: int) -> str:
    """`+1,8 på 16 dager`; empty where there is nothing earlier to compare with."""
    if before is None or not isinstance(now.value, Decimal) or not isinstance(before.value, Decimal):
        return ""
    days = (now.on - before.on).days
    number = signed(texts, now.value - before.value, decimals)
    if days == 0:
        return texts.translate("%(change)s samme dag") % {"change": number}
    many = texts.plural("%(change)s på %(days)s dag", "%(change)s på %(days)s dager", days)
    return many % {"change": number, "days": days}


def signed(texts: Texts, difference: Decimal, decimals: int) -> str:
    """`+1,8`, `−0,4`, `±0`."""
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return f"{sign}{texts.measured(abs(difference), decimals)}"


def pressure(texts: Texts, value: Pressure) -> str:
    """`142/92`, also where another system wrote `142.0`; the place of a missing half is a dash, and stands only beside
    `missing_half`."""
    parts = (value.systolic, value.diastolic)
    return "/".join("–" if part is None else texts.measured(_whole(part), 0) for part in parts)


def _whole(part: Decimal) -> Decimal:
    """Without decimals where they are zeros."""
    return part.quantize(Decimal(1)) if part == part.to_integral_value() else part


def pressure_brief(texts: Texts, findings: Iterable[Finding]) -> str:
    """`142/92, 138/88`: those of one contact in the order they were taken; empty where there are none."""
    return ", ".join(pressure(texts, one.value) for one in findings if isinstance(one.value, Pressure))


def missing_half(texts: Texts, value: Pressure) -> str:
    """Which half of a blood pressure is missing; empty where both are there."""
    _ = texts.translate
    if value.systolic is None:
        return _("overtrykk ikke tatt")
    return _("undertrykk ikke tatt") if value.diastolic is None else ""


def part_of_day(trails: list[Trail[Finding]]) -> dict[int, float]:
    """Origin -> when on its day, from 0 to 1. `trails` are in the order they were taken.

    Where one of a day has no clock time, all of that day are spread evenly in their order.
    """
    found = {}
    days: dict[dt.date, list[Trail[Finding]]] = {}
    for trail in trails:
        days.setdefault(trail.now.on, []).append(trail)
    for of_day in days.values():
        timed = all(trail.now.at is not None for trail in of_day)
        for place, trail in enumerate(of_day, start=1):
            at = trail.now.at
            even = place / (len(of_day) + 1)
            found[trail.origin] = (at.hour + at.minute / 60) / 24 if timed and at is not None else even
    return found
