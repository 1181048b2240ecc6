"""Whether a message comes from a laboratory that answers here, for the unit or the woman it is about."""

from helsekort.actions.knowing import same_woman
from helsekort.actions.laboratories import ELSEWHERE, UNKNOWN
from helsekort.actions.pregnancies import Unmatched, whose
from helsekort.actions.settling import ERASED, addressed
from helsekort.actions.work import Work
from helsekort.kith.incoming import Received
from helsekort.kith.lab_report.structs import LabMessage
from helsekort.kith.values import Party
from helsekort.store import cards, inbox, laboratories
from helsekort.store.inbox import FOR_GOOD, FOR_NOW, KEPT_OUT, MessageRow

ERASED_BY_LAW, FUTURE_MESSAGE = "erased-by-law", "future-message"
HER_ID = "HER"
SECOND = 1_000_000
DAY = 24 * 60 * 60 * SECOND
"""How far a sender's clock may go before ours."""


def stranger(doing: Work, row: MessageRow, received: Received) -> str:
    """Why a message is kept out of its report; "" where it is let in, which is then kept with the message.

    Both the laboratory and whoever sent the envelope must be registered, and serve a unit that the answer is
    addressed to or that cares for the woman. Where neither is known here, the woman cannot be found either; it is let
    in for now, and asked about anew when it is tried again.
    """
    if row.let_in == FOR_GOOD:
        return ""
    served = [_serves(doing, sender) for sender in senders_of(received)]
    units = [_units(doing, received, message) for message in received.messages]
    if None in served:
        reason = UNKNOWN
    elif any(about and not about & each for about in units for each in served if each is not None):
        reason = ELSEWHERE
    else:
        reason = ""
    admitted = FOR_GOOD if all(units) else FOR_NOW
    inbox.let_in(doing.tx, row.message, KEPT_OUT if reason else admitted)
    return reason


def senders_of(received: Received) -> list[Party]:
    """Everyone who is said to have sent a message: of each report in it, and of the envelope."""
    senders = [message.sender for message in received.messages]
    return senders if received.head is None else [*senders, received.head.sender]


def held_back(doing: Work, received: Received, keys: list[str]) -> str:
    """Why a message counts for nothing, whoever sent it: its report was erased by law, or it is dated in the future.

    Versions of a report stand in the order of their dates, so one of next year would outlast every correction.
    """
    there = [row.state for key in keys if (row := inbox.report(doing.tx, key)) is not None]
    if ERASED in there:
        return ERASED_BY_LAW
    latest = max(max(each.sent, each.report.issued) for each in received.messages)
    return FUTURE_MESSAGE if latest.timestamp() * SECOND > doing.now + DAY else ""


def _serves(doing: Work, sender: Party) -> set[int] | None:
    """The units that a sender, with its departments, serves; None where it is not registered."""
    names = {ident.value for ident in sender.all_idents() if ident.kind == HER_ID}
    known = [each for each in sorted(names) if laboratories.is_known(doing.tx, each)]
    if not known:
        return None
    return {unit for each in known for unit in laboratories.serves(doing.tx, each, doing.now)}


def _units(doing: Work, received: Received, message: LabMessage) -> set[int]:
    """The units that a report is addressed to, or that care for one of those it is about."""
    found = set(addressed(doing.tx, received.head, message))
    for patient in message.report.patients:
        try:
            woman = whose(doing, patient)
        except Unmatched:
            continue
        for party in same_woman(doing.tx, woman):
            found |= {unit for unit, _ in cards.units_in_care(doing.tx, party, doing.now)}
    return found
