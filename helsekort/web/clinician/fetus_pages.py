"""The pages of one fetus: that it is lost among several, that this was wrong, and that it never was."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.context import Context
from helsekort.actions.endings import lose_fetus, restore_fetus, withdraw_fetus
from helsekort.actions.outcomes import Problem, Rejected, Stale
from helsekort.actions.sessions import Session
from helsekort.record.endings import FetusState
from helsekort.web.clinician import done
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.forms import TICKED
from helsekort.web.clinician.over_pages import as_typed, day_typed, opened, own_errors, path_of
from helsekort.web.shared.door import away, origin_of
from helsekort.web.shared.rendering import show


def fetus_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of one fetus among several: that it is lost, and that this was wrong."""
    table, origin = opened(request, ctx, session), origin_of(request)
    if origin not in table.fetuses():
        raise HTTPException(404)
    typed = as_typed(request, ctx, session)
    if request.method != "POST":
        return _fetus_page(request, table, origin, typed, {})
    try:
        _change_fetus(session, ctx, table, origin, typed)
    except Rejected as rejected:
        errors = own_errors(table, rejected.problems)
        return _fetus_page(request, table, origin, typed, errors, status=422)
    except Stale:
        return _fetus_page(request, table, origin, typed, {}, status=409)
    return away(f"{path_of(table)}#termin")


def mistaken_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of a fetus that was entered by mistake: it is taken back, with the reason."""
    table, origin = opened(request, ctx, session), origin_of(request)
    if origin not in table.fetuses():
        raise HTTPException(404)
    typed = as_typed(request, ctx, session)
    if request.method != "POST":
        return _fetus_page(request, table, origin, typed, {}, mistaken=True)
    try:
        withdraw_fetus(
            session.actor,
            ctx=ctx,
            card=table.card.card,
            origin=origin,
            base_version=done.number(typed.get("version", "")),
            reason=typed.get("reason", "").strip(),
        )
    except Rejected as rejected:
        errors = own_errors(table, rejected.problems)
        return _fetus_page(request, table, origin, typed, errors, status=422, mistaken=True)
    except Stale:
        return _fetus_page(request, table, origin, typed, {}, status=409, mistaken=True)
    return away(f"{path_of(table)}/alt#termin")


def _change_fetus(session: Session, ctx: Context, table: Desk, origin: int, typed: Mapping[str, str]) -> None:
    card, base = table.card.card, done.number(typed.get("version", ""))
    if typed.get("back") == TICKED:
        reason = typed.get("reason", "").strip()
        restore_fetus(session.actor, ctx=ctx, card=card, origin=origin, base_version=base, reason=reason)
        return
    problems: list[Problem] = []
    on = day_typed(typed, problems)
    if on is None:
        raise Rejected(problems)
    looked = typed.get("looked") == TICKED
    lose_fetus(session.actor, ctx=ctx, card=card, origin=origin, base_version=base, on=on, looked=looked)


def _fetus_page(
    request: Request,
    table: Desk,
    origin: int,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    status: int = 200,
    mistaken: bool = False,
) -> Response:
    trail = next(one for one in table.card.live_fetuses() if one.origin == origin)
    return show(
        request,
        "clinician/fetus.jinja",
        status=status,
        desk=table,
        label=table.fetus_label(origin) or table.texts.translate("Fosteret"),
        says=table.became(trail),
        lost=trail.now.state is not FetusState.GROWING,
        last=[one.origin for one in table.card.growing()] == [origin],
        version=trail.last.version,
        typed={"on": "", "reason": "", **typed},
        errors=errors,
        summary=list(errors.items()),
        ask="looked" in errors,
        stale=status == 409,
        path=path_of(table),
        origin=origin,
        mistaken=mistaken,
    )
