"""The bytes of a file on a card, as a Binary with the id of its DocumentReference."""

from helsekort.access.actors import Actor
from helsekort.actions.attachments import open_file
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Gone
from helsekort.api.fhir import faults
from helsekort.api.fhir.calls import Answer, Call, told
from helsekort.api.fhir.reading import entry_in, refuse_strangers
from helsekort.fhir.resources.binary import binary


def read(call: Call, ctx: Context, actor: Actor) -> Answer:
    """One file."""
    refuse_strangers(call)
    card, origin = entry_in(call.path["id"])
    try:
        found = open_file(actor, ctx=ctx, card=card, origin=origin)
    except Gone:
        return told(404, faults.ABSENT)
    return Answer(200, binary(call.path["id"], found.media_type, found.data))
