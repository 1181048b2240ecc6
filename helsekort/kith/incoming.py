"""One door for every message that comes in: which kind it is, its envelope, and what stands in it."""

import datetime as dt
from typing import Final

from lxml.etree import QName
from lxml.etree import _Element as Element
from msgspec import Struct

from helsekort.kith.faults import Effect, Fault, Problem, Problems, UnreadableMessage
from helsekort.kith.lab_report import structs as lab
from helsekort.kith.lab_report.parse import parse_lab_message
from helsekort.kith.message_head import structs as message_head
from helsekort.kith.message_head.parse import parse_head
from helsekort.kith.message_head.structs import Head
from helsekort.kith.receipt.structs import Original
from helsekort.kith.safe_xml import read_xml
from helsekort.kith.values import Party

_HEAD: Final = f"{{{message_head.NAMESPACE}}}MsgHead"
_LAB: Final = f"{{{lab.NAMESPACE}}}Message"
_ATTACHMENT: Final = "{http://www.kith.no/xmlstds/base64container}Base64Container"
_FAMILIES: Final = ("http://www.kith.no/xmlstds/labsvar/", "http://www.kith.no/xmlstds/msghead/")


class Received(Struct, frozen=True):
    """A message that can be used. `problems` are those that reach no further than one result."""

    head: Head | None
    messages: tuple[lab.LabMessage, ...]
    problems: tuple[Problem, ...]
    problems_left_out: int
    original: Original  # what the receipt refers to
    sender: Party  # who gets the receipt


class Rejected(UnreadableMessage):
    """Well-formed, but not usable. `original` and `sender` are there when a receipt can be sent."""

    def __init__(
        self, problems: tuple[Problem, ...], original: Original | None, sender: Party | None
    ) -> None:
        super().__init__(problems)
        self.original = original
        self.sender = sender


def read_message(raw: bytes, zone: dt.tzinfo) -> Received:
    """Bytes -> a usable message. UnreadableMessage otherwise; `zone` is Norway's, for times without an offset."""
    root = read_xml(raw)
    problems = Problems()
    head, inner = None, [root]
    if root.tag == _HEAD:
        head, inner = parse_head(root, zone, problems)
    found = [parse_lab_message(one, zone, problems) for one in inner if _is_lab(one, problems)]
    messages = tuple(one for one in found if one is not None)
    if head is not None:
        _compare_senders(head, messages, root, problems)
    if not messages and not problems.fatal:
        problems.add(Fault.NO_REPORT, root, Effect.MESSAGE)
    original, sender = _original(head, messages), _sender(head, messages)
    if problems.fatal or original is None or sender is None:
        raise Rejected(problems.found, original, sender)
    return Received(head, messages, problems.found, problems.left_out, original, sender)


def _is_lab(element: Element, problems: Problems) -> bool:
    if element.tag == _LAB:
        return True
    if element.tag == _ATTACHMENT:
        problems.add(Fault.ATTACHMENT, element, Effect.NOTE)
        return False
    namespace = QName(element).namespace or ""
    older = namespace.startswith(_FAMILIES) and namespace not in (lab.NAMESPACE, message_head.NAMESPACE)
    fault = Fault.OLDER_VERSION if older else Fault.UNKNOWN_MESSAGE
    problems.add(fault, element, Effect.MESSAGE, invented=True)
    return False


def _compare_senders(
    head: Head, messages: tuple[lab.LabMessage, ...], root: Element, problems: Problems
) -> None:
    """Note when the envelope and the report name no unit in common; both may be right, as where a unit forwards."""
    envelope = head.sender.all_idents()
    if any(not envelope & message.sender.all_idents() for message in messages):
        problems.add(Fault.SENDER_DIFFERS, root, Effect.NOTE)


def _original(head: Head | None, messages: tuple[lab.LabMessage, ...]) -> Original | None:
    """What a receipt refers to: the envelope, or the bare message (HITS 1102:2014 §4.3)."""
    if head is not None:
        return Original(head.kind, head.sent, head.sent_text, head.message_id)
    if len(messages) != 1:
        return None
    (bare,) = messages
    return Original(bare.message_kind, bare.sent, bare.sent_text, bare.message_id)


def _sender(head: Head | None, messages: tuple[lab.LabMessage, ...]) -> Party | None:
    if head is not None:
        return head.sender
    return messages[0].sender if len(messages) == 1 else None
