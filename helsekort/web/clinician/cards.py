"""The worklist, the search by number, and the card itself."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import find_woman, list_women, open_card
from helsekort.actions.context import Context
from helsekort.actions.inbox import list_inbox, list_outside
from helsekort.actions.opened import WorklistRow
from helsekort.actions.results import list_results
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.entries import ContactKind
from helsekort.record.parties import Woman
from helsekort.web.clinician import done, facts, inbox, overview, results_waiting, tables, wording
from helsekort.web.clinician.desk import desk
from helsekort.web.clinician.development import development
from helsekort.web.clinician.home import home_readings
from helsekort.web.clinician.messages import problem
from helsekort.web.clinician.number_typed import number_problem
from helsekort.web.clinician.over import listed
from helsekort.web.clinician.results import first_screen, results
from helsekort.web.clinician.results_over_time import over_time
from helsekort.web.shared.door import away, card_of, posted
from helsekort.web.shared.rendering import show, texts_of


def worklist_page(request: Request, ctx: Context, session: Session) -> Response:
    """Her women, nearest due date first."""
    return _worklist(request, ctx, session)


def find(request: Request, ctx: Context, session: Session) -> Response:
    """POST of a national number. It never stands in an address, and is not shown again.

    GET is where a login leads back to.
    """
    if request.method != "POST":
        return worklist_page(request, ctx, session)
    number = "".join(posted(request).get("number").split())
    mistyped = number_problem(number, "number")
    if mistyped is not None:
        return _worklist(request, ctx, session, error=problem(texts_of(request), mistyped, ""))
    card = find_woman(session.actor, ctx=ctx, number=number)
    return away(f"/klinikk/kort/{ids.to_text(card)}")


def _worklist(request: Request, ctx: Context, session: Session, error: str = "") -> Response:
    tasks = list_results(session.actor, ctx=ctx)
    waiting = results_waiting.by_card(tasks)
    rows = [_row(request, ctx, row, waiting) for row in list_women(session.actor, ctx=ctx)]
    messages = [row for row in list_inbox(session.actor, ctx=ctx) if row.state in inbox.WAITS]
    return show(
        request,
        "clinician/worklist.jinja",
        status=422 if error else 200,
        rows=rows,
        error=error,
        unit=session.unit,
        groups=results_waiting.groups(ctx.catalogue, texts_of(request), tasks, ctx.today()),
        answers=len(tasks),
        overdue=sum(task.overdue for task in tasks),
        messages=len(messages),
        done=request.query_params.get("svar", ""),
    )


def _row(request: Request, ctx: Context, row: WorklistRow, waiting: dict[int, int]) -> dict[str, str]:
    texts = texts_of(request)
    _ = texts.translate
    contact = ""
    if row.last_contact is not None:
        contact = texts.numeric(row.last_contact)
        if row.last_contact_kind:
            kind = wording.kind_name(texts, ContactKind(row.last_contact_kind))
            contact = f"{contact} ({kind.lower()})"
    years = Woman(row.name, row.birth_date).age(ctx.today())
    return {
        "card": ids.to_text(row.card),
        "name": row.name,
        "years": _("%(years)s år") % {"years": years} if years is not None else "",
        "age": str(row.age) if row.age else "",
        "over": listed(texts, row.over, ctx.today()) if row.over else "",
        "edd": texts.numeric(row.edd) if row.edd else "",
        "days": wording.days_to(texts, row.edd, ctx.today()) if row.edd else "",
        "fetuses": wording.fetuses_word(texts, row.fetuses or 0),
        "several": "1" if (row.fetuses or 0) > 1 else "",
        "last": contact,
        "answers": str(waiting.get(row.card) or ""),
    }


def card_page(request: Request, ctx: Context, session: Session) -> Response:
    """The card: first what she needs before she looks up, then everything."""
    opened = open_card(session.actor, ctx=ctx, card=card_of(request))
    texts = texts_of(request)
    table = desk(opened, ctx, texts, session.actor.party, session.name)
    answers = results(table)
    outside = list_outside(session.actor, ctx=ctx, card=opened.card.card)
    return show(
        request,
        "clinician/card.jinja",
        desk=table,
        first=overview.overview(table),
        heads=tables.heads(table),
        check_ups=tables.check_ups(table),
        contacts=tables.contacts(table),
        home=home_readings(table),
        results=answers,
        over_time=over_time(table, ctx.results),
        new_results=first_screen(table, answers),
        outside=inbox.outside(texts, outside, ctx.today()),
        done=done.answers(table, answers, request.query_params),
        facts=facts.facts(table),
        due_rows=facts.due_rows(table),
        developing=[one for one in development(table) if table.card.pregnant or one.chart.rows],
        erased=facts.erased_lines(table),
        saved=done.recorded(table, done.number(request.query_params.get("lagret", ""))),
        moved_here="flyttet" in request.query_params and done.moved_here(table),
        moved_away="fjernet" in request.query_params and done.moved_away(table),
    )
