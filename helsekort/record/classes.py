"""Sensitivity classes: what stays off shared views. Decided by code, never by who typed it.

What is hidden is hidden whole: a card without it is folded as if it had never been written.
"""

from collections.abc import Collection
from typing import Any

from msgspec.structs import replace

from helsekort.record.card import Card, ContactLine, EpicrisisLine, ReferralLine, Trail
from helsekort.record.channels import PLACE
from helsekort.record.entries import (
    Cell,
    Contact,
    Content,
    Entry,
    Finding,
    LabReport,
    Referral,
    Row,
    Status,
    Value,
)
from helsekort.record.epicrisis import Epicrisis
from helsekort.record.groups import Group
from helsekort.record.measurements import Catalogue

UNNAMED = "–"
"""In place of a name that tells of a place."""


def class_of(content: Content, catalogue: Catalogue) -> str:
    """The class of the whole content; "" where it is ordinary.

    Cells of an ordinary row can have classes of their own: `shown_row` leaves them out.
    """
    if isinstance(content, Finding):
        return catalogue[content.what].hidden
    if isinstance(content, Row):
        group = catalogue.groups[content.group]
        return group.hidden or _by_code(content, group)
    if isinstance(content, Referral):
        return content.hidden
    return ""


def classes_on(card: Card, catalogue: Catalogue) -> frozenset[str]:
    """The classes of all that stands on a card, as it is given."""
    return frozenset(class_of(trail.now, catalogue) for trail in card.all_answers()) - {""}


def _by_code(row: Row, group: Group) -> str:
    found = (
        classes[code]
        for name, classes in group.hidden_if.items()
        for code in _codes(row.value(name))
        if code in classes
    )
    return next(found, "")


def _codes(value: Value | None) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()


def shown_cells(row: Row, catalogue: Catalogue, hide: frozenset[str]) -> tuple[Cell, ...]:
    """The cells of a row that are of no class that is hidden."""
    return tuple(cell for cell in row.cells if not catalogue.hides(cell.what, hide))


def shared(card: Card, catalogue: Catalogue, hide: frozenset[str] | None = None) -> Card:
    """The card without what is of the classes `hide`; of any class, where none are given.

    What was corrected so that it left or entered a class is judged by each version: none that is hidden is shown.
    A row of which nothing is left is not there. Numbers of versions and sequences are as they were.
    """
    classes = frozenset(catalogue.classes) if hide is None else hide
    hides = _Hiding(catalogue, classes)
    rows = hides.rows(card.rows)
    closed = closed_files(card, _hidden_answers(card, catalogue, classes))
    return Card(
        card.card,
        card.opening,
        card.due_dates,
        card.fetuses,
        [
            ContactLine(line.contact, hides.findings(line.findings), hides.rows(line.rows))
            for line in card.contacts
        ],
        hides.findings(card.findings),
        card.misplaced,
        card.erased,
        card.last_seq,
        card.oldest_days,
        hides.reports(card.reports),
        rows,
        hides.referrals(card.referrals),
        [trail for trail in card.attachments if trail.origin not in closed],
        hides.epicrises(card.epicrises),
    )


def without_classes(card: Card, catalogue: Catalogue, hide: frozenset[str]) -> Card:
    """The card for one from whom these classes are hidden: no report, file, row or number tells that they are there."""
    hidden = hidden_origins(card, catalogue, hide)
    bare = shared(card, catalogue, hide)
    left = replace(bare, reports=[trail for trail in bare.reports if hidden.isdisjoint(trail.now.results)])
    return replace(left, last_seq=newest(left))


