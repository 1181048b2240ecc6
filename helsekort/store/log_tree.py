"""The rows of the log's proof tree: which line stands at which place, some of its nodes, and its checkpoints.

Leaves are kept by place, and of the nodes above them those of every eighth level: what lies between is made from at
most 256 rows that stand side by side, and nothing that is kept ever changes.
"""

from collections.abc import Iterator

from msgspec import Struct

from helsekort.store.database import Transaction

KEPT_LEVELS = 8
_LOCK = 7455
_AT_ONCE = 10_000
_BEFORE_ALL = -(2**63)  # one that was put before the first place is seen too

Key = tuple[int, int, int]
"""(card, at, line): where a line of the log stands."""


class LeafRow(Struct, frozen=True):
    """A line's place in the tree, and its leaf as it was then."""

    place: int
    card: int
    at: int
    line: int
    leaf: bytes

    @property
    def key(self) -> Key:
        return (self.card, self.at, self.line)


def lock(tx: Transaction, dialect: str) -> None:
    """One that gives out places at a time. SQLite has one writer in any case."""
    if dialect == "postgresql":
        tx.rows(f"SELECT pg_advisory_xact_lock({_LOCK})")


def waiting(tx: Transaction, most: int) -> list[tuple[int, int, int, bytes]]:
    """(card, at, line, leaf) of some lines that have no place yet."""
    # some first, then sorted: so a long queue is never read whole
    rows = tx.rows(
        "SELECT w.card_id, w.at, w.line_id, a.leaf FROM"
        " (SELECT card_id, at, line_id FROM audit_waiting ORDER BY card_id, at, line_id LIMIT ?) w"
        " JOIN audit a ON a.card_id = w.card_id AND a.at = w.at AND a.line_id = w.line_id"
        " ORDER BY w.at, w.card_id, w.line_id",
        (most,),
    )
    return [(card, at, line, bytes(leaf)) for card, at, line, leaf in rows]


def count_waiting(tx: Transaction, most: int) -> int:
    """How many lines have no place yet; counted up to `most`."""
    found = tx.row("SELECT count(*) FROM (SELECT 1 FROM audit_waiting LIMIT ?) w", (most,))
    return int(found[0]) if found else 0


def still_waiting(tx: Transaction) -> set[Key]:
    """Everything that stands in the queue."""
    return {(card, at, line) for card, at, line in tx.rows("SELECT card_id, at, line_id FROM audit_waiting")}


def put(tx: Transaction, leaves: list[LeafRow], nodes: list[tuple[int, int, bytes]]) -> None:
    """Give lines their places; they wait no more. Of the nodes, those of the kept levels stay."""
    tx.many(
        "INSERT INTO tree_leaf (place, card_id, at, line_id, leaf) VALUES (?, ?, ?, ?, ?)",
        [(row.place, row.card, row.at, row.line, row.leaf) for row in leaves],
    )
    kept = [node for node in nodes if node[0] and node[0] % KEPT_LEVELS == 0]
    tx.many("INSERT INTO tree_node (level, place, hash) VALUES (?, ?, ?)", kept)
    tx.many(
        "DELETE FROM audit_waiting WHERE card_id = ? AND at = ? AND line_id = ?", [row.key for row in leaves]
    )


def size(tx: Transaction) -> int:
    """How many leaves the tree has: places have no gaps."""
    found = tx.row("SELECT max(place) FROM tree_leaf")
    return 0 if found is None or found[0] is None else int(found[0]) + 1


def read_nodes(tx: Transaction, level: int, first: int, count: int) -> list[bytes]:
    """Nodes of a kept level, or leaves, that stand side by side; fewer where they are not all there."""
    if level:
        sql = "SELECT hash FROM tree_node WHERE level = ? AND place >= ? AND place < ? ORDER BY place"
        return [bytes(row[0]) for row in tx.rows(sql, (level, first, first + count))]
    sql = "SELECT leaf FROM tree_leaf WHERE place >= ? AND place < ? ORDER BY place"
    return [bytes(row[0]) for row in tx.rows(sql, (first, first + count))]


def places_of_card(tx: Transaction, card: int) -> dict[tuple[int, int], int]:
    """By (at, line), the places of a card's lines."""
    rows = tx.rows("SELECT at, line_id, place FROM tree_leaf WHERE card_id = ?", (card,))
    return {(at, line): place for at, line, place in rows}


def leaves(tx: Transaction) -> Iterator[LeafRow]:
    """Every leaf in the order of places."""
    before = _BEFORE_ALL
    sql = "SELECT place, card_id, at, line_id, leaf FROM tree_leaf WHERE place > ? ORDER BY place LIMIT ?"
    while rows := tx.rows(sql, (before, _AT_ONCE)):
        for place, card, at, line, leaf in rows:
            yield LeafRow(place, card, at, line, bytes(leaf))
        before = rows[-1][0]


def every_node(tx: Transaction) -> dict[tuple[int, int], bytes]:
    """Every node that is kept, by level and place."""
    rows = tx.rows("SELECT level, place, hash FROM tree_node")
    return {(level, place): bytes(node) for level, place, node in rows}


def add_checkpoint(tx: Transaction, size: int, note: str) -> None:
    tx.run("INSERT INTO checkpoint (size, note) VALUES (?, ?)", (size, note))


def checkpoints(tx: Transaction, after: int = -1) -> list[tuple[int, str]]:
    """(size, note) of every checkpoint of more than `after` lines, the oldest first."""
    rows = tx.rows("SELECT size, note FROM checkpoint WHERE size > ? ORDER BY size", (after,))
    return [(size, note) for size, note in rows]


def newest_checkpoint(tx: Transaction) -> tuple[int, str] | None:
    """(size, note) of the last one."""
    found = tx.row("SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1")
    return (found[0], found[1]) if found else None
