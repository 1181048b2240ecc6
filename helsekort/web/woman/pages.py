"""Her card and her log, as pages."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions import cards
from helsekort.actions.consents import CONSENT_WITHDRAWN
from helsekort.actions.context import Context
from helsekort.actions.opened import Opened
from helsekort.actions.sessions import Session, leave
from helsekort.web.shared.door import away, card_of, cookie_name, page, remember_language
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.slots import OnHerPage, slots_of
from helsekort.web.shared.texts import Texts
from helsekort.web.woman import access, files, own_form, printing
from helsekort.web.woman.children import children
from helsekort.web.woman.development import development
from helsekort.web.woman.epicrises import own_epicrises
from helsekort.web.woman.log_words import log_days
from helsekort.web.woman.meetings import erased_sentences, facts, meeting, others, results
from helsekort.web.woman.over import after
from helsekort.web.woman.phones import phones
from helsekort.web.woman.pregnancy import pregnancy
from helsekort.web.woman.referrals import referred
from helsekort.web.woman.rows import sections
from helsekort.web.woman.values import Words


def card_page(request: Request, ctx: Context, session: Session) -> Response:
    """Her card in plain language; after a loss a quiet page, with the card behind a link."""
    opened = cards.open_own_card(session.actor, ctx=ctx)
    request.state.own_language = opened.woman.language
    if opened.card.opening.now.reason == CONSENT_WITHDRAWN:
        return away(access.CONSENT)
    values = card_values(opened, ctx, texts_of(request))
    if values["active"]:
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


def card_values(opened: Opened, ctx: Context, texts: Texts) -> dict[str, Any]:
    """Everything the template says, already in words."""
    words = Words(opened, ctx.catalogue, texts)
    meetings = [meeting(words, line) for line in opened.card.contacts]
    last = next((one for one in meetings if one.check_up and not one.withdrawn), None)
    return {
        "guideline": OnHerPage(),
        "name": opened.woman.name,
        "notice": opened.notice,
        "active": opened.card.pregnant,
        "after": after(words, ctx.results.after.days, ctx.terms.after_birth.values()),
        "children": children(words),
        "card": opened.card.card,
        "asks": own_form.is_asked(opened.card),
        "pregnancy": pregnancy(words, ctx.terms),
        "unit": opened.units.get(opened.card.opening.now.organisation, ""),
        "phones": phones(opened),
        "last": last,
        "earlier": [one for one in meetings if one.check_up and one is not last],
        "contacts": [one for one in meetings if not one.check_up],
        "facts": facts(words),
        "results": results(words, ctx.results),
        "home": others(words, at_home=True),
        "others": others(words, at_home=False),
        "sections": sections(words),
        "referred": referred(words, ctx.referrals),
        "epicrises": own_epicrises(words, ctx.excerpts),
        "erased": erased_sentences(words),
        "developing": development(words, ctx.curves),
        "today": opened.today,
    }


def log_page(request: Request, ctx: Context, session: Session) -> Response:
    """Who has seen her card."""
    days = log_days(cards.read_own_log(session.actor, ctx=ctx), texts_of(request))
    left = "ut" in request.query_params
    return show(request, "woman/log.jinja", days=days, today=ctx.today(), left_elsewhere=left)


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
    Route("/min/innsyn", page(log_page, "woman")),
    Route("/min/innsyn/andre", page(leave_elsewhere, "woman"), methods=["GET", "POST"]),
]