def with_hidden(
    content: Content, stood: Content | None, catalogue: Catalogue, hide: frozenset[str]
) -> Content:
    """A new version with what was hidden, in the one before, from whoever wrote it: to change what one sees takes away
    nothing that one does not see."""
    if isinstance(content, Row) and isinstance(stood, Row):
        said = {cell.what for cell in content.cells}
        kept = [cell for cell in stood.cells if catalogue.hides(cell.what, hide) and cell.what not in said]
        places = {cell.what: place for place, cell in enumerate(stood.cells)}
        cells = sorted([*content.cells, *kept], key=lambda cell: places.get(cell.what, len(places)))
        return replace(content, cells=tuple(cells)) if kept else content
    if isinstance(content, Epicrisis) and isinstance(stood, Epicrisis):
        unseen = tuple(part for part in stood.parts if part.hidden in hide and part not in content.parts)
        return replace(content, parts=(*content.parts, *unseen)) if unseen else content
    return content


def newest(card: Card) -> int:
    """The highest sequence of what is left on a card."""
    trails: list[Trail[Any]] = [
        card.opening,
        *card.due_dates,
        *card.fetuses,
        *card.reports,
        *card.all_answers(),
        *card.attachments,
        *(line.contact for line in card.contacts),
        *(line.referral for line in card.referrals),
        *(line.way for line in card.referrals if line.way),
        *(trail for line in card.epicrises for trail in line.trails),
    ]
    return max((entry.seq for trail in trails for entry in trail.entries), default=0)


def hidden_origins(card: Card, catalogue: Catalogue, hide: frozenset[str]) -> frozenset[int]:
    """The origins of what in any version is of these classes, or has such a cell: for doors that give things whole."""
    answers = _hidden_answers(card, catalogue, hide)
    files = closed_files(card, answers)
    shown = {line.referral.origin for line in _Hiding(catalogue, hide).referrals(card.referrals)}
    asked = {
        trail.origin
        for line in card.referrals
        for trail in (line.referral, line.way)
        if trail is not None and line.referral.origin not in shown
    }
    written = {
        trail.origin
        for line in card.epicrises
        for trail in line.trails
        if any(_has_hidden(entry.content, catalogue, hide) for entry in line.epicrisis.entries)
    }
    return frozenset(answers | asked | files | written)


def _hidden_answers(card: Card, catalogue: Catalogue, hide: frozenset[str]) -> set[int]:
    return {
        trail.origin
        for trail in card.all_answers()
        if any(_has_hidden(entry.content, catalogue, hide) for entry in trail.entries)
    }


def closed_files(card: Card, hidden: Collection[int]) -> set[int]:
    """The origins of the files that belong to something of which a part is hidden, or to what was written together with
    such: what is in a file, no code can tell. One that was there before what is hidden stays: to vanish would tell.
    """
    together: dict[int, int] = {}
    for trail in card.all_answers():
        if trail.origin in hidden:
            moment = trail.entries[0].recorded
            together[moment] = min(trail.origin, together.get(moment, trail.origin))
    since = {origin: origin for origin in hidden}
    for line in card.contacts:
        parts = [part.origin for part in line.parts if part.origin in hidden]
        if parts:
            since[line.contact.origin] = min(parts)
    owners: list[Trail[Contact] | Trail[Row]] = [*(line.contact for line in card.contacts), *card.rows]
    for owner in owners:
        first = together.get(owner.entries[0].recorded)
        if first is not None:
            since[owner.origin] = min(first, since.get(owner.origin, first))
    return {
        trail.origin
        for trail in card.attachments
        if trail.now.owner in since and since[trail.now.owner] < trail.origin
    }


def _has_hidden(content: Content | None, catalogue: Catalogue, hide: frozenset[str]) -> bool:
    if content is None:
        return False
    if isinstance(content, Row) and len(shown_cells(content, catalogue, hide)) < len(content.cells):
        return True
    if isinstance(content, Epicrisis):
        return any(part.hidden in hide for part in content.parts)
    if isinstance(content, Finding):
        return catalogue.hides(content.what, hide)
    return class_of(content, catalogue) in hide


