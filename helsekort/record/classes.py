"""Sensitivity classes: what stays off shared views. Decided by code, never by who typed it.

What is hidden is hidden whole: a card without it is folded as if it had never been written.
"""

from collections.abc import Collection

from msgspec.structs import replace

from helsekort.record.card import Card, ContactLine, EpicrisisLine, ReferralLine, Trail
from helsekort.record.entries import Cell, Contact, Content, Entry, Finding, Referral, Row, Value
from helsekort.record.epicrisis import Epicrisis
from helsekort.record.groups import Group
from helsekort.record.measurements import Catalogue


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
    return tuple(cell for cell in row.cells if catalogue[cell.what].hidden not in hide)


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
        card.reports,
        rows,
        hides.referrals(card.referrals),
        [trail for trail in card.attachments if trail.origin not in closed],
        hides.epicrises(card.epicrises),
    )


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
    such: what is in a file, no code can tell."""
    together = {trail.entries[0].recorded for trail in card.all_answers() if trail.origin in hidden}
    owners: list[Trail[Contact] | Trail[Row]] = [*(line.contact for line in card.contacts), *card.rows]
    closed = {owner.origin for owner in owners if owner.entries[0].recorded in together} | {*hidden}
    closed |= {
        line.contact.origin for line in card.contacts if any(part.origin in hidden for part in line.parts)
    }
    return {trail.origin for trail in card.attachments if trail.now.owner in closed}


def _has_hidden(content: Content | None, catalogue: Catalogue, hide: frozenset[str]) -> bool:
    if content is None:
        return False
    if isinstance(content, Row) and len(shown_cells(content, catalogue, hide)) < len(content.cells):
        return True
    if isinstance(content, Epicrisis):
        return any(part.hidden in hide for part in content.parts)
    return class_of(content, catalogue) in hide


class _Hiding:
    """What is left when some classes are hidden."""

    def __init__(self, catalogue: Catalogue, classes: frozenset[str]) -> None:
        self._catalogue, self._classes = catalogue, classes

    def _hidden(self, content: Content | None) -> bool:
        return content is not None and class_of(content, self._catalogue) in self._classes

    def findings(self, trails: list[Trail[Finding]]) -> list[Trail[Finding]]:
        return [trail for trail in trails if not self._hidden(trail.now)]

    def rows(self, trails: list[Trail[Row]]) -> list[Trail[Row]]:
        shown = []
        for trail in trails:
            if self._hidden(trail.now):
                continue
            # what stood before in the hidden class is no one's to see in the trail either
            left = [entry for entry in trail.entries if not self._hidden(entry.content)]
            kept = Trail[Row]([self._without(entry) for entry in left])
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
