"""What a unit that was sent a summary sees of the card: the summary as it stands, and whose it is. Pure."""

from msgspec.structs import replace

from helsekort.record.card import Card, EpicrisisLine


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
        epicrises=[line],
    )
