"""Mother and child on their way home: whom a health station was handed over, and what it must know before it rings."""

import datetime as dt

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.log import read_card
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.children import bereaved, born
from helsekort.record.entries import Step
from helsekort.store import handovers, parties


class Homecoming(Struct, frozen=True):
    """One handover. `lost`: a child of this birth does not live, as the card says now; `sent` is in microseconds."""

    card: int
    origin: int
    name: str
    born_on: dt.date | None
    home_on: dt.date | None
    children: int
    lost: bool
    step: Step
    sender: str
    unit: str
    sent: int


def list_homecomings(actor: Actor, *, ctx: Context) -> list[Homecoming]:
    """Those this person was handed over and may still read of; a loss first, then by the day they come home."""
    with work(ctx, actor, Permission.LIST_HOMECOMINGS) as doing:
        there = handovers.of_clinician(doing.tx, actor.party, actor.organisation, doing.now)
        closed = doing.closed_among(card for card, _ in there)
        shown = [(card, origin) for card, origin in there if card not in closed]
        found = [one for card, origin in shown if (one := _homecoming(doing, card, origin)) is not None]
        for one in found:
            doing.audit(Event.LISTED, card=one.card)
        if not found:
            doing.audit(Event.LISTED)
        return sorted(found, key=lambda one: (not one.lost, one.home_on or dt.date.min, one.name))


def _homecoming(doing: Work, card: int, origin: int) -> Homecoming | None:
    """None for one that is withdrawn or declined."""
    folded = read_card(doing, card)
    line = folded.referral(origin)
    if line is None or line.way is None or line.step in (None, Step.WITHDRAWN, Step.DECLINED):
        return None
    first = line.referral.entries[0]
    names = parties.names(doing.tx, (first.author, first.organisation))
    return Homecoming(
        card=card,
        origin=origin,
        name=party_log.woman(doing.tx, folded.opening.now.woman).name,
        born_on=folded.over.on if folded.over else None,
        home_on=line.referral.now.home_on,
        children=len(born(folded)),
        lost=bereaved(folded),
        step=line.way.now.step,
        sender=names.get(first.author, ""),
        unit=names.get(first.organisation, ""),
        sent=line.way.entries[0].recorded,
    )
