"""What was erased from a card by law: that it was there, when and by whom it was written, and nothing of it. Pure."""

from helsekort.record.card import Card
from helsekort.record.entries import Entry


def erased(card: Card) -> list[Entry]:
    """Entries whose content is gone, newest first; not those of a thing that was made on the wrong woman."""
    elsewhere = {entry.origin for entry in card.misplaced}
    return sorted(
        (entry for entry in card.erased if entry.origin not in elsewhere),
        key=lambda entry: entry.seq,
        reverse=True,
    )
