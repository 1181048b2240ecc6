"""The emergency page of a card: one press from every page about her."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.sessions import Session
from helsekort.web.clinician.desk import desk
from helsekort.web.shared.door import card_of
from helsekort.web.shared.emergency import emergency
from helsekort.web.shared.rendering import show, texts_of


def emergency_page(request: Request, ctx: Context, session: Session) -> Response:
    """What whoever meets her unprepared must know. Nothing that is new on the card counts as seen by it."""
    opened = open_card(session.actor, ctx=ctx, card=card_of(request), news=False)
    table = desk(opened, ctx, texts_of(request), session.actor.party, session.name)
    return show(request, "clinician/emergency.jinja", desk=table, page=emergency(table, ctx.now()))