def _changes_seen(whole: list[Entry], bare: list[Entry]) -> list[Entry]:
    """The versions that differ in what is shown. One that changed only what is left out is not there, with its reason,
    and those after it are numbered as if it never was."""
    seen: list[Entry] = []
    for was, now in zip(whole, bare, strict=True):
        less = seen and was is not now and _said(seen[-1].content) == _said(now.content)
        if not less:
            seen.append(now)
    if len(seen) == len(whole):
        return seen
    return [replace(entry, version=place) for place, entry in enumerate(seen, whole[0].version)]


def _said(content: Content | None) -> Content | None:
    """A row without what was said of its correction; one that was withdrawn says something else than it did."""
    if isinstance(content, Row) and content.status is Status.CORRECTED:
        return replace(content, status=Status.FINAL, reason=None)
    return content


def _placeless(trail: Trail[Finding]) -> Trail[Finding]:
    """A result without the name of the laboratory: that is near where she lives."""
    return Trail(
        [
            replace(entry, content=replace(said, lab=replace(said.lab, laboratory=UNNAMED)))
            if isinstance(said := entry.content, Finding) and said.lab is not None
            else entry
            for entry in trail.entries
        ]
    )


def _placeless_report(trail: Trail[LabReport]) -> Trail[LabReport]:
    return Trail(
        [
            replace(entry, content=replace(said, laboratory=UNNAMED, requester=""))
            if isinstance(said := entry.content, LabReport)
            else entry
            for entry in trail.entries
        ]
    )


class _Hiding:
    """What is left when some classes are hidden."""

    def __init__(self, catalogue: Catalogue, classes: frozenset[str]) -> None:
        self._catalogue, self._classes = catalogue, classes

    def _hidden(self, content: Content | None) -> bool:
        if isinstance(content, Finding):
            return self._catalogue.hides(content.what, self._classes)
        return content is not None and class_of(content, self._catalogue) in self._classes

    def findings(self, trails: list[Trail[Finding]]) -> list[Trail[Finding]]:
        left = [trail for trail in trails if not self._hidden(trail.now)]
        return [_placeless(trail) for trail in left] if PLACE in self._classes else left

    def reports(self, trails: list[Trail[LabReport]]) -> list[Trail[LabReport]]:
        return [_placeless_report(trail) for trail in trails] if PLACE in self._classes else trails

    def rows(self, trails: list[Trail[Row]]) -> list[Trail[Row]]:
        shown = []
        for trail in trails:
            if self._hidden(trail.now):
                continue
            # what stood before in the hidden class is no one's to see in the trail either
            left = [entry for entry in trail.entries if not self._hidden(entry.content)]
            kept = Trail[Row](_changes_seen(left, [self._without(entry) for entry in left]))
            if kept.now.cells:
                shown.append(kept)
        return shown

    def referrals(self, lines: list[ReferralLine]) -> list[ReferralLine]:
        """Those whose reason never was of a class that is hidden."""
        return [
            line for line in lines if not any(self._hidden(entry.content) for entry in line.referral.entries)
        ]

    def epicrises(self, lines: list[EpicrisisLine]) -> list[EpicrisisLine]:
        """Each without the parts of a hidden class, which stand apart; none where every class is hidden.

        A summary is someone's free words: what others may see can hold none of it.
        """
        if self._classes >= self._catalogue.classes.keys():
            return []
        return [
            EpicrisisLine(
                Trail([self._without_parts(entry) for entry in line.epicrisis.entries]), line.deliveries
            )
            for line in lines
        ]

    def _without_parts(self, entry: Entry) -> Entry:
        written = entry.content
        assert isinstance(written, Epicrisis)  # noqa: S101  # the fold sorts trails by type
        parts = tuple(part for part in written.parts if part.hidden not in self._classes)
        return entry if parts == written.parts else replace(entry, content=replace(written, parts=parts))

    def _without(self, entry: Entry) -> Entry:
        row = entry.content
        assert isinstance(row, Row)  # noqa: S101  # the fold sorts trails by type
        cells = shown_cells(row, self._catalogue, self._classes)
        return entry if cells == row.cells else replace(entry, content=replace(row, cells=cells))
