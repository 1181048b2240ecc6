"""Messages from laboratories: kept first as they came, then checked, settled and placed, each on its own."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.follow_up import look_after
from helsekort.actions.knowing import Target
from helsekort.actions.letting_in import HER_ID, held_back, senders_of, stranger
from helsekort.actions.outcomes import Problem, Rejected, Unavailable
from helsekort.actions.receipts import acceptance, answer, refusal
from helsekort.actions.settling import owner_of, reception, settle_report
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.fhir.times import NORWAY
from helsekort.kith.faults import Fault, UnreadableMessage
from helsekort.kith.incoming import Received, read_message
from helsekort.kith.lab_report.settle import report_key
from helsekort.kith.receipt.structs import Outcome, ReceiptError
from helsekort.kith.safe_xml import LARGEST_BYTES
from helsekort.log import log_fault
from helsekort.record.ids import new_id
from helsekort.store import clients, inbox
from helsekort.store.inbox import KEPT_OUT, MessageRow

RECEIVED, WAITING, REFUSED, PARKED = "received", "waiting", "refused", "parked"
ID_USED_BEFORE = "id-used-before"
FAILED = "failed"
SECOND = 1_000_000
NO_TRIES = 0


class Receipt(Struct, frozen=True):
    """How far a message has got. `answer` is the receipt for its sender (AppRec), where one can be made."""

    message: int
    state: str
    reason: str
    repeated: bool = False
    owned: bool = True  # a unit looks after it
    answer: bytes | None = None


def receive_message(actor: Actor, *, ctx: Context, raw: bytes) -> Receipt:
    """Keep a message as it came; it is kept for good when this returns. The same bytes again are kept once.

    Rejected, and nothing kept, for an empty message and for one larger than the limit.
    """
    with work(ctx, actor, Permission.RECEIVE_MESSAGE, lambda tx: Target()) as doing:
        if not raw:
            raise Rejected([Problem("message", Fault.EMPTY)])
        if len(raw) > LARGEST_BYTES:
            raise Rejected([Problem("message", Fault.TOO_LARGE)])
        if actor.client:
            _refuse_another_laboratory(doing, raw)
        digest = hashlib.sha256(raw).digest()
        number = new_id(ctx.random_bits)
        new = inbox.add(doing.tx, number, digest, raw, doing.now, reception(ctx, doing.tx))
        row = inbox.by_digest(doing.tx, digest)
        if row is None:
            raise LookupError("what was kept is there")
        doing.audit(Event.MESSAGE_RECEIVED, about=() if new else ("repeated",))
        return _receipt(row, repeated=not new)


def _refuse_another_laboratory(doing: Work, raw: bytes) -> None:
    """A laboratory's own system sends its own messages; one that cannot be read is kept and answered as any."""
    try:
        received = read_message(raw, NORWAY)
    except UnreadableMessage:
        return
    own = clients.her_id_of(doing.tx, doing.actor.client)
    for sender in senders_of(received):
        if own not in {each.value for each in sender.all_idents() if each.kind == HER_ID}:
            doing.refuse("laboratory-of-another")


def _receipt(row: MessageRow, *, repeated: bool = False) -> Receipt:
    return Receipt(row.message, row.state, row.reason, repeated, bool(row.owner), row.receipt)


def work_inbox(actor: Actor, *, ctx: Context, again: bool = False) -> list[Receipt]:
    """Check and place what has come in; with `again`, what waits for a person too. One failing stops no other.

    Unavailable where the database cannot be written; what was done by then stands.
    """
    with work(ctx, actor, Permission.WORK_INBOX, lambda tx: Target()) as doing:
        look_after(doing)
        wanted = inbox.in_states(doing.tx, [RECEIVED, WAITING] if again else [RECEIVED])
        doing.audit(Event.INBOX_WORKED)
    return [receipt for number in wanted for receipt in _work_on(actor, ctx, number)]


