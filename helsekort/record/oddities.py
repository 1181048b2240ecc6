"""What is unusual about a proposed due date, for a person to look at once more. Limits are in data/term.toml."""

from enum import StrEnum

from helsekort.record.card import Card
from helsekort.record.entries import DueDate
from helsekort.record.gestation import TermTable


class Oddity(StrEnum):
    """Each is shown beside the proposal, and must be seen before it is confirmed."""

    OUTSIDE_WINDOW = "outside-window"  # the method is meant for other weeks than that of its measurement
    LARGE_SHIFT = "large-shift"
    LOWER_RANK = "lower-rank"  # the date in force rests on a method that goes before this one


def oddities(card: Card, due: DueDate, terms: TermTable) -> list[Oddity]:
    """Oddities of a proposed date against its own measurement and the date in force."""
    method, now = terms.methods.get(due.method), card.due
    found = []
    if method and method.window and due.measured_on:
        age = due.length - (due.edd - due.measured_on).days
        if not method.window.holds(age):
            found.append(Oddity.OUTSIDE_WINDOW)
    if now is None:
        return found
    if terms.shift and abs(_day_zero(due) - _day_zero(now)) >= terms.shift.days:
        found.append(Oddity.LARGE_SHIFT)
    before = terms.methods.get(now.method)
    if method and before and method.rank and before.rank and method.rank > before.rank:
        found.append(Oddity.LOWER_RANK)
    return found


def _day_zero(due: DueDate) -> int:
    """Day 0 as a day number: dates of different lengths are compared by where the pregnancy began."""
    return due.edd.toordinal() - due.length
