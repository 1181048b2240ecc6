"""Her card and her log, as pages."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions import cards
from helsekort.actions.context import Context
from helsekort.actions.sessions import Session, leave
from helsekort.web.shared.door import away, card_of, cookie_name, page, remember_language
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.slots import slots_of
from helsekort.web.woman import access, files, mandates, more, own_form, own_log, printing
from helsekort.web.woman.card_values import card_values


def card_page(request: Request, ctx: Context, session: Session) -> Response:
    """Her card in plain language; after a loss a quiet page, with the card behind a link."""
    opened = cards.open_own_card(session.actor, ctx=ctx)
    request.state.own_language = opened.woman.language
    if opened.card.wholly_erased:
        return away(access.CONSENT)
    values = card_values(opened, ctx, texts_of(request))
    if values["active"] and not session.actor.acting_for:
        values["guideline"] = slots_of(request).her_page(request, session)
    quiet = values["after"] is not None and values["after"].quiet
    answer = show(request, "woman/over.jinja" if quiet else "woman/card.jinja", **values)
    remember_language(answer, request)
    return answer


def one_card_page(request: Request, ctx: Context, session: Session) -> Response:
    """One of her cards whole, also of a pregnancy that is over."""
    opened = cards.open_own_card(session.actor, ctx=ctx, card=card_of(request))
    return show(request, "woman/card.jinja", **card_values(opened, ctx, texts_of(request)))


def cards_page(request: Request, ctx: Context, session: Session) -> Response:
    """Which cards she has. The way here is on her page whether there are several or not."""
    found = cards.list_own_cards(session.actor, ctx=ctx)
    return show(request, "woman/cards.jinja", cards=found, today=ctx.today())


def leave_elsewhere(request: Request, ctx: Context, session: Session) -> Response:
    """POST that logs her out everywhere but here. GET is where a login leads back to."""
    if request.method != "POST":
        return away("/min/innsyn")
    leave(session.actor, ctx=ctx, token=request.cookies[cookie_name(request)], elsewhere=True)
    return away("/min/innsyn?ut=1#andre-steder")


routes = [
    Route("/min", page(card_page, "woman")),
    Route("/min/kort", page(cards_page, "woman")),
    Route("/min/kort/{card}", page(one_card_page, "woman")),
    *printing.routes,
    Route("/min/skjema", page(own_form.form_page, "woman"), methods=["GET", "POST"]),
    *files.routes,
    *access.routes,
    *mandates.routes,
    *more.routes,
    Route("/min/innsyn", page(own_log.log_page, "woman")),
    Route("/min/innsyn/last-ned", page(own_log.take_page, "woman")),
    Route("/min/innsyn/hvorfor/{moment}", page(own_log.why_page, "woman"), methods=["GET", "POST"]),
    Route("/min/innsyn/andre", page(leave_elsewhere, "woman"), methods=["GET", "POST"]),
]
