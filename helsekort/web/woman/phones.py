"""Whom she can ring: the birth unit, those who follow her, and the numbers that always answer. Pure."""

from collections.abc import Iterable

from msgspec import Struct

from helsekort.actions.opened import Opened
from helsekort.record.parties import UnitKind
from helsekort.web.shared.texts import alphabetical


class Phone(Struct, frozen=True):
    """A unit that follows her and its number; empty where none is written."""

    unit: str
    number: str


class Phones(Struct, frozen=True):
    """`birth` are the birth units among those that follow her, `others` the rest, each by name."""

    birth: list[Phone]
    others: list[Phone]


def phones(opened: Opened) -> Phones:
    """Every unit that follows her or has written on her card."""
    birth = {unit for unit, kind in opened.kinds.items() if kind is UnitKind.BIRTH_UNIT}
    return Phones(
        _sorted(opened, birth & opened.units.keys()),
        _sorted(opened, opened.units.keys() - birth),
    )


def _sorted(opened: Opened, units: Iterable[int]) -> list[Phone]:
    found = [Phone(opened.units.get(unit, ""), opened.phones.get(unit, "")) for unit in units]
    return sorted(found, key=lambda one: (alphabetical(one.unit), one.number))
