"""The health station's list: who comes home, day by day, and what must be known before anyone rings."""

import datetime as dt
from itertools import groupby

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.context import Context
from helsekort.actions.homecomings import Homecoming, list_homecomings
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.entries import ReferralKind, Step
from helsekort.web.clinician import referral_words, wording
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts

UNREAD = (Step.SENT, Step.RECEIVED, Step.ASKED)


class Line(Struct, frozen=True):
    """One family."""

    path: str
    name: str
    children: str
    born: str
    home: str
    sender: str
    status: str
    unread: bool


class Day(Struct, frozen=True):
    """Those who come home on one day."""

    title: str
    lines: list[Line]


def homecomings_page(request: Request, ctx: Context, session: Session) -> Response:
    """Losses first, then day by day, the newest day first."""
    texts, today = texts_of(request), ctx.today()
    found = list_homecomings(session.actor, ctx=ctx)
    losses = [_line(texts, today, one) for one in found if one.lost]
    return show(
        request,
        "clinician/homecomings.jinja",
        unit=session.unit,
        losses=losses,
        days=_days(texts, today, [one for one in found if not one.lost]),
        unread=unread(found),
    )


def unread(found: list[Homecoming]) -> int:
    """How many nobody has taken over yet."""
    return sum(one.step in UNREAD for one in found)


def _days(texts: Texts, today: dt.date, found: list[Homecoming]) -> list[Day]:
    def day(one: Homecoming) -> dt.date:
        return one.home_on or dt.date.min

    newest = sorted(found, key=day, reverse=True)
    return [
        Day(_title(texts, today, on), [_line(texts, today, one) for one in group])
        for on, group in groupby(newest, key=day)
    ]


def _title(texts: Texts, today: dt.date, on: dt.date) -> str:
    """`Kommer hjem i dag, torsdag 12. mars`."""
    said = {"days": wording.days_to(texts, on, today), "day": texts.day(on, today)}
    if on > today:
        return texts.translate("Kommer hjem %(days)s, %(day)s") % said
    return texts.translate("Kom hjem %(days)s, %(day)s") % said


def _line(texts: Texts, today: dt.date, one: Homecoming) -> Line:
    born = one.born_on
    children = texts.plural("%(count)s barn", "%(count)s barn", one.children) % {"count": one.children}
    return Line(
        path=f"/klinikk/kort/{ids.to_text(one.card)}/henvisning/{one.origin}",
        name=one.name,
        children=children,
        born=f"{texts.numeric(born)}, {wording.days_to(texts, born, today)}" if born else "",
        home=texts.numeric(one.home_on) if one.home_on else "",
        sender=f"{one.sender}, {one.unit}",
        status=referral_words.step_name(texts, one.step, ReferralKind.HANDOVER),
        unread=one.step in UNREAD,
    )
