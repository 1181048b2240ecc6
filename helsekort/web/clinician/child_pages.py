"""The pages of one child: its own part of the card, its name, and the file that is the child's alone."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.children import OpenedChild, name_child, open_child
from helsekort.actions.context import Context
from helsekort.actions.documents import SHARING, read_child_document
from helsekort.actions.outcomes import Rejected, Stale
from helsekort.actions.sessions import Session
from helsekort.fhir.times import by_the_clock
from helsekort.record import ids
from helsekort.record.entries import Moment
from helsekort.web.clinician import done
from helsekort.web.clinician.child_words import ChildWords
from helsekort.web.shared import messages
from helsekort.web.shared.door import away, card_of, origin_of, own_address, posted
from helsekort.web.shared.headers import PERSONAL
from helsekort.web.shared.rendering import show, texts_of

FILE = {"Content-Disposition": 'attachment; filename="barn.json"'}


def child_page(request: Request, ctx: Context, session: Session) -> Response:
    """The child's part: nothing of its mother, whoever reads it."""
    opened = open_child(session.actor, ctx=ctx, card=card_of(request), origin=origin_of(request))
    return _page(request, ctx, opened, {}, {})


def name_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST of the child's name and number. GET is where a login leads back to."""
    card, origin = card_of(request), origin_of(request)
    typed = dict(posted(request).fields)
    if request.method != "POST":
        return away(_path(card, origin))
    try:
        name_child(
            session.actor,
            ctx=ctx,
            card=card,
            origin=origin,
            base_version=done.number(typed.get("version", "")),
            name=typed.get("name", ""),
            number="".join(typed.get("number", "").split()),
        )
    except Rejected as rejected:
        opened = open_child(session.actor, ctx=ctx, card=card, origin=origin)
        return _page(request, ctx, opened, typed, _errors(request, rejected), status=422)
    except Stale:
        opened = open_child(session.actor, ctx=ctx, card=card, origin=origin)
        return _page(request, ctx, opened, typed, {}, status=409)
    return away(f"{_path(card, origin)}?navn=lagret")


def file_page(request: Request, ctx: Context, session: Session) -> Response:
    """The child's part as a FHIR document, in a file."""
    door = f"{own_address(request)}/fhir/r4"
    card, origin = card_of(request), origin_of(request)
    found = read_child_document(session.actor, ctx=ctx, card=card, origin=origin, edition=SHARING, door=door)
    return Response(found, media_type="application/fhir+json", headers={**PERSONAL, **FILE})


def _path(card: int, origin: int) -> str:
    return f"/klinikk/kort/{ids.to_text(card) if card else '0'}/barn/{origin}"


def _errors(request: Request, rejected: Rejected) -> dict[str, str]:
    texts = texts_of(request)
    _ = texts.translate
    labels = {"name": _("Navn"), "number": _("Fødselsnummer eller D-nummer")}
    taken = _("Nummeret står på en annen person. Se over sifrene.")
    return {
        one.field: taken
        if one.code == "belongs-to-another"
        else messages.problem(texts, one, labels.get(one.field, _("Feltet")))
        for one in rejected.problems
    }


def _page(
    request: Request,
    ctx: Context,
    opened: OpenedChild,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    child = opened.person[0] if opened.person else None
    words = ChildWords(opened, ctx.catalogue, texts_of(request), Moment(*by_the_clock(ctx.now())))
    return show(
        request,
        "clinician/child.jinja",
        status=status,
        child=words.page(),
        person=child,
        number=next((fact.value for fact in child.numbers), "") if child else "",
        version=opened.person[1] if opened.person else 0,
        typed={"name": child.name if child else "", "number": "", **typed},
        errors=errors,
        summary=list(errors.items()),
        stale=status == 409,
        named=request.query_params.get("navn") == "lagret",
        hers=opened.hers,
        path=f"/klinikk/kort/{ids.to_text(opened.card)}",
        origin=opened.part.origin,
    )
