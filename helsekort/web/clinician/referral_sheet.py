"""What goes along with a referral, in words: the same for the one who sends it and for the one who reads it. Pure."""

from collections.abc import Iterator

from msgspec import Struct

from helsekort.record.card import ContactLine, Trail
from helsekort.record.entries import Cell, Finding, Row
from helsekort.record.referral_table import ReferralTable
from helsekort.record.referring import Portion
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk


class Answer(Struct):
    """One thing that was asked or measured."""

    label: str
    text: str
    marks: list[str]


class Thing(Struct):
    """What was written down together: a contact, a row, or the findings of one day. `origin` names it in the form,
    0 for what has no name of its own."""

    heading: str
    who: str
    answers: list[Answer]
    origin: int = 0


class SheetSection(Struct):
    """One section that goes along."""

    key: str
    title: str
    things: list[Thing]


def sections(desk: Desk, table: ReferralTable, portions: list[Portion]) -> list[SheetSection]:
    """Everything that goes along, section by section."""
    return [
        SheetSection(one.section, desk.texts.translate(table.section[one.section].label), _things(desk, one))
        for one in portions
    ]


def _things(desk: Desk, portion: Portion) -> list[Thing]:
    found = [_contact(desk, line) for line in portion.contacts]
    found += [_row(desk, trail) for trail in portion.rows]
    return [*found, *_days(desk, portion.findings)]


def named(desk: Desk, portion: Portion) -> list[tuple[int, str]]:
    """(origin, what it is) of each thing that can be left out by itself."""
    things = [_contact(desk, line) for line in portion.contacts]
    things += [_row(desk, trail) for trail in portion.rows]
    things += [_day(desk, [trail]) for trail in portion.findings]
    return [(thing.origin, _few_words(thing)) for thing in things]


def _few_words(thing: Thing) -> str:
    """`08.10.2026 · 24+3 · Kontroll`; what says little by itself with its first answer."""
    first = thing.answers[0] if len(thing.answers) == 1 else None
    return f"{thing.heading}: {first.label} {first.text}" if first else thing.heading


def _contact(desk: Desk, line: ContactLine) -> Thing:
    contact, texts = line.contact.now, desk.texts
    parts = [
        texts.numeric(contact.on),
        texts.clock(contact.at) if contact.at else "",
        desk.age(contact.on),
        wording.kind_name(texts, contact.kind),
        *wording.about_names(desk.catalogue, texts, contact),
    ]
    answers = [_finding(desk, trail) for trail in line.findings]
    answers += [each for trail in line.rows for each in _cells(desk, trail.now)]
    return Thing(
        " · ".join(part for part in parts if part), desk.held_by(contact), answers, line.contact.origin
    )


def _finding(desk: Desk, trail: Trail[Finding]) -> Answer:
    finding = trail.now
    text = desk.shown(finding, finding.what)
    if finding.at:
        text = f"{text} ({desk.texts.clock(finding.at)})"
    return Answer(desk.full_label(finding.what, finding.fetus), text, desk.marks(trail))


def _days(desk: Desk, findings: list[Trail[Finding]]) -> list[Thing]:
    """Findings outside contacts, those of one day and one author together, the newest day first."""
    found: dict[tuple[object, int, str], list[Trail[Finding]]] = {}
    for trail in sorted(findings, key=lambda one: (one.now.on, one.origin), reverse=True):
        laboratory = trail.now.lab.laboratory if trail.now.lab else ""
        found.setdefault((trail.now.on, trail.entries[0].author, laboratory), []).append(trail)
    return [_day(desk, trails) for trails in found.values()]


def _day(desk: Desk, trails: list[Trail[Finding]]) -> Thing:
    first = trails[0]
    heading = f"{desk.texts.numeric(first.now.on)} · {desk.age(first.now.on)}"
    who = first.now.lab.laboratory if first.now.lab else desk.name(first.entries[0].author)
    only = first.origin if len(trails) == 1 else 0
    return Thing(heading, who, [_finding(desk, trail) for trail in reversed(trails)], only)


def _row(desk: Desk, trail: Trail[Row]) -> Thing:
    row = trail.now
    group = desk.catalogue.groups[row.group]
    parts = [desk.texts.numeric(row.on), desk.texts.translate(group.label), desk.fetus_label(row.fetus)]
    answers = [*_cells(desk, row)]
    who = row.paper.written_by if row.paper else desk.name(trail.entries[0].author)
    return Thing(" · ".join(part for part in parts if part), who, answers, trail.origin)


def _cells(desk: Desk, row: Row) -> Iterator[Answer]:
    """The answers of a row as its group orders them."""
    places = {what: place for place, what in enumerate(desk.catalogue.groups[row.group].fields)}
    for cell in sorted(row.cells, key=lambda one: places.get(one.what, len(places))):
        marks = [desk.texts.translate("som oppgitt, ikke verifisert")] if cell.unverified else []
        yield Answer(desk.label(cell.what), desk.shown(_as_finding(row, cell), cell.what), marks)


def _as_finding(row: Row, cell: Cell) -> Finding:
    return Finding(cell.what, cell.value, row.on, absent=cell.absent, unverified=cell.unverified)