def _work_on(actor: Actor, ctx: Context, number: int) -> Iterator[Receipt]:
    """Try one message. The try is counted before it begins, so that one that ends the program is not tried forever."""
    tries = _begin(actor, ctx, number)
    if tries is None:
        return
    try:
        with work(ctx, actor, Permission.WORK_INBOX, lambda tx: Target()) as doing:
            receipt = _sort(doing, number)
            inbox.release(doing.tx, number, NO_TRIES)
            doing.audit(Event.MESSAGE_SORTED)
    except Unavailable:
        with suppress(Unavailable):
            _end(actor, ctx, number, tries - 1)
        raise
    except Exception as fault:  # noqa: BLE001  # whatever a message makes fail, the next one must get its turn
        log_fault("work_inbox", fault)
        receipt = _end(actor, ctx, number, tries)
    yield receipt


def _begin(actor: Actor, ctx: Context, number: int) -> int | None:
    """Count a try: how many it makes. None where the message is on its way, or has had them all and is parked."""
    with work(ctx, actor, Permission.WORK_INBOX, lambda tx: Target()) as doing:
        doing.audit(Event.MESSAGE_SORTED, about=("tried",))
        if not inbox.claim(doing.tx, number, doing.now, ctx.results.tries.lease_seconds * SECOND):
            return None
        tries = _row(doing, number).tries
        if tries > ctx.results.tries.times:
            inbox.set_state(doing.tx, number, PARKED, FAILED)
            return None
        return tries


def _end(actor: Actor, ctx: Context, number: int, tries: int) -> Receipt:
    """After a try that failed; the last one parks the message."""
    with work(ctx, actor, Permission.WORK_INBOX, lambda tx: Target()) as doing:
        doing.audit(Event.MESSAGE_SORTED, about=("tried",))
        inbox.release(doing.tx, number, tries)
        if tries >= ctx.results.tries.times:
            inbox.set_state(doing.tx, number, PARKED, FAILED)
        return _receipt(_row(doing, number))


def _row(doing: Work, number: int) -> MessageRow:
    row = inbox.message(doing.tx, number)
    if row is None:
        raise LookupError("a message is worked on after it was kept")
    return row


def _sort(doing: Work, number: int) -> Receipt:
    """Read it, answer its sender, and settle the reports that it is about; how far it got."""
    try:
        received = read_message(inbox.raw(doing.tx, number), NORWAY)
    except UnreadableMessage as fault:
        inbox.set_state(doing.tx, number, REFUSED, fault.code)
        inbox.keep_receipt(doing.tx, number, refusal(doing, fault))
        return _receipt(_row(doing, number))
    if inbox.take_key(doing.tx, received.sender.key, received.original.message_id, number):
        _settle(doing, number, received)
    else:
        _not_taken(doing, number, received)
    return _receipt(_row(doing, number))


def _settle(doing: Work, number: int, received: Received) -> None:
    """Its reports are locked first, and nothing else before them: so two workers never wait for each other."""
    keys = sorted({report_key(message) for message in received.messages})
    for key in keys:
        inbox.add_report(doing.tx, key, number)
        inbox.report(doing.tx, key, lock=True)
    row = _row(doing, number)
    if row.state not in (RECEIVED, WAITING):
        return
    _describe(doing, number, received)
    if row.receipt is None:
        inbox.keep_receipt(doing.tx, number, acceptance(doing, received))
    reason = stranger(doing, row, received) or held_back(doing, received, keys)
    if reason:
        inbox.let_in(doing.tx, number, KEPT_OUT)
        _wait_outside(doing, number, received, reason)
    for key in keys:
        if any(each.let_in for each in inbox.messages_of(doing.tx, key)):
            settle_report(doing, key)


def _wait_outside(doing: Work, number: int, received: Received, reason: str) -> None:
    """It changes nothing of its report until a person has decided."""
    owner = owner_of(doing.ctx, doing.tx, received.head, received.messages[0])
    inbox.set_state(doing.tx, number, WAITING, reason, owner=owner)


def _not_taken(doing: Work, number: int, received: Received) -> None:
    """Its sender used its id for another message before: it is told, and what came waits for a person."""
    _describe(doing, number, received)
    _wait_outside(doing, number, received, ID_USED_BEFORE)
    if _row(doing, number).receipt is None:
        refused = answer(doing, received, Outcome.REFUSED, (ReceiptError("E10"),))
        inbox.keep_receipt(doing.tx, number, refused)


def _describe(doing: Work, number: int, received: Received) -> None:
    first = received.messages[0]
    name = next((patient.name for patient in first.report.patients), "")
    inbox.describe(doing.tx, number, first.sender.name or first.sender.key, name)
