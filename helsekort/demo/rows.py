"""Rows of a story -> what is written on a card: catalogue keys with values, beside a few words of the row's own."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from helsekort.record.entries import Finding, Pressure, Value
from helsekort.record.measurements import Catalogue, Kind

Row = Mapping[str, Any]

OWN_WORDS = frozenset({"name", "day", "by", "at", "way", "about", "paper", "told_day"})
"""Keys of a row that say how it was written; all others are the catalogue's. `told_day`: she told of it on that day."""

FIRST_READING = dt.time(8, 30)
REPEATED = 3
"""A pressure with so many numbers is a repeat: the third is minutes after half past eight."""


class UnknownKey(Exception):
    """A key that the catalogue or the story's fetuses do not have."""


def findings_of(
    catalogue: Catalogue, row: Row, on: dt.date, fetuses: Mapping[str, int], *, at_home: bool = False
) -> list[Finding]:
    """Everything a row says, in its order. UnknownKey for what is not in the catalogue."""
    found: list[Finding] = []
    for what, value in row.items():
        if what in OWN_WORDS:
            continue
        if what == "fetus":
            found += _of_fetuses(catalogue, value, on, fetuses)
        elif what == "blood_pressure":
            found += [_reading(reading, on, row.get("at") if at_home else None, at_home) for reading in value]
        else:
            found.append(Finding(what, value_of(catalogue, what, value), on))
    return found


def _of_fetuses(
    catalogue: Catalogue, rows: list[dict[str, Any]], on: dt.date, fetuses: Mapping[str, int]
) -> Iterator[Finding]:
    for row in rows:
        label = str(row.get("label", ""))
        if label not in fetuses:
            raise UnknownKey(f"fetus {label}")
        for what, value in row.items():
            if what != "label":
                yield Finding(what, value_of(catalogue, what, value), on, fetus=fetuses[label])


def value_of(catalogue: Catalogue, what: str, value: Any) -> Value:  # noqa: ANN401  # as TOML gives it
    """A value as the catalogue's kind wants it. UnknownKey where the catalogue has no such thing."""
    measurable = catalogue.measurables.get(what)
    if measurable is None:
        raise UnknownKey(what)
    if measurable.kind is Kind.QUANTITY:
        return Decimal(str(value))
    plain: Value = value
    return plain


def _reading(reading: list[int], on: dt.date, at: dt.time | None, at_home: bool) -> Finding:
    if len(reading) == REPEATED:
        at = (dt.datetime.combine(on, FIRST_READING) + dt.timedelta(minutes=reading[2])).time()
    value = Pressure(Decimal(reading[0]), Decimal(reading[1]))
    return Finding("blood_pressure", value, on, at, by_woman=at_home)
