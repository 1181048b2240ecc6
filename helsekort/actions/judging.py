"""Is what someone sends meant? Problems that must be mended, and values to look at once more."""

import datetime as dt
from collections.abc import Collection, Iterator
from decimal import Decimal

from helsekort.actions.context import Context
from helsekort.actions.outcomes import Asked, Doubt, Problem, Rejected
from helsekort.record.card import Card, Trail
from helsekort.record.entries import Cell, Contact, DueDate, Finding, Moment, Pressure, Row, Value
from helsekort.record.gestation import gestational_age, length_of
from helsekort.record.measurements import Catalogue, Concern, Kind, Level, Measurable, concerns

LONGEST_TEXT = 4000


def confirmation_mark(what: Finding | Contact) -> str:
    """What a person confirms: this value of this thing. Another value must be confirmed anew."""
    if isinstance(what, Contact):
        return f"date|{what.on.isoformat()}"
    return f"{what.what}|{what.fetus or 0}|{_plain(what.value)}"


def cell_mark(row: Row, cell: Cell) -> str:
    """The same for one answer of a row."""
    return f"{row.group}.{cell.what}|{row.fetus or 0}|{_plain(cell.value)}"


def _plain(value: Value | None) -> str:
    if isinstance(value, Pressure):
        return f"{value.systolic}/{value.diastolic}"
    return str(value)


def judge_contact(ctx: Context, card: Card, contact: Contact, confirmed: frozenset[str]) -> list[Asked]:
    """Rejected for a date that cannot be; the question where it is unusual."""
    problems = []
    if contact.on > ctx.today():
        problems.append(Problem("on", "future"))
    elif ctx.is_future(contact.on, contact.at):
        problems.append(Problem("at", "future-time"))
    if contact.paper and not contact.paper.written_by.strip():
        problems.append(Problem("paper_written_by", "missing"))
    if contact.paper and contact.paper.written_on and contact.paper.written_on > ctx.today():
        problems.append(Problem("paper_written_on", "future"))
    due = card.due
    age = due.length - (due.edd - contact.on).days if due else None
    limits = ctx.catalogue["gestational_age"]
    if _cannot_be(ctx, card, contact.on, age, limits):
        problems.append(Problem("on", "outside-pregnancy"))
    if problems:
        raise Rejected(problems)
    if age is None or not limits.ask or limits.ask[0] <= age <= limits.ask[1]:
        return []
    if confirmation_mark(contact) in confirmed:
        return []
    return [Asked(None, Concern(Level.ASK, limits.key, "outside", *limits.ask, limits.slip))]


def _cannot_be(ctx: Context, card: Card, on: dt.date, age: int | None, limits: Measurable) -> bool:
    """A date that is a slip. Today is none, whatever the due date says: an emergency is never refused."""
    if on == ctx.today():
        return False
    if age is None or not limits.refuse:
        return on < card.opening.now.opened - dt.timedelta(days=ctx.terms.oldest_days)
    return not limits.refuse[0] <= age <= limits.refuse[1]


def judge_findings(
    ctx: Context, card: Card, findings: list[Finding], confirmed: frozenset[str]
) -> list[Asked]:
    """Rejected where a finding is none of the catalogue's; the questions that are still open."""
    problems = [problem for finding in findings for problem in _problems(ctx, card, finding)]
    if problems:
        raise Rejected(problems)
    return [
        Asked(index, concern)
        for index, finding in enumerate(findings)
        for concern in _concerns(ctx, card, finding, [trail.now for trail in _like(card, finding)])
        if not _settled(concern, finding.unverified, confirmation_mark(finding), confirmed)
    ]


def judge_rows(ctx: Context, card: Card, rows: list[Row], confirmed: frozenset[str]) -> list[Asked]:
    """Rejected where a row is none of the catalogue's; the questions that are still open about its cells.

    A problem's field is `group.place.cell`, the place that of the row in the list.
    """
    problems = [problem for place, row in enumerate(rows) for problem in _row_problems(ctx, card, row, place)]
    if problems:
        raise Rejected(problems)
    return [
        Asked(place, concern, in_row=True)
        for place, row in enumerate(rows)
        for cell in row.cells
        for concern in _concerns(ctx, card, _as_finding(row, cell), _earlier_cells(card, row, cell))
        if not _settled(concern, cell.unverified, cell_mark(row, cell), confirmed)
    ]


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
    if row.on > ctx.today():
        yield Problem(where + "on", "future")
    elif ctx.is_future(row.on, row.at):
        yield Problem(where + "at", "future-time")
    if row.paper and not row.paper.written_by.strip():
        yield Problem("paper_written_by", "missing")
    line = card.contact(row.contact) if row.contact is not None else None
    if row.contact is not None and (line is None or not line.contact.stands):
        yield Problem(where + "contact", "no-such-contact")


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
        elif cell.value is not None and not _fits(catalogue, catalogue[cell.what], cell.value):
            yield Problem(cell.what, "form")


