"""Does the log hold? Every line against its leaf, the leaves against the tree, the tree against every checkpoint,
and what stands on cards against the lines that say who wrote it."""

from collections.abc import Iterator

from msgspec import DecodeError, Struct, field

from helsekort.audit import tree
from helsekort.audit.events import WRITES, Event
from helsekort.audit.lines import Chained, Line, leaf, read
from helsekort.audit.notes import BadNote, Checkpoint, read_note
from helsekort.store import audit_lines, log_tree
from helsekort.store.audit_lines import AuditRow
from helsekort.store.chain import CARDS, PARTIES, hashes_of
from helsekort.store.database import Transaction
from helsekort.store.log_tree import KEPT_LEVELS, Key

HOUR = 3_600_000_000
LOGS = {tables.log: tables for tables in (CARDS, PARTIES)}


class LogBreak(Struct, frozen=True):
    """Where the audit log does not hold. `card` and `at` are 0 where it is about the whole."""

    card: int
    at: int
    what: str


class Said(Struct):
    """What all lines say was done: entries by (card, seq), the newest seq of a loaded card, and ends of chains."""

    written: set[tuple[int, int]] = field(default_factory=set)
    loaded: dict[int, int] = field(default_factory=dict)
    erased: set[tuple[int, int]] = field(default_factory=set)
    heads: list[tuple[Line, Chained]] = field(default_factory=list)
    lines_erased: set[Key] = field(default_factory=set)

    def take(self, line: Line) -> None:
        if line.event in WRITES:
            self.written.update((line.card, seq) for seq in line.entries)
        if line.event is Event.LOADED:
            self.loaded[line.card] = line.up_to
        if line.event is Event.ERASED:
            self.erased.update((line.card, seq) for seq in line.entries)
        self.heads += [(line, head) for head in line.heads]
        self.lines_erased.update((line.card, at, number) for at, number in line.lines)
        self.written.update((line.card, seq) for seq in line.stands_for)


def verify(tx: Transaction) -> Iterator[LogBreak]:
    """Every line against its leaf, and every entry and erasure of every card against a line that says whose it is."""
    said = Said()
    by_law = audit_lines.erased_lines(tx)
    for row in audit_lines.every(tx):
        if (row.card, row.at, row.line) in by_law:
            if row.payload:
                yield LogBreak(row.card, row.at, "a line's content was erased and is back")
            continue
        yield from _line(row, said)
    if audit_lines.orphans(tx):
        yield LogBreak(0, 0, "a line was removed and its content stands")
    for card, at, _ in by_law - said.lines_erased:
        yield LogBreak(card, at, "a line's content was erased and no line says who did it")
    yield from _accounted(tx, said)
    yield from _ends(tx, said)


def _line(row: AuditRow, said: Said) -> Iterator[LogBreak]:
    if not row.payload or leaf(row.salt, row.payload) != row.leaf:
        yield LogBreak(row.card, row.at, "a line's content is gone or is not the one that was written")
        return
    try:
        line = read(row.payload)
    except DecodeError:
        yield LogBreak(row.card, row.at, "a line cannot be read")
        return
    if (line.card, line.at, line.event) != (row.card, row.at, row.event):
        yield LogBreak(row.card, row.at, "a line stands in the wrong place")
    said.take(line)


def _accounted(tx: Transaction, said: Said) -> Iterator[LogBreak]:
    for card, seq in audit_lines.entry_keys(tx):
        if seq > said.loaded.get(card, 0) and (card, seq) not in said.written:
            yield LogBreak(card, 0, f"entry {seq} stands on the card and no line says who wrote it")
    for card, seq in audit_lines.erased_keys(tx):
        if (card, seq) not in said.erased:
            yield LogBreak(card, 0, f"the content of entry {seq} was erased and no line says who did it")


def _ends(tx: Transaction, said: Said) -> Iterator[LogBreak]:
    """The lines hold the ends of all chains: one that was cut, or written anew from some row on, has others."""
    for name, tables in LOGS.items():
        ends = {(head.owner, head.seq): (line, head) for line, head in said.heads if head.log == name}
        found = hashes_of(tx, tables, ends)
        for (owner, seq), (line, head) in ends.items():
            if found.get((owner, seq)) != head.hash:
                what = f"the {name} log does not say at entry {seq} what it said when this was written"
                yield LogBreak(line.card, line.at, what)


