"""The append-only logs, of cards and of parties: one code, two sets of tables.

An entry's row names the hash of the row before it; its own hash is made from all its columns, so the chain finds a
row that was changed, lost, swapped or put in while the head stands. It cannot find a log cut at its tail together
with its head, or one rewritten from some row to the end: for that, the last hash must be kept somewhere else.
"""

import struct
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from helsekort.store.database import Transaction
from helsekort.store.packing import Pack, UnreadableBody

ENTRY_COLUMNS = "seq, origin, version, class, recorded, author, organisation, body_hash, before_hash"
BODY_COLUMNS = "seq, format, bytes, salt"
EntryColumns = tuple[int, int, int, int, int, int, int, int, bytes, bytes]
BodyColumns = tuple[int, int, int, bytes, bytes]

START = bytes(32)
SALT_BYTES = 16
_fields = struct.Struct(">8sQIIIHqQQ")


class Tables(Struct, frozen=True):
    """Where a log lives."""

    log: str
    head: str
    owner: str
    entry: str
    body: str
    copy: str | None = None  # what is made from the bodies, and goes with each that is erased


CARDS = Tables("card", "card", "card_id", "entry", "body", "fair_copy")
PARTIES = Tables("party", "party", "party_id", "party_entry", "party_body")


class EntryRow(Struct, frozen=True):
    """One row of a log. `body` is None where it was erased (or not asked for)."""

    seq: int
    origin: int
    version: int
    sensitivity: int
    recorded: int
    author: int
    organisation: int
    body_hash: bytes
    before_hash: bytes
    body: bytes | None = None


class NewEntry(Struct, frozen=True):
    """What is to be appended."""

    origin: int
    version: int
    author: int
    organisation: int
    recorded: int
    body: bytes
    sensitivity: int = 0


class Head(Struct, frozen=True):
    """Where a log ends."""

    last_seq: int
    last_hash: bytes


class Overtaken(Exception):
    """Another writer moved the head first. Nothing was written."""


def row_hash(tables: Tables, owner: int, row: EntryRow) -> bytes:
    """The hash of a row: all columns, the body's hash and the row before."""
    fixed = _fields.pack(
        tables.log.encode().ljust(8),
        owner,
        row.seq,
        row.origin,
        row.version,
        row.sensitivity,
        row.recorded,
        row.author,
        row.organisation,
    )
    return sha256(fixed + row.body_hash + row.before_hash).digest()


def body_hash(salt: bytes, body: bytes) -> bytes:
    """The salted hash of the plain canonical bytes, so that bodies can be compressed anew."""
    return sha256(salt + body).digest()


def head(tx: Transaction, tables: Tables, owner: int, *, lock: bool) -> Head | None:
    """The head of a log, locked for this transaction where `lock`; None where there is no such log."""
    end = "{for_update}" if lock else ""
    found = tx.row(f"SELECT last_seq, last_hash FROM {tables.head} WHERE {tables.owner} = ?" + end, (owner,))
    return Head(found[0], bytes(found[1])) if found else None


