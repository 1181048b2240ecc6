"""What contradicts itself: two answers of one row, two rows, or an answer and the card. Each is asked about.

None of it is refused, for each of them happens: a person looks once more. Limits of single values stand in the
catalogue.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from helsekort.record.card import Card
from helsekort.record.entries import ContactKind, Finding, Moment, Row, Value
from helsekort.record.measurements import Concern, Level

SCORES = ("apgar_1", "apgar_5", "apgar_10")
"""How the child is, one, five and ten minutes after the birth."""

GROWING = ("crl", "bpd", "head_circumference", "abdominal_circumference", "femur_length", "estimated_weight")
"""What is larger in each later scan of a fetus that lives."""

OF_THIS_PREGNANCY = frozenset(
    {"ultrasound", "ultrasound_fetus", "birth", "newborn", "newborn_check", "postpartum", "ending"}
)
"""Groups whose days lie after the last period. A blood type, a vaccine or an illness may be older."""

_AFTER_LAST_PERIOD = frozenset({"assisted_conception_on", "next_visit"})
_DENIED_BY = {
    "illness_none": frozenset(
        {
            "illness_heart",
            "illness_blood_pressure",
            "illness_kidney",
            "illness_diabetes",
            "impaired_glucose_tolerance",
            "illness_allergy_asthma",
            "illness_epilepsy",
            "illness_thrombosis",
            "illness_autoimmune",
            "illness_gynaecological",
            "illness_mental",
            "illness_other",
        }
    ),
    "heredity_none": frozenset({"parents_related", "hip_dysplasia", "heredity_other"}),
}


def finding_concerns(card: Card, finding: Finding, beside: Sequence[Finding]) -> list[Concern]:
    """Of a finding against the card and what is written `beside` it."""
    if finding.what in _DENIED_BY and finding.value is True and _denied(card, finding.what, beside):
        return [_asked(finding.what, "none-and-some")]
    if finding.what in _AFTER_LAST_PERIOD and _before_period(card, _day(finding.value), beside):
        return [_asked(finding.what, "before-period")]
    return []


def row_concerns(card: Card, row: Row, beside: Sequence[Row]) -> list[Concern]:
    """Of a row within itself, against the rows written `beside` it, and against the card."""
    found = [*_falling(row), *_acid(row), *_swapped(row), *_placenta(card, row, beside)]
    found += [*_born_before_check_up(card, row), *_row_before_period(card, row)]
    return [*found, *_labels(card, row, beside)]


def _asked(what: str, why: str, slip: str = "") -> Concern:
    return Concern(Level.ASK, what, why, slip=slip)


def _number(row: Row, what: str) -> Decimal | None:
    value = row.value(what)
    return value if isinstance(value, Decimal) else None


def _falling(row: Row) -> Iterator[Concern]:
    """An Apgar score that is lower than the one before it; one that was not taken is passed over."""
    taken = [(what, score) for what in SCORES if (score := _number(row, what)) is not None]
    for (_earlier, before), (what, after) in pairwise(taken):
        if after < before:
            yield _asked(what, "falls")


def _acid(row: Row) -> Iterator[Concern]:
    """Blood on its way from the child is not less acid than that on its way to it."""
    artery, vein = _number(row, "cord_artery_ph"), _number(row, "cord_vein_ph")
    if artery is not None and vein is not None and artery > vein:
        yield _asked("cord_artery_ph", "artery-above-vein")


def _swapped(row: Row) -> Iterator[Concern]:
    """A child is longer than it is around the head."""
    length, head = _number(row, "length_cm"), _number(row, "head_cm")
    if length is not None and head is not None and head > length:
        yield _asked("head_cm", "head-above-length")


def _placenta(card: Card, row: Row, beside: Sequence[Row]) -> Iterator[Concern]:
    """The placenta follows the child; of several, the last one."""
    born = [one.value("born_at") for one in _children(card, beside) if one is not row]
    moments = [value for value in born if isinstance(value, Moment)]
    placenta = row.value("placenta_at")
    if isinstance(placenta, Moment) and moments and _order(placenta) < max(map(_order, moments)):
        yield _asked("placenta_at", "placenta-first")


def _children(card: Card, beside: Sequence[Row]) -> Iterator[Row]:
    """The rows of the children that are born: those written now go before those on the card."""
    written = {row.fetus: row for row in beside if row.group == "newborn"}
    yield from written.values()
    for trail in card.fetuses:
        if trail.origin not in written and (there := card.latest_row("newborn", trail.origin)) is not None:
            yield there


def _order(moment: Moment) -> tuple[dt.date, dt.time]:
    return (moment.on, moment.at)


def _born_before_check_up(card: Card, row: Row) -> Iterator[Concern]:
    born = _day(row.value("born_at"))
    contacts = (line.contact for line in card.contacts if line.contact.stands)
    check_ups = [one.now.on for one in contacts if one.now.kind is ContactKind.CHECK_UP]
    if born is not None and any(on > born for on in check_ups):
        yield _asked("born_at", "before-check-up")


def _row_before_period(card: Card, row: Row) -> Iterator[Concern]:
    """A day before the last period, of what can only have been after it: of a cell, or else of the row itself."""
    if row.group not in OF_THIS_PREGNANCY:
        return
    early = [cell.what for cell in row.cells if _before_period(card, _day(cell.value), ())]
    if not early and _before_period(card, row.on, ()):
        early = [cell.what for cell in row.cells][:1]
    yield from (_asked(what, "before-period") for what in early)


def _before_period(card: Card, day: dt.date | None, beside: Iterable[Finding]) -> bool:
    written = [one.value for one in beside if one.what == "last_period"]
    known = card.latest("last_period")
    period = _day(written[-1] if written else known.value if known else None)
    return day is not None and period is not None and day < period


def _day(value: Value | None) -> dt.date | None:
    if isinstance(value, Moment):
        return value.on
    return value if isinstance(value, dt.date) else None


def _denied(card: Card, none: str, beside: Sequence[Finding]) -> bool:
    """Whether something is said to be there that this denies: what is written now goes before the card."""
    written = {one.what: one.value for one in beside}
    known = {what: found.value for what in _DENIED_BY[none] if (found := card.latest(what)) is not None}
    return any((known | written).get(what) is True for what in _DENIED_BY[none])


def _labels(card: Card, row: Row, beside: Sequence[Row]) -> Iterator[Concern]:
    """Labels swapped in a later scan: as labelled something has shrunk, and with two labels exchanged nothing has."""
    if row.group != "ultrasound_fetus":
        return
    before = _scan_before(card, row)
    shrunk = [what for what in GROWING if _less(row, before, what)]
    if not shrunk:
        return
    for other in beside:
        if other.group != row.group or other.fetus == row.fetus or other.on != row.on:
            continue
        theirs = _scan_before(card, other)
        exchanged = ((row, theirs), (other, before))
        if theirs is not None and not any(_less(*pair, what) for pair in exchanged for what in GROWING):
            yield _asked(shrunk[0], "labels")
            return


def _scan_before(card: Card, row: Row) -> Row | None:
    """The newest scan of that fetus before this one."""
    found = [trail.now for trail in card.rows_of(row.group, row.fetus) if trail.now.on < row.on]
    return found[-1] if found else None


def _less(row: Row, before: Row | None, what: str) -> bool:
    now, then = _number(row, what), _number(before, what) if before else None
    return now is not None and then is not None and now < then
