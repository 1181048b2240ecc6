"""The addresses of FHIR's REST door. Everything below /fhir answers in JSON, faults too."""

from starlette.routing import Route

from helsekort import __version__
from helsekort.access.actors import Actor
from helsekort.actions.context import Context
from helsekort.api.fhir import (
    audit_events,
    batch,
    binaries,
    definitions,
    documents,
    launching,
    questionnaires,
    reading,
    smart,
    writing,
)
from helsekort.api.fhir.calls import Answer, Call
from helsekort.api.fhir.door import PATH, interaction, not_here
from helsekort.fhir import capability, openapi
from helsekort.guideline.definitions import KINDS


def metadata(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # asked by anyone
    """What the FHIR door can do."""
    return Answer(
        200,
        capability.body(
            __version__,
            ctx.today().isoformat(),
            call.door,
            rules=ctx.guideline is not None,
            bound=ctx.bound,
        ),
    )


def description(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # asked by anyone
    """The same door as an OpenAPI description."""
    return Answer(200, openapi.body(__version__, call.door, bound=ctx.bound))


def bundle(call: Call, ctx: Context, actor: Actor) -> Answer:
    """A transaction (all or nothing, on one card) or a batch (each by itself)."""
    kind, entries = writing.bundle_of(call)
    if kind == "transaction":
        return writing.write_together(call, ctx, actor, entries)
    return batch.answer_each(call, ctx, actor, entries)


TYPE = PATH + "/{type}"
ONE = TYPE + "/{id}"

routes = [
    # what is asked most stands first, for each is held against the address in turn
    Route(ONE + "/$everything", interaction(reading.everything)),
    Route(ONE + "/$document", interaction(documents.document)),
    Route(ONE + "/$birth-registry-preview", interaction(documents.notification)),
    Route(ONE + "/$summary", interaction(documents.summary)),
    Route(PATH + "/metadata", interaction(metadata, "open")),
    Route(PATH + "/.well-known/smart-configuration", interaction(smart.configuration, "open")),
    Route(PATH + "/Questionnaire", interaction(questionnaires.search, "open")),
    Route(PATH + "/Questionnaire/{id}", interaction(questionnaires.read, "open")),
    *(Route(f"{PATH}/{kind}", interaction(definitions.search(kind), "open")) for kind in KINDS),
    *(Route(f"{PATH}/{kind}/{{id}}", interaction(definitions.read(kind), "open")) for kind in KINDS),
    Route(PATH + "/Binary/{id}", interaction(binaries.read)),
    Route(PATH + "/AuditEvent", interaction(audit_events.search)),
    Route(PATH + "/openapi.json", interaction(description, "open")),
    Route(PATH, interaction(bundle, sends="json"), methods=["POST"]),
    Route(PATH + "/", interaction(bundle, sends="json"), methods=["POST"]),
    Route(PATH + "/Patient/$launch", interaction(launching.launch, sends="json"), methods=["POST"]),
    Route(TYPE + "/_search", interaction(reading.search, sends="form"), methods=["POST"]),
    Route(TYPE, interaction(reading.search)),
    Route(TYPE, interaction(writing.create, sends="json"), methods=["POST"]),
    Route(ONE + "/_history/{version}", interaction(reading.vread)),
    Route(ONE + "/_history", interaction(reading.history)),
    Route(ONE + "/$everything", interaction(reading.everything, sends="nothing"), methods=["POST"]),
    Route(ONE + "/{inner}", interaction(reading.compartment)),
    Route(ONE, interaction(reading.read)),
    Route(ONE, interaction(writing.update, sends="json"), methods=["PUT"]),
    Route("/fhir/{rest:path}", not_here),
]
