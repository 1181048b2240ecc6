"""Reads a receipt."""

import datetime as dt

from lxml.etree import QName
from lxml.etree import _Element as Element

from helsekort.kith.elements import Reader
from helsekort.kith.faults import Effect, Fault, Problems, UnreadableMessage, unreadable
from helsekort.kith.lab_report.parties import parse_party
from helsekort.kith.receipt.structs import ERROR_NAMES, NAMESPACE, Original, Outcome, Receipt, ReceiptError
from helsekort.kith.safe_xml import read_xml

_VERSIONS = "http://www.kith.no/xmlstds/apprec/"


def read_receipt(raw: bytes, zone: dt.tzinfo) -> Receipt:
    """AppRec v1.1 -> the receipt. UnreadableMessage for anything else, v1.0 (2004-11-21) included."""
    root = read_xml(raw)
    if root.tag != f"{{{NAMESPACE}}}AppRec":
        older = (QName(root).namespace or "").startswith(_VERSIONS)
        raise unreadable(Fault.OLDER_VERSION if older else Fault.UNKNOWN_MESSAGE, "*")
    problems = Problems()
    receipt = _receipt(Reader(NAMESPACE, zone, problems), root)
    if receipt is None or problems.fatal:
        raise UnreadableMessage(problems.found)
    return receipt


def _receipt(reader: Reader, root: Element) -> Receipt | None:
    made = reader.moment(root, "GenDate", Effect.MESSAGE, needed=True)
    receipt_id = reader.text(root, "Id", Effect.MESSAGE, needed=True)
    sender = parse_party(reader, reader.one(root, "Sender", Effect.MESSAGE, needed=True))
    receiver = parse_party(reader, reader.one(root, "Receiver", Effect.MESSAGE, needed=True))
    status = reader.choice(root, "Status", [*Outcome], Effect.MESSAGE, needed=True)
    original = _original(reader, root)
    errors = _errors(reader, root)
    if sender is None or receiver is None:
        reader.problems.add(Fault.MISSING, root, Effect.MESSAGE)
        return None
    if made is None or status is None or original is None:
        return None
    if (status == Outcome.TAKEN) == bool(errors):
        fault = Fault.MISSING if not errors else Fault.UNKNOWN_ELEMENT
        reader.problems.add(fault, root, Effect.MESSAGE)
        return None
    return Receipt(receipt_id, made.instant, sender, receiver, Outcome(status), original, errors)


def _original(reader: Reader, root: Element) -> Original | None:
    around = reader.one(root, "OriginalMsgId", Effect.MESSAGE, needed=True)
    if around is None:
        return None
    kind = reader.code(around, "MsgType", Effect.MESSAGE, needed=True)
    sent = reader.moment(around, "IssueDate", Effect.MESSAGE, needed=True)
    message_id = reader.text(around, "Id", Effect.MESSAGE, needed=True)
    if kind is None or sent is None:
        return None
    return Original(kind, sent.instant, reader.text(around, "IssueDate", Effect.NOTE), message_id)


def _errors(reader: Reader, root: Element) -> tuple[ReceiptError, ...]:
    """Errors of lists other than 8221, which some receivers use, count as any other error."""
    return tuple(
        ReceiptError(one.value if one.value in ERROR_NAMES else "X99", one.original)
        for one in reader.codes(root, "Error")
    )
