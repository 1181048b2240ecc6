"""A ticket to a woman's card, for the browser of whoever uses the system that asks. Named as SMART App Launch does."""

import msgspec

from helsekort.access.actors import Actor
from helsekort.actions import launches
from helsekort.actions.context import Context
from helsekort.api.fhir.calls import Answer, Call
from helsekort.api.fhir.reading import refuse_strangers
from helsekort.fhir.launching import launched, number_asked
from helsekort.fhir.outcome import Issue, NotAccepted


def launch(call: Call, ctx: Context, actor: Actor) -> Answer:
    """A ticket to her card, by her number in the body: for one use, within a minute, by the one who asks."""
    refuse_strangers(call)
    if call.found or call.sent is None:
        raise NotAccepted(list(call.found) or [Issue("required", "Send Parameters.", "Parameters")])
    ticket = launches.ask_launch(actor, ctx=ctx, number=number_asked(call.sent))
    where = call.door.removesuffix("/fhir/r4") + "/klinikk/fra-journal"
    return Answer(200, msgspec.json.encode(launched(ticket, f"{where}?launch={ticket}", launches.SECONDS)))
