"""The page that offers the editions, and the address that gives one as PDF."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.papers import Confirmed, Paper, hand_out_paper
from helsekort.actions.printing import Edition, print_card
from helsekort.actions.sessions import Session
from helsekort.web.clinician.desk import desk
from helsekort.web.clinician.printing.editions import document
from helsekort.web.shared.door import card_of
from helsekort.web.shared.papers import asked_paper, offered
from helsekort.web.shared.printing.answering import Unprinted, printed
from helsekort.web.shared.rendering import show, texts_of

EDITIONS = {"deling": Edition.SHARING, "arkiv": Edition.ARCHIVE, "akutt": Edition.EMERGENCY}
"""As an address names them."""


def print_page(request: Request, ctx: Context, session: Session) -> Response:
    """An edition as PDF; without one named, the choice."""
    edition = EDITIONS.get(request.query_params.get("utgave", ""))
    texts = texts_of(request)
    if edition is None:
        opened = open_card(session.actor, ctx=ctx, card=card_of(request))
        return show(
            request, "clinician/print.jinja", desk=desk(opened, ctx, texts, session.actor.party, session.name)
        )
    opened = print_card(session.actor, ctx=ctx, card=card_of(request), edition=edition)
    at = desk(opened, ctx, texts, session.actor.party, session.name)
    return Unprinted(document(at, edition, ctx.now()))


def paper_page(request: Request, ctx: Context, session: Session) -> Response:
    """A confirmation that she asks for as PDF; without one named, what there is to confirm."""
    card = card_of(request)

    def confirm(paper: Paper, contact: int | None) -> Confirmed:
        return hand_out_paper(session.actor, ctx=ctx, card=card, paper=paper, contact=contact)

    given = asked_paper(request, confirm, ctx.now())
    if given is not None:
        return given
    opened = open_card(session.actor, ctx=ctx, card=card, news=False)
    table = desk(opened, ctx, texts_of(request), session.actor.party, session.name)
    return show(request, "clinician/papers.jinja", desk=table, offered=offered(opened))


routes = [
    Route("/klinikk/kort/{card}/utskrift", printed(print_page)),
    Route("/klinikk/kort/{card}/bekreftelse", printed(paper_page)),
]
