"""What a unit that was sent a summary sees of the card: the summary as it stands, and whose it is. Pure.

A draft is for those who write it: who reads the summary afterwards sees no version from before it was signed.
"""

from msgspec.structs import replace

from helsekort.record.card import Card, EpicrisisLine, Trail
from helsekort.record.entries import Entry
from helsekort.record.epicrisis import Epicrisis


def only_epicrisis(card: Card, line: EpicrisisLine) -> Card:
    """The card with no more on it than a summary, the due date in force and the fetuses."""
    due = card.due_trail
    return replace(
        card,
        due_dates=[due] if due else [],
        fetuses=card.live_fetuses(),
        contacts=[],
        findings=[],
        rows=[],
        misplaced=[],
        erased=[],
        reports=[],
        referrals=[],
        attachments=[],
        epicrises=[line],
    )


def drafts(line: EpicrisisLine) -> list[Entry]:
    """The versions from before it was signed: all, where nobody has."""
    found = []
    for entry in line.epicrisis.entries:
        if isinstance(entry.content, Epicrisis) and entry.content.signed:
            break
        found.append(entry)
    return found


def without_drafts(line: EpicrisisLine) -> EpicrisisLine | None:
    """A summary as those see it who have not written it; None for one that nobody has signed."""
    left = line.epicrisis.entries[len(drafts(line)) :]
    return EpicrisisLine(Trail(left), line.deliveries) if left else None
