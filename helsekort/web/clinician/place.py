"""A contact on an opened card: what the pages that amend it share."""

from collections.abc import Mapping

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request

from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Problem
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.card import ContactLine
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.done import number
from helsekort.web.shared.door import card_of
from helsekort.web.shared.rendering import texts_of


class Place(Struct):
    """A contact on an opened card."""

    desk: Desk
    line: ContactLine
    origin: int

    @property
    def growing(self) -> list[int]:
        """Origins of the fetuses that grew on the contact's day."""
        return self.desk.growing(self.line.contact.now.on)

    @property
    def path(self) -> str:
        """The address of the contact's own page."""
        return f"/klinikk/kort/{ids.to_text(self.desk.card.card)}/hendelse/{self.origin}"


def opened_place(request: Request, ctx: Context, session: Session, origin: int) -> Place:
    """Open the card and find the contact. Refused as for any card; 404 where the card has no such contact."""
    opened = open_card(session.actor, ctx=ctx, card=card_of(request))
    line = opened.card.contact(origin)
    if line is None:
        raise HTTPException(404)
    return Place(desk(opened, ctx, texts_of(request), session.actor.party), line, origin)


def base_of(typed: Mapping[str, str], otherwise: int) -> int:
    """The version a form was made from. An unreadable one counts as the oldest, so nothing is overwritten."""
    return number(typed.get("base", str(otherwise)))


def reason_problems(typed: Mapping[str, str]) -> list[Problem]:
    """Every amendment says why."""
    return [] if typed.get("reason", "").strip() else [Problem("reason", "missing")]
