"""Documents at the FHIR door: a card whole, a child's part alone, and the International Patient Summary."""

from helsekort.access.actors import Actor
from helsekort.actions import documents
from helsekort.actions.context import Context
from helsekort.api.fhir import faults
from helsekort.api.fhir.calls import Answer, Call, told
from helsekort.api.fhir.reading import NOWHERE, PASSED_OVER, entry_in, party_in
from helsekort.fhir.outcome import Issue, NotAccepted

EDITION = "edition"
CARD, CHILD = "EpisodeOfCare", "RelatedPerson"
OPENING = 1
EDITIONS = {documents.SHARING, documents.WHOLE, documents.OWN}


def document(call: Call, ctx: Context, actor: Actor) -> Answer:
    """A card as a document Bundle, or a child's part alone. `edition` is sharing, archive or own; sharing if none."""
    kind = call.path["type"]
    if kind not in (CARD, CHILD):
        return told(404, faults.UNKNOWN_WAY)
    edition = _edition(call)
    card, origin = entry_in(call.path["id"])
    if kind == CHILD:
        found = documents.read_child_document(
            actor, ctx=ctx, card=card, origin=origin, edition=edition, door=call.door
        )
        return Answer(200, found)
    whose = card if origin == OPENING else NOWHERE
    return Answer(200, documents.read_document(actor, ctx=ctx, card=whose, edition=edition, door=call.door))


def _edition(call: Call) -> str:
    asked = [value for name, value in call.pairs if name == EDITION]
    strangers = [name for name, _ in call.pairs if name not in PASSED_OVER | {EDITION}]
    if strangers or len(asked) > 1 or not {*asked} <= EDITIONS:
        says = f"Ask with `{EDITION}` alone: {documents.SHARING}, {documents.WHOLE} or {documents.OWN}."
        raise NotAccepted([Issue("not-supported", says)])
    return asked[0] if asked else documents.SHARING


def notification(call: Call, ctx: Context, actor: Actor) -> Answer:
    """The card's own part of the notification to the Medical Birth Registry, as a preview. Nothing is sent."""
    if call.path["type"] != "EpisodeOfCare":
        return told(404, faults.UNKNOWN_WAY)
    _refuse_parameters(call)
    card, origin = entry_in(call.path["id"])
    asked = card if origin == OPENING else NOWHERE
    return Answer(200, documents.read_notification(actor, ctx=ctx, card=asked, door=call.door))


def summary(call: Call, ctx: Context, actor: Actor) -> Answer:
    """Her International Patient Summary."""
    if call.path["type"] != "Patient":
        return told(404, faults.UNKNOWN_WAY)
    _refuse_parameters(call)
    woman = party_in(call.path["id"])
    return Answer(200, documents.read_summary(actor, ctx=ctx, woman=woman, door=call.door))


def _refuse_parameters(call: Call) -> None:
    if any(name not in PASSED_OVER for name, _ in call.pairs):
        raise NotAccepted([Issue("not-supported", "This has no parameters in its address. Leave them out.")])
