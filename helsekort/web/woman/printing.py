"""Her own card on paper, in large type and in her words: for her who has no phone at hand, or none that she trusts."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions.context import Context
from helsekort.actions.printing import print_own_card
from helsekort.actions.sessions import Session
from helsekort.web.shared.printing.answering import Unprinted, printed
from helsekort.web.shared.rendering import texts_of
from helsekort.web.woman.paper import Tables, document


def print_page(request: Request, ctx: Context, session: Session) -> Response:
    """Her card as PDF, in the language her pages have."""
    opened = print_own_card(session.actor, ctx=ctx)
    request.state.own_language = opened.woman.language
    tables = Tables(ctx.catalogue, ctx.terms, ctx.curves, ctx.results)
    return Unprinted(document(opened, texts_of(request), tables, ctx.now()))


routes = [Route("/min/utskrift", printed(print_page, "woman"))]