class Kept(Struct, frozen=True):
    """The checkpoints that the tree is held against: notes of the database and of the folder outside, and the keys
    that may have signed them. `outside` is None where there is no such folder."""

    keys: list[bytes]
    outside: list[str] | None


def verify_tree(tx: Transaction, kept: Kept) -> Iterator[LogBreak]:
    """Every line stands in the tree or waits for it, and the tree was at every checkpoint what its note says."""
    inside = log_tree.checkpoints(tx)
    points: dict[int, list[Checkpoint]] = {}
    for note in dict.fromkeys((*(note for _, note in inside), *(kept.outside or ()))):
        try:
            said = read_note(note, kept.keys)
        except BadNote as bad:
            yield LogBreak(0, 0, f"a checkpoint {bad}")
            continue
        points.setdefault(said.size, []).append(said)
    yield from _notes_agree(inside, kept)
    yield from _tree(tx, points)


def _notes_agree(inside: list[tuple[int, str]], kept: Kept) -> Iterator[LogBreak]:
    for size, note in inside:
        if note.split("\n")[1:2] != [str(size)]:
            yield LogBreak(0, 0, f"the checkpoint of {size} lines says another number")
    if kept.outside is None:
        return
    here, there = {note for _, note in inside}, set(kept.outside)
    if there - here:
        yield LogBreak(0, 0, f"{len(there - here)} checkpoints kept outside are not in the database")
    # the newest ones may be on their way out
    last = max((at for at, (_, note) in enumerate(inside) if note in there), default=-1)
    lost = [size for size, note in inside[: last + 1] if note not in there]
    if lost:
        yield LogBreak(0, 0, f"{len(lost)} checkpoints of the database are not among those kept outside")


def _tree(tx: Transaction, points: dict[int, list[Checkpoint]]) -> Iterator[LogBreak]:
    lines, waiting = audit_lines.leaves(tx), log_tree.still_waiting(tx)
    edge, nodes = tree.Edge(), log_tree.every_node(tx)
    signed, before = True, 0  # whether the place before ends what was signed for, and when that was last so
    for row in log_tree.leaves(tx):
        if row.place != edge.size:
            yield LogBreak(
                row.card, row.at, f"the tree has place {row.place} where place {edge.size} should be"
            )
            return
        if lines.pop(row.key, None) != row.leaf:
            yield LogBreak(
                row.card, row.at, "a line of the tree was removed or changed, or stands there twice"
            )
        yield from _put_in_later(row.card, row.at, before)
        for level, place, made in edge.append(row.leaf):
            if level and level % KEPT_LEVELS == 0 and nodes.pop((level, place), None) != made:
                yield LogBreak(
                    0, 0, f"node {place} of level {level} of the tree is not what its lines make it"
                )
        here = points.pop(edge.size, [])
        signed, before = bool(here), max([before, *(point.at for point in here)])
        yield from _root(edge, here)
    if not signed:
        yield LogBreak(0, 0, "the last lines of the tree have no checkpoint")
    for card, at, _ in waiting:
        yield from _put_in_later(card, at, before)
    yield from _left_over(edge, points, nodes, lines, waiting)


def _put_in_later(card: int, at: int, before: int) -> Iterator[LogBreak]:
    """A line comes into the tree in the order of times, but for the time that a transaction takes."""
    if at < before - HOUR:
        yield LogBreak(card, at, "a line is older than the checkpoint before it: it was put in afterwards")


def _root(edge: tree.Edge, points: list[Checkpoint]) -> Iterator[LogBreak]:
    root = edge.root() if points else b""
    if any(point.root != root for point in points):
        yield LogBreak(0, 0, f"the first {edge.size} lines are not those that the checkpoint was signed for")


def _left_over(
    edge: tree.Edge,
    points: dict[int, list[Checkpoint]],
    nodes: dict[tuple[int, int], bytes],
    lines: dict[Key, bytes],
    waiting: set[Key],
) -> Iterator[LogBreak]:
    if points:
        what = f"the log was cut: a checkpoint was signed for {max(points)} lines, and {edge.size} are there"
        yield LogBreak(0, 0, what)
    if nodes:
        yield LogBreak(0, 0, f"{len(nodes)} nodes of the tree have no lines under them")
    for card, at, _ in lines.keys() - waiting:
        yield LogBreak(card, at, "a line stands in no tree, and does not wait for one")
    for card, at, _ in waiting - lines.keys():
        yield LogBreak(card, at, "a line that waited for the tree is gone, or waits although it stands there")
