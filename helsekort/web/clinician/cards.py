"""The card itself."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.inbox import list_outside
from helsekort.actions.sessions import Session
from helsekort.web.clinician import done, facts, inbox, overview, referral_words, tables
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.development import development
from helsekort.web.clinician.files import EXAMINATIONS, files_on_card
from helsekort.web.clinician.home import home_readings
from helsekort.web.clinician.results import first_screen, results
from helsekort.web.clinician.results_over_time import over_time
from helsekort.web.clinician.rows_on_card import form_links, rows_on_card
from helsekort.web.clinician.timeline import timeline
from helsekort.web.shared import faults
from helsekort.web.shared.door import card_of
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.slots import slots_of

SHOWN = 5
"""Check-ups on the first page; the rest are one press away, so that a long card opens as fast as a short one."""
HAPPENED = 8
"""Lines of the timeline there."""


def card_page(request: Request, ctx: Context, session: Session) -> Response:
    """The card: first what she needs before she looks up, then what waits and what happened last."""
    opened = open_card(session.actor, ctx=ctx, card=card_of(request))
    if opened.card.wholly_erased:
        return faults.erased(request)
    texts = texts_of(request)
    table = desk(opened, ctx, texts, session.actor.party, session.name)
    answers = results(table)
    outside = list_outside(session.actor, ctx=ctx, card=opened.card.card)
    happened, in_all = timeline(table, HAPPENED)
    return show(
        request,
        "clinician/card.jinja",
        desk=table,
        first=overview.overview(table),
        guideline=slots_of(request).card(request, table),
        heads=tables.heads(table),
        check_ups=tables.check_ups(table, SHOWN),
        check_ups_in_all=tables.number_of_check_ups(table),
        happened=happened,
        happened_in_all=in_all,
        results=answers,
        new_results=first_screen(table, answers),
        outside=inbox.outside(texts, outside, ctx.today()),
        done=done.answers(table, answers, request.query_params),
        forms=form_links(table, ctx.forms.layouts),
        referrals=referral_words.rows(table),
        saved=done.recorded(table, done.number(request.query_params.get("lagret", ""))),
        answered=_answered(request, ctx, table),
        beside=_beside(request, table),
        moved_here="flyttet" in request.query_params and done.moved_here(table),
        moved_away="fjernet" in request.query_params and done.moved_away(table),
    )


def _answered(request: Request, ctx: Context, table: Desk) -> str:
    """The form that the reader has just saved; empty where there is none."""
    key = request.query_params.get("skjema", "")
    saved = done.answered(table, done.number(request.query_params.get("av", "")))
    return key if saved and key in ctx.forms.layouts else ""


def _beside(request: Request, table: Desk) -> int:
    """The row that the reader has just written and may want to put a file beside; 0 where there is none."""
    origin = done.number(request.query_params.get("av", ""))
    rows = (trail.origin for trail in table.card.rows if trail.now.group in EXAMINATIONS)
    return next((one for one in rows if one >= origin and done.answered(table, origin)), 0)


def whole_page(request: Request, ctx: Context, session: Session) -> Response:
    """Everything on the card, with its charts and its trail."""
    opened = open_card(session.actor, ctx=ctx, card=card_of(request), news=False)
    texts = texts_of(request)
    table = desk(opened, ctx, texts, session.actor.party, session.name)
    outside = list_outside(session.actor, ctx=ctx, card=opened.card.card)
    return show(
        request,
        "clinician/whole.jinja",
        desk=table,
        heads=tables.heads(table),
        check_ups=tables.check_ups(table),
        contacts=tables.contacts(table),
        happened=timeline(table)[0],
        home=home_readings(table),
        results=results(table),
        over_time=over_time(table, ctx.results),
        outside=inbox.outside(texts, outside, ctx.today()),
        facts=facts.facts(table),
        due_rows=facts.due_rows(table),
        groups=rows_on_card(table),
        files=files_on_card(table),
        developing=[one for one in development(table) if table.card.pregnant or one.chart.rows],
        became={trail.origin: table.became(trail) for trail in table.card.fetuses},
        erased=facts.erased_lines(table),
    )
