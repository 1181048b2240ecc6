"""What a due date and the answers of the card tell of each other, so that a day is typed in one place only. Pure.

A due date by the last period tells the last period and whether it is certain; one by egg retrieval or transfer tells
of the assisted conception; an examination by ultrasound tells of the due date it proposed. All of it is offered.
"""

import datetime as dt

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.entries import DueDate, Value
from helsekort.record.gestation import Method
from helsekort.web.clinician.desk import Desk

LAST_PERIOD, ASSISTED_ON = "last_period", "assisted_conception_on"
_CERTAIN = {"LMP_SURE": True, "LMP_UNSURE": False}
_LABORATORY = frozenset({"egg_retrieval", "embryo_transfer"})


class KnownDay(Struct, frozen=True):
    """A day that the card holds and a due date can rest on. `examined` is the day of an examination by ultrasound,
    `written` the day that the answer is of.
    """

    day: dt.date
    written: dt.date
    examined: dt.date | None = None


def by_due_date(desk: Desk, what: str) -> tuple[Trail[DueDate], Value] | None:
    """What the newest due date that tells of `what` says of it, and which one that is."""
    for trail in reversed(desk.card.due_dates):
        value = _tells(desk, trail.now, what) if trail.stands else None
        if value is not None:
            return trail, value
    return None


def _tells(desk: Desk, due: DueDate, what: str) -> Value | None:
    method = desk.terms.methods.get(due.method)
    measured = method.measured if method else ""
    if measured == LAST_PERIOD:
        return {LAST_PERIOD: due.measured_on, "last_period_certain": _CERTAIN.get(due.method)}.get(what)
    if measured in _LABORATORY:
        return {ASSISTED_ON: due.measured_on, "assisted_conception": True}.get(what)
    return None


def known_day(desk: Desk, method: Method) -> KnownDay | None:
    """The day that the card holds for this way of setting a due date; None where it holds none."""
    if method.measured == "due_date" and not method.own_length:
        return _proposed_by_scan(desk)
    what = LAST_PERIOD if method.measured == LAST_PERIOD else ASSISTED_ON
    finding = desk.card.latest(what)
    if finding is None or not isinstance(finding.value, dt.date):
        return None
    return KnownDay(finding.value, finding.on)


def _proposed_by_scan(desk: Desk) -> KnownDay | None:
    for trail in reversed(desk.card.rows_of("ultrasound")):
        proposed = trail.now.value("edd_proposed")
        if isinstance(proposed, dt.date):
            return KnownDay(proposed, trail.now.on, trail.now.on)
    return None
