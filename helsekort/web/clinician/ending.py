"""Taking a contact away: withdrawn and still readable, or off the wrong woman's card altogether."""

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import find_woman, open_card
from helsekort.actions.contacts import move_contact, withdraw_contact
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Doubt, Problem, Refused, Rejected, Stale
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.web.clinician import trail, wording
from helsekort.web.clinician.fields import own_labels
from helsekort.web.clinician.forms import TICKED
from helsekort.web.clinician.number_typed import number_problem
from helsekort.web.clinician.place import Place, base_of, opened_place, reason_problems
from helsekort.web.shared import messages
from helsekort.web.shared.door import away, origin_of, posted, taken_draft
from helsekort.web.shared.rendering import show


def withdraw_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of a withdrawal: the contact stays readable, marked, with the reason."""
    place = opened_place(request, ctx, session, origin_of(request))
    typed = _typed(request, ctx, session, place)
    template = "clinician/withdraw.jinja"
    if request.method != "POST":
        return _end_page(request, place, template, typed, [], 200)
    problems = reason_problems(typed)
    if problems:
        return _end_page(request, place, template, typed, problems, 422)
    try:
        withdraw_contact(
            session.actor,
            ctx=ctx,
            card=place.desk.card.card,
            origin=place.origin,
            base_seq=base_of(typed, 0),
            reason=typed["reason"].strip(),
        )
    except Rejected as rejected:
        return _end_page(request, place, template, typed, rejected.problems, 422)
    except Stale as stale:
        return _end_page(request, place, template, _renewed(typed, place, stale), [], 409)
    return away(f"{place.path}?lagret={base_of(typed, 0)}")


def move_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of taking a contact off the wrong woman's card."""
    place = opened_place(request, ctx, session, origin_of(request))
    typed = _typed(request, ctx, session, place)
    template = "clinician/move.jinja"
    if request.method != "POST":
        return _end_page(request, place, template, typed, [], 200)
    number = "".join(typed.get("to_number", "").split())
    to_her = typed.get("where") == "her"
    problems = reason_problems(typed)
    if to_her and not number:
        problems.insert(0, Problem("to_number", "missing"))
    elif to_her and (mistyped := number_problem(number, "to_number")):
        problems.insert(0, mistyped)
    if typed.get("where") not in ("her", "away"):
        problems.insert(0, Problem("where", "choice"))
    if problems:
        return _end_page(request, place, template, typed, problems, 422)
    try:
        if to_her and typed.get("to_card") != (found := _found(session, ctx, place, number)).card:
            return _end_page(request, place, template, {**typed, "to_card": found.card}, [], 200, found)
        to = move_contact(
            session.actor,
            ctx=ctx,
            card=place.desk.card.card,
            origin=place.origin,
            base_seq=base_of(typed, 0),
            to_number=number if to_her else None,
            reason=typed["reason"].strip(),
            looked=typed.get("looked") == TICKED,
        )
    except Doubt as doubt:
        found = _found(session, ctx, place, number)
        texts, catalogue = place.desk.texts, ctx.catalogue
        found = replace(found, odd=[messages.concern(catalogue, texts, each.concern) for each in doubt.asked])
        return _end_page(request, place, template, typed, [], 422, found)
    except Rejected as rejected:
        return _end_page(request, place, template, typed, rejected.problems, 422)
    except Stale as stale:
        return _end_page(request, place, template, _renewed(typed, place, stale), [], 409)
    return away(f"/klinikk/kort/{ids.to_text(to or place.desk.card.card)}?{'flyttet' if to else 'fjernet'}=1")


class Found(Struct, frozen=True):
    """Whose card an entry would be moved to, shown before it is done."""

    card: str
    name: str
    years: int | None
    birth: dt.date | None
    odd: list[str] = field(default_factory=list)


def _found(session: Session, ctx: Context, place: Place, number: str) -> Found:
    """The woman with this number, whom this clinician cares for; Rejected in words for every other case."""
    try:
        card = find_woman(session.actor, ctx=ctx, number=number)
        opened = open_card(session.actor, ctx=ctx, card=card)
    except Refused:
        raise Rejected([Problem("to_number", "no-card")]) from None
    if card == place.desk.card.card:
        raise Rejected([Problem("to_number", "same-card")])
    woman = opened.woman
    return Found(ids.to_text(card), woman.name, woman.age(opened.today), woman.birth_date)


def _typed(request: Request, ctx: Context, session: Session, place: Place) -> dict[str, str]:
    if request.method == "POST":
        return dict(posted(request).fields)
    draft = taken_draft(request, ctx, session)
    return dict(draft.fields) if draft else {"base": str(place.line.last_seq)}


def _renewed(typed: Mapping[str, str], place: Place, stale: Stale) -> dict[str, str]:
    """She is shown what stands now; the next press is about that."""
    return {**typed, "base": str((stale.line or place.line).last_seq)}


def _labels(place: Place, template: str) -> dict[str, str]:
    """The names that fields have on these two pages."""
    _ = place.desk.texts.translate
    withdrawing = template == "clinician/withdraw.jinja"
    return {
        "where": _("Hvor skal den?"),
        "reason": _("Hvorfor trekkes den tilbake?") if withdrawing else _("Hva skjedde?"),
    }


def _end_page(
    request: Request,
    place: Place,
    template: str,
    typed: Mapping[str, str],
    problems: list[Problem],
    status: int,
    found: Found | None = None,
) -> Response:
    labels = own_labels(place.desk) | _labels(place, template)
    errors = {
        one.field: messages.problem(place.desk.texts, one, labels.get(one.field, "")) for one in problems
    }
    return show(
        request,
        template,
        status=status,
        desk=place.desk,
        line=place.line,
        found=found,
        origin=place.origin,
        path=place.path,
        heading=wording.kind_name(place.desk.texts, place.line.contact.now.kind),
        values=trail.values(place.desk, place.line),
        last_step=trail.steps(place.desk, place.line)[0],
        typed={"base": "", "reason": "", "to_number": "", "where": "her", **typed},
        errors=errors,
        summary=list(errors.items()),
        stale=status == 409,
    )
