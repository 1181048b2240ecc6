"""A card's entries as tests write them: by hand, or any that can happen."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st
from msgspec.structs import replace

from helsekort.record.card import Card, fold
from helsekort.record.entries import (
    CardOpened,
    Contact,
    ContactKind,
    Content,
    DueDate,
    Entry,
    Fetus,
    Finding,
    Status,
    Way,
)

OLDEST = 315
ON = dt.date(2026, 3, 10)
STANDING = (Status.FINAL, Status.CORRECTED)
Thing = Contact | Finding | DueDate | Fetus


def day(number: int) -> dt.date:
    return ON + dt.timedelta(days=number)


class Log:
    """A card's entries, as they are written. The opening is entry 1."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.add(CardOpened(5, day(-100), 9))

    def add(self, content: Content) -> int:
        origin = len(self.entries) + 1
        self._write(origin, 1, content)
        return origin

    def revise(self, origin: int, content: Content) -> int:
        version = 1 + sum(entry.origin == origin for entry in self.entries)
        self._write(origin, version, content)
        return len(self.entries)

    def _write(self, origin: int, version: int, content: Content) -> None:
        seq = len(self.entries) + 1
        self.entries.append(Entry(seq, origin, version, seq * 1_000_000, 6, 9, content))

    def erase(self, seq: int) -> None:
        self.entries[seq - 1] = replace(self.entries[seq - 1], content=None)

    def last(self, origin: int) -> Content:
        content = [entry.content for entry in self.entries if entry.origin == origin][-1]
        assert content is not None
        return content

    def end(self, origin: int, status: Status) -> int:
        return self.revise(origin, replace(self.last(origin), status=status, reason="Feil."))

    def folded(self) -> Card:
        return fold(77, self.entries, OLDEST)


def weight(value: str, on: dt.date = ON, contact: int | None = None) -> Finding:
    return Finding("weight", Decimal(value), on, contact=contact)


def check_up(on: dt.date = ON, at: dt.time | None = None) -> Contact:
    return Contact(ContactKind.CHECK_UP, Way.VISIT, on, at)


def due(edd: dt.date, *, proposed: bool = False, length: int = 283) -> DueDate:
    return DueDate(edd, length, "US_EARLY", ON, ON, proposed=proposed)


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Things added, corrected, withdrawn, misplaced, confirmed and erased in any order that can happen."""
    log = Log()
    for _ in range(draw(st.integers(0, 25))):
        added = sorted({entry.origin for entry in log.entries} - {1})
        whole = [origin for origin in added if [e for e in log.entries if e.origin == origin][-1].content]
        again = draw(st.booleans())
        if whole and again:
            _change(draw, log, draw(st.sampled_from(whole)))
        else:
            log.add(_thing(draw, log))
    return log


def _thing(draw: st.DrawFn, log: Log) -> Thing:
    kind = draw(st.sampled_from([Contact, Finding, Finding, DueDate, Fetus]))
    on = day(draw(st.integers(-60, 0)))
    if kind is Contact:
        return check_up(on)
    if kind is DueDate:
        return due(day(draw(st.integers(20, 120))), proposed=draw(st.booleans()))
    if kind is Fetus:
        return Fetus(draw(st.sampled_from("ABC")), on)
    contacts = [entry.origin for entry in log.entries if isinstance(entry.content, Contact)]
    fetuses = [entry.origin for entry in log.entries if isinstance(entry.content, Fetus)]
    return Finding(
        draw(st.sampled_from(["weight", "fundal_height"])),
        Decimal(draw(st.integers(20, 90))),
        on,
        fetus=draw(st.sampled_from([None, *fetuses])),
        contact=draw(st.sampled_from([None, *contacts])),
    )


def _change(draw: st.DrawFn, log: Log, origin: int) -> None:
    status = draw(st.sampled_from(Status))
    content = replace(log.last(origin), status=status, reason="Fordi.")
    confirmed = draw(st.booleans())
    if isinstance(content, DueDate) and confirmed:
        content = replace(content, proposed=False)
    seq = log.revise(origin, content)
    if draw(st.integers(0, 9)) == 0:
        log.erase(draw(st.sampled_from([seq, origin])))
