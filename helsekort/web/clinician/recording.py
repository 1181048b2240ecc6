"""Recording a check-up or a contact: the empty form, the form that comes back, and what was saved already."""

import secrets
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import open_card
from helsekort.actions.contacts import record_contact
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Doubt, KeyUsedBefore, Rejected
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.entries import ContactKind, Finding
from helsekort.web.clinician.amending import correction_page
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.doubts import doubted
from helsekort.web.clinician.fields import sheet
from helsekort.web.clinician.forms import read_contact
from helsekort.web.clinician.layout import WAYS, slots_for, slots_typed
from helsekort.web.clinician.paper_again import offered
from helsekort.web.clinician.sheet import Trouble
from helsekort.web.shared.door import away, card_of, posted, taken_draft
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import moment
from helsekort.web.shared.typed_values import typed as as_typed

_KEY_BYTES = 16
_LONGEST_KEY = 64


def check_up_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of a new check-up."""
    return _page(request, ctx, session, ContactKind.CHECK_UP)


def contact_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of a new contact between check-ups."""
    return _page(request, ctx, session, ContactKind.CONTACT)


def _page(request: Request, ctx: Context, session: Session, kind: ContactKind) -> Response:
    if request.method == "POST":
        return _save(request, ctx, session, kind)
    draft = taken_draft(request, ctx, session)
    texts = texts_of(request)
    fresh = {"on": as_typed(texts, ctx.today()), "way": WAYS[kind][0].value, "key": _new_key()}
    if kind is ContactKind.CONTACT:
        fresh["at"] = texts.clock(moment(ctx.now()).time())
    if draft is None:
        return _form(request, ctx, session, kind, fresh)
    return _form(request, ctx, session, kind, dict(draft.fields), taken_up=True)


def _new_key() -> str:
    return secrets.token_urlsafe(_KEY_BYTES)


def _save(request: Request, ctx: Context, session: Session, kind: ContactKind) -> Response:
    form = posted(request)
    typed = dict(form.fields)
    if not 0 < len(typed.get("key", "")) <= _LONGEST_KEY:
        typed["key"] = _new_key()
    confirmed = form.all("confirmed")
    slots = slots_typed(ctx.catalogue, typed)
    filled = read_contact(ctx.catalogue, slots, typed, kind=kind, today=ctx.today())
    card = card_of(request)
    if filled.problems:
        return _form(request, ctx, session, kind, typed, Trouble(filled.problems, confirmed=confirmed))
    try:
        origin = record_contact(
            session.actor,
            ctx=ctx,
            card=card,
            contact=filled.contact,
            findings=filled.findings,
            key=typed["key"],
            confirmed=frozenset(confirmed),
        )
    except Rejected as rejected:
        trouble = Trouble(rejected.problems, confirmed=confirmed)
        return _form(request, ctx, session, kind, typed, trouble)
    except Doubt as doubt:
        return _form(request, ctx, session, kind, typed, doubted(filled, doubt, confirmed))
    except KeyUsedBefore as used:
        return correction_page(request, ctx, session, used.origin, typed, saved_before=True)
    return away(f"/klinikk/kort/{ids.to_text(card)}?lagret={origin}")


def _form(
    request: Request,
    ctx: Context,
    session: Session,
    kind: ContactKind,
    typed: Mapping[str, str],
    trouble: Trouble | None = None,
    *,
    taken_up: bool = False,
) -> Response:
    opened = open_card(session.actor, ctx=ctx, card=card_of(request))
    table = desk(opened, ctx, texts_of(request), session.actor.party)
    slots = slots_for(ctx.catalogue, kind, table.growing())
    typed = {**typed, **offered(table, typed)}
    return show(
        request,
        "clinician/record.jinja",
        status=422 if trouble else 200,
        desk=table,
        sheet=sheet(table, kind, slots, typed, trouble),
        taken_up=taken_up,
        already=_written_already(ctx, table, kind, typed) if taken_up else 0,
    )


def _written_already(ctx: Context, table: Desk, kind: ContactKind, typed: Mapping[str, str]) -> int:
    """The contact on the card that says just what a draft says; 0 where there is none."""
    filled = read_contact(
        ctx.catalogue, slots_typed(ctx.catalogue, typed), typed, kind=kind, today=ctx.today()
    )
    said = sorted(map(_said, filled.findings))
    for line in table.card.contacts:
        now = line.contact.now
        same = (now.kind, now.way, now.on, now.at, now.about) == (
            kind,
            filled.contact.way,
            filled.contact.on,
            filled.contact.at,
            filled.contact.about,
        )
        if (
            same
            and line.contact.stands
            and sorted(_said(one.now) for one in line.findings if one.stands) == said
        ):
            return line.contact.origin
    return 0


def _said(finding: Finding) -> str:
    """Which thing a finding is about and what it says of it."""
    return repr((finding.what, finding.fetus, finding.value, finding.absent, finding.at))
