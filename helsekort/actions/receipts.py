"""The receipt for who sent a message (AppRec), made once and kept with it."""

import datetime as dt
import uuid

from helsekort.actions.work import Work
from helsekort.kith.faults import Effect, UnreadableMessage
from helsekort.kith.incoming import Received
from helsekort.kith.incoming import Rejected as Unusable
from helsekort.kith.receipt.errors import errors_for
from helsekort.kith.receipt.structs import Outcome, ReceiptError
from helsekort.kith.receipt.structs import Receipt as AppRec
from helsekort.kith.receipt.write import write_receipt
from helsekort.kith.values import Party

UUID_BYTES = 16
SECOND = 1_000_000


def acceptance(doing: Work, received: Received) -> bytes | None:
    """1 where it could be taken in, 3 where single results could not be read."""
    wanted = received.head.ack_wanted if received.head else received.messages[0].ack_wanted
    if not wanted:
        return None
    errors = errors_for(received.problems, least=Effect.ITEM)
    return answer(doing, received, Outcome.TAKEN_IN_PART if errors else Outcome.TAKEN, errors)


def answer(doing: Work, received: Received, outcome: Outcome, errors: tuple[ReceiptError, ...]) -> bytes:
    """The receipt with this outcome, from the unit the message was to."""
    us = received.head.receiver if received.head else received.messages[0].report.requester
    return write_receipt(
        AppRec(
            _new_uuid(doing),
            _moment(doing),
            us or _SERVICE,
            received.sender,
            outcome,
            received.original,
            errors,
        )
    )


def refusal(doing: Work, fault: UnreadableMessage) -> bytes | None:
    """None where nobody can be answered: what came does not say whom it is from."""
    if not isinstance(fault, Unusable) or fault.original is None or fault.sender is None:
        return None
    errors = errors_for(fault.problems) or (ReceiptError("T99"),)
    return write_receipt(
        AppRec(
            _new_uuid(doing),
            _moment(doing),
            _SERVICE,
            fault.sender,
            Outcome.REFUSED,
            fault.original,
            errors,
        )
    )


_SERVICE = Party("helsekort")


def _new_uuid(doing: Work) -> str:
    return str(uuid.UUID(bytes=doing.ctx.random_bytes(UUID_BYTES), version=4))


def _moment(doing: Work) -> dt.datetime:
    return dt.datetime.fromtimestamp(doing.now // SECOND, dt.UTC)
