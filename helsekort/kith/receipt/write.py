"""Writes a receipt as XML."""

import re
from typing import Final

from lxml.etree import _Element as Element

from helsekort.kith.receipt.structs import (
    ERROR_LIST,
    ERROR_NAMES,
    NAMESPACE,
    OUTCOME_NAMES,
    VERSION,
    Original,
    Receipt,
)
from helsekort.kith.values import Code, Ident, Party
from helsekort.kith.writing import Writer, as_bytes, in_utc

_WRITER: Final = Writer(NAMESPACE)
_DATE_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
# Names of the identifiers' kinds, lists 9051 and 8116.
_KIND_NAMES: Final = {"HER": "HER-id", "ENH": "Organisasjonsnummeret i Enhetsregister", "HPR": "HPR-nummer"}


def write_receipt(receipt: Receipt) -> bytes:
    """AppRec v1.1 in UTF-8. An error's place stands in its OT, which no list needs."""
    w, root = _WRITER, _WRITER.root("AppRec")
    w.code(root, "MsgType", Code("APPREC", name="Applikasjonskvittering"))
    w.text(root, "MIGversion", VERSION)
    w.text(root, "SoftwareName", "helsekort")
    w.text(root, "GenDate", in_utc(receipt.made))
    w.text(root, "Id", receipt.receipt_id)
    _party(w.add(root, "Sender"), receipt.sender)
    _party(w.add(root, "Receiver"), receipt.receiver)
    w.code(root, "Status", Code(receipt.outcome.value, name=OUTCOME_NAMES[receipt.outcome]))
    for error in receipt.errors:
        w.code(root, "Error", Code(error.code, ERROR_LIST, ERROR_NAMES[error.code], error.place))
    _original(w.add(root, "OriginalMsgId"), receipt.original)
    return as_bytes(root)


def _original(around: Element, original: Original) -> None:
    """The time as it came, where it is one that the schema takes; a day alone is not."""
    sent = original.sent_text if _DATE_TIME.fullmatch(original.sent_text) else in_utc(original.sent)
    _WRITER.code(around, "MsgType", original.kind)
    _WRITER.text(around, "IssueDate", sent)
    _WRITER.text(around, "Id", original.message_id)


def _party(role: Element, party: Party) -> None:
    w = _WRITER
    institution = w.add(w.add(role, "HCP"), "Inst")
    _named(institution, party.name, party.idents)
    for unit in party.units:
        _named(w.add(institution, "Dept"), unit.name, unit.idents)
    for ident in party.idents[1:]:
        other = w.add(institution, "AdditionalId")
        w.text(other, "Id", ident.value)
        w.code(other, "Type", _kind(ident))


def _named(around: Element, name: str, idents: tuple[Ident, ...]) -> None:
    _WRITER.text(around, "Name", name)
    for ident in idents[:1]:
        _WRITER.text(around, "Id", ident.value)
        _WRITER.code(around, "TypeId", _kind(ident))


def _kind(ident: Ident) -> Code:
    return Code(ident.kind, name=_KIND_NAMES.get(ident.kind, ""))
