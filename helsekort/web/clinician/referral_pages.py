"""Writing a referral, seeing what the receiver sees, sending it, and answering one."""

import secrets
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.outcomes import KeyUsedBefore, Problem, Rejected, Stale
from helsekort.actions.referrals import (
    change_referral,
    draft_referral,
    reply_to_question,
    send_referral,
    take_back_referral,
    where_to_refer,
)
from helsekort.actions.referred import OpenedReferral, answer_referral, open_referral
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.entries import ReferralKind, Step
from helsekort.record.referring import BY_RECEIVER, UNANSWERED
from helsekort.web.clinician import done, over, referral_form, referral_sheet, referral_words
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.shared import ended, messages
from helsekort.web.shared.door import away, card_of, origin_of, posted, taken_draft
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts

_KEY_BYTES = 16
_KINDS = {kind.value: kind for kind in ReferralKind}
_STEPS = {step.name.lower(): step for step in Step}


def new_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of a new referral: it is saved as a draft, and then looked at."""
    kept = taken_draft(request, ctx, session)
    typed = dict((posted(request) if request.method == "POST" else kept or posted(request)).fields)
    kind = _KINDS.get(typed.get("kind") or request.query_params.get("type", ""), ReferralKind.REFERRAL)
    card = card_of(request)
    if request.method != "POST":
        blank = referral_form.new(kind, ctx.referrals, secrets.token_urlsafe(_KEY_BYTES))
        return _form_page(request, ctx, session, kind, typed or blank, [])
    referral, problems = referral_form.read(typed, kind, ctx.referrals, ctx.catalogue)
    if referral is None:
        return _form_page(request, ctx, session, kind, typed, problems)
    try:
        origin = draft_referral(
            session.actor, ctx=ctx, card=card, referral=referral, key=typed.get("key", "")
        )
    except Rejected as rejected:
        return _form_page(request, ctx, session, kind, typed, rejected.problems)
    except KeyUsedBefore as used:
        origin = used.origin
    return away(_path(card, origin))


def change_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of a draft that is changed."""
    card, origin = card_of(request), origin_of(request)
    kept = taken_draft(request, ctx, session)
    if request.method != "POST":
        line = open_card(session.actor, ctx=ctx, card=card).card.referral(origin)
        if line is None or line.step is not None:
            raise HTTPException(404)
        stands = {
            **referral_form.typed_from(texts_of(request), line.referral.now),
            "base": str(line.last_seq),
        }
        typed = dict(kept.fields) if kept else stands
        return _form_page(request, ctx, session, line.referral.now.kind, typed, [])
    typed = dict(posted(request).fields)
    kind = _KINDS.get(typed.get("kind", ""), ReferralKind.REFERRAL)
    referral, problems = referral_form.read(typed, kind, ctx.referrals, ctx.catalogue)
    if referral is None:
        return _form_page(request, ctx, session, kind, typed, problems)
    base = done.number(typed.get("base", ""))
    try:
        change_referral(session.actor, ctx=ctx, card=card, origin=origin, base_seq=base, referral=referral)
    except Rejected as rejected:
        return _form_page(request, ctx, session, kind, typed, rejected.problems)
    except Stale:
        return _form_page(request, ctx, session, kind, typed, [Problem("form", "stale")])
    return away(_path(card, origin))


def _form_page(
    request: Request,
    ctx: Context,
    session: Session,
    kind: ReferralKind,
    typed: Mapping[str, str],
    problems: list[Problem],
) -> Response:
    card = card_of(request)
    opened = open_card(session.actor, ctx=ctx, card=card)
    units = where_to_refer(session.actor, ctx=ctx, card=card)
    table = desk(opened, ctx, texts_of(request), session.actor.party, session.name)
    errors = _errors(table.texts, problems)
    stale = any(one.code == "stale" for one in problems)
    return show(
        request,
        "clinician/referral_form.jinja",
        status=409 if stale else 422 if problems else 200,
        desk=table,
        form=referral_form.form(table, ctx.referrals, units, kind, typed),
        typed={"key": "", "base": "", **dict.fromkeys(_FIELDS, ""), **typed},
        errors=errors,
        summary=list(errors.items()),
        path=request.url.path,
        back=f"/klinikk/kort/{ids.to_text(card)}",
    )


