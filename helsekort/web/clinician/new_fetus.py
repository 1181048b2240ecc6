"""The page that enters a fetus: the next letter, the day it was seen, and where it lies where there are several."""

import secrets
from collections.abc import Mapping
from string import ascii_uppercase

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.contacts import name_fetus
from helsekort.actions.context import Context
from helsekort.actions.outcomes import KeyUsedBefore, Problem, Rejected
from helsekort.actions.sessions import Session
from helsekort.record.entries import Fetus
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.over_pages import as_typed, day_typed, opened, own_errors, path_of
from helsekort.web.shared.door import away
from helsekort.web.shared.rendering import show
from helsekort.web.shared.typed_values import typed as as_text


def new_fetus_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of a fetus that is entered."""
    table = opened(request, ctx, session)
    fresh = {"on": as_text(table.texts, table.today), "position": "", "key": secrets.token_urlsafe(16)}
    if request.method != "POST":
        return _page(request, table, fresh, {})
    # a day that was not sent is no day, and not today
    typed = {**fresh, "on": "", **as_typed(request, ctx, session)}
    try:
        _enter(session, ctx, table, typed)
    except Rejected as rejected:
        return _page(request, table, typed, own_errors(table, rejected.problems), status=422)
    except KeyUsedBefore:
        return _page(request, table, {**typed, "key": fresh["key"]}, {}, status=409)
    return away(f"{path_of(table)}/alt#termin")


def _enter(session: Session, ctx: Context, table: Desk, typed: Mapping[str, str]) -> None:
    problems: list[Problem] = []
    on = day_typed(typed, problems)
    if on is None:
        raise Rejected(problems)
    position = " ".join(typed["position"].split())
    shown = typed.get("label", "")
    fetus = Fetus(
        shown if len(shown) == 1 and shown in ascii_uppercase else _letter(table), on, position or None
    )
    name_fetus(session.actor, ctx=ctx, card=table.card.card, fetus=fetus, key=typed["key"])


def _letter(table: Desk) -> str:
    """The first that no fetus of the card has had."""
    had = {trail.now.label for trail in table.card.fetuses}
    return next(letter for letter in ascii_uppercase if letter not in had)


def _page(
    request: Request, table: Desk, typed: Mapping[str, str], errors: Mapping[str, str], *, status: int = 200
) -> Response:
    return show(
        request,
        "clinician/new_fetus.jinja",
        status=status,
        desk=table,
        label=_letter(table),
        typed=typed,
        errors=errors,
        summary=list(errors.items()),
        path=path_of(table),
    )
