"""Which lists of the desk a woman stands on, from her card's summary row. Nothing is judged: a list is a reminder."""

import datetime as dt
from enum import StrEnum

from helsekort.record.card import Card
from helsekort.record.entries import Finding, Row
from helsekort.record.gestation import ListLimits

NEXT_VISIT, NEW_VISIT, NOT_HELD = "next_visit", "new_visit_on", "visit_not_held"
"""The catalogue's keys of the day agreed for the next visit, at a visit and for one that was not held."""


class Listed(StrEnum):
    """A list of the desk, in the order shown; its value stands in an address."""

    RESULTS = "svar"
    DUE_SOON = "termin"
    PAST_TERM = "over-termin"
    LATE = "forfalt"
    UNSEEN = "etter-28"
    LACKING = "ikke-overfort"


def lists_of(
    limits: ListLimits,
    today: dt.date,
    *,
    edd: dt.date | None,
    length: int | None,
    last_check_up: dt.date | None,
    next_visit: dt.date | None,
) -> frozenset[Listed]:
    """The lists that dates decide. Without a due date none that rests on one; a result has its list elsewhere."""
    found = set()
    if _late(limits, today, last_check_up, next_visit):
        found.add(Listed.LATE)
    if edd is not None and length is not None:
        age = length - (edd - today).days
        if age >= limits.past_term.days:
            found.add(Listed.PAST_TERM)
        elif edd - today <= dt.timedelta(days=limits.due_soon.days):
            found.add(Listed.DUE_SOON)
        last_third = edd - dt.timedelta(days=length - limits.last_third.days)
        if last_third <= today and (last_check_up is None or last_check_up < last_third):
            found.add(Listed.UNSEEN)
    return frozenset(found)


def _late(
    limits: ListLimits, today: dt.date, last_check_up: dt.date | None, next_visit: dt.date | None
) -> bool:
    """A visit that was agreed has passed without a check-up; where none is agreed, the last one is long ago."""
    if next_visit is not None and (last_check_up is None or last_check_up < next_visit):
        return next_visit < today
    return last_check_up is not None and today - last_check_up > dt.timedelta(days=limits.apart.days)


def next_visit(card: Card) -> dt.date | None:
    """The day that was agreed last for the next visit; it may have passed."""
    found = [
        *((one.now.on, one.last.seq, one.now.value) for one in card.series(NEXT_VISIT)),
        *((one.now.on, one.last.seq, one.now.value(NEW_VISIT)) for one in card.rows_of(NOT_HELD)),
    ]
    days = [(on, seq, value) for on, seq, value in found if isinstance(value, dt.date)]
    return max(days)[2] if days else None


def tells_next_visit(content: object) -> bool:
    """Whether a thing that was written can change `next_visit`."""
    if isinstance(content, Finding):
        return content.what == NEXT_VISIT
    return isinstance(content, Row) and content.group == NOT_HELD
