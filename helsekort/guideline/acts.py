"""What somebody did about a finding, bound to what was known then: something new brings the finding back."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from helsekort.guideline.evaluate import Answer
from helsekort.guideline.reading import Known
from helsekort.guideline.references import conditions, leaves
from helsekort.guideline.selection import last_contact
from helsekort.guideline.shape import Rule, Version
from helsekort.record.card import Card, Trail
from helsekort.record.entries import Cell, Row, Value

GROUP = "guideline_act"
RULE, VERSION, FINDING, ANSWER, UNTIL, WHY, BASIS, SHOWN = (
    "guideline_rule",
    "guideline_version",
    "guideline_finding",
    "guideline_answer",
    "guideline_until",
    "guideline_why",
    "guideline_basis",
    "guideline_shown",
)

HIDDEN = "HIDDEN"
"""The code of an act that is kept off her own page."""


class Acted(StrEnum):
    """What was done about a finding."""

    DONE = "DONE"
    DECLINED = "DECLINED"
    DEFERRED = "DEFERRED"
    NOT_INDICATED = "NOT_INDICATED"


class Act(Struct, frozen=True):
    """What somebody says they did about a finding. `until` goes with what is deferred, `why` with all but done."""

    answer: Acted
    until: dt.date | None = None
    why: str = ""


def name_of(answer: Answer) -> str:
    """`blood_pressure.raised`: a rule by its name in the pack."""
    return f"{answer.topic}.{answer.id}"


def basis(answer: Answer, version: Version, known: Known) -> str:
    """What a finding rests on, in a line: the same line again means that nothing new is known.

    Her age and how far she is are left out, for they change by themselves; where a rule asks about the last visit,
    the visit's day is part of it.
    """
    found = [f"{one.label} {one.shown} ({one.on:%d.%m.%Y})" for one in answer.used if one.on and not one.age]
    if answer.rule is not None and _of_the_visit(answer.rule, version):
        visit = last_contact(known)
        found += [f"{visit:%d.%m.%Y}"] if visit else []
    return "; ".join(dict.fromkeys(found))


def _of_the_visit(rule: Rule, version: Version) -> bool:
    named = {leaf.value for _, tree in conditions(rule) for leaf in leaves(tree)}
    return any(version.inputs[name].at_visit for name in named if name in version.inputs)


def acts_on(card: Card) -> dict[str, Trail[Row]]:
    """By the rule's name, what was said last of each finding and stands."""
    return {rule: trail for trail in card.rows_of(GROUP) if isinstance(rule := trail.now.value(RULE), str)}


def settled(row: Row, now: str, on: dt.date) -> bool:
    """Whether what was done still holds: nothing new is known, and its day has not come."""
    if row.on > on or (row.value(BASIS) or "") != now:
        return False
    until = row.value(UNTIL)
    return row.value(ANSWER) != Acted.DEFERRED or (isinstance(until, dt.date) and on < until)


def row_of(act: Act, answer: Answer, rests_on: str, on: dt.date, *, shown: bool) -> Row:
    """The act as it is written on the card. Not `shown`: it tells of something that she may not see herself."""
    finding = answer.rule.finding if answer.rule else ""
    said: dict[str, Value | None] = {
        RULE: name_of(answer),
        FINDING: finding,
        ANSWER: act.answer.value,
        UNTIL: act.until,
        WHY: act.why or None,
        BASIS: rests_on or None,
        VERSION: f"{answer.version}",
        SHOWN: None if shown else HIDDEN,
    }
    return Row(GROUP, on, tuple(Cell(what, value) for what, value in said.items() if value is not None))
