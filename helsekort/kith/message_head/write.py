"""Writes hodemelding v1.2 around a document: for samples, and to test the reader against."""

from lxml.etree import _Element as Element

from helsekort.kith.message_head.structs import NAMESPACE, VERSION, Head
from helsekort.kith.values import Code, Ident, Party, Person, Unit
from helsekort.kith.writing import Writer, as_bytes

_WRITER = Writer(NAMESPACE)
_KINDS = "2.16.578.1.12.4.1.1.9051"
_PERSON_KINDS = "2.16.578.1.12.4.1.1.8116"


def write_in_head(head: Head, *documents: Element, encoding: str = "UTF-8") -> bytes:
    """MsgHead with one Document for each element."""
    w, root = _WRITER, _WRITER.root("MsgHead")
    info = w.add(root, "MsgInfo")
    w.code(info, "Type", head.kind)
    w.text(info, "MIGversion", VERSION)
    w.text(info, "GenDate", head.sent_text)
    w.text(info, "MsgId", head.message_id)
    if not head.ack_wanted:
        w.attribute(info, "Ack", "N")
    if head.parent or head.conversation:
        reference = w.add(info, "ConversationRef")
        w.text(reference, "RefToParent", head.parent)
        w.text(reference, "RefToConversation", head.conversation)
    for role, party in (("Sender", head.sender), ("Receiver", head.receiver)):
        _party(w.add(info, role), party)
    for document in documents:
        reference = w.add(w.add(root, "Document"), "RefDoc")
        w.code(reference, "MsgType", Code("XML", name="XML-instans"))
        w.add(reference, "Content").append(document)
    return as_bytes(root, encoding)


def _party(role: Element, party: Party) -> None:
    """The organisation, its departments inside it, and the persons innermost."""
    around = role
    for level in (Unit(party.name, party.idents), *party.units):
        around = _WRITER.add(around, "Organisation")
        _WRITER.text(around, "OrganisationName", level.name)
        _idents(around, level.idents, _KINDS)
    for person in party.persons[:1]:
        _person(_WRITER.add(around, "HealthcareProfessional"), person)


def _person(around: Element, person: Person) -> None:
    given, _, family = person.name.rpartition(" ")
    _WRITER.text(around, "FamilyName", family)
    _WRITER.text(around, "GivenName", given)
    _idents(around, person.idents, _PERSON_KINDS)


def _idents(around: Element, idents: tuple[Ident, ...], system: str) -> None:
    for ident in idents:
        element = _WRITER.add(around, "Ident")
        _WRITER.text(element, "Id", ident.value)
        _WRITER.code(element, "TypeId", Code(ident.kind, system))
