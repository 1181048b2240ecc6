"""Whom she can ring: the birth unit, those who follow her, and the numbers that always answer. Pure."""

import re

from msgspec import Struct

from helsekort.actions.opened import Opened
from helsekort.web.shared.texts import alphabetical

# A unit does not say yet what kind it is, so its name has to: the number stands beside the name in any case.
_BIRTH_UNIT = re.compile(r"f.d(e(avdeling|stue|enhet|klinikk)|sel)|kvinneklinikk|birth", re.IGNORECASE)


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
    found = [Phone(name, opened.phones.get(unit, "")) for unit, name in opened.units.items()]
    found.sort(key=lambda one: (alphabetical(one.unit), one.number))
    birth = [one for one in found if _BIRTH_UNIT.search(one.unit)]
    return Phones(birth, [one for one in found if one not in birth])
