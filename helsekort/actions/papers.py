"""Confirmations on paper that she asks for. Each says what it is for, and no more."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.covered import origin_named
from helsekort.actions.log import read_card
from helsekort.actions.whole_card import own_card
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.attendance import attended
from helsekort.record.card import Card
from helsekort.record.entries import ContactKind
from helsekort.store import parties


class Paper(StrEnum):
    """What is confirmed."""

    DUE_DATE = "due-date"
    ATTENDANCE = "attendance"


class Confirmed(Struct, frozen=True):
    """All that stands on such a paper. `on` is the due date in force, or the day she came, with its time if known.

    `check_up`: the meeting was a check-up of the pregnancy. `by` and `role` (Volven 9060) are who hands it out; both
    empty where she takes it herself.
    """

    paper: Paper
    name: str
    birth_date: dt.date | None
    on: dt.date
    at: dt.time | None = None
    check_up: bool = False
    by: str = ""
    role: str = ""


def hand_out_paper(
    actor: Actor, *, ctx: Context, card: int, paper: Paper, contact: int | None = None
) -> Confirmed:
    """A confirmation that health personnel give her. Refused where there is nothing to confirm."""
    with work(ctx, actor, Permission.PRINT_CARD, card=card) as doing:
        found = _confirmed(doing, paper, contact)
        doing.audit(Event.PRINTED, about=(f"paper-{paper.value}",))
        return found


def take_own_paper(actor: Actor, *, ctx: Context, paper: Paper, contact: int | None = None) -> Confirmed:
    """A confirmation that she takes out herself. Refused where there is nothing to confirm."""
    with work(ctx, actor, Permission.PRINT_OWN_CARD, lambda tx: own_card(tx, actor)) as doing:
        met = None if contact is None else origin_named(doing, doing.card, contact)
        found = _confirmed(doing, paper, met, hers=True)
        doing.audit(Event.PRINTED, about=(f"paper-{paper.value}",))
        return found


def _confirmed(doing: Work, paper: Paper, contact: int | None, *, hers: bool = False) -> Confirmed:
    card = read_card(doing)
    woman = party_log.woman(doing.tx, card.opening.now.woman)
    me = doing.actor.party
    by, role = ("", "") if hers else (parties.names(doing.tx, {me})[me], doing.actor.category)
    if paper is Paper.DUE_DATE:
        return Confirmed(paper, woman.name, woman.birth_date, _due(doing, card), by=by, role=role)
    met = next((one for one in attended(card, doing.ctx.today()) if one.origin == contact), None)
    if met is None:
        doing.gone("no-such-contact")
    came, check_up = met.now, met.now.kind is ContactKind.CHECK_UP
    return Confirmed(paper, woman.name, woman.birth_date, came.on, came.at, check_up, by, role)


def _due(doing: Work, card: Card) -> dt.date:
    """The date in force while the pregnancy goes on: it is not confirmed of one that is over."""
    if not card.pregnant or card.due is None:
        doing.gone("no-due-date")
    return card.due.edd
