"""What someone could do to a record who can write to its files, past all triggers. Each is drawn at random.

None of them has the key that signs checkpoints: who has that, and the folder outside, can rewrite all.
"""

import random
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from helsekort.audit import tree
from helsekort.audit.lines import SALT_BYTES, leaf
from helsekort.audit.notes import Checkpoint, read_note, write_note
from helsekort.audit.outside import NOTES, Outside
from helsekort.store import chain
from helsekort.store.chain import CARDS, EntryRow
from tests.audit.houses import key

LINE = "card_id = ? AND at = ? AND line_id = ?"
COLUMNS = {
    "audit": ("card_id", "at", "event", "leaf"),
    "audit_payload": ("card_id", "at", "salt", "payload"),
    "tree_leaf": ("place", "card_id", "at", "leaf"),
    "tree_node": ("level", "place", "hash"),
    "checkpoint": ("size", "note"),
    "entry": (
        "seq",
        "origin",
        "version",
        "class",
        "recorded",
        "author",
        "organisation",
        "body_hash",
        "before_hash",
    ),
    "body": ("seq", "format", "salt", "bytes"),
    "party_entry": ("seq", "version", "recorded", "author", "body_hash", "before_hash"),
    "party_body": ("seq", "salt", "bytes"),
    "card": ("card_id", "woman", "last_seq", "last_hash", "edd", "active"),
    "line_erasure": ("card_id", "at", "line_id"),
    "erasure": ("owner_id", "seq"),
}
Rows = list[tuple[Any, ...]]


class Broken:
    """A copy of a record, open past its triggers."""

    def __init__(self, file: Path, outside: Path, draw: random.Random) -> None:
        self.outside, self.draw = outside / NOTES, draw
        self.db = sqlite3.connect(file, isolation_level=None)
        for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            self.db.execute(f"DROP TRIGGER {name}")

    def rows(self, sql: str, *args: object) -> Rows:
        return self.db.execute(sql, args).fetchall()

    def one(self, sql: str, *args: object) -> tuple[Any, ...]:
        return self.draw.choice(self.rows(sql, *args))

    def other(self, value: Any) -> Any:  # noqa: ANN401  # whatever a column holds
        """Another value of the same kind."""
        if isinstance(value, bytes):
            at = self.draw.randrange(len(value))
            return value[:at] + bytes([value[at] ^ self.draw.randrange(1, 256)]) + value[at + 1 :]
        if isinstance(value, int):
            return value + self.draw.choice([-1, 1, 2, 60_000_000])
        if isinstance(value, str):
            at = self.draw.randrange(len(value))
            return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
        return "2026-01-01"


def changed(record: Broken) -> None:
    """One value of one row."""
    table = record.draw.choice(list(COLUMNS))
    column = record.draw.choice(COLUMNS[table])
    key = _key(record, table)
    *keys, value = record.one(f"SELECT {', '.join(key)}, {column} FROM {table}")
    where = " AND ".join(f"{name} = ?" for name in key)
    record.db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (record.other(value), *keys))


def deleted(record: Broken) -> None:
    """One row."""
    table = record.draw.choice([each for each in COLUMNS if each != "card"])
    key = _key(record, table)
    keys = record.one(f"SELECT {', '.join(key)} FROM {table}")
    record.db.execute(f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in key)}", keys)


def _key(record: Broken, table: str) -> list[str]:
    """The columns of a table's primary key."""
    return [name for _, name, _, _, _, place in record.rows(f"PRAGMA table_info({table})") if place]


def line_removed(record: Broken) -> None:
    """A line whole, as if it had never been written; but its place in the tree stands."""
    line = record.one("SELECT card_id, at, line_id FROM tree_leaf")
    for table in ("audit", "audit_payload"):
        record.db.execute(f"DELETE FROM {table} WHERE {LINE}", line)


def line_removed_and_tree_built_anew(record: Broken) -> None:
    """A line whole, and the tree without it; the checkpoints, which cannot be signed, are taken away or stay."""
    line = record.one("SELECT card_id, at, line_id FROM tree_leaf")
    for table in ("audit", "audit_payload", "tree_leaf"):
        record.db.execute(f"DELETE FROM {table} WHERE {LINE}", line)
    _built_anew(record)


def _built_anew(record: Broken) -> None:
    rows = record.rows("SELECT card_id, at, line_id, leaf FROM tree_leaf ORDER BY place")
    record.db.execute("DELETE FROM tree_leaf")
    record.db.execute("DELETE FROM tree_node")
    edge = tree.Edge()
    for *line, each in rows:
        record.db.execute("INSERT INTO tree_leaf VALUES (?, ?, ?, ?, ?)", (edge.size, *line, each))
        for level, place, node in edge.append(each):
            if level and level % 8 == 0:
                record.db.execute("INSERT INTO tree_node VALUES (?, ?, ?)", (level, place, node))
    how = record.draw.choice(["stay", "gone", "forged", "copied"])
    if how != "stay":
        record.db.execute("DELETE FROM checkpoint")
    if how in ("forged", "copied"):
        signer = key(9)
        note = write_note(Checkpoint(edge.size, edge.root(), 1), signer)
        if how == "copied":
            # with another's signature under it
            note = (
                note.split("— ")[0] + "— " + record.outside.read_text().split("— ")[1].split("\n")[0] + "\n"
            )
        record.db.execute("INSERT INTO checkpoint VALUES (?, ?)", (edge.size, note))


