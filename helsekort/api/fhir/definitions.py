"""The rules of the guideline as FHIR definitions, for anyone who asks: they say nothing of anybody."""

from urllib.parse import urlencode

import msgspec

from helsekort.access.actors import Actor
from helsekort.actions.context import Context
from helsekort.api.fhir import faults
from helsekort.api.fhir.calls import Answer, Call, Interaction, told
from helsekort.api.fhir.reading import PASSED_OVER, refuse_strangers
from helsekort.fhir import bundles
from helsekort.fhir.bundles import Link
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.guideline.definitions import Json, definitions


def read(kind: str) -> Interaction:
    """One definition of a kind."""

    def read_definition(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # asked by anyone
        refuse_strangers(call)
        found = _all(ctx, kind).get(call.path["id"])
        return told(404, faults.ABSENT) if found is None else Answer(200, msgspec.json.encode(found))

    return read_definition


def search(kind: str) -> Interaction:
    """All definitions of a kind, or the one with this canonical address. NotAccepted for any other question."""

    def search_definitions(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # asked by anyone
        if ctx.guideline is None:
            return told(404, faults.UNKNOWN_TYPE)
        wanted = list(_all(ctx, kind).values())
        for name, value in call.pairs:
            if name == "url":
                wanted = [one for one in wanted if one["url"] == value]
            elif name not in PASSED_OVER:
                says = "Definitions are searched by url alone."
                raise NotAccepted([Issue("not-supported", says, f"http.{name}")])
        bodies = [msgspec.json.encode(one) for one in wanted]
        link = Link("self", f"{call.door}/{kind}{'?' + urlencode(call.pairs) if call.pairs else ''}")
        return Answer(200, bundles.everything([bundles.entries_of(bodies)], len(bodies), call.door, link))

    return search_definitions


def _all(ctx: Context, kind: str) -> dict[str, Json]:
    """None where the guideline is switched off."""
    return definitions(ctx.guideline.pack)[kind] if ctx.guideline else {}