def ask(asked: list[Asked]) -> None:
    """Doubt where a question is open; it holds all of them at once."""
    if asked:
        raise Doubt(asked)


def _settled(concern: Concern, unverified: str | None, mark: str, confirmed: frozenset[str]) -> bool:
    if unverified is not None:
        return True
    return concern.level is Level.ASK and mark in confirmed


def _like(card: Card, finding: Finding) -> list[Trail[Finding]]:
    return card.series(finding.what, finding.fetus)


def _concerns(ctx: Context, card: Card, finding: Finding, earlier: list[Finding]) -> list[Concern]:
    if finding.value is None:
        return []
    if isinstance(finding.value, Moment | dt.date):
        return _dated_concerns(ctx, finding.what, finding.value)
    others = [
        each
        for each in earlier
        if each.unverified is None and (each.contact != finding.contact or finding.contact is None)
    ]
    age = card.age(finding.on)
    weeks = age.weeks if age else None
    return concerns(ctx.catalogue, finding.what, finding.value, finding.on, others, weeks)


def _dated_concerns(ctx: Context, what: str, value: Moment | dt.date) -> list[Concern]:
    """A day ahead is a plan for some things and a slip for others: it is asked about."""
    on, at = (value.on, value.at) if isinstance(value, Moment) else (value, None)
    ahead = on > ctx.today() or ctx.is_future(on, at)
    return [Concern(Level.ASK, what, "ahead")] if ahead else []


def _problems(ctx: Context, card: Card, finding: Finding) -> list[Problem]:
    problems = []
    if finding.lab is not None:
        # what a laboratory said is taken from its own messages, never from someone who says so
        problems.append(Problem(finding.what, "from-laboratory"))
    if finding.on > ctx.today():
        problems.append(Problem(finding.what, "future"))
    elif ctx.is_future(finding.on, finding.at):
        problems.append(Problem(finding.what, "future-time"))
    found = form_problems(ctx.catalogue, finding, {trail.origin for trail in card.live_fetuses()})
    # where there is no such thing, or no value, nothing else is worth saying
    return found if found and found[0].code in _ALONE else problems + found


_ALONE = frozenset({"unknown", "value-or-absent"})


def form_problems(catalogue: Catalogue, finding: Finding, fetuses: Collection[int]) -> list[Problem]:
    """What is wrong with a finding whoever sends it and whenever. `fetuses` are the origins it may be about."""
    measurable = catalogue.measurables.get(finding.what)
    if measurable is None or measurable.kind in (Kind.PART, Kind.CODES):
        return [Problem(finding.what, "unknown")]
    if (finding.value is None) == (finding.absent is None):
        return [Problem(finding.what, "value-or-absent")]
    problems = []
    if measurable.per_fetus != (finding.fetus is not None) or (
        finding.fetus is not None and finding.fetus not in fetuses
    ):
        problems.append(Problem(finding.what, "fetus"))
    if finding.value is not None and not _fits(catalogue, measurable, finding.value):
        problems.append(Problem(finding.what, "form"))
    return problems


_SIMPLE: dict[Kind, type] = {Kind.YESNO: bool, Kind.DATE: dt.date, Kind.MOMENT: Moment}


def _fits(catalogue: Catalogue, measurable: Measurable, value: Value) -> bool:
    """Whether a value has the form its kind asks for."""
    if measurable.kind is Kind.QUANTITY:
        return isinstance(value, Decimal) and value.is_finite()
    if measurable.kind is Kind.PRESSURE:
        return isinstance(value, Pressure) and value != Pressure(None, None)
    if measurable.kind is Kind.CODE:
        return value in catalogue.codes(measurable.key)
    if measurable.kind is Kind.CODES:
        known = catalogue.codes(measurable.key)
        return isinstance(value, tuple) and bool(value) and set(value) <= known.keys()
    simple = _SIMPLE.get(measurable.kind)
    if simple is not None:
        return isinstance(value, simple)
    if value is False:
        return measurable.can_deny
    return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST_TEXT


def judge_due_date(ctx: Context, due: DueDate) -> None:
    """Rejected where a due date does not fit its method, its length, or today."""
    problems = []
    if due.method not in ctx.terms.methods:
        raise Rejected([Problem("method", "unknown")])
    own = ctx.terms.methods[due.method].own_length
    try:
        length_of(due.method, ctx.terms, due.length if own else None)
    except ValueError:
        problems.append(Problem("length", "outside"))
    if not own and due.length != ctx.terms.norwegian_length:
        problems.append(Problem("length", "not-this-method"))
    if due.measured_on and due.measured_on > ctx.today():
        problems.append(Problem("measured_on", "future"))
    if gestational_age(ctx.today(), due.edd, due.length, oldest_days=ctx.terms.oldest_days) is None:
        problems.append(Problem("edd", "outside-pregnancy"))
    if problems:
        raise Rejected(problems)
