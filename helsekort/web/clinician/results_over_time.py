"""Answers to samples over time: a row for each analysis, a column for each day, the newest day first. Pure.

A laboratory's range is shown as the laboratory's, once where all its answers have the same. Nothing is coloured by it.
"""

import datetime as dt

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.entries import Finding, LabSource
from helsekort.record.results import ResultTable
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.results import answers, before, reference, waits


class Answer(Struct):
    """One answer in its place. `before` is what it said earlier; `stands` is False once it is taken back."""

    text: str
    clock: str
    stands: bool
    before: list[str]
    marks: list[str]
    reference: str


class Analysis(Struct):
    """One row: its name, its unit once, and the answers of each day; none where it was not taken that day."""

    label: str
    unit: str
    reference: str
    days: list[list[Answer]]
    missing: str


class Day(Struct):
    """The head of a column."""

    day: str
    age: str


class Group(Struct):
    """Analyses that are read together."""

    label: str
    rows: list[Analysis]


class OverTime(Struct):
    """The whole table; without groups where nothing was ever taken."""

    days: list[Day]
    groups: list[Group]


def over_time(desk: Desk, table: ResultTable) -> OverTime:
    """Every answer of the card, withdrawn ones included."""
    taken = {what: trails for what, trails in answers(desk).items() if trails}
    days = sorted({trail.now.on for trails in taken.values() for trail in trails}, reverse=True)
    groups = []
    for label, members in _grouped(desk, table, list(taken)):
        groups.append(Group(label, [_analysis(desk, what, taken[what], days) for what in members]))
    return OverTime([Day(desk.texts.numeric(day), desk.age(day)) for day in days], groups)


def _grouped(desk: Desk, table: ResultTable, taken: list[str]) -> list[tuple[str, list[str]]]:
    """The groups there is something in, in the table's order; what is in none comes last."""
    _ = desk.texts.translate
    found = [(_(one.label), [what for what in one.what if what in taken]) for one in table.groups.values()]
    known = {what for one in table.groups.values() for what in one.what}
    found.append((_("Annet"), [what for what in taken if what not in known]))
    return [(label, members) for label, members in found if members]


def _analysis(desk: Desk, what: str, trails: list[Trail[Finding]], days: list[dt.date]) -> Analysis:
    measurable = desk.catalogue[what]
    sources = [trail.now.lab for trail in trails if trail.now.lab]
    # One that was sent without a range must not be read against another's.
    once = len({(lab.reference, lab.reference_of) for lab in sources}) == 1
    return Analysis(
        label=desk.texts.translate(measurable.label),
        unit=desk.texts.translate(measurable.shown_unit) if measurable.shown_unit else "",
        reference=reference(desk, sources[0]) if once else "",
        days=[[_answer(desk, one, own=not once) for one in trails if one.now.on == day] for day in days],
        missing=desk.shown(None, what),
    )


def _answer(desk: Desk, trail: Trail[Finding], *, own: bool) -> Answer:
    """`own`: the range stands at this answer, since another answer has another."""
    finding, _ = trail.now, desk.texts.translate
    marks = desk.marks(trail)
    if waits(desk, trail):
        marks = [*marks, _("må ses på")]
    said = _own_range(desk, finding.lab) if own and finding.lab else ""
    return Answer(
        text=desk.shown(finding, finding.what, unit=False),
        clock=desk.texts.clock(finding.at) if finding.at else "",
        stands=trail.stands,
        before=before(desk, trail),
        marks=marks,
        reference=said,
    )


def _own_range(desk: Desk, lab: LabSource) -> str:
    _ = desk.texts.translate
    if not lab.reference:
        return ""
    said = {"range": lab.reference}
    if lab.reference_of == "laboratory":
        return _("laboratoriets område %(range)s, ikke tilpasset gravide") % said
    return _("område %(range)s, ikke sagt hvem det gjelder for") % said
