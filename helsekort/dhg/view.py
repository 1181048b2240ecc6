"""A card as the national model shows it: its blocks and list items, what stands for each property, and who wrote."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from helsekort.dhg.from_rows import newest
from helsekort.dhg.names import OPENING, Name
from helsekort.dhg.row_items import said_of_rows
from helsekort.dhg.table import EARLIER, OUTCOME, Block, Property, Table
from helsekort.dhg.values import number, written
from helsekort.fhir.strict_json import Object, Tree
from helsekort.record import codes
from helsekort.record.card import Card, ContactLine, Trail
from helsekort.record.entries import (
    Contact,
    ContactKind,
    Content,
    DueDate,
    Entry,
    Finding,
    ForeignId,
    Row,
)
from helsekort.record.measurements import Catalogue

APPOINTMENTS = "antenatalAppointments"
PREGNANCY = "currentPregnancy"
HEIGHT, WEIGHT = "height", "prepregnancy_weight"
MOST = 255
CAME_BY = codes.OURS + "NamingSystem/national-api"
"""The system of the name that marks what came by this door."""
Standing = Callable[[Property, int | None], Trail[Finding] | None]
"""What stands for a property, about a fetus or not: on the card, or in one contact."""


class Part:
    """A block, or one item of a list: what it says, and every version that it was made of."""

    def __init__(self, name: Name, block: Block, says: Object, entries: list[Entry]) -> None:
        self.name, self.block, self.says, self.entries = name, block, says, entries

    @property
    def blank(self) -> bool:
        """Whether it is there only because the card is."""
        return self.block.from_start and all(entry.seq == OPENING for entry in self.entries)

    @property
    def version(self) -> int:
        """How many acts have touched it. Entries are never taken away, so the number only grows."""
        return min(len({(entry.recorded, entry.author) for entry in self.entries}), MOST)

    @property
    def last(self) -> Entry:
        return max(self.entries, key=lambda entry: entry.seq)


class View:
    """One card through the table."""

    def __init__(self, card: Card, table: Table, catalogue: Catalogue, name: str = "") -> None:
        self.card, self.table, self.catalogue, self.woman = card, table, catalogue, name

    def block(self, name: str) -> Part | None:
        """A block that is no list; None where nothing was ever written in it."""
        block, entries = self.table.blocks[name], self._touching.get(name, [])
        if block.from_start:
            entries = [self.card.opening.entries[0], *entries]
        if not entries:
            return None
        says = self._properties(block, self.on_card)
        return Part(Name(self.card.card, 0, block.number), block, says, [*entries, *self.card.erased])

    def items(self, name: str) -> list[Part]:
        """The items of a list that stand, oldest first."""
        block = self.table.blocks[name]
        if block.items == "contacts":
            lines = [line for line in reversed(self.card.contacts) if is_appointment(line.contact)]
            return [self._appointment(block, line) for line in lines if line.contact.stands]
        return [self._measured(block, trail) for key in block.keys for trail in self.card.series(key)]

    def item(self, name: str, origin: int) -> Part | None:
        """One item, also where it was withdrawn; None where there never was one."""
        block = self.table.blocks[name]
        if block.items == "contacts":
            line = self.card.contact(origin)
            there = line is not None and is_appointment(line.contact)
            return self._appointment(block, line) if line is not None and there else None
        trail = next((each for each in self.card.all_findings() if each.origin == origin), None)
        return self._measured(block, trail) if trail and trail.now.what in block.keys else None

    def parts(self) -> Iterator[Part]:
        """Everything that stands, in the order of the description."""
        for name, block in self.table.blocks.items():
            found = self.items(name) if block.items else [self.block(name)]
            yield from (part for part in found if part is not None)

    def withdrawn(self) -> Iterator[Part]:
        """The items that were taken back."""
        for block in self.table.blocks.values():
            if block.items == "contacts":
                lines = [line for line in self.card.contacts if not line.contact.stands]
                yield from (self._appointment(block, line) for line in lines if is_appointment(line.contact))
            elif block.items:
                trails = [trail for trail in self.card.all_findings() if trail.now.what in block.keys]
                yield from (self._measured(block, trail) for trail in trails if not trail.stands)

    def is_withdrawn(self, part: Part) -> bool:
        """Whether an item stands no more."""
        if not part.name.origin:
            return False
        line = self.card.contact(part.name.origin)
        if line is not None:
            return not line.contact.stands
        return not any(
            trail.origin == part.name.origin and trail.stands for trail in self.card.all_findings()
        )

    # --- what stands for a property ---------------------------------------------------------------------------

    def on_card(self, prop: Property, fetus: int | None) -> Trail[Finding] | None:
        """What stands newest: a finding, or a row that says the same, as if it were one."""
        return newest(self.card, self.catalogue, prop, self.finding(prop, fetus))

    def finding(self, prop: Property, fetus: int | None) -> Trail[Finding] | None:
        """The newest finding that stands; of a window, one that was stated for it or taken in it."""
        series = self.card.series(prop.key, fetus)
        if prop.window is not None:
            series = [trail for trail in series if self._in_window(prop, trail)]
        return series[-1] if series else None

    def _in_window(self, prop: Property, trail: Trail[Finding]) -> bool:
        stated = [path_of(each) for each in trail.now.identifiers if each.system == CAME_BY]
        if stated:
            return any(path.endswith(f".{prop.path}") for path in stated)
        return self.age_fits(prop, trail.now.on)

    def age_fits(self, prop: Property, on: dt.date) -> bool:
        """Whether a day is in the property's window; never where the gestational age is not known."""
        age = self.card.age(on)
        return prop.window is not None and age is not None and prop.window[0] <= age.days < prop.window[1]

    def due_date(self, prop: Property) -> Trail[DueDate] | None:
        """Of the due dates by these methods that stand, the one written last."""
        found = [trail for trail in self.card.due_dates if trail.stands and trail.now.method in prop.due]
        return max(found, key=lambda trail: trail.origin, default=None)

    def said(self, prop: Property, standing: Standing, fetus: int | None = None) -> Tree:
        """What the model says of a property; None for nothing."""
        if prop.due:
            due = self.due_date(prop)
            return due.now.edd.isoformat() if due else None
        if prop.register:
            return self.woman or None
        worked_out = self._counted(prop) if prop.count else self._bmi() if prop.reckoned == "bmi" else None
        if worked_out is not None:
            return worked_out
        trail = standing(prop, fetus) if prop.key else None
        if trail is None:
            return None
        return written(prop, trail.now.value, self.catalogue)

    def _counted(self, prop: Property) -> Tree:
        """How many rows of earlier births there are with these outcomes; None where there is no row at all."""
        outcomes = [trail.now.value(OUTCOME) for trail in self.card.rows_of(EARLIER)]
        return number(sum(outcome in prop.count for outcome in outcomes)) if outcomes else None

    def _bmi(self) -> Tree:
        """From height and weight, where both stand: so it cannot contradict them."""
        height, weight = self.card.latest(HEIGHT), self.card.latest(WEIGHT)
        high, heavy = height.value if height else None, weight.value if weight else None
        if not isinstance(high, Decimal) or not isinstance(heavy, Decimal) or not high:
            return None
        return number((heavy / (high / 100) ** 2).quantize(Decimal("0.1"), ROUND_HALF_UP))

    # --- blocks and items -------------------------------------------------------------------------------------

    def _appointment(self, block: Block, line: ContactLine) -> Part:
        says = self._properties(block, in_contact(line), line.contact)
        entries = [*line.contact.entries]
        for trail in line.findings:
            if trail.now.what in block.keys:
                entries += trail.entries
        name = Name(self.card.card, line.contact.origin)
        return Part(name, block, says, [*entries, *self.card.erased])

    def _measured(self, block: Block, trail: Trail[Finding]) -> Part:
        says = self._properties(block, lambda prop, fetus: trail, trail)
        name = Name(self.card.card, trail.origin)
        return Part(name, block, says, [*trail.entries, *self.card.erased])

    def _properties(self, block: Block, standing: Standing, of: Trail[Any] | None = None) -> Object:
        says: Object = {}
        for prop in block.properties.values():
            dated = prop.reckoned and not prop.key
            value = self._reckoned(prop, of) if dated else self._with_day(block, prop, standing)
            if value is not None:
                put(says, prop.path, value)
        fetuses = [
            {"fosterId": number(place), **each}
            for place, trail in enumerate(self.card.fetuses, start=1)
            if (each := self._of_fetus(block, standing, trail.origin))
        ]
        if fetuses:
            says[block.each_fetus] = [*fetuses]
        if block.rows is not None:
            listed = said_of_rows(self.card, self.catalogue, block.rows)
            if listed:
                says[block.rows.path] = [*listed]
        return says

    def _with_day(self, block: Block, prop: Property, standing: Standing) -> Tree:
        """The value; for a property that is the day of others, the day of the first of them that stands."""
        if not prop.day_of:
            return self.said(prop, standing)
        trails = (standing(block.properties[path], None) for path in prop.day_of)
        return next((trail.now.on.isoformat() for trail in trails if trail is not None), None)

    def _of_fetus(self, block: Block, standing: Standing, origin: int) -> Object:
        says: Object = {}
        for prop in block.fetus.values():
            value = self.said(prop, standing, origin)
            if value is not None:
                put(says, prop.path, value)
        return says

    def _reckoned(self, prop: Property, of: Trail[Any] | None) -> Tree:
        """What follows from the rest of the card: never stored, so that it cannot contradict it."""
        on = of.now.on if of else None
        if prop.reckoned == "date":
            return on.isoformat() if on else None
        age = self.card.age(on) if on else None
        if age is None:
            return None
        return number(age.weeks if prop.reckoned == "week" else age.days_into_week)

    # --- which entries made what ------------------------------------------------------------------------------

    @cached_property
    def _touching(self) -> dict[str, list[Entry]]:
        """By block, every version that says something in it, withdrawn ones too."""
        found: dict[str, list[Entry]] = {}
        for entry in all_entries(self.card):
            for name in self._blocks_of(entry.content):
                found.setdefault(name, []).append(entry)
        return found

    def _blocks_of(self, content: Content | None) -> Iterable[str]:
        if isinstance(content, Finding):
            return self.table.by_key.get(content.what, ())
        if isinstance(content, Row):
            return self.table.by_group.get(content.group, ())
        return (PREGNANCY,) if isinstance(content, DueDate) else ()


