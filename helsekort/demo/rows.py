"""Rows of a story -> what is written on a card: catalogue keys with values, beside a few words of the row's own.

A key of the catalogue's groups holds a list: one table for each row of the group, with `label` where it is about a
fetus or the child it became.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from helsekort.demo.calendar import Calendar
from helsekort.record.entries import Cell, Finding, Moment, Pressure, Value
from helsekort.record.entries import Row as CardRow
from helsekort.record.measurements import Catalogue, Kind

Row = Mapping[str, Any]

OWN_WORDS = frozenset({"name", "day", "by", "at", "way", "about", "paper", "told_day", "later"})
"""Keys of a row that say how it was written; all others are the catalogue's. `told_day`: she told of it on that day;
`later`: of the story's today, but still to come."""

HERSELF = "herself"
"""She writes on her own card."""

FIRST_READING = dt.time(8, 30)
REPEATED = 3
"""A pressure with so many numbers is a repeat: the third is minutes after half past eight."""

DAYS_IN_WEEK = 7


class UnknownKey(Exception):
    """A key that the catalogue or the story's fetuses do not have."""


class Reader:
    """Reads what a story's tables say, by the catalogue, the story's days and its fetuses so far."""

    def __init__(self, catalogue: Catalogue, days: Calendar, fetuses: Mapping[str, int]) -> None:
        self._catalogue, self._days, self._fetuses = catalogue, days, fetuses

    def findings(self, row: Row, on: dt.date, *, at_home: bool = False) -> list[Finding]:
        """Everything a row says by itself, in its order. UnknownKey for what is not in the catalogue."""
        found: list[Finding] = []
        for what, value in row.items():
            if what in OWN_WORDS or what in self._catalogue.groups:
                continue
            if what == "fetus":
                found += self._of_fetuses(value, on)
            elif what == "blood_pressure":
                at = row.get("at") if at_home else None
                found += [_reading(reading, on, at, at_home) for reading in value]
            else:
                found.append(Finding(what, self.value(what, value), on))
        return found

    def rows(self, row: Row, on: dt.date, contact: int | None = None) -> list[CardRow]:
        """The rows of groups that it holds. UnknownKey as above."""
        return [
            self._row(group, table, on, row.get("at"), contact)
            for group, tables in row.items()
            if group in self._catalogue.groups
            for table in tables
        ]

    def _row(self, group: str, table: Row, on: dt.date, at: dt.time | None, contact: int | None) -> CardRow:
        about_woman = self._catalogue.groups[group].about == "woman"
        fetus = None if about_woman else self._fetus(table)
        return CardRow(group, on, self.cells(table), at=at, fetus=fetus, contact=contact)

    def cells(self, table: Row) -> tuple[Cell, ...]:
        """The answers of one table, in its order."""
        return tuple(
            Cell(what, self.value(what, value))
            for what, value in table.items()
            if what not in ("label", "name")
        )

    def _of_fetuses(self, rows: list[dict[str, Any]], on: dt.date) -> Iterator[Finding]:
        for row in rows:
            fetus = self._fetus(row)
            for what, value in row.items():
                if what != "label":
                    yield Finding(what, self.value(what, value), on, fetus=fetus)

    def _fetus(self, table: Row) -> int:
        label = str(table.get("label", ""))
        if label not in self._fetuses:
            raise UnknownKey(f"fetus {label}")
        return self._fetuses[label]

    def value(self, what: str, value: Any) -> Value:  # noqa: ANN401  # as TOML gives it
        """A value as the catalogue's kind wants it. UnknownKey where the catalogue has no such thing.

        A day is a number as everywhere, `{ visit_day = 12 }` the working day of a visit, a moment `{ day, at }`; an
        age at birth is `40+2`, and a year may be told as `{ years_ago = 3 }`.
        """
        measurable = self._catalogue.measurables.get(what)
        if measurable is None:
            raise UnknownKey(what)
        if measurable.kind is Kind.QUANTITY:
            return self._number(value)
        if measurable.kind is Kind.PRESSURE:
            return Pressure(Decimal(value[0]), Decimal(value[1]))
        if measurable.kind is Kind.CODES:
            return tuple(value)
        if measurable.kind is Kind.DATE:
            return (
                self._days.weekday(value["visit_day"]) if isinstance(value, dict) else self._days.date(value)
            )
        if measurable.kind is Kind.MOMENT:
            return Moment(self._days.date(value["day"]), value["at"])
        plain: Value = value
        return plain

    def _number(self, value: Any) -> Decimal:  # noqa: ANN401  # as TOML gives it
        if isinstance(value, dict):
            return Decimal(self._days.today.year - value["years_ago"])
        if isinstance(value, str):
            weeks, days = value.split("+")
            return Decimal(int(weeks) * DAYS_IN_WEEK + int(days))
        return Decimal(str(value))


def names_of(row: Row, catalogue: Catalogue) -> list[str]:
    """What the story calls the rows that `Reader.rows` gives, in their order; "" where it has no name for it."""
    return [
        table.get("name", "")
        for group, tables in row.items()
        if group in catalogue.groups
        for table in tables
    ]


def _reading(reading: list[int], on: dt.date, at: dt.time | None, at_home: bool) -> Finding:
    if len(reading) == REPEATED:
        at = (dt.datetime.combine(on, FIRST_READING) + dt.timedelta(minutes=reading[2])).time()
    value = Pressure(Decimal(reading[0]), Decimal(reading[1]))
    return Finding("blood_pressure", value, on, at, by_woman=at_home)
