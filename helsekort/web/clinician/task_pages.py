"""The tasks someone owns, and one of them: done, no longer wanted, or given to another, with who and when."""

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Gone, Problem, Rejected, Stale
from helsekort.actions.owed_tasks import ListedTask, list_tasks
from helsekort.actions.results import who_may_take
from helsekort.actions.rows import correct_row
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.card import Trail
from helsekort.record.entries import Cell, Row
from helsekort.web.clinician import done, wording
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.row_answers import row_words
from helsekort.web.shared import messages
from helsekort.web.shared.door import away, card_of, origin_of, posted, taken_draft
from helsekort.web.shared.people import role_name
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts
from helsekort.web.shared.typed_values import Unread, read_day, typed

TASK, STATE, DONE_ON, OWNER = "task", "task_state", "task_done_on", "task_owner"


class Line(Struct, frozen=True):
    """One task in the list. `path` is empty where it cannot be opened."""

    path: str
    what: str
    name: str
    due: str
    days: str
    overdue: bool
    mine: bool


class Step(Struct, frozen=True):
    """One version of a task: what it said, who wrote it, when and why."""

    text: str
    who: str
    when: str
    why: str


def list_page(request: Request, ctx: Context, session: Session) -> Response:
    """The reader's open tasks."""
    texts, found = texts_of(request), list_tasks(session.actor, ctx=ctx)
    lines = [_line(texts, ctx, one) for one in found]
    return show(
        request,
        "clinician/tasks.jinja",
        mine=[one for one in lines if one.mine],
        others=[one for one in lines if not one.mine],
        settled="gjort" in request.query_params,
    )


def _line(texts: Texts, ctx: Context, one: ListedTask) -> Line:
    known = ctx.catalogue.codes("task_kind")
    kind = texts.translate(known[one.kind]) if one.kind in known else one.kind
    return Line(
        path=f"/klinikk/kort/{ids.to_text(one.card)}/oppgave/{one.origin}" if one.name else "",
        what=_begun_with_capital(one.note or kind),
        name=one.name,
        due=texts.numeric(one.due) if one.due else "",
        days=wording.days_to(texts, one.due, ctx.today()) if one.due else "",
        overdue=one.overdue,
        mine=one.mine,
    )


def _begun_with_capital(text: str) -> str:
    """`HbA1c` keeps its own capitals."""
    return text[:1].upper() + text[1:]


def task_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of one task."""
    opened = open_card(session.actor, ctx=ctx, card=card_of(request), news=False)
    table = desk(opened, ctx, texts_of(request), session.actor.party, session.name)
    trail = _task(table, origin_of(request))
    kept = taken_draft(request, ctx, session)
    said = dict((posted(request) if request.method == "POST" else kept or posted(request)).fields)
    if request.method != "POST":
        return _page(request, ctx, session, table, trail, said, [])
    try:
        wanted, reason = _wanted(table, trail.now, said, _colleagues(ctx, session, table))
        correct_row(
            session.actor,
            ctx=ctx,
            card=table.card.card,
            origin=trail.origin,
            base_seq=done.number(said.get("base", "")),
            row=wanted,
            reason=reason,
        )
    except Rejected as rejected:
        return _page(request, ctx, session, table, trail, said, rejected.problems)
    except Stale:
        return _page(request, ctx, session, table, trail, said, [], stale=True)
    return away("/klinikk/oppgaver?gjort=1")


def _task(table: Desk, origin: int) -> Trail[Row]:
    found = (one for one in table.card.rows if one.origin == origin and one.now.group == TASK and one.stands)
    trail = next(found, None)
    if trail is None:
        raise Gone
    return trail


def _colleagues(ctx: Context, session: Session, table: Desk) -> list[tuple[str, str]]:
    """(name, what they are) of those who care for her."""
    found = who_may_take(session.actor, ctx=ctx, card=table.card.card)
    said = {
        one.name: ", ".join(
            part for part in (one.name, role_name(table.texts, one.role), one.unit or "") if part
        )
        for one in found
    }
    return sorted(said.items())


def _wanted(
    table: Desk, row: Row, said: Mapping[str, str], colleagues: list[tuple[str, str]]
) -> tuple[Row, str]:
    """The task as it should say, and why. Rejected for what is not filled in."""
    _ = table.texts.translate
    why = said.get("why", "").strip()
    if said.get("act") == "give":
        to = said.get("to", "")
        if to not in dict(colleagues):
            raise Rejected([Problem("to", "choice")])
        return _with(row, {OWNER: to}), why or _("Gitt til %(name)s") % {"name": to}
    if said.get("act") == "drop":
        if not why:
            raise Rejected([Problem("why", "missing")])
        return _with(row, {STATE: "DROPPED"}), why
    return _with(row, {STATE: "DONE", DONE_ON: _day(said, table.today)}), why or _("Gjort")


def _day(said: Mapping[str, str], today: dt.date) -> dt.date:
    try:
        on = read_day(said.get("on", "").strip())
    except Unread as unread:
        raise Rejected([Problem("on", unread.code)]) from unread
    if on > today:
        raise Rejected([Problem("on", "future")])
    return on


def _with(row: Row, values: Mapping[str, str | dt.date]) -> Row:
    left = tuple(cell for cell in row.cells if cell.what not in values)
    return replace(row, cells=(*left, *(Cell(what, value) for what, value in values.items())))


def _page(
    request: Request,
    ctx: Context,
    session: Session,
    table: Desk,
    trail: Trail[Row],
    said: Mapping[str, str],
    problems: list[Problem],
    *,
    stale: bool = False,
) -> Response:
    _ = table.texts.translate
    labels = {"on": _("Dagen"), "to": _("Hvem"), "why": _("Grunnen")}
    errors = {
        one.field: messages.problem(table.texts, one, labels.get(one.field, _("Feltet"))) for one in problems
    }
    note, kind = trail.now.value("task_note"), trail.now.value("task_kind")
    return show(
        request,
        "clinician/task.jinja",
        status=409 if stale else 422 if problems else 200,
        desk=table,
        title=_begun_with_capital(
            str(note) if note else table.value_words(kind, "task_kind") if kind else _("Oppgave")
        ),
        open=trail.now.value(STATE) not in ("DONE", "DROPPED"),
        steps=[_step(table, trail, place) for place in reversed(range(len(trail.entries)))],
        colleagues=_colleagues(ctx, session, table),
        typed={"on": typed(table.texts, table.today), "why": "", "to": "", **said},
        base=trail.last.seq,
        errors=errors,
        summary=list(errors.items()),
        stale=stale,
        path=request.url.path,
    )


def _step(table: Desk, trail: Trail[Row], place: int) -> Step:
    entry = trail.entries[place]
    row = entry.content
    return Step(
        row_words(table, row) if isinstance(row, Row) else "",
        table.name_and_unit(entry.author, entry.organisation),
        wording.stamp(table.texts, entry.recorded, table.today),
        (row.reason if isinstance(row, Row) else None) or "",
    )
