"""Messages that wait for a person: seen, opened, placed and set aside by the unit they are addressed to."""

import datetime as dt
from typing import Final

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.answers import OUTSIDE, WAITING, Answer
from helsekort.actions.cards import find_woman
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Problem, Refused, Rejected
from helsekort.actions.receiving import PARKED, RECEIVED, REFUSED
from helsekort.actions.sent import SentFault, SentItem, SentPerson, faults_in, items_of, persons_of
from helsekort.actions.settling import CURRENT, Read, parts_of, read_report, settle_report
from helsekort.actions.work import Target, Work, work
from helsekort.audit.events import Event
from helsekort.kith.lab_report.settled import State
from helsekort.record.ids import to_text
from helsekort.store import inbox, parties
from helsekort.store.database import Transaction
from helsekort.store.inbox import MessageRow

OPEN: Final = (WAITING, PARKED, REFUSED, OUTSIDE, RECEIVED)
SAMPLED: Final = "sampled"
BY_HAND: Final = frozenset(
    [
        "unknown-person",
        "number-fails",
        "person-unidentified",
        "birth-date-differs",
        "name-differs",
        "no-pregnancy",
        "two-pregnancies",
    ]
)
NO_PREGNANCY: Final = {"no-pregnancy": "none-then", "two-pregnancies": "two-then"}


class InboxRow(Struct, frozen=True):
    """One report that waits, or one message that could not be read. `received` is microseconds, `days` its age.

    Not `can_open`, it is about a woman that this person does not care for; a colleague must see to it.
    """

    message: int
    state: str
    reason: str
    laboratory: str | None
    person: str | None
    received: int
    days: int
    messages: int
    unit: str | None
    can_place: bool
    can_open: bool


class OpenedMessage(Struct, frozen=True):
    """What a message says, and what became of each result in it. `issued` is microseconds."""

    row: InboxRow
    persons: tuple[SentPerson, ...] = ()
    items: tuple[SentItem, ...] = ()
    faults: tuple[SentFault, ...] = ()
    laboratory: str = ""
    discipline: str = ""
    requester: str = ""
    report_id: str = ""
    issued: int | None = None


class OutsideRow(Struct, frozen=True):
    """An answer about her that is not the card's content: only what was examined, and when."""

    laboratory: str
    sampled: dt.date | None
    received: int
    names: tuple[str, ...]


def list_inbox(actor: Actor, *, ctx: Context) -> list[InboxRow]:
    """What waits for the actor's unit, oldest first; one row for each report."""
    with work(ctx, actor, Permission.LIST_INBOX, lambda tx: Target()) as doing:
        groups: dict[str, list[MessageRow]] = {}
        for report, row in inbox.of_unit(doing.tx, actor.organisation, OPEN):
            groups.setdefault(report or to_text(row.message), []).append(row)
        doing.audit(Event.INBOX_LISTED)
        for card in sorted({row.card for rows in groups.values() for row in rows} - {0}):
            doing.audit(Event.LISTED, card=card)
        return [_row(doing, rows) for rows in groups.values()]


def _row(doing: Work, rows: list[MessageRow]) -> InboxRow:
    first, last = rows[0], rows[-1]
    unit = parties.names(doing.tx, [last.owner]).get(last.owner)
    return InboxRow(
        message=last.message,
        state=last.state,
        reason=last.reason,
        laboratory=last.laboratory or None,
        person=last.person or None,
        received=first.received,
        days=(doing.ctx.today() - doing.ctx.day_of(first.received)).days,
        messages=len(rows),
        unit=unit,
        can_place=last.state == WAITING and last.reason in BY_HAND,
        can_open=not last.card or doing.allows(Permission.OPEN_CARD, last.card),
    )


def open_message(actor: Actor, *, ctx: Context, message: int) -> OpenedMessage:
    """A message to the actor's unit, with the others about the same report. Refused alike where it is not there."""
    with work(ctx, actor, Permission.OPEN_MESSAGE, lambda tx: _addressed(tx, actor, message)) as doing:
        row = _there(doing, message)
        if row.card:
            doing.audit(Event.READ, card=row.card, about=("message",))
        else:
            doing.audit(Event.MESSAGE_READ, card=0)
        faults = faults_in(inbox.raw(doing.tx, message))
        keys = inbox.reports_of(doing.tx, message)
        if not keys:
            return OpenedMessage(_row(doing, [row]), faults=faults)
        return _opened(doing, keys, faults)


def _opened(doing: Work, keys: list[str], faults: tuple[SentFault, ...]) -> OpenedMessage:
    reads = [read_report(doing.tx, key) for key in keys]
    first = reads[0].report.last
    return OpenedMessage(
        row=_row(doing, inbox.messages_of(doing.tx, keys[0])),
        persons=tuple(person for read in reads for person in persons_of(read.report)),
        items=tuple(item for read in reads for item in items_of(_answers(doing, read))),
        faults=faults,
        laboratory=first.sender.name or first.sender.key,
        discipline=(first.report.discipline.name or first.report.discipline.value)
        if first.report.discipline
        else "",
        requester=first.report.requester.name if first.report.requester else "",
        report_id=first.report.report_id,
        issued=round(first.report.issued.timestamp()) * 1_000_000,
    )