def path_of(mark: ForeignId) -> str:
    """`clinicalTests.hemoglobin`, of the name that marks what came by this door."""
    return mark.value.rpartition("/")[0]


def came_by_us(content: Finding | Row | Contact | DueDate) -> bool:
    """Whether a thing was first written through this door."""
    return any(each.system == CAME_BY for each in content.identifiers)


def is_appointment(trail: Trail[Contact]) -> bool:
    """A planned check-up; other contacts have no place in the model."""
    return trail.now.kind is ContactKind.CHECK_UP


def in_contact(line: ContactLine) -> Standing:
    """What stands in one contact; of several blood pressures the last."""

    def standing(prop: Property, fetus: int | None) -> Trail[Finding] | None:
        found = [
            trail
            for trail in line.findings
            if trail.stands and trail.now.what == prop.key and trail.now.fetus == fetus
        ]
        return found[-1] if found else None

    return standing


def all_entries(card: Card) -> Iterator[Entry]:
    """Every version on a card whose content is there, in sequence; what was made on the wrong woman too."""
    trails: list[Trail[Any]] = [
        card.opening,
        *card.due_dates,
        *card.fetuses,
        *(line.contact for line in card.contacts),
        *card.all_answers(),
        *card.reports,
    ]
    found = [entry for trail in trails for entry in trail.entries]
    return iter(sorted([*found, *card.misplaced], key=lambda entry: entry.seq))


def put(says: Object, path: str, value: Tree) -> None:
    """Set `folate.takenBefore` inside its object."""
    first, dot, rest = path.partition(".")
    if not dot:
        says[first] = value
        return
    inner = says.setdefault(first, {})
    if isinstance(inner, dict):
        put(inner, rest, value)
