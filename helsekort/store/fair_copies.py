"""The fair copy of a card: what stands on it, written together once, so that it need not be gathered each time.

It is made from the log and says nothing that the log does not. One digest ties it to the card, to its own bytes and
to the hash of the chain where it was made: a copy that was changed, put in another's place or brought back from
before is found when it is read. Erasing a body throws it away in the same transaction (`chain.erase`).
"""

import struct
from hashlib import sha256

from msgspec import Struct

from helsekort.store import chain
from helsekort.store.chain import CARDS, EntryRow, Head
from helsekort.store.database import Transaction
from helsekort.store.packing import MAX_BODY, Pack, UnreadableBody

CopyColumns = tuple[int, int, int, bytes, bytes]

_place = struct.Struct(">9sQIH")


class Kept(Struct, frozen=True):
    """A copy as it was written, and the entries that came `since`, each checked, in sequence."""

    content: bytes
    since: list[EntryRow]


def _digest(card: int, last_seq: int, last_hash: bytes, form: int, stored: bytes) -> bytes:
    return sha256(_place.pack(b"fair copy", card, last_seq, form) + last_hash + stored).digest()


def read(tx: Transaction, card: int) -> Kept | None:
    """The copy of a card with what came since; None where there is none. UnreadableBody where either is not what was
    written."""
    found = tx.row(
        "SELECT c.last_seq, c.last_hash, f.last_seq, f.format, f.digest, f.bytes FROM card c"
        " JOIN fair_copy f ON f.card_id = c.card_id WHERE c.card_id = ?",
        (card,),
    )
    if found is None:
        return None
    newest, last_hash, last_seq, form, digest, stored = found
    since = chain.read(tx, CARDS, card, after=last_seq) if newest != last_seq else []
    if newest != last_seq:
        # others may have written between the two questions, but nothing is left out
        if [row.seq for row in since[: newest - last_seq]] != list(range(last_seq + 1, newest + 1)):
            raise UnreadableBody("entries are gone")
        last_hash = since[0].before_hash
    if _digest(card, last_seq, last_hash, form, stored) != digest:
        raise UnreadableBody("not the copy that was written")
    return Kept(tx.dictionaries.unpack(tx, form, stored), since)


def begin(tx: Transaction, card: int) -> Head | None:
    """The head of a card whose copy is to be made, held until the end: nothing is written or erased meanwhile.

    Asked before the card is read. None where someone else holds it: then no copy is made now.
    """
    sql = "SELECT last_seq, last_hash FROM card WHERE card_id = ?{for_update}{skip_locked}"
    found = tx.row(sql, (card,))
    return Head(found[0], bytes(found[1])) if found else None


def keep(tx: Transaction, card: int, head: Head, content: bytes) -> None:
    """Write the copy made under `head`, in the place of an older one. One too large to be read is not kept."""
    if len(content) > MAX_BODY:
        return
    tx.run(
        "INSERT INTO fair_copy (card_id, last_seq, format, digest, bytes) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (card_id) DO UPDATE SET last_seq = excluded.last_seq, format = excluded.format,"
        " digest = excluded.digest, bytes = excluded.bytes",
        row(card, head, content, tx.dictionaries.packer(tx, CARDS.log)),
    )


def row(card: int, head: Head, content: bytes, pack: Pack) -> CopyColumns:
    """The row of a copy."""
    form, stored = pack(content)
    return (card, head.last_seq, form, _digest(card, head.last_seq, head.last_hash, form, stored), stored)


def every(tx: Transaction) -> list[tuple[int, int]]:
    """(card, the newest entry it holds) of each copy there is."""
    return [(card, seq) for card, seq in tx.rows("SELECT card_id, last_seq FROM fair_copy ORDER BY card_id")]
