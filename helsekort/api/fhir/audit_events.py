"""Her own log as AuditEvents: a search by the woman herself, and nothing else."""

from urllib.parse import urlencode

from helsekort.access.actors import Actor
from helsekort.actions.audit_events import read_own_audit_events
from helsekort.actions.context import Context
from helsekort.api.fhir.calls import Answer, Call
from helsekort.api.fhir.reading import PASSED_OVER, party_in
from helsekort.fhir import bundles
from helsekort.fhir.bundles import Link
from helsekort.fhir.outcome import Issue, NotAccepted


def search(call: Call, ctx: Context, actor: Actor) -> Answer:
    """All lines of her log. NotAccepted for any other question than `patient`."""
    asked = [(name, value) for name, value in call.pairs if name not in PASSED_OVER]
    if len(asked) != 1 or asked[0][0] != "patient":
        says = "The log is searched by patient alone, and by the woman herself: ?patient=Patient/{id}."
        raise NotAccepted([Issue("not-supported", says, "http.patient")])
    woman = party_in(asked[0][1].rpartition("/")[2])
    found = read_own_audit_events(actor, ctx=ctx, woman=woman)
    link = Link("self", f"{call.door}/AuditEvent?{urlencode(asked)}")
    return Answer(200, bundles.everything([bundles.entries_of(found)], len(found), call.door, link))
