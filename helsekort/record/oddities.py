"""What is unusual about a proposed due date or an ending, for a person to look at once more.

Limits are in data/term.toml.
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from helsekort.record.card import Card
from helsekort.record.children import AT_BIRTH, CHILD_STATE, contradicts
from helsekort.record.endings import BORN, STATES, fits
from helsekort.record.entries import ContactKind, DueDate
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


class EndingOddity(StrEnum):
    """Each is shown beside the ending, and must be seen before the pregnancy is said to be over."""

    ANOTHER_WEEK = "another-week"  # the outcome is not what it is called in that week
    BEFORE_CHECK_UP = "before-check-up"  # a check-up stands on the card that was held later
    AGAINST_CHILD = "against-child"  # what is written of the child says otherwise


def ending_oddities(
    card: Card, on: dt.date, codes: Mapping[int, str], terms: TermTable
) -> list[EndingOddity]:
    """Oddities of an ending on a day, with a code of list L5 for each fetus by its origin."""
    found = []
    age = card.age(on)
    if age is not None and not all(fits(code, age.days, terms.endings) for code in codes.values()):
        found.append(EndingOddity.ANOTHER_WEEK)
    check_ups = (line.contact for line in card.contacts if line.contact.now.kind is ContactKind.CHECK_UP)
    if any(trail.stands and trail.now.on > on for trail in check_ups):
        found.append(EndingOddity.BEFORE_CHECK_UP)
    if any(_against_child(card, origin, code) for origin, code in codes.items()):
        found.append(EndingOddity.AGAINST_CHILD)
    return found


def _against_child(card: Card, origin: int, code: str) -> bool:
    """Whether a child stands as born otherwise, or as born at all where it is told as a loss."""
    row = card.latest_row(AT_BIRTH, origin)
    written = row.value(CHILD_STATE) if row else None
    if not isinstance(written, str):
        return False
    return STATES[code] not in BORN or contradicts(STATES[code], written)


def findings_after(card: Card, fetus: int, on: dt.date) -> bool:
    """Whether something was found about a fetus on a later day: it may be the other one that is meant."""
    return any(
        trail.stands and trail.now.fetus == fetus and trail.now.on > on for trail in card.all_findings()
    )
