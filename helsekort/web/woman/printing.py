"""Her own card on paper, in large type and in her words: for her who has no phone at hand, or none that she trusts."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions.cards import open_own_card
from helsekort.actions.context import Context
from helsekort.actions.papers import Confirmed, Paper, take_own_paper
from helsekort.actions.printing import print_own_card
from helsekort.actions.sessions import Session
from helsekort.web.shared.papers import asked_paper, offered
from helsekort.web.shared.printing.answering import Unprinted, printed
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.woman.paper import Tables, document


def print_page(request: Request, ctx: Context, session: Session) -> Response:
    """Her card as PDF, in the language her pages have."""
    opened = print_own_card(session.actor, ctx=ctx)
    request.state.own_language = opened.woman.language
    tables = Tables(ctx.catalogue, ctx.terms, ctx.curves, ctx.results)
    return Unprinted(document(opened, texts_of(request), tables, ctx.now()))


def paper_page(request: Request, ctx: Context, session: Session) -> Response:
    """A confirmation that she takes out herself as PDF; without one named, what there is to confirm."""

    def confirm(paper: Paper, contact: int | None) -> Confirmed:
        return take_own_paper(session.actor, ctx=ctx, paper=paper, contact=contact)

    given = asked_paper(request, confirm, ctx.now())
    if given is not None:
        return given
    opened = open_own_card(session.actor, ctx=ctx)
    request.state.own_language = opened.woman.language
    return show(
        request,
        "woman/papers.jinja",
        offered=offered(opened),
        today=opened.today,
    )


routes = [
    Route("/min/utskrift", printed(print_page, "woman")),
    Route("/min/bekreftelse", printed(paper_page, "woman")),
]
