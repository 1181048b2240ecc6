"""What is no one else's to read over her shoulder: that a pregnancy began with treatment. Pure."""

from helsekort.record.card import Card, Trail
from helsekort.record.entries import DueDate

PRIVATE_METHODS = frozenset({"ART_RETRIEVAL", "ART_TRANSFER", "ART_INSEM"})
"""Ways to set a due date that name the treatment; no page or paper that others beside her may read says them."""


def names_treatment(card: Card, trail: Trail[DueDate]) -> bool:
    """Whether this date, or a clinician's own words about it, may name fertility treatment."""
    replaced = [one.now for one in card.due_dates if one.origin == trail.now.replaces]
    return any(due.method in PRIVATE_METHODS for due in (trail.now, *replaced))
