"""The next check-up that was agreed with her, in her words. Pure."""

import datetime as dt

from msgspec import Struct

from helsekort.record.card import Card
from helsekort.record.entries import ContactKind, Finding
from helsekort.record.lists import NEXT_VISIT, next_visit
from helsekort.web.woman.values import Words


class Agreed(Struct, frozen=True):
    """When it is, and what was written with it: mostly the hour and with whom; "" where nothing was."""

    day: str
    plan: str


def agreed(words: Words) -> Agreed | None:
    """The check-up that lies ahead, also today's; None where none does, and once the pregnancy is over."""
    card, today = words.opened.card, words.opened.today
    day = next_visit(card)
    if not card.pregnant or day is None or day < today or _held(card, day):
        return None
    return Agreed(_said(words, day), _plan(card, day))


def _held(card: Card, day: dt.date) -> bool:
    seen = (line.contact for line in card.contacts)
    return any(one.stands and one.now.kind is ContactKind.CHECK_UP and one.now.on >= day for one in seen)


def _said(words: Words, day: dt.date) -> str:
    _ = words.texts.translate
    fill = {"day": words.texts.day(day, words.opened.today)}
    ahead = (day - words.opened.today).days
    if ahead == 0:
        return _("Neste kontroll er i dag, %(day)s.") % fill
    if ahead == 1:
        return _("Neste kontroll er i morgen, %(day)s.") % fill
    return _("Neste kontroll er %(day)s.") % fill


def _plan(card: Card, day: dt.date) -> str:
    """What was written as the plan when that day was agreed; another plan is about something else."""
    set_by = [one.now for one in card.series(NEXT_VISIT) if one.now.value == day]
    plans = [one.now for one in card.series("plan") if set_by and _together(one.now, set_by[-1])]
    return str(plans[-1].value or "") if plans else ""


def _together(one: Finding, other: Finding) -> bool:
    return (one.contact, one.on) == (other.contact, other.on)
