"""Messages that wait for a person: seen, opened, placed and set aside by the unit they are addressed to."""

import datetime as dt
from typing import Final

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.addressee import message_target, message_there
from helsekort.actions.answers import OUTSIDE, WAITING, Answer
from helsekort.actions.by_hand import BY_HAND
from helsekort.actions.context import Context
from helsekort.actions.follow_up import class_of_result
from helsekort.actions.knowing import Target
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.receiving import PARKED, RECEIVED, REFUSED
from helsekort.actions.sent import SentFault, SentItem, SentPerson, as_text, faults_in, items_of, persons_of
from helsekort.actions.settling import Read, read_messages, read_report, reader_of
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.fhir.times import NORWAY
from helsekort.kith.incoming import read_message
from helsekort.kith.lab_report.settle import report_key
from helsekort.record.ids import to_text
from helsekort.store import inbox, laboratories, parties
from helsekort.store.inbox import MessageRow

OPEN: Final = (WAITING, PARKED, REFUSED, OUTSIDE, RECEIVED)


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
    as_it_came: str = ""  # the beginning of what no program reads


class OutsideRow(Struct, frozen=True):
    """An answer about her that is not the card's content: only what was examined, and when.

    `message` is the last one about it, where the reader may open it; None where it went to another unit. `more` is
    how many tests are not named.
    """

    message: int | None
    laboratory: str
    sampled: dt.date | None
    received: int
    names: tuple[str, ...]
    more: int = 0


def list_inbox(actor: Actor, *, ctx: Context) -> list[InboxRow]:
    """What waits for the actor's unit, oldest first; one row for each report."""
    with work(ctx, actor, Permission.LIST_INBOX, lambda tx: Target()) as doing:
        groups: dict[str, list[MessageRow]] = {}
        there = list(inbox.of_unit(doing.tx, actor.organisation, OPEN))
        closed = doing.closed_among(row.card for _, row in there)
        for report, row in there:
            if row.card in closed:
                continue
            together = report if row.let_in else ""
            groups.setdefault(together or to_text(row.message), []).append(row)
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
    with work(ctx, actor, Permission.OPEN_MESSAGE, lambda tx: message_target(tx, actor, message)) as doing:
        doing.by_the_service()
        row = message_there(doing, message)
        if row.card:
            doing.audit(Event.READ, card=row.card, about=("message",))
        else:
            doing.audit(Event.MESSAGE_READ, card=0)
        if row.erased is not None:
            return OpenedMessage(_row(doing, [row]))
        raw = inbox.raw(doing.tx, message)
        if row.state == PARKED:
            # what made the program fail three times is not read once more: a person reads it as it came
            return OpenedMessage(_row(doing, [row]), as_it_came=as_text(raw))
        faults = faults_in(raw)
        if row.state == REFUSED:
            return OpenedMessage(_row(doing, [row]), faults=faults, as_it_came=as_text(raw))
        if row.let_in:
            keys = inbox.reports_of(doing.tx, message)
            together = [each for each in inbox.messages_of(doing.tx, keys[0]) if each.let_in]
            return _opened(doing, together, [read_report(doing.tx, key) for key in keys], faults)
        return _opened(doing, [row], _kept_out(doing, row), faults)


def _kept_out(doing: Work, row: MessageRow) -> list[Read]:
    """What a message says that counts in no report: itself alone. Nothing where it is not ready to be read."""
    if row.state != WAITING:
        return []
    received = read_message(inbox.raw(doing.tx, row.message), NORWAY)
    keys = dict.fromkeys(report_key(one) for one in received.messages)
    return [read_messages(doing.tx, key, [row]) for key in keys]


def _opened(
    doing: Work, rows: list[MessageRow], reads: list[Read], faults: tuple[SentFault, ...]
) -> OpenedMessage:
    if not reads:
        return OpenedMessage(_row(doing, rows), faults=faults)
    first = reads[0].report.last
    decided = any(row.let_in for row in rows)
    return OpenedMessage(
        row=_row(doing, rows),
        persons=tuple(person for read in reads for person in persons_of(read.report)),
        items=tuple(item for read in reads for item in items_of(_answers(doing, read), decided=decided)),
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
    """Its results, without those of a class that is hidden on the card from who reads. What no table knows has none."""
    reader, hide = reader_of(doing, read), doing.decision.hide
    found = [answer for patient in read.report.patients for answer in reader.read(patient)]
    return [one for one in found if class_of_result(doing, _what(one)) not in hide]


def _what(answer: Answer) -> str:
    return answer.finding.what if answer.finding else answer.what


def set_aside(actor: Actor, *, ctx: Context, message: int, why: str) -> None:
    """Take a message, and the others about its report, off the list, with a reason. It is kept."""
    with work(ctx, actor, Permission.SET_ASIDE, lambda tx: message_target(tx, actor, message)) as doing:
        if not why.strip():
            raise Rejected([Problem("why", "missing")])
        together = {message}
        if message_there(doing, message).let_in:
            for key in inbox.reports_of(doing.tx, message):
                together |= {row.message for row in inbox.messages_of(doing.tx, key) if row.let_in}
        for each in sorted(together):
            inbox.set_aside(doing.tx, each, doing.now, actor.party, why.strip())
        doing.audit(Event.MESSAGE_SET_ASIDE)


def list_outside(actor: Actor, *, ctx: Context, card: int) -> list[OutsideRow]:
    """Which answers about her, in this pregnancy, are kept outside the card; newest first. No values."""
    with work(ctx, actor, Permission.LIST_OUTSIDE, card=card) as doing:
        doing.audit(Event.READ, about=("outside",))
        found = [_outside(doing, row) for row in laboratories.outside_of(doing.tx, card)]
        return sorted(found, key=lambda row: row.received, reverse=True)


def _outside(doing: Work, row: laboratories.OutsideRow) -> OutsideRow:
    messages = [each for each in inbox.messages_of(doing.tx, row.report) if each.let_in]
    own = messages[-1].owner == doing.actor.organisation
    return OutsideRow(
        message=messages[-1].message if own else None,
        laboratory=row.laboratory,
        sampled=dt.date.fromisoformat(row.sampled) if row.sampled else None,
        received=messages[0].received,
        names=row.names,
        more=row.more,
    )