_FIELDS = ("home_on", "to", "why", "how_soon", "words", "level", "travel_minutes", "otherwise")


def _errors(texts: Texts, problems: list[Problem]) -> dict[str, str]:
    """A sentence for each field that something is wrong with."""
    _ = texts.translate
    names = {
        "to": _("Hvor skal hun?"),
        "home_on": _("Når de kommer hjem"),
        "why": _("Grunn"),
        "how_soon": _("Hvor raskt"),
        "level": _("Nivå"),
        "travel_minutes": _("Reisetid"),
        "otherwise": _("Hvis det ikke er plass"),
        "words": _("Teksten"),
        "taken_back": _("Grunnen"),
        "instead": _("Forslag om et annet sted"),
    }
    own = {
        "nobody-there": _("Ingen ved denne enheten kan ta imot her. Send den på en annen måte."),
        "closed-by-her": _("Hun har sperret kortet for denne enheten. Snakk med henne, eller velg en annen."),
        "card-ended": _("Kortet er avsluttet. Det kan ikke sendes noe fra det."),
        "not-born": _("Overføringen sendes etter fødselen. Før først at barnet er født."),
        "already-sent": _("Den er alt sendt, og kan ikke endres. Trekk den tilbake om den er feil."),
        "answered": _("Den er alt besvart eller trukket tilbake. Se hva som står under."),
        "not-asked": _("Mottakeren har ikke spurt om noe nå."),
        "not-looked": _("Se over det som sendes, og send på nytt."),
        "stale": _(
            "Noen har endret den siden du åpnet siden. Det du skrev, står her. Åpne den på nytt og se."
        ),
        "text-too-long": _("Teksten er for lang. Skriv den kortere."),
    }
    found: dict[str, str] = {}
    for one in problems:
        said = own.get(one.code) or messages.problem(texts, one, names.get(one.field, _("Skjemaet")))
        found.setdefault(one.field, said)
    return found


def referral_page(request: Request, ctx: Context, session: Session) -> Response:
    """A referral as it is sent: the same page for the one who sends it and for the one who is asked."""
    return _page(request, ctx, session, {}, [])


def _page(
    request: Request,
    ctx: Context,
    session: Session,
    typed: Mapping[str, str],
    problems: list[Problem],
    *,
    stale: bool = False,
) -> Response:
    card, origin = card_of(request), origin_of(request)
    found = open_referral(session.actor, ctx=ctx, card=card, origin=origin)
    table = desk(found.opened, ctx, texts_of(request), session.actor.party, session.name)
    errors = _errors(table.texts, problems)
    handed = found.line.referral.now.kind is ReferralKind.HANDOVER
    return show(
        request,
        "clinician/handover.jinja" if handed else "clinician/referral.jinja",
        status=409 if stale else 422 if problems else 200,
        desk=table,
        errors=errors,
        summary=list(errors.items()),
        typed={"words": "", "instead": "", "taken_back": "", **typed},
        stale=stale,
        path=_path(card, origin),
        **_values(found, table, ctx),
    )


