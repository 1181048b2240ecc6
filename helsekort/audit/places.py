"""The tree as it is kept: the one sequencer that gives lines their places, and the proofs of where they stand."""

from helsekort.audit import tree
from helsekort.audit.notes import Checkpoint, Signer, write_note
from helsekort.store import log_tree
from helsekort.store.database import Transaction
from helsekort.store.log_tree import KEPT_LEVELS, LeafRow

MOST = 125
"""Lines between two checkpoints, where more wait: on SQLite whoever writes meanwhile waits for them, some 3 ms."""


class Nodes:
    """Gives complete nodes of the tree, each row read once."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._rows: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, place: int) -> bytes:
        """LookupError where the tree is not whole there."""
        lower = level % KEPT_LEVELS
        kept, first, wide = level - lower, place << lower, 1 << lower
        block, within = divmod(first, 1 << KEPT_LEVELS)
        rows = self._block(kept, block)[within : within + wide]
        if len(rows) != wide:
            raise LookupError("the tree is not whole")
        return tree.under(rows)

    def _block(self, level: int, block: int) -> list[bytes]:
        known = self._rows.get((level, block))
        if known is None:
            known = log_tree.read_nodes(self._tx, level, block << KEPT_LEVELS, 1 << KEPT_LEVELS)
            self._rows[level, block] = known
        return known


def seal(tx: Transaction, dialect: str, now: int, signer: Signer) -> str | None:
    """Give up to MOST waiting lines their places and sign what the tree is then; None where none waits.

    The only writer of the tree. What waits longer than a transaction takes is what another sequencer left.
    """
    log_tree.lock(tx, dialect)
    found = log_tree.waiting(tx, MOST)
    if not found:
        return None
    edge = tree.edge_of(log_tree.size(tx), Nodes(tx))
    rows = [LeafRow(edge.size + at, *line) for at, line in enumerate(found)]
    nodes = [node for row in rows for node in edge.append(row.leaf)]
    log_tree.put(tx, rows, nodes)
    note = write_note(Checkpoint(edge.size, edge.root(), now), signer)
    log_tree.add_checkpoint(tx, edge.size, note)
    return note