def _answers(doing: Work, read: Read) -> list[Answer]:
    row = inbox.report(doing.tx, read.report.key)
    return [answer for part in parts_of(doing, read, row) for answer in part.answers] if row else []


def _addressed(tx: Transaction, actor: Actor, message: int, card: int | None = None) -> Target:
    row = inbox.message(tx, message)
    mine = row is not None and bool(row.owner) and row.owner == actor.organisation
    return Target(card or (row.card if row else 0) or None, own_message=mine)


def _there(doing: Work, message: int) -> MessageRow:
    row = inbox.message(doing.tx, message)
    if row is None:
        doing.refuse("no-such-message")
    return row


def place_by_hand(actor: Actor, *, ctx: Context, message: int, number: str, pregnancy: str = SAMPLED) -> int:
    """Say whose a waiting message is, by her number; its card. It lands there as if the number had been right.

    `pregnancy` is SAMPLED, the one that holds the day of the sample, or CURRENT. Rejected where she is not found (or
    not in the actor's care, alike), where no one pregnancy fits, and for a message that waits for another reason.
    """
    card = _card_of(actor, ctx, message, number)
    with work(ctx, actor, Permission.PLACE_BY_HAND, lambda tx: _addressed(tx, actor, message, card)) as doing:
        if doing.summary is None or pregnancy not in (SAMPLED, CURRENT):
            raise Rejected([Problem("pregnancy", "unknown")])
        keys = [key for key in inbox.reports_of(doing.tx, message) if _waits_for_her(doing, key)]
        if not keys:
            raise Rejected([Problem("message", "not-by-hand")])
        for key in keys:
            inbox.place_report(doing.tx, key, doing.summary.woman, pregnancy)
            settle_report(doing, key)
            _refuse_unfit(doing, key)
        placed = _there(doing, message).card
        doing.audit(Event.MESSAGE_PLACED, card=placed)
        return placed


def _waits_for_her(doing: Work, key: str) -> bool:
    row = inbox.report(doing.tx, key, lock=True)
    return row is not None and row.state == WAITING and row.reason in BY_HAND


def _refuse_unfit(doing: Work, key: str) -> None:
    row = inbox.report(doing.tx, key)
    code = NO_PREGNANCY.get(row.reason) if row is not None else None
    if code is not None:
        raise Rejected([Problem("pregnancy", code)])


def _card_of(actor: Actor, ctx: Context, message: int, number: str) -> int | None:
    """Her card, asked for only by one who may see the message; None for others, who are refused later."""
    with ctx.database.transaction(write=False) as tx:
        mine = _addressed(tx, actor, message).own_message
    if not mine:
        return None
    try:
        return find_woman(actor, ctx=ctx, number=number)
    except Refused:
        raise Rejected([Problem("number", "no-card")]) from None


def set_aside(actor: Actor, *, ctx: Context, message: int, why: str) -> None:
    """Take a message, and the others about its report, off the list, with a reason. It is kept."""
    with work(ctx, actor, Permission.SET_ASIDE, lambda tx: _addressed(tx, actor, message)) as doing:
        if not why.strip():
            raise Rejected([Problem("why", "missing")])
        together = {message}
        for key in inbox.reports_of(doing.tx, message):
            together |= {row.message for row in inbox.messages_of(doing.tx, key)}
        for each in sorted(together):
            inbox.set_aside(doing.tx, each, doing.now, actor.party, why.strip())
        doing.audit(Event.MESSAGE_SET_ASIDE)


def list_outside(actor: Actor, *, ctx: Context, card: int) -> list[OutsideRow]:
    """Which answers about her, in this pregnancy, are kept outside the card; newest first. No values."""
    with work(ctx, actor, Permission.LIST_OUTSIDE, card=card) as doing:
        doing.audit(Event.READ, about=("outside",))
        found = [_outside(doing, card, key) for key in inbox.reports_about(doing.tx, card)]
        return sorted((row for row in found if row.names), key=lambda row: row.received, reverse=True)


def _outside(doing: Work, card: int, key: str) -> OutsideRow:
    read, row = read_report(doing.tx, key), inbox.report(doing.tx, key)
    parts = parts_of(doing, read, row) if row is not None else []
    answers = [
        one
        for part in parts
        if part.card == card
        for one in part.answers
        if one.fate == OUTSIDE and one.item.state is State.STANDING
    ]
    days = sorted(one.item.collected.on for one in answers if one.item.collected is not None)
    items = [one.item.standing for one in answers if one.item.standing is not None]
    return OutsideRow(
        laboratory=read.report.last.sender.name or read.report.last.sender.key,
        sampled=days[0] if days else None,
        received=inbox.messages_of(doing.tx, key)[0].received,
        names=tuple(dict.fromkeys(item.name or item.code for item in items if item.code)),
    )
