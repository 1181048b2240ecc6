"""The versions that one request writes, in order; nothing is written before all of it is planned."""

import datetime as dt
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from helsekort.dhg.faults import invalid
from helsekort.dhg.view import CAME_BY, View
from helsekort.record.card import Trail
from helsekort.record.entries import Contact, Content, DueDate, Finding, ForeignId, Row, Status

T = TypeVar("T", Finding, Row, Contact)
Withdrawable = TypeVar("Withdrawable", Finding, Row, Contact, DueDate)


class Change(Struct, frozen=True):
    """A version to write: the first of a new thing where `version` is 1. `place` is the property it came of."""

    origin: int
    version: int
    content: Content
    place: str = ""

    @property
    def new(self) -> bool:
        return self.version == 1


class Terms(Struct, frozen=True):
    """What a plan needs to know: the day, the sequence given out next, and a pregnancy's usual length in days."""

    today: dt.date
    next: int
    length: int


class Changes:
    """What is planned so far."""

    def __init__(self, view: View, terms: Terms) -> None:
        self.view, self.terms = view, terms
        self.planned: list[Change] = []
        self._place = ""

    def at(self, place: str) -> None:
        """What is planned from here on comes of this property."""
        self._place = place

    @property
    def touched(self) -> set[int]:
        return {change.origin for change in self.planned}

    @property
    def next(self) -> int:
        """The origin of what is added next."""
        return self.terms.next + len(self.planned)

    def mark(self) -> tuple[ForeignId, ...]:
        """The name of what is added next; the number keeps it apart from what was taken back before."""
        return (ForeignId(CAME_BY, f"{self._place}/{self.next}"),)

    def add(self, content: Content) -> int:
        """A new thing; its origin."""
        origin = self.next
        self.planned.append(Change(origin, 1, content, self._place))
        return origin

    def correct(self, trail: Trail[T], wanted: T) -> None:
        """The next version of what stands. A laboratory's answer is the laboratory's."""
        self._refuse_laboratory(trail.now)
        corrected = replace(wanted, status=Status.CORRECTED, reason=self.view.table.reasons.corrected)
        self.planned.append(Change(trail.origin, trail.last.version + 1, corrected, self._place))

    def withdraw(self, trail: Trail[Withdrawable], reason: str) -> None:
        self._refuse_laboratory(trail.now)
        gone = replace(trail.now, status=Status.WITHDRAWN, reason=reason)
        self.planned.append(Change(trail.origin, trail.last.version + 1, gone, self._place))

    def _refuse_laboratory(self, content: Content) -> None:
        if isinstance(content, Finding) and content.lab is not None:
            raise invalid(content.what, "a laboratory's answer is changed by the laboratory alone.")
