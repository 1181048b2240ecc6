"""Audit lines: made from what an action did, written in its transaction, read back for the woman and for verify.

A line is kept as five texts, and its leaf is made of a digest of each: so one of them can be shown, and proven to be
what was written, while the others stay closed. How many entries a card holds, say, stands in every line about it, and
must not be told by the proof that she takes home.
"""

import hashlib
from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from helsekort.audit.events import Event
from helsekort.record.spans import Spans, spans_of, within
from helsekort.store import audit_lines
from helsekort.store.audit_lines import AuditRow
from helsekort.store.database import Transaction

SALT_BYTES = 16


class Chained(Struct, frozen=True, array_like=True):
    """Where a chain ended when the line was written: `log` is card or party, `hash` that of the row."""

    log: str
    owner: int
    seq: int
    hash: bytes


class What(Struct, frozen=True, omit_defaults=True):
    """What happened, when, to which card."""

    event: Event
    at: int
    card: int
    kind: str


class Who(Struct, frozen=True, omit_defaults=True):
    """Who did it, of which unit, by which system, and for whom. `legal_entity` is what the unit belongs to."""

    party: int = 0
    organisation: int = 0
    category: str = ""
    job: str = ""
    legal_entity: int = 0
    client: int = 0
    acting_for: int = 0


class About(Struct, frozen=True, omit_defaults=True):
    """What kind of thing it was about."""

    about: tuple[str, ...] = ()


class Why(Struct, frozen=True, omit_defaults=True):
    """By which rule it was allowed, for which purpose (TREAT, ETREAT, COC, BTG), and the code of a stated reason."""

    rule: str = ""
    purpose: str = ""
    reason: str = ""


class Rest(Struct, frozen=True, omit_defaults=True):
    """What is for verify and the controller. See `Line`."""

    permission: str = ""
    entries: tuple[int, ...] = ()
    up_to: int = 0
    hidden_from_her: bool = False
    spans: Spans = ()
    classes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    outcome: str = ""
    decision_ref: str = ""
    heads: tuple[Chained, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()
    stands_for: tuple[int, ...] = ()
    self_selected: bool = False


PARTS: tuple[type[What | Who | About | Why | Rest], ...] = (What, Who, About, Why, Rest)


class Line(Struct, frozen=True, omit_defaults=True):
    """Who did what, when, as what, by which rule. `entries` are the sequences read or written; no clinical value,
    no name and no national number stands here.

    `up_to`: the newest entry that stood on the card then. `spans`: how many entries are handed in and kept; `read`
    gives them as `entries`. `classes`: the sensitivity classes that were read; `hidden`: those that were withheld.
    `outcome` says more of how it ended than the event; `decision_ref` leads to a decision made elsewhere. `heads`:
    where each chain that was written on ended. `lines`: those (at, line) whose content was erased by this act, and
    `stands_for` the entries that they said were written. `self_selected`: whoever asked had given themselves access in
    their local record.
    """

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
    up_to: int = 0
    hidden_from_her: bool = False
    spans: Spans = ()
    purpose: str = ""
    reason: str = ""
    legal_entity: int = 0
    client: int = 0
    acting_for: int = 0
    classes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    outcome: str = ""
    decision_ref: str = ""
    heads: tuple[Chained, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()
    stands_for: tuple[int, ...] = ()
    self_selected: bool = False


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Line)


MANY = 8
"""Entries that are kept as stretches: a line for each opened card names all that stands on it."""


def kept(line: Line) -> bytes:
    """A line as it is kept: its five parts, a row of JSON each."""
    entries, spans = line.entries, line.spans
    if len(entries) > MANY:
        entries, spans = (), spans_of(entries)
    parts = (
        What(line.event, line.at, line.card, line.kind),
        Who(
            line.party,
            line.organisation,
            line.category,
            line.job,
            line.legal_entity,
            line.client,
            line.acting_for,
        ),
        About(line.about),
        Why(line.rule, line.purpose, line.reason),
        Rest(
            line.permission,
            entries,
            line.up_to,
            line.hidden_from_her,
            spans,
            line.classes,
            line.hidden,
            line.outcome,
            line.decision_ref,
            line.heads,
            line.lines,
            line.stands_for,
            line.self_selected,
        ),
    )
    return b"\n".join(map(_encoder.encode, parts))


def read(payload: bytes) -> Line:
    """A line that was kept, in parts or, as the first ones were, in one piece."""
    inner = (part[1:-1] for part in payload.split(b"\n"))
    line = _decoder.decode(b"{" + b",".join(part for part in inner if part) + b"}")
    return replace(line, entries=within(line.spans), spans=()) if line.spans else line


def opened(salt: bytes, payload: bytes) -> list[tuple[bytes, bytes]]:
    """The salt and the text of each part of a line: what is needed to prove it, and to prove it without another."""
    parts = payload.split(b"\n")
    if len(parts) == 1:
        return [(salt, payload)]
    salts = hashlib.shake_256(salt).digest(SALT_BYTES * len(parts))
    return [(salts[at * SALT_BYTES : (at + 1) * SALT_BYTES], part) for at, part in enumerate(parts)]


def digest(salt: bytes, part: bytes) -> bytes:
    """What stands in a leaf for one part."""
    return hashlib.sha256(salt + part).digest()


def leaf(salt: bytes, payload: bytes) -> bytes:
    """The leaf of a line, in the form that a tree of RFC 6962 hashes."""
    parts = opened(salt, payload)
    if len(parts) == 1:
        return hashlib.sha256(b"\x00" + salt + payload).digest()
    return hashlib.sha256(b"\x00" + b"".join(digest(*part) for part in parts)).digest()


def write(
    tx: Transaction,
    lines: list[Line],
    random_bytes: Callable[[int], bytes],
    random_bits: Callable[[int], int],
) -> None:
    """Write lines in the transaction of what they are about."""
    # lines of one moment are read by their number: in order, they are told in the order they were done
    numbers = sorted(random_bits(60) for _ in lines)
    rows = []
    for line, number in zip(lines, numbers, strict=True):
        salt, payload = random_bytes(SALT_BYTES), kept(line)
        rows.append(AuditRow(line.card, line.at, number, line.event, leaf(salt, payload), salt, payload))
    audit_lines.add(tx, rows)


def of_card(tx: Transaction, card: int) -> list[Line]:
    """All lines about one card, oldest first."""
    return [read(row.payload) for row in audit_lines.of_card(tx, card) if row.payload]


def since(tx: Transaction, at: int) -> Iterator[Line]:
    """All lines from a moment on, in the order they happened."""
    for row in audit_lines.since(tx, at):
        if row.payload:
            yield read(row.payload)
