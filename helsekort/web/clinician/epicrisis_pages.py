"""Writing a summary, signing it, correcting it, and sending it; and reading one that was sent here."""

import secrets
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.context import Context
from helsekort.actions.epicrises import (
    Composing,
    change_epicrisis,
    compose_epicrisis,
    correct_epicrisis,
    sign_epicrisis,
    withdraw_epicrisis,
    write_epicrisis,
)
from helsekort.actions.epicrisis_post import acknowledge_epicrisis, open_epicrisis, send_epicrisis
from helsekort.actions.outcomes import KeyUsedBefore, Problem, Rejected, Stale
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.web.clinician import done, epicrisis_form, epicrisis_words
from helsekort.web.clinician.desk import desk
from helsekort.web.shared import messages
from helsekort.web.shared.door import away, card_of, origin_of, posted, taken_draft
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts

_KEY_BYTES = 16


def write_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of the summary while it is a draft; a signed one is looked at on its own page."""
    card = card_of(request)
    composing = compose_epicrisis(session.actor, ctx=ctx, card=card)
    line = composing.line
    if line is not None and line.signed:
        return away(_path(card, line.epicrisis.origin))
    if request.method != "POST":
        kept = taken_draft(request, ctx, session)
        return _form(request, ctx, session, composing, dict(kept.fields) if kept else {}, [])
    typed = dict(posted(request).fields)
    words = epicrisis_form.read(typed, composing.blocks)
    try:
        if line is None:
            key = typed.get("key", "")
            origin = write_epicrisis(session.actor, ctx=ctx, card=card, words=words, key=key)
        else:
            origin, base = line.epicrisis.origin, done.number(typed.get("base", ""))
            change_epicrisis(session.actor, ctx=ctx, card=card, origin=origin, base_seq=base, words=words)
    except Rejected as rejected:
        return _form(request, ctx, session, composing, typed, rejected.problems)
    except Stale:
        return _form(request, ctx, session, composing, typed, [Problem("form", "stale")])
    except KeyUsedBefore as used:
        origin = used.origin
    return away(_path(card, origin))


def correct_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of the correction of a signed one."""
    card, origin = card_of(request), origin_of(request)
    composing = compose_epicrisis(session.actor, ctx=ctx, card=card)
    if composing.line is None or composing.line.epicrisis.origin != origin or not composing.line.signed:
        raise HTTPException(404)
    if request.method != "POST":
        kept = taken_draft(request, ctx, session)
        return _form(request, ctx, session, composing, dict(kept.fields) if kept else {}, [])
    typed = dict(posted(request).fields)
    try:
        correct_epicrisis(
            session.actor,
            ctx=ctx,
            card=card,
            origin=origin,
            base_seq=done.number(typed.get("base", "")),
            words=epicrisis_form.read(typed, composing.blocks),
            reason=typed.get("reason", ""),
        )
    except Rejected as rejected:
        return _form(request, ctx, session, composing, typed, rejected.problems)
    except Stale:
        return _form(request, ctx, session, composing, typed, [Problem("form", "stale")])
    return away(_path(card, origin))


def _form(
    request: Request,
    ctx: Context,
    session: Session,
    composing: Composing,
    typed: Mapping[str, str],
    problems: list[Problem],
) -> Response:
    table = desk(composing.opened, ctx, texts_of(request), session.actor.party, session.name)
    line = composing.line
    errors = _errors(table.texts, problems)
    stale = any(one.code == "stale" for one in problems)
    parts = epicrisis_form.parts(composing.blocks, line, typed, ctx.catalogue, table.texts)
    return show(
        request,
        "clinician/epicrisis_form.jinja",
        status=409 if stale else 422 if problems else 200,
        desk=table,
        parts=parts,
        over=table.card.over is not None,
        correcting=line is not None and line.signed is not None,
        reason=typed.get("reason", ""),
        key=typed.get("key", "") or secrets.token_urlsafe(_KEY_BYTES),
        base=typed.get("base", "") or (line.last_seq if line else ""),
        errors=errors,
        summary=list(errors.items()),
        path=request.url.path,
    )


