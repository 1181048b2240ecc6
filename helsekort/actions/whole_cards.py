"""A card whole, as it goes out: from its fair copy where one holds, from its entries where none does."""

from collections.abc import Iterable

import msgspec

from helsekort.actions.context import Context
from helsekort.actions.held import sees_all
from helsekort.actions.log import refuse_other_woman
from helsekort.actions.shelf import Shelf, all_of, take_down
from helsekort.actions.work import Work
from helsekort.fhir import fair_copy
from helsekort.fhir.fair_copy import FairCopy
from helsekort.fhir.glance import may_be_misplaced
from helsekort.store import chain, fair_copies
from helsekort.store.chain import CARDS, EntryRow
from helsekort.store.database import Transaction
from helsekort.store.packing import UnreadableBody

MOST_SINCE = 16
"""Entries after which a copy is made anew: reading so many one by one costs about what making it does."""


def whole_card(doing: Work, card: int) -> FairCopy:
    """What stands on a card for its reader."""
    if not sees_all(doing):
        return _copied(take_down(doing, card))
    kept = fair_copies.read(doing.tx, card)
    if kept is None or len(kept.since) > MOST_SINCE or not _only_adds(kept.since):
        return _made_anew(doing, card)
    copy = fair_copy.from_bytes(kept.content)
    refuse_other_woman(doing, card, copy.woman)
    if not kept.since:
        return copy
    bodies = [row.body for row in kept.since if row.body is not None]
    return fair_copy.continued(copy, [row.seq for row in kept.since], bodies)


def _only_adds(since: Iterable[EntryRow]) -> bool:
    """Whether nothing that stood before is changed by these entries, or taken off the card."""
    return all(
        row.origin == row.seq and row.body is not None and not may_be_misplaced(row.body) for row in since
    )


def _made_anew(doing: Work, card: int) -> FairCopy:
    """A new copy, kept for the next reader."""
    # the head before the entries: between them nobody may erase what is then kept
    head = fair_copies.begin(doing.tx, card)
    copy = _copied(take_down(doing, card))
    if head is not None:
        fair_copies.keep(doing.tx, card, head, fair_copy.to_bytes(copy))
    return copy


def holds(ctx: Context, tx: Transaction, card: int, last_seq: int) -> bool:
    """Whether the copy of a card says what its entries up to `last_seq`, the newest it holds, say."""
    try:
        kept = fair_copies.read(tx, card)
        rows = [row for row in chain.read(tx, CARDS, card) if row.seq <= last_seq]
        made = _copied(all_of(ctx, card, rows))
        return kept is not None and fair_copy.from_bytes(kept.content) == made
    except (UnreadableBody, msgspec.DecodeError):
        return False


def _copied(shelf: Shelf) -> FairCopy:
    shown = shelf.standing()
    bodies = [each.body for each in shown if each.body is not None]
    return fair_copy.copied(shelf.card, shelf.woman, shelf.last_seq, shelf.entries(shown), bodies)