def line_rewritten_and_tree_built_anew(record: Broken) -> None:
    """What a line says, its leaf, and all that is made from it."""
    *line, salt, payload = record.one("SELECT card_id, at, line_id, salt, payload FROM audit_payload")
    said = (
        payload.replace(b"care-relation", b"her-own-wishes")
        if b"care-relation" in payload
        else payload + b" "
    )
    made = leaf(salt, said)
    record.db.execute(f"UPDATE audit_payload SET payload = ? WHERE {LINE}", (said, *line))
    record.db.execute(f"UPDATE audit SET leaf = ? WHERE {LINE}", (made, *line))
    record.db.execute(f"UPDATE tree_leaf SET leaf = ? WHERE {LINE}", (made, *line))
    if record.draw.random() < 0.5:
        _built_anew(record)


def line_put_in(record: Broken) -> None:
    """A line that nobody wrote, in no tree; or at the tree's end; or as if it waited, but with an older time."""
    card, at, payload = record.one("SELECT card_id, at, payload FROM audit_payload")
    event = record.one("SELECT event FROM audit WHERE card_id = ? AND at = ?", card, at)[0]
    how = record.draw.choice(["alone", "in the tree", "waiting"])
    if how == "waiting":
        at -= record.draw.randrange(2, 500) * 3_600_000_000

        payload, event = b"".join([b'{"event":"read","at":%d,"card":%d,' % (at, card), FORGED]), "read"
    salt, number = record.draw.randbytes(SALT_BYTES), record.draw.getrandbits(60)
    made = leaf(salt, payload)
    record.db.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?)", (card, at, number, event, made))
    record.db.execute("INSERT INTO audit_payload VALUES (?, ?, ?, ?, ?)", (card, at, number, salt, payload))
    if how == "in the tree":
        last = record.rows("SELECT max(place) FROM tree_leaf")[0][0]
        record.db.execute("INSERT INTO tree_leaf VALUES (?, ?, ?, ?, ?)", (last + 1, card, at, number, made))
    if how == "waiting":
        record.db.execute("INSERT INTO audit_waiting VALUES (?, ?, ?)", (card, at, number))


FORGED = b'"kind":"clinician","permission":"open_card","rule":"care-relation","party":7}'


def payloads_swapped(record: Broken) -> None:
    """What two lines say."""
    rows = record.rows("SELECT card_id, at, line_id, salt, payload FROM audit_payload")
    one, other = record.draw.sample(rows, 2)
    for line, said in ((one, other), (other, one)):
        record.db.execute(
            f"UPDATE audit_payload SET salt = ?, payload = ? WHERE {LINE}", (*said[3:], *line[:3])
        )


def places_swapped(record: Broken) -> None:
    """Two lines of the tree."""
    rows = record.rows("SELECT card_id, at, line_id, leaf, place FROM tree_leaf")
    one, other = record.draw.sample(rows, 2)
    record.db.execute("UPDATE tree_leaf SET place = -1 WHERE place = ?", (other[4],))
    record.db.execute("UPDATE tree_leaf SET place = ? WHERE place = ?", (other[4], one[4]))
    record.db.execute("UPDATE tree_leaf SET place = ? WHERE place = -1", (one[4],))


def tail_cut(record: Broken) -> None:
    """The last lines, with all of the database that tells of them: only the folder outside still does."""
    size = record.rows("SELECT count(*) FROM tree_leaf")[0][0]
    points = [row[0] for row in record.rows("SELECT size FROM checkpoint ORDER BY size")]
    left = record.draw.choice([*points[:-1], record.draw.randrange(size)])
    for line in record.rows("SELECT card_id, at, line_id FROM tree_leaf WHERE place >= ?", left):
        for table in ("audit", "audit_payload", "line_erasure"):
            record.db.execute(f"DELETE FROM {table} WHERE {LINE}", line)
    record.db.execute("DELETE FROM tree_leaf WHERE place >= ?", (left,))
    record.db.execute("DELETE FROM tree_node WHERE (place + 1) << level > ?", (left,))
    record.db.execute("DELETE FROM checkpoint WHERE size > ?", (left,))


def put_back_to_wait(record: Broken) -> None:
    """The whole tree, as if no line had ever been sealed."""
    record.db.execute("INSERT INTO audit_waiting SELECT card_id, at, line_id FROM audit")
    for table in ("tree_leaf", "tree_node", "checkpoint"):
        record.db.execute(f"DELETE FROM {table}")


