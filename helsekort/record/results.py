"""What is done with answers beyond storing them, as data: time limits, and which are held from the woman.

`data/results.toml` holds every figure with its source; this module checks it.
"""

import datetime as dt
from typing import Annotated

import msgspec
from msgspec import Struct

from helsekort.record.gestation import Mark, PositiveDays, SourcedDays, Text, shaped, toml_data
from helsekort.record.measurements import Catalogue, Kind


class Tries(Struct, frozen=True, forbid_unknown_fields=True):
    """How many times a message is tried, and how long one try may last before another begins."""

    times: Annotated[int, msgspec.Meta(ge=1)]
    lease_seconds: Annotated[int, msgspec.Meta(ge=1)]
    source: Text
    mark: Mark


class HeldClass(Struct, frozen=True, forbid_unknown_fields=True):
    """Results that the woman hears from a person: until she is told, or for so many days."""

    what: tuple[Text, ...]
    days: PositiveDays
    why: Text
    source: Text
    mark: Mark


class ResultGroup(Struct, frozen=True, forbid_unknown_fields=True):
    """Results that are read together, in the order shown."""

    label: Text
    what: tuple[Text, ...]
    source: Text
    mark: Mark


class ResultTable(Struct, frozen=True, forbid_unknown_fields=True):
    """results.toml as read."""

    look: SourcedDays
    after: SourcedDays
    tries: Tries
    held: dict[Text, HeldClass]
    groups: dict[Text, ResultGroup]

    def held_class(self, what: str) -> str | None:
        """The class that a kind of result is held in, or None."""
        return next((name for name, one in self.held.items() if what in one.what), None)

    def held_until(self, what: str, since: dt.date) -> dt.date | None:
        """The first day on which it is shown although nobody has told her; None where it is not held at all."""
        name = self.held_class(what)
        return since + dt.timedelta(days=self.held[name].days) if name is not None else None

    def look_by(self, opened: dt.date) -> dt.date:
        """The last day for looking at a result that came on a day."""
        return opened + dt.timedelta(days=self.look.days)


def read_result_table(text: str, catalogue: Catalogue) -> ResultTable:
    """results.toml -> the table. ValueError that names the key and the remedy."""
    table = shaped(toml_data(text, "results.toml"), ResultTable, "results.toml")
    _each_in_one(catalogue, "held", {name: one.what for name, one in table.held.items()})
    _each_in_one(catalogue, "groups", {name: one.what for name, one in table.groups.items()})
    return table


def _each_in_one(catalogue: Catalogue, table: str, classes: dict[str, tuple[str, ...]]) -> None:
    """ValueError for what the catalogue does not know, and for what stands in two classes of a table."""
    seen: set[str] = set()
    for name, members in classes.items():
        for what in members:
            measurable = catalogue.measurables.get(what)
            if measurable is None or measurable.kind is Kind.PART:
                raise ValueError(
                    f"results.toml: {table}.{name}: {what} is no measurable of measurements.toml"
                )
            if what in seen:
                raise ValueError(f"results.toml: {table}.{name}: {what} stands in two classes; keep one")
            seen.add(what)
