"""The summary (epikrise) on its way: sent to units of the service, opened there, and acknowledged as read."""

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.epicrises import ABOUT
from helsekort.actions.epicrisis_steps import found, send, take_step
from helsekort.actions.knowing import Target
from helsekort.actions.log import read_card
from helsekort.actions.opened import Opened
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.referral_steps import DAY, unit_closed
from helsekort.actions.referrals import UnitThere
from helsekort.actions.whole_card import as_opened
from helsekort.actions.work import Work, work
from helsekort.actions.writing import card_pen
from helsekort.audit.events import Event
from helsekort.record.card import EpicrisisLine, Trail
from helsekort.record.epicrisis import Delivered, Delivery
from helsekort.record.handing_over import only_epicrisis, without_drafts
from helsekort.store import cards, deliveries, parties
from helsekort.store.database import Transaction
from helsekort.store.deliveries import DeliveryRow

WAITING = (Delivered.SENT, Delivered.RECEIVED)


class OpenedEpicrisis(Struct, frozen=True):
    """A summary as it stands. `opened` has nothing else of her card; `delivery` is the reader's unit's, where it was
    sent there; `units` are those it can be sent to, and empty for a reader who does not care for her."""

    opened: Opened
    line: EpicrisisLine
    delivery: Trail[Delivery] | None
    units: list[UnitThere]
    in_care: bool


def send_epicrisis(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int, to: tuple[int, ...]
) -> None:
    """Send a signed summary: from the moment this is committed it stands in the units' lists.

    It may go to the actor's own unit, where others follow her up.
    """
    with work(ctx, actor, Permission.SEND_EPICRISIS, card=card) as doing:
        pen = card_pen(doing)
        line = found(doing, read_card(doing), origin, base_seq)
        if not line.signed:
            raise Rejected([Problem("form", "not-signed")])
        there = dict(parties.units(doing.tx))
        if not to:
            raise Rejected([Problem("to", "choose-one")])
        if any(unit not in there for unit in to):
            raise Rejected([Problem("to", "choice")])
        if not all(there[unit] for unit in to):
            raise Rejected([Problem("to", "nobody-there")])
        if any(unit_closed(doing, unit) for unit in to):
            raise Rejected([Problem("to", "closed-by-her")])
        had = {trail.now.to for trail in line.deliveries if trail.now.sent == line.epicrisis.last.version}
        for unit in dict.fromkeys(to):
            if unit not in had:
                send(doing, pen, line, unit, line.epicrisis.last.version)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("epicrisis-sent",))
        pen.put_down()


def open_epicrisis(actor: Actor, *, ctx: Context, card: int, origin: int) -> OpenedEpicrisis:
    """The summary for those who care for her, and for a unit that it was sent to. There it counts as received.

    A draft is opened only by those who care for her.
    """
    with work(ctx, actor, Permission.OPEN_EPICRISIS, lambda tx: _sent_here(tx, actor, card, origin)) as doing:
        folded = read_card(doing)
        line = folded.epicrisis(origin)
        if line is None or not line.epicrisis.stands:
            doing.gone("no-such-epicrisis")
        delivery = _delivery(line, actor)
        if delivery is not None and delivery.now.step is Delivered.SENT:
            pen = card_pen(doing)
            take_step(doing, pen, delivery, Delivered.RECEIVED)
            doing.audit(Event.WRITTEN, entries=pen.entries, about=("epicrisis-received",))
            pen.put_down()
            folded = read_card(doing)
            line = folded.epicrisis(origin) or line
            delivery = _delivery(line, actor)
        doing.audit(Event.READ, about=ABOUT, up_to=folded.last_seq)
        in_care = doing.allows(Permission.SEND_EPICRISIS, card)
        line = line if in_care else without_drafts(line) or doing.gone("no-such-epicrisis")
        opened = as_opened(doing, only_epicrisis(folded, line), None, {})
        return OpenedEpicrisis(opened, line, delivery, _units(doing) if in_care else [], in_care)


def acknowledge_epicrisis(actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int) -> None:
    """Say for the unit that it was sent to that it is read."""
    target = lambda tx: _sent_here(tx, actor, card, origin)  # noqa: E731  # said once
    with work(ctx, actor, Permission.ACKNOWLEDGE_EPICRISIS, target) as doing:
        line = found(doing, read_card(doing), origin, base_seq)
        delivery = _delivery(line, actor)
        if delivery is None or delivery.now.step not in WAITING:
            raise Rejected([Problem("form", "already-read")])
        pen = card_pen(doing)
        take_step(doing, pen, delivery, Delivered.READ)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("epicrisis-read",))
        pen.put_down()


class ListedEpicrisis(Struct, frozen=True):
    """A summary in a unit's list. `mine`: it was sent here. `lost`: the pregnancy ended with no living child."""

    row: DeliveryRow
    name: str
    from_name: str
    to_name: str
    sender: str
    mine: bool
    lost: bool


def list_epicrises(actor: Actor, *, ctx: Context) -> list[ListedEpicrisis]:
    """What the actor's unit was sent, and what it has sent: what waits, and for a while what was read."""
    with work(ctx, actor, Permission.LIST_EPICRISES) as doing:
        since = doing.now - ctx.referrals.answered.days * DAY
        rows = deliveries.of_unit(doing.tx, actor.organisation, WAITING, since)
        closed = doing.closed_among(row.card for row in rows)
        open_rows = [row for row in rows if row.card not in closed]
        shown = [each for row in open_rows if (each := _listed(doing, row)) is not None]
        for card in dict.fromkeys(each.row.card for each in shown):
            doing.audit(Event.LISTED, card=card)
        if not shown:
            doing.audit(Event.LISTED)
        return shown


def _listed(doing: Work, row: DeliveryRow) -> ListedEpicrisis | None:
    """A line of the list, None where it is not for this reader: of others' women only what their unit was sent."""
    mine = row.to_unit == doing.actor.organisation
    if not (mine or doing.allows(Permission.SEND_EPICRISIS, row.card)):
        return None
    names = parties.names(doing.tx, (row.from_unit, row.to_unit, row.sender))
    summary = cards.summary(doing.tx, row.card)
    return ListedEpicrisis(
        row=row,
        name=party_log.woman(doing.tx, summary.woman).name if summary else "",
        from_name=names.get(row.from_unit, ""),
        to_name=names.get(row.to_unit, ""),
        sender=names.get(row.sender, ""),
        mine=mine,
        lost=summary is not None and summary.outcome in ("stillbirth", "loss"),
    )


def _sent_here(tx: Transaction, actor: Actor, card: int, origin: int) -> Target:
    """The card, and whether this summary on it was sent to the actor's unit and not withdrawn."""
    row = deliveries.one(tx, card, origin, actor.organisation)
    return Target(card, handed=row is not None and row.step != Delivered.WITHDRAWN)


def _signed_by(line: EpicrisisLine, actor: Actor) -> bool:
    return line.signed is not None and line.signed.author == actor.party


def _delivery(line: EpicrisisLine, actor: Actor) -> Trail[Delivery] | None:
    """Its way to the actor's unit; for who signed it there is none: another there must read it."""
    if _signed_by(line, actor):
        return None
    return next((trail for trail in line.deliveries if trail.now.to == actor.organisation), None)


def _units(doing: Work) -> list[UnitThere]:
    """Every unit, by name."""
    there = dict(parties.units(doing.tx))
    known = party_log.units(doing.tx, there.keys())
    units = [
        UnitThere(party, each.name, each.kind, each.phone or "", there[party])
        for party, each in known.items()
    ]
    return sorted(units, key=lambda unit: (unit.name, unit.party))
