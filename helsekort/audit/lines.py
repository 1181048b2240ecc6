"""Audit lines: made from what an action did, written in its transaction, read back for the woman and for verify."""

import hashlib
from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from helsekort.audit.events import Event
from helsekort.record.spans import Spans, spans_of, within
from helsekort.store import audit_lines
from helsekort.store.audit_lines import AuditRow, entry_keys, erased_keys
from helsekort.store.database import Transaction

SALT_BYTES = 16


class Line(Struct, frozen=True, omit_defaults=True):
    """Who did what, when, as what, by which rule. `entries` are the sequences read or written; no clinical value,
    no name and no national number stands here."""

    event: Event
    at: int
    card: int
    permission: str
    rule: str
    kind: str
    party: int = 0
    organisation: int = 0
    category: str = ""
    job: str = ""
    entries: tuple[int, ...] = ()
    about: tuple[str, ...] = ()
    up_to: int = 0  # the newest entry that stood on the card then
    hidden_from_her: bool = False
    spans: Spans = ()  # how many entries are handed in and kept; `read` gives them as `entries`


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Line)


MANY = 8
"""Entries that are kept as stretches: a line for each opened card names all that stands on it."""


def kept(line: Line) -> bytes:
    """A line as it is kept."""
    if len(line.entries) > MANY:
        line = replace(line, entries=(), spans=spans_of(line.entries))
    return _encoder.encode(line)


def read(payload: bytes) -> Line:
    """A line that was kept."""
    line = _decoder.decode(payload)
    return replace(line, entries=within(line.spans), spans=()) if line.spans else line


def leaf(salt: bytes, payload: bytes) -> bytes:
    """The leaf of a line, in the form that a tree of RFC 6962 hashes."""
    return hashlib.sha256(b"\x00" + salt + payload).digest()


def write(
    tx: Transaction,
    lines: list[Line],
    random_bytes: Callable[[int], bytes],
    random_bits: Callable[[int], int],
) -> None:
    """Write lines in the transaction of what they are about."""
    rows = []
    for line in lines:
        salt, payload = random_bytes(SALT_BYTES), kept(line)
        rows.append(
            AuditRow(line.card, line.at, random_bits(60), line.event, leaf(salt, payload), salt, payload)
        )
    audit_lines.add(tx, rows)


def of_card(tx: Transaction, card: int) -> list[Line]:
    """All lines about one card, oldest first."""
    return [read(row.payload) for row in audit_lines.of_card(tx, card) if row.payload]


def since(tx: Transaction, at: int) -> Iterator[Line]:
    """All lines from a moment on, in the order they happened."""
    for row in audit_lines.since(tx, at):
        if row.payload:
            yield read(row.payload)


class LogBreak(Struct, frozen=True):
    """Where the audit log does not hold."""

    card: int
    at: int
    what: str


def verify(tx: Transaction) -> Iterator[LogBreak]:
    """Every line against its leaf, and every entry and erasure of every card against a line that says whose it is."""
    written: set[tuple[int, int]] = set()
    loaded: dict[int, int] = {}
    erased: set[tuple[int, int]] = set()
    for row in audit_lines.every(tx):
        if not row.payload or leaf(row.salt, row.payload) != row.leaf:
            yield LogBreak(row.card, row.at, "a line's content is gone or is not the one that was written")
            continue
        line = read(row.payload)
        if (line.card, line.at, line.event) != (row.card, row.at, row.event):
            yield LogBreak(row.card, row.at, "a line stands in the wrong place")
        if line.event in (Event.WRITTEN, Event.CORRECTED, Event.WITHDRAWN, Event.MOVED):
            written.update((line.card, seq) for seq in line.entries)
        if line.event is Event.LOADED:
            loaded[line.card] = line.up_to
        if line.event is Event.ERASED:
            erased.update((line.card, seq) for seq in line.entries)
    if audit_lines.orphans(tx):
        yield LogBreak(0, 0, "a line was removed and its content stands")
    for card, seq in entry_keys(tx):
        if seq > loaded.get(card, 0) and (card, seq) not in written:
            yield LogBreak(card, 0, f"entry {seq} stands on the card and no line says who wrote it")
    for card, seq in erased_keys(tx):
        if (card, seq) not in erased:
            yield LogBreak(card, 0, f"the content of entry {seq} was erased and no line says who did it")