def _values(found: OpenedReferral, table: Desk, ctx: Context) -> dict[str, Any]:
    """What stands on the page of a referral."""
    line, referral = found.line, found.line.referral.now
    classes = [table.texts.translate(ctx.catalogue.classes[key].label) for key in referral.classes]
    waits = line.step in UNANSWERED
    return {
        "title": referral_words.named(table, referral),
        "birth": referral.kind is ReferralKind.BIRTH_PLACE,
        "standing": referral_words.step_name(table.texts, line.step, referral.kind),
        "children": over.children(table),
        "lost": found.lost,
        "ended": ended.heading(table.card, table.texts) if table.card.over else "",
        "became": ended.became(table.card, table.texts),
        "born_on": table.card.over.on if table.card.over else None,
        "summary_of_it": referral_words.summary(table, line),
        "way": referral_words.way(table, line),
        "sheet": referral_sheet.sections(table, ctx.referrals, found.portions),
        "classes": classes,
        "base": line.last_seq,
        "up_to": found.opened.card.last_seq,
        "receiver": found.receiver,
        "draft": line.step is None,
        "asked": line.step is Step.ASKED,
        "may": [step.name.lower() for step in BY_RECEIVER.get(line.step, ())] if line.step else [],
        "may_take_back": waits or line.step is Step.ACCEPTED,
        "ring": found.phone if referral.urgency == "stat" else "",
        "units": [(ids.to_text(party), name) for party, name in found.others],
    }


def send(request: Request, ctx: Context, session: Session) -> Response:
    """POST of a draft that is sent. GET is where a login leads back to."""
    return _act(request, ctx, session, "send")


def reply(request: Request, ctx: Context, session: Session) -> Response:
    """POST of an answer to the receiver's question. GET is where a login leads back to."""
    return _act(request, ctx, session, "reply")


def take_back(request: Request, ctx: Context, session: Session) -> Response:
    """POST that drops a draft or withdraws what was sent. GET is where a login leads back to."""
    return _act(request, ctx, session, "take-back")


def answer(request: Request, ctx: Context, session: Session) -> Response:
    """POST of the receiver's step. GET is where a login leads back to."""
    return _act(request, ctx, session, "answer")


def _act(request: Request, ctx: Context, session: Session, act: str) -> Response:
    if request.method != "POST":
        return referral_page(request, ctx, session)
    typed = dict(posted(request).fields)
    try:
        _do(request, ctx, session, act, typed)
    except Rejected as rejected:
        own = "taken_back" if act == "take-back" else "words"
        named = [Problem(own, one.code) if one.field == "words" else one for one in rejected.problems]
        return _page(request, ctx, session, typed, named)
    except Stale:
        return _page(request, ctx, session, typed, [], stale=True)
    if act == "answer" and typed.get("do") == Step.DECLINED.name.lower():
        return away("/klinikk/henvisninger?svart=1")
    return away(_path(card_of(request), origin_of(request)))


def _do(request: Request, ctx: Context, session: Session, act: str, typed: Mapping[str, str]) -> None:
    actor, card, origin = session.actor, card_of(request), origin_of(request)
    base, words = done.number(typed.get("base", "")), typed.get("words", "")
    if act == "send":
        up_to = done.number(typed.get("up_to", ""))
        send_referral(actor, ctx=ctx, card=card, origin=origin, base_seq=base, up_to=up_to)
    elif act == "reply":
        reply_to_question(actor, ctx=ctx, card=card, origin=origin, base_seq=base, words=words)
    elif act == "take-back":
        said = typed.get("taken_back", "")
        take_back_referral(actor, ctx=ctx, card=card, origin=origin, base_seq=base, words=said)
    else:
        step, instead = _STEPS.get(typed.get("do", "")), _instead(typed)
        if step is None:
            raise Rejected([Problem("words", "choice")])
        answer_referral(
            actor,
            ctx=ctx,
            card=card,
            origin=origin,
            base_seq=base,
            step=step,
            words=words,
            instead=instead if step is Step.DECLINED else None,
        )


def _instead(typed: Mapping[str, str]) -> int | None:
    if not typed.get("instead"):
        return None
    try:
        return ids.from_text(typed["instead"])
    except ids.UnreadableId:
        raise Rejected([Problem("instead", "choice")]) from None


def _path(card: int, origin: int) -> str:
    return f"/klinikk/kort/{ids.to_text(card)}/henvisning/{origin}"
