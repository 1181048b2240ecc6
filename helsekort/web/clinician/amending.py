"""One contact with its trail, and its correction."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.contacts import Corrected, correct_contact
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Doubt, Rejected, Stale
from helsekort.actions.sessions import Session
from helsekort.web.clinician import done, trail, wording
from helsekort.web.clinician.comparison import comparison
from helsekort.web.clinician.doubts import doubted
from helsekort.web.clinician.fields import sheet
from helsekort.web.clinician.files import files_of
from helsekort.web.clinician.forms import fill, read_contact
from helsekort.web.clinician.layout import placed, slots_of, standing
from helsekort.web.clinician.place import Place, base_of, opened_place, reason_problems
from helsekort.web.clinician.sheet import Trouble
from helsekort.web.shared.door import away, origin_of, posted, taken_draft
from helsekort.web.shared.rendering import show


def event_page(request: Request, ctx: Context, session: Session) -> Response:
    """One contact as it stands, with its trail."""
    place = opened_place(request, ctx, session, origin_of(request))
    return show(
        request,
        "clinician/event.jinja",
        desk=place.desk,
        line=place.line,
        origin=place.origin,
        heading=wording.kind_name(place.desk.texts, place.line.contact.now.kind),
        frame=trail.contact_words(place.desk, place.line.contact.now),
        values=trail.values(place.desk, place.line),
        steps=trail.steps(place.desk, place.line),
        files=files_of(place.desk, place.origin),
        saved=done.amended(place.desk, place.line, done.number(request.query_params.get("lagret", ""))),
    )


def correct_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of a correction."""
    origin = origin_of(request)
    if request.method == "POST":
        return _correct(request, ctx, session, origin)
    draft = taken_draft(request, ctx, session)
    return correction_page(request, ctx, session, origin, dict(draft.fields) if draft else None)


def correction_page(
    request: Request,
    ctx: Context,
    session: Session,
    origin: int,
    typed: Mapping[str, str] | None,
    *,
    saved_before: bool = False,
) -> Response:
    """The form to correct a contact in, with `typed` in it where given, else with what stands.

    `saved_before`: the same form was saved earlier with other content; what stands is shown beside.
    """
    place = opened_place(request, ctx, session, origin)
    if not place.line.contact.stands:
        return away(place.path)
    if typed is None:
        stands = standing(placed(ctx.catalogue, place.line))
        typed = fill(ctx.catalogue, place.desk.texts, place.line.contact.now, stands)
    if saved_before or "base" not in typed:
        typed = {**typed, "base": str(place.line.last_seq)}
    return _correction(request, place, typed, why="saved" if saved_before else "")


def _correction(
    request: Request,
    place: Place,
    typed: Mapping[str, str],
    trouble: Trouble | None = None,
    *,
    why: str = "",
) -> Response:
    """`why` is stale or saved where what stands must be shown beside what was typed."""
    contact = place.line.contact.now
    slots = slots_of(place.desk.catalogue, place.line, place.growing)
    differences = comparison(place.desk, place.line, slots, typed) if why else []
    status = 409 if why else 422 if trouble else 200
    return show(
        request,
        "clinician/correct.jinja",
        status=status,
        desk=place.desk,
        line=place.line,
        origin=place.origin,
        path=place.path,
        sheet=sheet(place.desk, contact.kind, slots, typed, trouble, origin=place.origin),
        why=why,
        differences=differences,
        last_step=trail.steps(place.desk, place.line)[0],
    )


def _correct(request: Request, ctx: Context, session: Session, origin: int) -> Response:
    place = opened_place(request, ctx, session, origin)
    form = posted(request)
    typed, confirmed = dict(form.fields), form.all("confirmed")
    trails = placed(ctx.catalogue, place.line)
    slots = slots_of(ctx.catalogue, place.line, place.growing)
    contact = place.line.contact.now
    filled = read_contact(
        ctx.catalogue,
        slots,
        typed,
        kind=contact.kind,
        today=ctx.today(),
        before=contact,
        findings_before=standing(trails),
    )
    problems = [*filled.problems, *reason_problems(typed)]
    if problems:
        return _correction(request, place, typed, Trouble(problems, confirmed=confirmed))
    corrected = [
        Corrected(finding, trails[name].origin if name in trails else None)
        for name, finding in zip(filled.names, filled.findings, strict=True)
    ]
    try:
        correct_contact(
            session.actor,
            ctx=ctx,
            card=place.desk.card.card,
            origin=origin,
            base_seq=base_of(typed, 0),
            contact=filled.contact,
            findings=corrected,
            reason=typed["reason"].strip(),
            confirmed=frozenset(confirmed),
        )
    except Rejected as rejected:
        return _correction(request, place, typed, Trouble(rejected.problems, confirmed=confirmed))
    except Doubt as doubt:
        return _correction(request, place, typed, doubted(filled, doubt, confirmed))
    except Stale as stale:
        return _stale(request, place, typed, stale)
    return away(f"{place.path}?lagret={base_of(typed, 0)}")


def _stale(request: Request, place: Place, typed: Mapping[str, str], stale: Stale) -> Response:
    """What stands now beside what she typed; saving again then replaces what she has seen."""
    now = Place(place.desk, stale.line or place.line, place.origin)
    if not now.line.contact.stands:
        return _gone(request, now, typed)
    return _correction(request, now, {**typed, "base": str(now.line.last_seq)}, why="stale")


def _gone(request: Request, now: Place, typed: Mapping[str, str]) -> Response:
    """It was withdrawn while she typed: nothing to correct any more, but what she typed is shown."""
    slots = slots_of(now.desk.catalogue, now.line, now.growing)
    return show(
        request,
        "clinician/gone.jinja",
        status=409,
        desk=now.desk,
        origin=now.origin,
        path=now.path,
        differences=comparison(now.desk, now.line, slots, typed),
        last_step=trail.steps(now.desk, now.line)[0],
    )
