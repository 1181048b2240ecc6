"""What someone sends as a block or an item of a list, as versions to write."""

import datetime as dt
from collections.abc import Callable

from msgspec.structs import replace

from helsekort.dhg.changes import Change, Changes, Terms
from helsekort.dhg.facts import Slot, settle
from helsekort.dhg.faults import invalid
from helsekort.dhg.fetuses import Fetuses
from helsekort.dhg.row_plan import plan_rows
from helsekort.dhg.sent import MISSING, look, objects_in
from helsekort.dhg.table import Block, Property
from helsekort.dhg.values import day_in, is_nothing
from helsekort.dhg.view import Part, Standing, View, came_by_us, in_contact
from helsekort.fhir.strict_json import Object
from helsekort.record.card import ContactLine, Trail
from helsekort.record.entries import Contact, ContactKind, DueDate, Finding, Way

SlotOf = Callable[[Property, str, int | None], Slot]


def plan_block(view: View, block: Block, sent: Object, terms: Terms) -> list[Change]:
    """A block that is no list."""
    changes = Changes(view, terms)
    days = _days(block, sent)
    _refuse_lone_days(view, block, sent)

    def slot(prop: Property, place: str, fetus: int | None) -> Slot:
        trail = view.on_card(prop, fetus)
        return Slot(prop, place, trail, terms.today, days.get(prop.on), fetus)

    for prop in block.properties.values():
        if prop.due:
            _due_date(changes, block, prop, sent)
    _settle_all(changes, block, sent, slot)
    if block.rows is not None:
        plan_rows(
            changes, block.rows, objects_in(look(sent, block.rows.path, block.name), block.name), block.name
        )
    return changes.planned


def plan_measured(
    view: View, block: Block, sent: Object, terms: Terms, trail: Trail[Finding] | None
) -> list[Change]:
    """An item that is one finding with its day: new, or corrected."""
    changes = Changes(view, terms)
    if trail is None:
        _demand(block, sent)
    days = _days(block, sent)

    def slot(prop: Property, place: str, fetus: int | None) -> Slot:
        return Slot(prop, place, trail, terms.today, days.get(prop.on), fetus, direct=True)

    _settle_all(changes, block, sent, slot)
    return changes.planned


def plan_appointment(
    view: View, block: Block, sent: Object, terms: Terms, line: ContactLine | None
) -> list[Change]:
    """An item that is a check-up with its findings: new, or corrected."""
    changes = Changes(view, terms)
    changes.at(f"{block.name}.{block.dated}")
    if line is None:
        _demand(block, sent)
    on = _day(block, block.dated, sent)
    before = line.contact.now.on if line else None
    day = on or before or terms.today
    standing: Standing = in_contact(line) if line else _nothing
    if line is None:
        contact = changes.add(Contact(ContactKind.CHECK_UP, Way.VISIT, day, identifiers=changes.mark()))
    else:
        contact = line.contact.origin
        if day != before:
            changes.correct(line.contact, replace(line.contact.now, on=day))

    def slot(prop: Property, place: str, fetus: int | None) -> Slot:
        trail = standing(prop, fetus)
        moved = day if trail is not None and trail.now.on == before else None
        return Slot(prop, place, trail, day, moved, fetus, contact, direct=True)

    _settle_all(changes, block, sent, slot)
    if line is not None and before != day:
        _move_the_rest(changes, line, day)
    return changes.planned


def _move_the_rest(changes: Changes, line: ContactLine, day: dt.date) -> None:
    """What the model does not show was taken on the same day."""
    before = line.contact.now.on
    for finding in line.findings:
        if finding.stands and finding.now.on == before and finding.origin not in changes.touched:
            changes.correct(finding, replace(finding.now, on=day))
    for row in line.rows:
        if row.stands and row.now.on == before:
            changes.correct(row, replace(row.now, on=day))


