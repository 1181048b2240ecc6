"""A summary on its way, inside an action: each step is an entry, and the row that two units' lists are made of."""

from msgspec.structs import replace

from helsekort.actions.log import Pen
from helsekort.actions.outcomes import Stale
from helsekort.actions.work import Work
from helsekort.record.card import Card, EpicrisisLine, Trail
from helsekort.record.epicrisis import Delivered, Delivery
from helsekort.record.standing import Status
from helsekort.store import deliveries
from helsekort.store.deliveries import DeliveryRow


def found(doing: Work, card: Card, origin: int, base_seq: int) -> EpicrisisLine:
    """The summary as it was read. Gone where it is not there, Stale where it has moved since."""
    line = card.epicrisis(origin)
    if line is None or not line.epicrisis.stands:
        doing.gone("no-such-epicrisis")
    if line.last_seq != base_seq:
        raise Stale
    return line


def send(doing: Work, pen: Pen, line: EpicrisisLine, unit: int, version: int) -> None:
    """Send this version to a unit, or send it anew."""
    before = next((trail for trail in line.deliveries if trail.now.to == unit), None)
    wanted = Delivery(line.epicrisis.origin, unit, version)
    if before is None:
        pen.add(wanted)
    else:
        pen.revise(before.origin, before.last.version + 1, wanted)
    row = DeliveryRow(
        card=doing.card,
        epicrisis=line.epicrisis.origin,
        to_unit=unit,
        step=Delivered.SENT,
        from_unit=doing.actor.organisation,
        sender=doing.actor.party,
        sent=doing.now,
        changed=doing.now,
    )
    deliveries.put(doing.tx, row)


def send_again(doing: Work, pen: Pen, line: EpicrisisLine) -> None:
    """Send the next version to every unit that had an earlier one: it waits there anew."""
    for trail in line.deliveries:
        if trail.now.step is not Delivered.WITHDRAWN:
            send(doing, pen, line, trail.now.to, line.epicrisis.last.version + 1)


def withdraw_deliveries(doing: Work, pen: Pen, line: EpicrisisLine) -> None:
    """It waits nowhere any more."""
    for trail in line.deliveries:
        take_step(doing, pen, trail, Delivered.WITHDRAWN)


def take_back_summaries(doing: Work, pen: Pen, card: Card, reason: str) -> None:
    """The ending was told of by mistake: what was written and sent of it is taken back, drafts too."""
    for line in card.epicrises:
        if line.epicrisis.stands:
            withdraw_deliveries(doing, pen, line)
            gone = replace(line.epicrisis.now, signed=False, status=Status.WITHDRAWN, reason=reason)
            pen.revise(line.epicrisis.origin, line.epicrisis.last.version + 1, gone)


def take_step(doing: Work, pen: Pen, trail: Trail[Delivery], step: Delivered) -> None:
    """Write the next step on the card, and where the summary stands now."""
    pen.revise(trail.origin, trail.last.version + 1, replace(trail.now, step=step))
    row = deliveries.one(doing.tx, doing.card, trail.now.epicrisis, trail.now.to)
    if row is not None:
        deliveries.put(doing.tx, replace(row, step=step, changed=doing.now))
