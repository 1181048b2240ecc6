"""A pregnancy that is over, as the clinician's pages say it: how it ended, when, and each fetus's state. Pure."""

import datetime as dt

from msgspec import Struct

from helsekort.record.children import born
from helsekort.record.endings import Outcome, Over
from helsekort.record.entries import GOES_ON
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared import ended
from helsekort.web.shared.texts import Texts


class OverLine(Struct):
    """The top of a card whose pregnancy is over. `age` is the gestational age it came to, empty where none is known.

    `note` is what is special about the weeks after; `version` is of the card's own entry.
    """

    age: str
    title: str
    days: str
    by: str
    note: str
    what: str
    version: int
    children: list["ChildLink"]
    closed: str = ""  # the day a card was closed some time after a birth
    closes: str = ""  # the day of the birth, where it may be closed now


class ChildLink(Struct, frozen=True):
    """The way to one child's own part."""

    origin: int
    name: str
    says: str


def over_line(desk: Desk) -> OverLine | None:
    """What stands in the place of week and due date; None while the pregnancy goes on."""
    card = desk.card
    if card.pregnant:
        return None
    over, entry = card.over, card.opening.last
    age = card.age(over.on) if over else None
    said = {"who": desk.name(entry.author), "day": wording.stamp(desk.texts, entry.recorded, desk.today)}
    return OverLine(
        age=str(age) if age else "",
        title=ended.heading(card, desk.texts),
        days=wording.days_to(desk.texts, over.on, desk.today) if over else "",
        by=desk.texts.translate("Ført %(day)s av %(who)s") % said,
        note=_note(desk, over),
        what=ended.what(card, desk.catalogue, desk.texts),
        version=entry.version,
        children=children(desk),
        closed=_closed(desk),
        closes=over.on.isoformat() if over and _may_close(desk) else "",
    )


def _closed(desk: Desk) -> str:
    opening = desk.card.opening.now
    later = opening.over and opening.over.outcome in GOES_ON and opening.ended
    return desk.texts.numeric(later) if later else ""


def _may_close(desk: Desk) -> bool:
    opening = desk.card.opening.now
    days = (desk.today - opening.over.on).days if opening.over else 0
    return opening.active and days >= desk.terms.lists.closing.days


def children(desk: Desk) -> list[ChildLink]:
    """Each that was born, alive or not."""
    _ = desk.texts.translate
    found = born(desk.card)
    return [
        ChildLink(
            trail.origin,
            _("Barn %(label)s") % {"label": trail.now.label} if len(desk.fetuses()) > 1 else _("Barnet"),
            desk.became(trail),
        )
        for trail in found
    ]


def listed(texts: Texts, over: Over, today: dt.date) -> str:
    """The same, short, for a list: `Født, for 5 dager siden`."""
    _ = texts.translate
    short = {
        Outcome.BIRTH: _("Født"),
        Outcome.STILLBIRTH: _("Barnet døde"),
        Outcome.LOSS: _("Svangerskapet er over"),
        Outcome.UNKNOWN: _("Avsluttet"),
    }[over.outcome]
    return f"{short}, {wording.days_to(texts, over.on, today)}"


def _note(desk: Desk, over: Over | None) -> str:
    """What must be thought of after any ending: anti-D is a question for one who is RhD negative alone."""
    _ = desk.texts.translate
    rhd = desk.card.latest("rhd")
    if over is None:
        return ""
    if rhd is None or rhd.value is None:
        return _("RhD er ikke kjent: avklar om hun skal ha anti-D.")
    if rhd.value == "NEG":
        return _("RhD-negativ: avklar om hun skal ha anti-D.")
    return _("RhD-positiv: ikke spørsmål om anti-D.")