def card_removed(record: Broken) -> None:
    """A card whole, its lines too; sometimes also from the tree."""
    (card,) = record.one("SELECT card_id FROM card")
    tables = ["card", "entry", "body", "audit", "audit_payload", "fair_copy", "line_erasure"]
    for table in tables:
        record.db.execute(f"DELETE FROM {table} WHERE card_id = ?", (card,))
    record.db.execute("DELETE FROM erasure WHERE owner_id = ?", (card,))
    if record.draw.random() < 0.7:
        record.db.execute("DELETE FROM tree_leaf WHERE card_id = ?", (card,))
        _built_anew(record)


def _chain(record: Broken, card: int) -> list[EntryRow]:
    sql = f"SELECT {chain.ENTRY_COLUMNS} FROM entry WHERE card_id = ? ORDER BY seq"
    return [EntryRow(*row) for row in record.rows(sql, card)]


def chain_rewritten(record: Broken) -> None:
    """An entry changed, and every hash after it, and the head."""
    (card,) = record.one("SELECT card_id FROM card")
    rows = _chain(record, card)
    at = record.draw.randrange(len(rows))
    before = rows[at].before_hash
    for place, row in enumerate(rows[at:]):
        made = replace(row, before_hash=before, **({"author": row.author ^ 1} if not place else {}))
        record.db.execute(
            "UPDATE entry SET author = ?, before_hash = ? WHERE card_id = ? AND seq = ?",
            (made.author, made.before_hash, card, row.seq),
        )
        before = chain.row_hash(CARDS, card, made)
    record.db.execute("UPDATE card SET last_hash = ? WHERE card_id = ?", (before, card))


def chain_cut(record: Broken) -> None:
    """The last entries of a card, and the head set back to the one before."""
    (card,) = record.one("SELECT card_id FROM card")
    rows = _chain(record, card)
    last = rows[record.draw.randrange(len(rows) - 1)]
    for table in ("entry", "body"):
        record.db.execute(f"DELETE FROM {table} WHERE card_id = ? AND seq > ?", (card, last.seq))
    head = chain.row_hash(CARDS, card, last)
    record.db.execute("UPDATE card SET last_seq = ?, last_hash = ? WHERE card_id = ?", (last.seq, head, card))


def body_rewritten(record: Broken) -> None:
    """What an entry says, with its hash, and every hash after it: what the lines hold is of the true one."""
    (card,) = record.one("SELECT card_id FROM card")
    rows = _chain(record, card)
    at = record.draw.randrange(len(rows))
    salt = record.draw.randbytes(SALT_BYTES)
    record.db.execute(
        "UPDATE body SET salt = ?, format = 0, bytes = ? WHERE card_id = ? AND seq = ?",
        (salt, b"{}", card, rows[at].seq),
    )
    before = rows[at].before_hash
    for place, row in enumerate(rows[at:]):
        made = replace(
            row, before_hash=before, **({} if place else {"body_hash": sha256(salt + b"{}").digest()})
        )
        record.db.execute(
            "UPDATE entry SET body_hash = ?, before_hash = ? WHERE card_id = ? AND seq = ?",
            (made.body_hash, made.before_hash, card, row.seq),
        )
        before = chain.row_hash(CARDS, card, made)
    record.db.execute("UPDATE card SET last_hash = ? WHERE card_id = ?", (before, card))


def body_erased_without_a_line(record: Broken) -> None:
    """As the law's erasure does, but nobody said so."""
    card, seq = record.one("SELECT card_id, seq FROM body WHERE seq > 1")
    record.db.execute("INSERT INTO erasure VALUES ('card', ?, ?, 'none', 1)", (card, seq))
    record.db.execute("DELETE FROM body WHERE card_id = ? AND seq = ?", (card, seq))


def line_erased_without_a_line(record: Broken) -> None:
    """The same of a line of the log."""
    line = record.one("SELECT card_id, at, line_id FROM audit_payload")
    record.db.execute("INSERT INTO line_erasure VALUES (?, ?, ?, 'none', 1)", line)
    record.db.execute(f"DELETE FROM audit_payload WHERE {LINE}", line)


def outside_changed(record: Broken) -> None:
    """A checkpoint outside: a letter of it, the whole, or one that was put in."""
    notes = Outside(record.outside.parent).notes()
    at = record.draw.randrange(len(notes))
    how = record.draw.choice(["letter", "gone", "forged"])
    if how == "letter":
        notes[at] = record.other(notes[at])
    elif how == "gone":
        del notes[record.draw.randrange(len(notes) - 1)]
    else:
        notes.insert(at, write_note(replace(read_note(notes[at], [key().public]), root=bytes(32)), key(9)))
    record.outside.write_text("".join(f"{note}\n" for note in notes))


WAYS: tuple[Callable[[Broken], None], ...] = (
    changed,
    changed,
    changed,
    deleted,
    deleted,
    line_removed,
    line_removed_and_tree_built_anew,
    line_rewritten_and_tree_built_anew,
    line_put_in,
    payloads_swapped,
    places_swapped,
    tail_cut,
    put_back_to_wait,
    card_removed,
    chain_rewritten,
    chain_cut,
    body_rewritten,
    body_erased_without_a_line,
    line_erased_without_a_line,
    outside_changed,
)
