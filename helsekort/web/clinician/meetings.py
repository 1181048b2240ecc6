"""What happened last time: the last check-up and contact, and when she was here and comes next. Pure."""

import datetime as dt

from msgspec import Struct

from helsekort.record.card import ContactLine
from helsekort.record.entries import ContactKind, Row
from helsekort.record.lists import NOT_HELD, next_visit
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.excerpt import excerpt
from helsekort.web.shared.said import Said
from helsekort.web.shared.ways import way_name

_TOLD = ("urgency", "told", "advice", "plan", "follow_up")
_OF_CHECK_UP = ("plan", "advice", "note")


class Meeting(Struct):
    """The newest contact of a kind, whoever wrote it. `origin` is 0 where there is none."""

    title: str
    origin: int = 0
    day: str = ""
    how: str = ""
    about: str = ""
    says: list[Said] = []


class Visits(Struct):
    """The last visit, the next that is agreed, and one that was not held since; empty where there is none."""

    last: str
    next: str
    late: bool
    not_held: str


def last_meetings(desk: Desk) -> list[Meeting]:
    """The last check-up and the last contact between check-ups, the newer one first."""
    _ = desk.texts.translate
    titles = {
        ContactKind.CHECK_UP: _("Siste kontroll"),
        ContactKind.CONTACT: _("Siste kontakt mellom kontroller"),
    }
    newest = {kind: _newest(desk, kind) for kind in titles}
    found = [_meeting(desk, newest[kind], title) for kind, title in titles.items()]
    call, check_up = newest[ContactKind.CONTACT], newest[ContactKind.CHECK_UP]
    if call is not None and (check_up is None or _when(call) > _when(check_up)):
        found.reverse()
    return found


def _newest(desk: Desk, kind: ContactKind) -> ContactLine | None:
    lines = (line for line in desk.card.contacts if line.contact.stands)
    return next((line for line in lines if line.contact.now.kind is kind), None)


def _when(line: ContactLine) -> tuple[dt.date, dt.time, int]:
    contact = line.contact.now
    return (contact.on, contact.at or dt.time.min, line.contact.origin)


def _meeting(desk: Desk, line: ContactLine | None, title: str) -> Meeting:
    if line is None:
        return Meeting(title)
    contact, texts = line.contact.now, desk.texts
    clock = texts.translate("kl. %(clock)s") % {"clock": texts.clock(contact.at)} if contact.at else ""
    told = _OF_CHECK_UP if contact.kind is ContactKind.CHECK_UP else _TOLD
    found = [finding for what in told for finding in line.standing(what)]
    return Meeting(
        title=title,
        origin=line.contact.origin,
        day=" ".join(part for part in (texts.brief(contact.on), clock) if part),
        how=f"{way_name(texts, contact.way)}, {desk.held_by(contact)}",
        about=", ".join(wording.about_names(desk.catalogue, texts, contact)),
        says=[Said(desk.label(one.what), excerpt(desk.shown(one, one.what))) for one in found],
    )


def visits(desk: Desk) -> Visits:
    """When she was here last, and when she comes next. A day that was agreed and has passed without her is late."""
    _ = desk.texts.translate
    last = _newest(desk, ContactKind.CHECK_UP)
    held = last.contact.now.on if last else None
    agreed = next_visit(desk.card)
    if agreed is not None and held is not None and held >= agreed:
        agreed = None
    return Visits(
        last=_near(desk, held) if held else "",
        next=_near(desk, agreed) if agreed else "",
        late=agreed is not None and agreed < desk.today,
        not_held=_not_held(desk, held),
    )


def _near(desk: Desk, day: dt.date) -> str:
    """`20.11. (for 3 dager siden)`."""
    return f"{wording.near_day(desk.texts, day, desk.today)} ({desk.days_to(day)})"


def _not_held(desk: Desk, held: dt.date | None) -> str:
    """`12.11.: vi avlyste`, where no check-up has been held since."""
    row = desk.card.latest_row(NOT_HELD)
    if row is None or (held is not None and held > _planned(row)):
        return ""
    why = row.value("not_held_why")
    words = (
        desk.value_words(why, "not_held_why")
        if why is not None
        else desk.texts.translate("grunn ikke oppgitt")
    )
    return f"{desk.texts.brief(_planned(row))}: {words}"


def _planned(row: Row) -> dt.date:
    planned = row.value("planned_on")
    return planned if isinstance(planned, dt.date) else row.on
