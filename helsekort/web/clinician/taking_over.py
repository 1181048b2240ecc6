"""The page with what the reader's unit documented and has not in its own record yet: to paste, to print, to fetch."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.context import Context
from helsekort.actions.documents import OWN, read_document
from helsekort.actions.outcomes import Rejected
from helsekort.actions.sessions import Session
from helsekort.actions.taking_over import mark_taken, read_lacking
from helsekort.fhir.journal_text import journal_text
from helsekort.record import ids
from helsekort.web.clinician import done
from helsekort.web.clinician.desk import desk
from helsekort.web.clinician.wording import stamp
from helsekort.web.shared.door import away, card_of, own_address, posted
from helsekort.web.shared.faults import not_understood
from helsekort.web.shared.headers import PERSONAL
from helsekort.web.shared.rendering import show, texts_of


def taking_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET of what is not taken over yet; POST: it is, up to what was shown."""
    card = card_of(request)
    if request.method == "POST":
        up_to = done.number(posted(request).get("up_to"))
        try:
            mark_taken(session.actor, ctx=ctx, card=card, up_to=up_to)
        except Rejected:
            return not_understood(request)
        return away(f"/klinikk/kort/{ids.to_text(card)}/journal")
    found = read_lacking(session.actor, ctx=ctx, card=card)
    texts = texts_of(request)
    table = desk(found.opened, ctx, texts, session.actor.party, session.name)
    labels = {trail.origin: trail.now.label for trail in found.opened.card.fetuses}
    labels = labels if len(labels) > 1 else {}
    text = journal_text(found.part, ctx.catalogue, found.opened.names, labels, ended=found.ended)
    return show(
        request,
        "clinician/taking_over.jinja",
        desk=table,
        text=text,
        open=found.open,
        up_to=found.up_to,
        unit=session.unit,
        before=[(stamp(texts, one.at, ctx.today()), one.name) for one in found.before],
    )


def fetch_page(request: Request, ctx: Context, session: Session) -> Response:
    """The same as a FHIR document, to be saved and read into the local record. It marks nothing."""
    door = own_address(request) + "/fhir/r4"
    body = read_document(session.actor, ctx=ctx, card=card_of(request), edition=OWN, door=door)
    headers = {**PERSONAL, "Content-Disposition": 'attachment; filename="helsekort.json"'}
    return Response(body, media_type="application/fhir+json", headers=headers)