def append(
    tx: Transaction,
    tables: Tables,
    owner: int,
    at: Head,
    entries: list[NewEntry],
    random_bytes: Callable[[int], bytes],
) -> Head:
    """Append entries after `at` and move the head. Overtaken where the head is no longer there."""
    pack = tx.dictionaries.packer(tx, tables.log)
    rows, bodies, now = rows_after(tables, owner, at, entries, pack, random_bytes)
    moved = tx.run(
        f"UPDATE {tables.head} SET last_seq = ?, last_hash = ? WHERE {tables.owner} = ? AND last_seq = ?",
        (now.last_seq, now.last_hash, owner, at.last_seq),
    )
    if moved != 1:
        raise Overtaken
    tx.many(
        f"INSERT INTO {tables.entry} ({tables.owner}, {ENTRY_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    tx.many(f"INSERT INTO {tables.body} ({tables.owner}, {BODY_COLUMNS}) VALUES (?, ?, ?, ?, ?)", bodies)
    return now


def rows_after(
    tables: Tables,
    owner: int,
    at: Head,
    entries: Iterable[NewEntry],
    pack: Pack,
    random_bytes: Callable[[int], bytes],
) -> tuple[list[EntryColumns], list[BodyColumns], Head]:
    """The rows of entry and body for what follows `at`, and where the log then ends. Nothing is written."""
    rows, bodies = [], []
    seq, before = at.last_seq, at.last_hash
    for entry in entries:
        seq += 1
        salt = random_bytes(SALT_BYTES)
        row = EntryRow(
            seq,
            entry.origin,
            entry.version,
            entry.sensitivity,
            entry.recorded,
            entry.author,
            entry.organisation,
            body_hash(salt, entry.body),
            before,
        )
        rows.append((owner, *msgspec.structs.astuple(row)[:-1]))
        bodies.append((owner, seq, *pack(entry.body), salt))
        before = row_hash(tables, owner, row)
    return rows, bodies, Head(seq, before)


def read(
    tx: Transaction, tables: Tables, owner: int, origins: Collection[int] | None = None, *, after: int = 0
) -> list[EntryRow]:
    """All of one log in sequence, each body checked against its hash; `body` is None where it was erased.

    With `origins`, all versions of these things only; with `after`, what came after that sequence. UnreadableBody
    where a body is not the one that was written, or is gone without an erasure that says why.
    """
    marks = ", ".join("?" for _ in origins or ())
    some = "" if origins is None else f" AND e.origin IN ({marks})"
    # One statement, so that an entry written meanwhile is there with its body or not at all.
    rows = tx.rows(
        "SELECT e.seq, e.origin, e.version, e.class, e.recorded, e.author, e.organisation, e.body_hash,"
        f" e.before_hash, b.format, b.bytes, b.salt FROM {tables.entry} e"
        f" LEFT JOIN {tables.body} b ON b.{tables.owner} = e.{tables.owner} AND b.seq = e.seq"
        f" WHERE e.{tables.owner} = ? AND e.seq > ?{some} ORDER BY e.seq",
        (owner, after, *(origins or ())),
    )
    if not rows:
        return []
    *columns, hashes, befores, forms, stored, salts = zip(*rows, strict=True)
    bodies = _bodies(tx, tables, [(owner, seq) for seq in columns[0]], hashes, forms, stored, salts)
    return list(map(EntryRow, *columns, hashes, befores, bodies))


def first_hash(tx: Transaction, tables: Tables, owner: int) -> bytes:
    """The salted hash of the first body of a log: secret, each log's own, and it stays when that body is erased."""
    found = tx.row(f"SELECT body_hash FROM {tables.entry} WHERE {tables.owner} = ? AND seq = 1", (owner,))
    if found is None:
        raise LookupError("no such log")
    return bytes(found[0])


def read_newest(tx: Transaction, tables: Tables, owners: Collection[int]) -> list[tuple[int, bytes]]:
    """Of several logs of one thing each, (owner, newest body) by owner; none where it was erased."""
    if not owners:
        return []
    marks = ", ".join("?" for _ in owners)
    rows = tx.rows(
        f"SELECT e.{tables.owner}, e.seq, e.body_hash, b.format, b.bytes, b.salt FROM {tables.head} h"
        f" JOIN {tables.entry} e ON e.{tables.owner} = h.{tables.owner} AND e.seq = h.last_seq"
        f" LEFT JOIN {tables.body} b ON b.{tables.owner} = e.{tables.owner} AND b.seq = e.seq"
        f" WHERE h.{tables.owner} IN ({marks}) ORDER BY e.{tables.owner}",
        sorted(owners),
    )
    if not rows:
        return []
    found, seqs, *columns = zip(*rows, strict=True)
    bodies = _bodies(tx, tables, list(zip(found, seqs, strict=True)), *columns)
    return [(owner, body) for owner, body in zip(found, bodies, strict=True) if body is not None]


def _bodies(
    tx: Transaction,
    tables: Tables,
    keys: list[tuple[int, int]],
    hashes: Sequence[Any],
    forms: Sequence[Any],
    stored: Sequence[Any],
    salts: Sequence[Any],
) -> list[bytes | None]:
    """The bodies of rows, given column by column, each checked against its hash."""
    if None in forms:
        rows = zip(keys, hashes, forms, stored, salts, strict=True)
        return [_body_or_gone(tx, tables, *row) for row in rows]
    bodies = tx.dictionaries.unpack_all(tx, forms, stored)
    # in one list, for this is done for every entry of every card that is opened
    if [sha256(salt + body).digest() for salt, body in zip(salts, bodies, strict=True)] != list(hashes):
        raise UnreadableBody("not the body that was written")
    return list(bodies)


def _body_or_gone(
    tx: Transaction,
    tables: Tables,
    key: tuple[int, int],
    expected: bytes,
    form: int | None,
    stored: bytes | None,
    salt: bytes | None,
) -> bytes | None:
    if form is not None:
        return _bodies(tx, tables, [key], [expected], [form], [stored], [salt])[0]
    # asked after the rows were read: where a body was gone then, its erasure is there now
    sql = "SELECT 1 FROM erasure WHERE log = ? AND owner_id = ? AND seq = ?"
    if tx.row(sql, (tables.log, *key)) is None:
        raise UnreadableBody("gone, and no erasure says why")
    return None


def erase(tx: Transaction, tables: Tables, owner: int, seq: int, basis: str, decided: int) -> bool:
    """Erase one body on a stated basis; the row stands. False where there is no such body."""
    there = tx.row(f"SELECT 1 FROM {tables.body} WHERE {tables.owner} = ? AND seq = ?", (owner, seq))
    if not there:
        return False
    tx.run(
        "INSERT INTO erasure (log, owner_id, seq, basis, decided) VALUES (?, ?, ?, ?, ?)",
        (tables.log, owner, seq, basis, decided),
    )
    tx.run(f"DELETE FROM {tables.body} WHERE {tables.owner} = ? AND seq = ?", (owner, seq))
    if tables.copy:
        tx.run(f"DELETE FROM {tables.copy} WHERE {tables.owner} = ?", (owner,))
    return True


class Break(Struct, frozen=True):
    """Where a log does not hold. `owner` is an id, never a person; `what` is a sentence."""

    log: str
    owner: int
    seq: int
    what: str


def verify(tx: Transaction, tables: Tables) -> Iterator[Break]:
    """Every log of one kind, against its heads. Yields what does not hold."""
    heads = {
        owner: Head(seq, bytes(last))
        for owner, seq, last in tx.rows(f"SELECT {tables.owner}, last_seq, last_hash FROM {tables.head}")
    }
    owners = {owner for (owner,) in tx.rows(f"SELECT DISTINCT {tables.owner} FROM {tables.entry}")}
    owners |= {owner for (owner,) in tx.rows(f"SELECT DISTINCT {tables.owner} FROM {tables.body}")}
    for owner in sorted(owners | set(heads)):
        if owner not in heads:
            yield Break(tables.log, owner, 0, "there are entries and no head")
        else:
            yield from _verify_one(tx, tables, owner, heads[owner])


def _verify_one(tx: Transaction, tables: Tables, owner: int, head: Head) -> Iterator[Break]:
    where = f"WHERE {tables.owner} = ?"
    bodies = {
        seq: (format_number, bytes(stored), bytes(salt))
        for seq, format_number, stored, salt in tx.rows(
            f"SELECT seq, format, bytes, salt FROM {tables.body} {where}", (owner,)
        )
    }
    erased = {
        seq
        for (seq,) in tx.rows("SELECT seq FROM erasure WHERE log = ? AND owner_id = ?", (tables.log, owner))
    }
    expected, before = 1, START
    for row in tx.rows(
        "SELECT seq, origin, version, class, recorded, author, organisation, body_hash, before_hash"
        f" FROM {tables.entry} {where} ORDER BY seq",
        (owner,),
    ):
        entry = EntryRow(*row)
        if entry.seq != expected:
            yield Break(tables.log, owner, expected, "a row is missing or was put in")
        if entry.before_hash != before:
            yield Break(tables.log, owner, entry.seq, "the row before it was changed, lost or swapped")
        found = bodies.pop(entry.seq, None)
        yield from _verify_body(tables, owner, entry, found, entry.seq in erased, tx)
        expected, before = entry.seq + 1, _hash_or_empty(tables, owner, entry)
        if not before:
            yield Break(tables.log, owner, entry.seq, "a column holds what no row can hold")
    if (expected - 1, before) != (head.last_seq, head.last_hash):
        yield Break(tables.log, owner, expected - 1, "the log does not end where its head says")
    for seq in sorted(bodies):
        yield Break(tables.log, owner, seq, "there is a body without an entry")


def hashes_of(
    tx: Transaction, tables: Tables, keys: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], bytes]:
    """By (owner, seq), the hashes of rows; one that is not there is left out."""
    wanted: dict[int, list[int]] = {}
    for owner, seq in keys:
        wanted.setdefault(owner, []).append(seq)
    found = {}
    for owner, seqs in wanted.items():
        marks = ", ".join("?" for _ in seqs)
        sql = f"SELECT {ENTRY_COLUMNS} FROM {tables.entry} WHERE {tables.owner} = ? AND seq IN ({marks})"
        for row in tx.rows(sql, (owner, *seqs)):
            found[owner, row[0]] = _hash_or_empty(tables, owner, EntryRow(*row))
    return found


def _hash_or_empty(tables: Tables, owner: int, entry: EntryRow) -> bytes:
    """The row's hash; empty where a column was given a value beyond its range."""
    try:
        return row_hash(tables, owner, entry)
    except struct.error:
        return b""


def _verify_body(
    tables: Tables,
    owner: int,
    entry: EntryRow,
    found: tuple[int, bytes, bytes] | None,
    erased: bool,
    tx: Transaction,
) -> Iterator[Break]:
    if found is None and not erased:
        yield Break(tables.log, owner, entry.seq, "the body is gone and no erasure says why")
    if found is not None and erased:
        yield Break(tables.log, owner, entry.seq, "the body was erased and is back")
    if found is not None:
        try:
            body = tx.dictionaries.unpack(tx, found[0], found[1])
        except UnreadableBody:
            yield Break(tables.log, owner, entry.seq, "the body cannot be read")
            return
        if body_hash(found[2], body) != entry.body_hash:
            yield Break(tables.log, owner, entry.seq, "the body is not the one that was written")
