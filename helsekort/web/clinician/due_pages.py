"""The due date: in force, its history, a proposal, and the act that brings a proposal into force."""

import datetime as dt
import secrets
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.due_dates import confirm_due_date, propose_due_date, withdraw_due_date
from helsekort.actions.outcomes import KeyUsedBefore, Problem, Rejected, Stale
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.entries import DueDate
from helsekort.record.gestation import Method, due_date_from, length_of
from helsekort.record.oddities import Oddity, oddities
from helsekort.web.clinician import done
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.due_known import known_day
from helsekort.web.clinician.facts import due_rows
from helsekort.web.clinician.forms import TICKED, Reader, read_paper
from helsekort.web.clinician.overview import difference
from helsekort.web.clinician.paper_again import offered
from helsekort.web.shared import messages
from helsekort.web.shared.asked_sheet import Offer
from helsekort.web.shared.door import away, card_of, origin_of, posted, taken_draft
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.typed_values import Unread, read_day
from helsekort.web.shared.typed_values import typed as as_typed

_KEY_BYTES = 16


def due_page(request: Request, ctx: Context, session: Session) -> Response:
    """The date in force, proposals, history, and the choice of method for a new proposal."""
    draft = taken_draft(request, ctx, session)
    typed = dict(draft.fields) if draft else {}
    method = typed.get("method") or request.query_params.get("metode", "")
    return _show(request, ctx, session, {**typed, "method": method}, {})


def propose(request: Request, ctx: Context, session: Session) -> Response:
    """POST of a proposal: nothing is recalculated by it. GET is where a login leads back to."""
    if request.method != "POST":
        return due_page(request, ctx, session)
    typed = dict(posted(request).fields)
    due, problems = _read(ctx, typed)
    card = card_of(request)
    if due is None:
        return _problem_page(request, ctx, session, typed, problems)
    try:
        origin = propose_due_date(
            session.actor, ctx=ctx, card=card, due=due, key=typed.get("key") or _new_key()
        )
    except Rejected as rejected:
        return _problem_page(request, ctx, session, typed, rejected.problems)
    except KeyUsedBefore:
        return _show(request, ctx, session, {**typed, "key": _new_key()}, {}, status=409, why="saved")
    return away(_path(card) + f"?foreslatt={origin}")


def confirm(request: Request, ctx: Context, session: Session) -> Response:
    """POST that brings a proposed date into force. GET is where a login leads back to."""
    if request.method != "POST":
        return due_page(request, ctx, session)
    typed = dict(posted(request).fields)
    card, origin = card_of(request), origin_of(request)
    base = done.number(typed.get("version", ""))
    why = typed.get(f"why-{origin}", "").strip()
    try:
        confirm_due_date(
            session.actor,
            ctx=ctx,
            card=card,
            origin=origin,
            base_version=base,
            why=why or None,
            in_force=done.number(typed.get("in_force", "")),
            looked=typed.get(f"looked-{origin}") == TICKED,
        )
    except Rejected as rejected:
        moved = [Problem(f"{one.field}-{origin}", one.code) for one in rejected.problems]
        return _problem_page(request, ctx, session, {f"why-{origin}": why}, moved)
    except Stale:
        return _show(request, ctx, session, {f"why-{origin}": why}, {}, status=409, why="stale")
    return away(_path(card) + f"?bekreftet={origin}")


def withdraw(request: Request, ctx: Context, session: Session) -> Response:
    """POST that takes a proposal back. GET is where a login leads back to."""
    if request.method != "POST":
        return due_page(request, ctx, session)
    typed = dict(posted(request).fields)
    card, origin = card_of(request), origin_of(request)
    name = f"reason-{origin}"
    try:
        withdraw_due_date(
            session.actor,
            ctx=ctx,
            card=card,
            origin=origin,
            base_version=done.number(typed.get("version", "")),
            reason=typed.get(name, ""),
        )
    except Rejected as rejected:
        problems = [Problem(name, one.code) for one in rejected.problems]
        return _problem_page(request, ctx, session, typed, problems)
    except Stale:
        return _show(request, ctx, session, typed, {}, status=409, why="stale")
    return away(_path(card) + f"?trukket={origin}")


def _path(card: int) -> str:
    return f"/klinikk/kort/{ids.to_text(card)}/termin"


def _new_key() -> str:
    return secrets.token_urlsafe(_KEY_BYTES)


def _read(ctx: Context, typed: Mapping[str, str]) -> tuple[DueDate | None, list[Problem]]:
    method = ctx.terms.methods.get(typed.get("method", ""))
    if method is None:
        return None, [Problem("method", "choice")]
    typed, problems = _with_taken(typed)
    measured = _day(typed, "measured", problems, required=True)
    scan = _day(
        typed, "measured_on", problems, required=method.measured == "due_date" and not method.own_length
    )
    reader = Reader(typed)
    paper = read_paper(reader, None)
    problems += reader.problems
    own = _whole(typed, "length", problems) if method.own_length else None
    embryo = _whole(typed, "embryo_days", problems) if method.embryo_days else None
    if problems or measured is None:
        return None, problems
    try:
        edd = due_date_from(method.code, measured, ctx.terms, embryo)
    except ValueError:
        return None, [
            Problem("embryo_days" if method.embryo_days else "measured", "embryo-days" if embryo else "day")
        ]
    try:
        length = length_of(method.code, ctx.terms, own)
    except ValueError:
        return None, [Problem("length", "length")]
    measured_on = scan if method.measured == "due_date" else measured
    due = DueDate(
        edd, length, method.code, measured_on, ctx.today(), embryo_days=embryo, proposed=True, paper=paper
    )
    return due, []


