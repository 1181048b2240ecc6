"""The files of a card: seen, put there, opened, and taken back."""

import secrets
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions.attachments import attach_file, open_file, withdraw_file
from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.outcomes import KeyUsedBefore, Problem, Rejected, Stale
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.web.clinician import done, files
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.shared import messages
from helsekort.web.shared.door import away, card_of, origin_of, page, posted, taken_draft
from helsekort.web.shared.file_words import file_answer
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts
from helsekort.web.shared.uploads.answering import read_with_file, uploaded

_KEY_BYTES = 16


def files_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET: the files of a card, and the form for one more. POST: put it there."""
    if request.method == "POST":
        return _attach(request, ctx, session)
    kept = taken_draft(request, ctx, session)
    return _page(request, ctx, session, dict(kept.fields) if kept else None, [])


def _page(
    request: Request, ctx: Context, session: Session, typed: Mapping[str, str] | None, problems: list[Problem]
) -> Response:
    opened = open_card(session.actor, ctx=ctx, card=card_of(request), news=False)
    table = desk(opened, ctx, texts_of(request), session.actor.party, session.name)
    errors = _errors(table.texts, problems, ctx.file_bytes >> 20)
    there = files.files_on_card(table)
    new = done.number(request.query_params.get("lagret", ""))
    return show(
        request,
        "clinician/files.jinja",
        status=422 if problems else 200,
        desk=table,
        files=there,
        owners=files.choices(table),
        typed=_blank(request, table) if typed is None else {"owner": "", "title": "", **typed},
        errors=errors,
        summary=list(errors.items()),
        most=ctx.file_bytes >> 20,
        saved=new
        and any(trail.origin == new and done.mine(table, trail.last) for trail in table.card.attachments),
        path=_path(table.card.card),
    )


def _blank(request: Request, table: Desk) -> dict[str, str]:
    owner = request.query_params.get("til", "")
    title = files.usual_title(table, done.number(owner))
    return {"owner": owner, "title": title, "key": secrets.token_urlsafe(_KEY_BYTES)}


def _attach(request: Request, ctx: Context, session: Session) -> Response:
    typed = dict(posted(request).fields)
    upload = uploaded(request)
    card, owner = card_of(request), done.number(typed.get("owner", ""))
    problems = [
        *([] if owner else [Problem("owner", "choice")]),
        *([] if typed.get("title", "").strip() else [Problem("title", "missing")]),
        *([Problem("file", upload.why)] if upload.why else []),
    ]
    if problems:
        return _page(request, ctx, session, typed, problems)
    try:
        origin = attach_file(
            session.actor,
            ctx=ctx,
            card=card,
            owner=owner,
            title=typed["title"].strip(),
            data=upload.data,
            key=typed.get("key", ""),
        )
    except Rejected as rejected:
        return _page(request, ctx, session, typed, rejected.problems)
    except KeyUsedBefore as used:
        origin = used.origin
    return away(f"{_path(card)}?lagret={origin}")


def _errors(texts: Texts, problems: list[Problem], most: int) -> dict[str, str]:
    """A sentence for each field that something is wrong with."""
    _ = texts.translate
    names = {"owner": _("Hører til"), "title": _("Hva filen er"), "file": _("Fil"), "reason": _("Grunnen")}
    own = {
        "too-big": _("Filen er for stor. Den kan være på høyst %(most)s MB. Send den med lavere oppløsning.")
        % {"most": most},
        "no-such-kind": _(
            "Filen er ikke en PDF eller et bilde i JPEG eller PNG. Lagre den som PDF, og velg den på nytt."
        ),
        "active-file": _(
            "Filen inneholder noe som kan kjøres, eller andre filer. Skriv den ut til en ny PDF, og velg den."
        ),
        "locked-file": _("Filen er låst med passord. Lagre den uten passord, og velg den på nytt."),
        "broken-file": _(
            "Filen kan ikke leses. Åpne den selv og se at den er hel, og lagre den på nytt som PDF."
        ),
        "no-such-owner": _("Det filen skulle høre til, står ikke lenger på kortet. Velg på nytt."),
        "text-too-long": _("Teksten er for lang. Skriv den kortere."),
    }
    found: dict[str, str] = {}
    for one in problems:
        name = names.get(one.field, _("Skjemaet"))
        said = own.get(one.code, messages.problem(texts, one, name))
        if one.field == "file" and one.code == "missing":
            said = _("Ingen fil er valgt. Velg filen.")
        found.setdefault(one.field, said)
    if problems and "file" not in found:
        found["file"] = _("Velg filen på nytt: nettleseren husker den ikke.")
    return found


def file_page(request: Request, ctx: Context, session: Session) -> Response:
    """The file itself."""
    return file_answer(open_file(session.actor, ctx=ctx, card=card_of(request), origin=origin_of(request)))


def withdraw_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of taking a file back."""
    kept = taken_draft(request, ctx, session)
    typed = dict((posted(request) if request.method == "POST" else kept or posted(request)).fields)
    if request.method != "POST":
        return _withdraw_page(request, ctx, session, typed, [])
    if not typed.get("reason", "").strip():
        return _withdraw_page(request, ctx, session, typed, [Problem("reason", "missing")])
    card = card_of(request)
    try:
        withdraw_file(
            session.actor,
            ctx=ctx,
            card=card,
            origin=origin_of(request),
            base_seq=done.number(typed.get("base", "")),
            reason=typed["reason"].strip(),
            wrong_woman=typed.get("wrong_woman") == "1",
        )
    except Rejected as rejected:
        return _withdraw_page(request, ctx, session, typed, rejected.problems)
    except Stale:
        return _withdraw_page(request, ctx, session, typed, [Problem("form", "stale")])
    return away(_path(card))


def _withdraw_page(
    request: Request, ctx: Context, session: Session, typed: Mapping[str, str], problems: list[Problem]
) -> Response:
    opened = open_card(session.actor, ctx=ctx, card=card_of(request), news=False)
    table = desk(opened, ctx, texts_of(request), session.actor.party, session.name)
    origin = origin_of(request)
    line = next((one for one in files.files_on_card(table) if one.origin == origin), None)
    if line is None:
        raise HTTPException(404)
    if not line.stands:
        return away(_path(table.card.card))
    errors = _errors(table.texts, [one for one in problems if one.code != "stale"], 0)
    errors.pop("file", None)
    return show(
        request,
        "clinician/file_withdraw.jinja",
        status=422 if errors else 409 if problems else 200,
        desk=table,
        file=line,
        typed={"reason": "", "wrong_woman": "", **typed},
        errors=errors,
        summary=list(errors.items()),
        path=_path(table.card.card),
    )


def _path(card: int) -> str:
    return f"/klinikk/kort/{ids.to_text(card)}/vedlegg"


_CARD = "/klinikk/kort/{card}/vedlegg"
routes = [
    Route(_CARD, page(files_page, read=read_with_file), methods=["GET", "POST"]),
    Route(_CARD + "/{origin}", page(file_page)),
    Route(_CARD + "/{origin}/trekk", page(withdraw_page), methods=["GET", "POST"]),
]
