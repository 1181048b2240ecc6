"""Units whose name would tell what she went there for, inside an action.

Where others may read along, such a unit has no name; and where a visit there is of a class that is not shown, it is not
there at all, nor what was written at it.
"""

from collections.abc import Collection, Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from helsekort.actions.work import Work
from helsekort.record.card import Card, Trail
from helsekort.record.neutral_units import neutral
from helsekort.store import parties


class Discreet(Struct, frozen=True):
    """Which of some units are not named; those `gone` are among them, and are not there."""

    unnamed: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()


def discreet(doing: Work, units: Iterable[int], hide: Collection[str]) -> Discreet:
    """Of these units. `hide` are the classes that are not shown."""
    table = doing.ctx.neutral_units
    wanted = set(units) - {0}
    if not table or not wanted:
        return Discreet()
    names = parties.names(doing.tx, wanted)
    found = {unit: row for unit, name in names.items() if (row := neutral(table, name)) is not None}
    return Discreet(frozenset(found), frozenset(unit for unit, row in found.items() if row.kind in hide))


def visits(doing: Work, card: Card, hide: Collection[str]) -> frozenset[int]:
    """The origins of what was written at a unit that is not there: contacts with all their parts, what stands alone,
    and files."""
    contacts = [line.contact for line in card.contacts]
    trails: list[Trail[Any]] = [*contacts, *card.all_answers(), *card.attachments]
    gone = discreet(doing, (trail.entries[0].organisation for trail in trails), hide).gone
    if not gone:
        return frozenset()
    there = {trail.origin for trail in trails if trail.entries[0].organisation in gone}
    parts = {part.origin for line in card.contacts if line.contact.origin in there for part in line.parts}
    files = {trail.origin for trail in card.attachments if trail.now.owner in there}
    return frozenset(there | parts | files)


def without(card: Card, origins: Collection[int]) -> Card:
    """The card without these things, and without the parts of a contact that is among them."""
    if not origins:
        return card
    return replace(
        card,
        contacts=[
            replace(
                line,
                findings=[each for each in line.findings if each.origin not in origins],
                rows=[each for each in line.rows if each.origin not in origins],
            )
            for line in card.contacts
            if line.contact.origin not in origins
        ],
        findings=[each for each in card.findings if each.origin not in origins],
        rows=[each for each in card.rows if each.origin not in origins],
        attachments=[each for each in card.attachments if each.origin not in origins],
    )