def _with_taken(typed: Mapping[str, str]) -> tuple[Mapping[str, str], list[Problem]]:
    """What was typed, with the days of the card that were taken over; a field that has both is told."""
    taken = dict(zip(("measured", "measured_on"), typed.get("take", "").split(), strict=False))
    both = [name for name, day in taken.items() if typed.get(name, "").strip() not in ("", day)]
    return {**typed, **taken}, [Problem(name, "taken-and-typed") for name in both]


def _day(typed: Mapping[str, str], name: str, problems: list[Problem], *, required: bool) -> dt.date | None:
    text = typed.get(name, "").strip()
    if not text:
        if required:
            problems.append(Problem(name, "missing"))
        return None
    try:
        return read_day(text)
    except Unread as unread:
        problems.append(Problem(name, unread.code))
        return None


def _whole(typed: Mapping[str, str], name: str, problems: list[Problem]) -> int | None:
    text = typed.get(name, "").strip()
    if text.isascii() and text.isdigit() and len(text) < 5:
        return int(text)
    problems.append(Problem(name, "length" if name == "length" else "embryo-days"))
    return None


def _problem_page(
    request: Request, ctx: Context, session: Session, typed: Mapping[str, str], problems: list[Problem]
) -> Response:
    texts = texts_of(request)
    labels = _labels(request, ctx.terms.methods.get(typed.get("method", "")))
    known = {one.field: one.field.partition("-")[0] for one in problems}
    # A due date far outside the pregnancy comes from the date that was typed.
    places = {"edd": "measured"}
    errors = {
        places.get(one.field, one.field): messages.problem(
            texts, one, labels.get(places.get(known[one.field], known[one.field]), texts.translate("Feltet"))
        )
        for one in problems
    }
    return _show(request, ctx, session, typed, errors, status=422)


def _labels(request: Request, method: Method | None) -> dict[str, str]:
    _ = texts_of(request).translate
    measured = {
        "last_period": _("Første dag i siste menstruasjon"),
        "egg_retrieval": _("Dag for egguttak"),
        "embryo_transfer": _("Dag for innsetting"),
        "insemination": _("Dag for inseminasjon eller eggløsning"),
        "due_date": _("Termindatoen som ble satt"),
    }
    return {
        "measured": measured[method.measured] if method else _("Dato"),
        "measured_on": _("Dag for undersøkelsen"),
        "embryo_days": _("Embryoets alder ved innsetting"),
        "length": _("Antall dager datoen er regnet med"),
        "paper_written_by": _("Hvem skrev det på papirkortet"),
        "paper_written_on": _("Når ble det skrevet"),
        "method": _("Måten"),
        "why": _("Hvorfor skal denne gjelde?"),
        "reason": _("Hvorfor trekkes det?"),
        "looked": _("Har du sett over det uvanlige?"),
    }


def _show(
    request: Request,
    ctx: Context,
    session: Session,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    status: int = 200,
    why: str = "",
) -> Response:
    opened = open_card(session.actor, ctx=ctx, card=card_of(request))
    table = desk(opened, ctx, texts_of(request), session.actor.party)
    method = ctx.terms.methods.get(typed.get("method", ""))
    fresh = {
        "key": _new_key(),
        "measured": "",
        "measured_on": "",
        "embryo_days": "",
        "length": "",
        "paper": "",
    }
    fresh |= {"paper_written_by": "", "paper_written_on": "", **offered(table, typed)}
    return show(
        request,
        "clinician/due.jinja",
        status=status,
        desk=table,
        rows=due_rows(table),
        differences=_differences(table),
        odd=_odd(table, ctx),
        in_force=table.card.due_trail.origin if table.card.due_trail else 0,
        methods=[(one.code, table.texts.translate(one.label)) for one in ctx.terms.methods.values()],
        method=method,
        labels=_labels(request, method),
        typed={**fresh, **typed},
        known=_offered(table, method, typed),
        errors=errors,
        summary=list(errors.items()),
        why=why,
        done=done.due_date(table, request.query_params),
        path=_path(opened.card.card),
    )


def _offered(table: Desk, method: Method | None, typed: Mapping[str, str]) -> Offer | None:
    """The day that the card holds for this way of setting a due date, to be taken over by a press."""
    found = known_day(table, method) if method else None
    if found is None:
        return None
    _ = table.texts.translate
    days = [as_typed(table.texts, day) for day in (found.day, found.examined) if day]
    source = _("Fra ultralyd %(day)s") if found.examined else _("Fra kortet, ført %(day)s")
    mark = " ".join(days)
    said = source % {"day": table.texts.numeric(found.written)}
    return Offer(mark, _("Ta med: %(value)s") % {"value": days[0]}, said, typed.get("take") == mark)


def _odd(table: Desk, ctx: Context) -> dict[int, list[str]]:
    """Origin of a proposal -> what is unusual about it, a sentence each."""
    _ = table.texts.translate
    said = {
        Oddity.OUTSIDE_WINDOW: _("Undersøkelsen er gjort utenfor ukene som denne måten er ment for."),
        Oddity.LARGE_SHIFT: _("Terminen flyttes mye. Alle uker på kortet blir regnet om."),
        Oddity.LOWER_RANK: _("Terminen i kraft er bestemt på en måte som vanligvis går foran denne."),
    }
    return {
        trail.origin: [said[each] for each in oddities(table.card, trail.now, ctx.terms)]
        for trail in table.card.due_dates
        if trail.now.proposed and trail.stands
    }


def _differences(table: Desk) -> dict[int, str]:
    """Origin of a proposal -> how far it lies from the date in force."""
    due = table.card.due
    return {
        trail.origin: difference(table, (trail.now.edd - due.edd).days)
        for trail in table.card.due_dates
        if due is not None and trail.now.proposed and trail.stands
    }
