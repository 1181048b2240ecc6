"""The first screen of a card: who, how far, how we know, what must not be forgotten, the last values. Pure.

What is missing is said in its place, so that an empty card does not look like a reassuring one.
"""

from msgspec import Struct

from helsekort.record.entries import DueDate
from helsekort.web.clinician import keep, wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.latest import Pressures, last_values, pressures
from helsekort.web.clinician.meetings import Meeting, Visits, last_meetings, visits
from helsekort.web.clinician.news import News, news, seen_up_to
from helsekort.web.clinician.open_actions import Act, open_actions
from helsekort.web.clinician.over import OverLine, over_line
from helsekort.web.shared.said import Said


class DueLine(Struct):
    """The due date in force and what it rests on, in words."""

    edd: str
    days: str
    method: str
    length: str
    others: list[str]


class Overview(Struct):
    """Everything on the first screen. `alarming`: something must be kept in mind that can harm her."""

    age: str
    due: DueLine | None
    over: OverLine | None
    who: list[Said]
    keep: list[Said]
    alarming: bool
    pressures: list[Pressures]
    last: list[Said]
    meetings: list[Meeting]
    visits: Visits
    acts: list[Act]
    news: list[News]
    first_time: bool


def overview(desk: Desk) -> Overview:
    """The first screen of the opened card."""
    seen = seen_up_to(desk)
    return Overview(
        age=desk.age(desk.today),
        due=_due_line(desk),
        over=over_line(desk),
        who=keep.who(desk),
        keep=keep.keep(desk),
        alarming=keep.alarming(desk),
        pressures=pressures(desk),
        last=[one for one in last_values(desk) if one.there or desk.card.pregnant],
        meetings=last_meetings(desk),
        visits=visits(desk),
        acts=open_actions(desk),
        news=news(desk, seen) if seen is not None else [],
        first_time=seen is None,
    )


def _due_line(desk: Desk) -> DueLine | None:
    due = desk.card.due
    if due is None:
        return None
    texts = desk.texts
    others = []
    for trail in desk.card.due_dates:
        other = trail.now
        if trail is not desk.card.due_trail and trail.stands:
            others.append(_other_date(desk, other, due))
    return DueLine(
        edd=texts.date(due.edd),
        days=wording.days_to(texts, due.edd, desk.today),
        method=wording.method_brief(desk.card, desk.terms, texts, due),
        length=texts.translate("regnet med %(days)s dager") % {"days": due.length},
        others=others,
    )


def _other_date(desk: Desk, other: DueDate, due: DueDate) -> str:
    """`Termin etter siste menstruasjon, sikker: 26.01.2027 (2 dager før)`: never a second gestational age."""
    texts = desk.texts
    method = wording.method_name(desk.terms, texts, other)
    said = {
        "method": method[:1].lower() + method[1:],
        "date": texts.numeric(other.edd),
        "difference": difference(desk, (other.edd - due.edd).days),
    }
    if other.proposed:
        return (
            texts.translate("Foreslått termin, ikke i kraft, etter %(method)s: %(date)s (%(difference)s)")
            % said
        )
    return texts.translate("Termin etter %(method)s: %(date)s (%(difference)s)") % said


def difference(desk: Desk, days: int) -> str:
    """`2 dager før`, `samme dag`, `4 dager etter`."""
    texts = desk.texts
    if days == 0:
        return texts.translate("samme dag")
    if days < 0:
        return texts.plural("%(days)s dag før", "%(days)s dager før", -days) % {"days": -days}
    return texts.plural("%(days)s dag etter", "%(days)s dager etter", days) % {"days": days}
