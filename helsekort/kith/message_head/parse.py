"""Reads hodemelding v1.2 and takes the documents out of it."""

import datetime as dt
import re
from typing import Final

from lxml.etree import _Element as Element

from helsekort.kith.elements import LONGEST_NAME, Reader, cut
from helsekort.kith.faults import Effect, Fault, Problems
from helsekort.kith.message_head.structs import NAMESPACE, Head
from helsekort.kith.values import Ident, Party, Person, Unit

_SIGNATURE: Final = "{http://www.w3.org/2000/09/xmldsig#}Signature"
# List 7304: yes, no, only when something is wrong. A receipt is sent unless it says no.
_ACK: Final = ("J", "N", "F")
_UUID: Final = re.compile(r"\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")


def is_uuid(text: str) -> bool:
    """Whether a message id is a UUID, as HIS 80415:2012 §3.3.4 demands before anything else of a message."""
    return _UUID.fullmatch(text) is not None


def parse_head(root: Element, zone: dt.tzinfo, problems: Problems) -> tuple[Head | None, list[Element]]:
    """MsgHead -> the envelope and the elements inside RefDoc/Content, in order. The envelope is None when unusable."""
    reader = Reader(NAMESPACE, zone, problems)
    info = reader.one(root, "MsgInfo", Effect.MESSAGE, needed=True)
    inner = _documents(reader, root)
    if info is None:
        return None, inner
    kind = reader.code(info, "Type", Effect.MESSAGE, needed=True)
    sent = reader.moment(info, "GenDate", Effect.MESSAGE, needed=True)
    message_id = message_identifier(reader, info)
    sender = _party(reader, info, "Sender")
    receiver = _party(reader, info, "Receiver")
    if kind is None or sent is None or sender is None or receiver is None:
        return None, inner
    reference = reader.one(info, "ConversationRef", Effect.NOTE)
    parent, conversation = "", ""
    if reference is not None:
        parent = reader.text(reference, "RefToParent", Effect.NOTE)
        conversation = reader.text(reference, "RefToConversation", Effect.NOTE)
    head = Head(
        message_id=message_id,
        kind=kind,
        sent=sent.instant,
        sent_text=reader.text(info, "GenDate", Effect.NOTE),
        sender=sender,
        receiver=receiver,
        ack_wanted=reader.choice(info, "Ack", _ACK, Effect.NOTE) != "N",
        signed=root.find(_SIGNATURE) is not None,
        parent=parent,
        conversation=conversation,
    )
    return head, inner


def message_identifier(reader: Reader, parent: Element) -> str:
    """MsgId: a UUID, or the message cannot be used."""
    found = reader.text(parent, "MsgId", Effect.MESSAGE, needed=True)
    if found and not is_uuid(found):
        reader.problems.add(Fault.BAD_MESSAGE_ID, reader.all(parent, "MsgId")[0], Effect.MESSAGE)
    return found


def _documents(reader: Reader, root: Element) -> list[Element]:
    """What the documents hold. One that holds none is an attachment, kept in the message as it came."""
    found: list[Element] = []
    for document in reader.all(root, "Document"):
        for reference in reader.all(document, "RefDoc"):
            content = reader.one(reference, "Content", Effect.MESSAGE)
            if content is None or len(content) == 0:
                reader.problems.add(Fault.ATTACHMENT, document, Effect.NOTE)
            else:
                found.extend(content)
    if not found:
        reader.problems.add(Fault.NO_DOCUMENT, root, Effect.MESSAGE)
    return found


def _party(reader: Reader, info: Element, name: str) -> Party | None:
    role = reader.one(info, name, Effect.MESSAGE, needed=True)
    outer = reader.one(role, "Organisation", Effect.MESSAGE, needed=True) if role is not None else None
    if outer is None:
        return None
    units: list[Unit] = []
    persons = _persons(reader, outer)
    inner = reader.one(outer, "Organisation", Effect.NOTE)
    while inner is not None:
        units.append(
            Unit(
                cut(reader.text(inner, "OrganisationName", Effect.NOTE), LONGEST_NAME), _idents(reader, inner)
            )
        )
        persons += _persons(reader, inner)
        inner = reader.one(inner, "Organisation", Effect.NOTE)
    return Party(
        cut(reader.text(outer, "OrganisationName", Effect.NOTE), LONGEST_NAME),
        _idents(reader, outer),
        tuple(units),
        tuple(persons),
    )


def _persons(reader: Reader, organisation: Element) -> list[Person]:
    found = []
    for person in reader.all(organisation, "HealthcareProfessional"):
        parts = (reader.text(person, part, Effect.NOTE) for part in ("GivenName", "MiddleName", "FamilyName"))
        found.append(Person(" ".join(part for part in parts if part), _idents(reader, person)))
    return found


def _idents(reader: Reader, organisation: Element) -> tuple[Ident, ...]:
    found = []
    for one in reader.all(organisation, "Ident"):
        value = reader.identifier(one, "Id", Effect.NOTE)
        kind = reader.code(one, "TypeId", Effect.NOTE)
        if value and kind is not None:
            found.append(Ident(value, kind.value))
    return tuple(found)
