"""What the entries of one card must be to each other, wherever they come from. The fold relies on it."""

from collections.abc import Iterator, Sequence

from helsekort.record.entries import (
    Attachment,
    CardOpened,
    Contact,
    Content,
    DueDate,
    Entry,
    Fetus,
    Finding,
    LabReport,
    Referral,
    ReferralAnswer,
    Row,
)
from helsekort.record.epicrisis import Delivery, Epicrisis

OPENING = 1
"""Origin of the entry that opens a card, and number of any thing's first version."""


def first_fault(entries: Sequence[Entry]) -> tuple[int, str] | None:
    """(sequence, sentence with the remedy) of the first entry that cannot stand where it does; None where all can.

    Entries are in sequence from 1, each with its content.
    """
    kinds: dict[int, type[Content]] = {}
    versions: dict[int, int] = {}
    before = 0
    for seq, entry in enumerate(entries, OPENING):
        says = _misplaced(seq, entry, kinds, versions)
        if says is None and entry.recorded < before:
            says = (
                "It was recorded before the entry above it. Put the entries in the order they were recorded."
            )
        if says is not None:
            return seq, says
        before = entry.recorded
        kinds[entry.origin] = type(entry.content)  # type: ignore[assignment]  # never None here
        versions[entry.origin] = entry.version
    if not entries:
        return OPENING, "A card begins with the entry that opens it."
    return _untied(entries, kinds)


def _misplaced(
    seq: int, entry: Entry, kinds: dict[int, type[Content]], versions: dict[int, int]
) -> str | None:
    """What is wrong with an entry's origin, version or kind, seen from the entries above it."""
    opens = isinstance(entry.content, CardOpened)
    if opens != (entry.origin == OPENING):
        return "A card begins with the entry that opens it, and no other entry opens one."
    if entry.version == OPENING:
        return None if entry.origin == seq else "A new thing has its place in the list as its origin."
    if entry.version - 1 != versions.get(entry.origin):
        return "A later version names the origin of a thing above, and its number is the next."
    if kinds[entry.origin] is not type(entry.content):
        return "A later version is of the same kind as the first."
    return None


def _untied(entries: Sequence[Entry], kinds: dict[int, type[Content]]) -> tuple[int, str] | None:
    """The first entry that names something of the card that is not there, or is another kind of thing."""
    for seq, entry in enumerate(entries, OPENING):
        for origin, kind in _named(entry.content):
            if kinds.get(origin) is not kind:
                return seq, f"It names entry {origin} of the card, which is no {kind.__name__}."
    return None


def _named(content: Content | None) -> Iterator[tuple[int, type[Content]]]:
    """The other things of the card that a content names, by origin and kind."""
    if isinstance(content, Finding | Row):
        if content.contact is not None:
            yield content.contact, Contact
        if content.fetus is not None:
            yield content.fetus, Fetus
        if isinstance(content, Finding) and content.lab is not None:
            yield content.lab.report, LabReport
    elif isinstance(content, DueDate) and content.replaces is not None:
        yield content.replaces, DueDate
    elif isinstance(content, ReferralAnswer):
        yield content.referral, Referral
    elif isinstance(content, Attachment):
        yield content.owner, Row if content.contact is None else Contact
    elif isinstance(content, Delivery):
        yield content.epicrisis, Epicrisis
    elif isinstance(content, LabReport):
        for origin in content.results:
            yield origin, Finding
