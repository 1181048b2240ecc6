"""Is a row meant? Each cell is judged as a finding is, with its place in what was sent."""

from collections.abc import Collection, Iterator
from typing import Final

from helsekort.actions.context import Context
from helsekort.actions.judging import concerns_about, fetus_gone, fits, plain_value, settled
from helsekort.actions.outcomes import Asked, Problem, Rejected
from helsekort.record.card import Card
from helsekort.record.children import CHILD_STATE, contradicts
from helsekort.record.cross_checks import row_concerns
from helsekort.record.entries import Cell, Finding, Row
from helsekort.record.measurements import Catalogue, Concern, Level

ONCE: Final = frozenset({"birth", "newborn"})
"""Groups of which one row stands: a pregnancy has one birth, and a child is born once."""


def cell_mark(row: Row, cell: Cell) -> str:
    """The same for one answer of a row."""
    return f"{row.group}.{cell.what}|{row.fetus or 0}|{plain_value(cell.value)}"


def judge_rows(ctx: Context, card: Card, rows: list[Row], confirmed: frozenset[str]) -> list[Asked]:
    """Rejected where a row is none of the catalogue's; the questions that are still open about its cells.

    A problem's field is `group.place.cell`, the place that of the row in the list.
    """
    problems = [problem for place, row in enumerate(rows) for problem in _row_problems(ctx, card, row, place)]
    problems += _second(ctx, card, rows)
    if problems:
        raise Rejected(problems)
    return [
        Asked(place, concern, in_row=True)
        for place, row in enumerate(rows)
        for cell in row.cells
        for concern in (
            *concerns_about(ctx, card, _as_finding(row, cell), _earlier_cells(card, row, cell)),
            *_against_birth(card, row, cell),
            *(one for one in row_concerns(card, row, rows) if one.what == cell.what),
        )
        if not settled(concern, cell.unverified, cell_mark(row, cell), confirmed)
    ]


def _against_birth(card: Card, row: Row, cell: Cell) -> Iterator[Concern]:
    """A child that died before it was born, of one that was told of as born alive; or the other way."""
    states = [trail.now.state for trail in card.live_fetuses() if trail.origin == row.fetus]
    if cell.what == CHILD_STATE and isinstance(cell.value, str) and contradicts(states[0], cell.value):
        yield Concern(Level.ASK, cell.what, "against-ending")


def _as_finding(row: Row, cell: Cell) -> Finding:
    """A cell as what the catalogue judges."""
    return Finding(
        cell.what,
        cell.value,
        row.on,
        row.at,
        fetus=row.fetus,
        absent=cell.absent,
        unverified=cell.unverified,
    )


def _earlier_cells(card: Card, row: Row, cell: Cell) -> list[Finding]:
    """The same answer in the rows of its group that stand."""
    return [
        _as_finding(trail.now, each)
        for trail in card.rows_of(row.group, row.fetus)
        for each in trail.now.cells
        if each.what == cell.what
    ]


def _row_problems(ctx: Context, card: Card, row: Row, place: int) -> Iterator[Problem]:
    where = f"{row.group}.{place}."
    for problem in row_problems(ctx.catalogue, row, {trail.origin for trail in card.live_fetuses()}):
        yield Problem(where + problem.field, problem.code)
    group = ctx.catalogue.groups.get(row.group)
    if group is not None and group.about == "fetus" and fetus_gone(card, row.fetus, row.on):
        yield Problem(where + "fetus", "fetus-gone")
    if row.on > ctx.today():
        yield Problem(where + "on", "future")
    elif ctx.is_future(row.on, row.at):
        yield Problem(where + "at", "future-time")
    if row.paper and not row.paper.written_by.strip():
        yield Problem("paper_written_by", "missing")
    line = card.contact(row.contact) if row.contact is not None else None
    if row.contact is not None and (line is None or not line.contact.stands):
        yield Problem(where + "contact", "no-such-contact")


def _second(ctx: Context, card: Card, rows: list[Row]) -> Iterator[Problem]:
    """A second birth of one pregnancy, or of one child: the first is corrected instead."""
    seen = {(trail.now.group, trail.now.fetus) for trail in card.rows if trail.stands}
    for place, row in enumerate(rows):
        if row.group in ONCE and (row.group, row.fetus) in seen:
            first = ctx.catalogue.groups[row.group].required[0]
            yield Problem(f"{row.group}.{place}.{first}", "second")
        seen.add((row.group, row.fetus))


def row_problems(catalogue: Catalogue, row: Row, fetuses: Collection[int]) -> Iterator[Problem]:
    """What is wrong with a row whoever sends it and whenever. `fetuses` are the origins it may be about."""
    group = catalogue.groups.get(row.group)
    if group is None:
        yield Problem("group", "unknown")
        return
    if (group.about == "woman") != (row.fetus is None) or (
        row.fetus is not None and row.fetus not in fetuses
    ):
        yield Problem("fetus", "fetus")
    if not row.cells:
        yield Problem("form", "empty")
    given = {cell.what for cell in row.cells}
    yield from (Problem(name, "missing") for name in group.required if name not in given)
    for cell in row.cells:
        if cell.what not in group.fields:
            yield Problem(cell.what, "unknown")
        elif (cell.value is None) == (cell.absent is None):
            yield Problem(cell.what, "value-or-absent")
        elif cell.value is not None and not fits(catalogue, catalogue[cell.what], cell.value):
            yield Problem(cell.what, "form")
