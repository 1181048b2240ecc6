"""Her card and her log, as pages."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions import cards
from helsekort.actions.context import Context
from helsekort.actions.opened import Opened
from helsekort.actions.sessions import Session
from helsekort.web.shared.door import page, remember_language
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts
from helsekort.web.woman.development import development
from helsekort.web.woman.log_words import log_days
from helsekort.web.woman.meetings import erased_sentences, facts, meeting, others, results
from helsekort.web.woman.phones import phones
from helsekort.web.woman.pregnancy import pregnancy
from helsekort.web.woman.rows import sections
from helsekort.web.woman.values import Words


def card_page(request: Request, ctx: Context, session: Session) -> Response:
    """Her card in plain language."""
    opened = cards.open_own_card(session.actor, ctx=ctx)
    request.state.own_language = opened.woman.language
    answer = show(request, "woman/card.jinja", **card_values(opened, ctx, texts_of(request)))
    remember_language(answer, request)
    return answer


def card_values(opened: Opened, ctx: Context, texts: Texts) -> dict[str, Any]:
    """Everything the template says, already in words."""
    words = Words(opened, ctx.catalogue, texts)
    meetings = [meeting(words, line) for line in opened.card.contacts]
    last = next((one for one in meetings if one.check_up and not one.withdrawn), None)
    return {
        "name": opened.woman.name,
        "active": opened.card.opening.now.active,
        "pregnancy": pregnancy(words, ctx.terms),
        "unit": opened.units.get(opened.card.opening.now.organisation, ""),
        "phones": phones(opened),
        "last": last,
        "earlier": [one for one in meetings if one.check_up and one is not last],
        "contacts": [one for one in meetings if not one.check_up],
        "facts": facts(words),
        "results": results(words, ctx.results),
        "home": others(words, by_woman=True),
        "others": others(words, by_woman=False),
        "sections": sections(words),
        "erased": erased_sentences(words),
        "developing": development(words, ctx.curves),
        "today": opened.today,
    }


def log_page(request: Request, ctx: Context, session: Session) -> Response:
    """Who has seen her card."""
    days = log_days(cards.read_own_log(session.actor, ctx=ctx), texts_of(request))
    return show(request, "woman/log.jinja", days=days, today=ctx.today())


routes = [
    Route("/min", page(card_page, "woman")),
    Route("/min/innsyn", page(log_page, "woman")),
]
