"""Is what someone sends meant? Problems that must be mended, and values to look at once more."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from helsekort.actions.context import Context
from helsekort.actions.outcomes import Asked, Doubt, Problem, Rejected
from helsekort.record.card import Card, Trail
from helsekort.record.cross_checks import finding_concerns
from helsekort.record.entries import (
    Contact,
    ContactKind,
    DueDate,
    Finding,
    Moment,
    Pressure,
    Value,
)
from helsekort.record.gestation import gestational_age, length_of
from helsekort.record.measurements import Catalogue, Concern, Kind, Level, Measurable, concerns

LONGEST_TEXT = 4000


def confirmation_mark(what: Finding | Contact) -> str:
    """What a person confirms: this value of this thing. Another value must be confirmed anew."""
    if isinstance(what, Contact):
        return f"date|{what.on.isoformat()}"
    return f"{what.what}|{what.fetus or 0}|{plain_value(what.value)}"


def plain_value(value: Value | None) -> str:
    """A value as a confirmation names it."""
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
    if card.after(contact.on) and not problems:
        # she is still seen and rung after it, but by no check-up of the pregnancy
        if contact.kind is ContactKind.CHECK_UP:
            raise Rejected([Problem("on", "after-end")])
        return []
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
        for concern in (
            *concerns_about(ctx, card, finding, [trail.now for trail in _like(card, finding)]),
            *finding_concerns(card, finding, findings),
        )
        if not settled(concern, finding.unverified, confirmation_mark(finding), confirmed)
    ]


def ask(asked: list[Asked]) -> None:
    """Doubt where a question is open; it holds all of them at once."""
    if asked:
        raise Doubt(asked)


def settled(concern: Concern, unverified: str | None, mark: str, confirmed: frozenset[str]) -> bool:
    """Whether a concern asks nothing any more."""
    if unverified is not None:
        return True
    return concern.level is Level.ASK and mark in confirmed


def _like(card: Card, finding: Finding) -> list[Trail[Finding]]:
    return card.series(finding.what, finding.fetus)


def concerns_about(ctx: Context, card: Card, finding: Finding, earlier: list[Finding]) -> list[Concern]:
    """What to ask or refuse about a finding. `earlier` are those of its kind, oldest first."""
    if finding.value is None:
        return []
    if isinstance(finding.value, Moment | dt.date):
        return _datedconcerns_about(ctx, finding.what, finding.value)
    others = [
        each
        for each in earlier
        if each.unverified is None and (each.contact != finding.contact or finding.contact is None)
    ]
    age = card.age(finding.on)
    weeks = age.weeks if age else None
    return concerns(ctx.catalogue, finding.what, finding.value, finding.on, others, weeks)


def _datedconcerns_about(ctx: Context, what: str, value: Moment | dt.date) -> list[Concern]:
    """A day ahead is a slip, and asked about, but for what is planned."""
    if ctx.catalogue[what].planned:
        return []
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
    if fetus_gone(card, finding.fetus, finding.on):
        problems.append(Problem(finding.what, "fetus-gone"))
    found = form_problems(ctx.catalogue, finding, {trail.origin for trail in card.live_fetuses()})
    # where there is no such thing, or no value, nothing else is worth saying
    return found if found and found[0].code in _ALONE else problems + found


def fetus_gone(card: Card, fetus: int | None, on: dt.date) -> bool:
    """Whether it is about a fetus on a day when that one grew no more."""
    return any(trail.origin == fetus and not trail.now.grew(on) for trail in card.live_fetuses())


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
    if finding.value is not None and not fits(catalogue, measurable, finding.value):
        problems.append(Problem(finding.what, "form"))
    return problems


_SIMPLE: dict[Kind, type] = {Kind.YESNO: bool, Kind.DATE: dt.date, Kind.MOMENT: Moment}


def fits(catalogue: Catalogue, measurable: Measurable, value: Value) -> bool:
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
