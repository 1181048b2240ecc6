"""What of a card one unit documented, without what its own record has already. Pure."""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from helsekort.record.card import Card, ContactLine, Trail
from helsekort.record.entries import Content
from helsekort.record.spans import Spans

T = TypeVar("T", bound=Content)
New = Callable[[Trail[Any]], bool]
_OPENING = 1


def own_part(card: Card, organisation: int, taken: Spans) -> Card:
    """The card with only the things that this unit wrote a version of outside of the stretches `taken`.

    A contact stands there for whatever is new in it. Things that no longer stand are kept: what a record took over
    must be taken back there too.
    """
    new = _newer(organisation, taken)
    return replace(
        card,
        due_dates=_those(new, card.due_dates),
        fetuses=_those(new, card.fetuses),
        findings=_those(new, card.findings),
        contacts=[line for each in card.contacts if (line := _line(new, each)) is not None],
        rows=_those(new, card.rows),
        reports=[],
        referrals=[line for line in card.referrals if new(line.referral) or (line.way and new(line.way))],
    )


def ended_since(card: Card, organisation: int, taken: Spans) -> bool:
    """Whether this unit said that the pregnancy is over, or took that back, outside of the stretches."""
    return _newer(organisation, taken)(card.opening)


def _newer(organisation: int, taken: Spans) -> New:
    def new(trail: Trail[Any]) -> bool:
        return any(
            entry.organisation == organisation
            and entry.seq > _OPENING
            and not any(first <= entry.seq <= last for first, last in taken)
            for entry in trail.entries
        )

    return new


def _those(new: New, trails: list[Trail[T]]) -> list[Trail[T]]:
    return [trail for trail in trails if new(trail)]


def _line(new: New, line: ContactLine) -> ContactLine | None:
    findings, rows = _those(new, line.findings), _those(new, line.rows)
    return ContactLine(line.contact, findings, rows) if findings or rows or new(line.contact) else None