def _errors(texts: Texts, problems: list[Problem]) -> dict[str, str]:
    """A sentence for each field that something is wrong with."""
    _ = texts.translate
    own = {
        "not-over": _("Epikrisen skrives når svangerskapet er over. Si først fra om det på kortet."),
        "already-there": _("Det er alt skrevet en epikrise på dette kortet. Åpne den og se."),
        "already-signed": _("Den er alt signert. Rett den hvis noe er feil."),
        "not-signed": _("Den er ikke signert ennå."),
        "already-read": _("Enheten har alt kvittert for at den er lest."),
        "choose-one": _("Velg minst én mottaker."),
        "nobody-there": _("Ingen ved denne enheten kan ta imot her. Send den på en annen måte."),
        "closed-by-her": _("Hun har sperret kortet for denne enheten. Snakk med henne, eller velg en annen."),
        "stale": _(
            "Noen har endret den siden du åpnet siden. Det du skrev, står her. Åpne den på nytt og se."
        ),
        "empty": _("Epikrisen er tom. Skriv minst én del."),
        "text-too-long": _("Teksten er for lang. Skriv den kortere."),
    }
    names = {"reason": _("Grunnen"), "to": _("Mottaker")}
    found: dict[str, str] = {}
    for one in problems:
        said = own.get(one.code) or messages.problem(texts, one, names.get(one.field, _("Skjemaet")))
        found.setdefault(epicrisis_form.field_of(one.field), said)
    return found


def epicrisis_page(request: Request, ctx: Context, session: Session) -> Response:
    """The summary as it stands: for who wrote it, for those who care for her, and for a unit that was sent it."""
    return _page(request, ctx, session, [])


def _page(request: Request, ctx: Context, session: Session, problems: list[Problem]) -> Response:
    card, origin = card_of(request), origin_of(request)
    found = open_epicrisis(session.actor, ctx=ctx, card=card, origin=origin)
    table = desk(found.opened, ctx, texts_of(request), session.actor.party, session.name)
    errors = _errors(table.texts, problems)
    stale = any(one.code == "stale" for one in problems)
    signed = found.line.signed is not None
    return show(
        request,
        "clinician/epicrisis.jinja",
        status=409 if stale else 422 if problems else 200,
        desk=table,
        errors=errors,
        summary=list(errors.items()),
        sheet=epicrisis_words.sheet(table, found.line),
        signature=epicrisis_words.signature(table, found.line),
        lost=epicrisis_words.lost(table),
        way=epicrisis_words.way(table, found.line),
        signed=signed,
        base=found.line.last_seq,
        in_care=found.in_care,
        waits=epicrisis_words.waits(found.delivery),
        mine=found.delivery is not None,
        units=epicrisis_words.receivers(found.units, found.line) if signed else [],
        path=_path(card, origin),
    )


def sign(request: Request, ctx: Context, session: Session) -> Response:
    """POST of a draft that is signed. GET is where a login leads back to."""
    return _act(request, ctx, session, "sign")


def send(request: Request, ctx: Context, session: Session) -> Response:
    """POST of a signed one that is sent. GET is where a login leads back to."""
    return _act(request, ctx, session, "send")


def acknowledge(request: Request, ctx: Context, session: Session) -> Response:
    """POST of the receiver who has read it. GET is where a login leads back to."""
    return _act(request, ctx, session, "read")


def withdraw(request: Request, ctx: Context, session: Session) -> Response:
    """POST that drops a draft or takes back a signed one. GET is where a login leads back to."""
    return _act(request, ctx, session, "withdraw")


def _act(request: Request, ctx: Context, session: Session, act: str) -> Response:
    if request.method != "POST":
        return epicrisis_page(request, ctx, session)
    try:
        _do(request, ctx, session, act)
    except Rejected as rejected:
        return _page(request, ctx, session, rejected.problems)
    except Stale:
        return _page(request, ctx, session, [Problem("form", "stale")])
    if act == "withdraw":
        return away(f"/klinikk/kort/{ids.to_text(card_of(request))}")
    return away(_path(card_of(request), origin_of(request)))


def _do(request: Request, ctx: Context, session: Session, act: str) -> None:
    actor, card, origin = session.actor, card_of(request), origin_of(request)
    form = posted(request)
    typed = dict(form.fields)
    base = done.number(typed.get("base", ""))
    if act == "sign":
        sign_epicrisis(actor, ctx=ctx, card=card, origin=origin, base_seq=base)
    elif act == "send":
        to = tuple(_unit(value) for name, value in form.fields if name == "to")
        send_epicrisis(actor, ctx=ctx, card=card, origin=origin, base_seq=base, to=to)
    elif act == "read":
        acknowledge_epicrisis(actor, ctx=ctx, card=card, origin=origin, base_seq=base)
    else:
        reason = typed.get("reason", "")
        withdraw_epicrisis(actor, ctx=ctx, card=card, origin=origin, base_seq=base, reason=reason)


def _unit(text: str) -> int:
    try:
        return ids.from_text(text)
    except ids.UnreadableId:
        raise Rejected([Problem("to", "choice")]) from None


def _path(card: int, origin: int) -> str:
    return f"/klinikk/kort/{ids.to_text(card)}/epikrise/{origin}"