def plan_delete(view: View, block: Block, part: Part, terms: Terms) -> list[Change]:
    """Take an item back. A check-up that holds more than the model has is not taken back by it."""
    changes, reason = Changes(view, terms), view.table.reasons.deleted
    line = view.card.contact(part.name.origin)
    if line is None:
        trail = next(each for each in view.card.all_findings() if each.origin == part.name.origin)
        changes.withdraw(trail, reason)
        return changes.planned
    standing = [trail for trail in line.findings if trail.stands]
    if any(row.stands for row in line.rows) or any(trail.now.what not in block.keys for trail in standing):
        says = "more stands in this check-up than this model can show. Withdraw it on the card itself."
        raise invalid(block.name, says)
    changes.withdraw(line.contact, reason)
    for trail in standing:
        changes.withdraw(trail, reason)
    return changes.planned


def _nothing(prop: Property, fetus: int | None) -> None:  # noqa: ARG001  # what a check-up that is new holds
    return None


def _demand(block: Block, sent: Object) -> None:
    """Fault where something is absent without which an item says nothing."""
    lacking = [path for path in block.required if look(sent, path, block.name) in (MISSING, None)]
    if lacking:
        raise invalid(f"{block.name}.{lacking[0]}", "this is required. Send it.")


def _days(block: Block, sent: Object) -> dict[str, dt.date]:
    """The days that a block says others of its properties are of."""
    found = {}
    for prop in block.properties.values():
        day = _day(block, prop.path, sent) if prop.day_of else None
        if day is not None:
            found[prop.path] = day
    return found


def _refuse_lone_days(view: View, block: Block, sent: Object) -> None:
    """Fault for a day without the value that it is of: it would have no place."""
    for path in _days(block, sent):
        others = [block.properties[each] for each in block.properties[path].day_of]
        sends = (look(sent, each.path, block.name) for each in others)
        if all(view.on_card(each, None) is None for each in others) and all(
            each is MISSING or is_nothing(each) for each in sends
        ):
            says = f"send it with {' or '.join(each.path for each in others)}, whose day it is."
            raise invalid(f"{block.name}.{path}", says)


def _day(block: Block, path: str, sent: Object) -> dt.date | None:
    """The day at a path; None where it is absent or null."""
    value = look(sent, path, block.name)
    return None if value is MISSING or is_nothing(value) else day_in(value, f"{block.name}.{path}")


def _settle_all(changes: Changes, block: Block, sent: Object, slot: SlotOf) -> None:
    """Every property that is a finding, of the woman and of each fetus that is named."""
    fetuses = Fetuses(changes)
    listed = objects_in(look(sent, block.each_fetus, block.name), block.name) if block.each_fetus else []
    named = fetuses.named(listed, f"{block.name}.{block.each_fetus}")
    for prop in block.properties.values():
        if prop.key:
            place = f"{block.name}.{prop.path}"
            settle(changes, slot(prop, place, None), look(sent, prop.path, block.name))
    for origin, each in named:
        for prop in block.fetus.values():
            place = f"{block.name}.{block.each_fetus}.{prop.path}"
            settle(changes, slot(prop, place, origin), look(each, prop.path, place))


def _due_date(changes: Changes, block: Block, prop: Property, sent: Object) -> None:
    """A due date comes in as a proposal: a clinician brings it into force on the card, and says why."""
    place, view = f"{block.name}.{prop.path}", changes.view
    if look(sent, prop.path, block.name) is MISSING:
        return
    trail, edd = view.due_date(prop), _day(block, prop.path, sent)
    if trail is not None and trail.now.edd == edd:
        return
    changes.at(place)
    if trail is not None and trail.now.proposed and came_by_us(trail.now):
        changes.withdraw(trail, view.table.reasons.corrected if edd else view.table.reasons.withdrawn)
    if edd is not None:
        marked, terms = changes.mark(), changes.terms
        changes.add(
            DueDate(edd, terms.length, prop.due[0], None, terms.today, proposed=True, identifiers=marked)
        )
