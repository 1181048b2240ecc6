"""The addresses of FHIR's REST door. Everything below /fhir answers in JSON, faults too."""

from starlette.routing import Route

from helsekort import __version__
from helsekort.access.actors import Actor
from helsekort.actions.context import Context
from helsekort.api.fhir import faults, reading, writing
from helsekort.api.fhir.calls import Answer, Call, Interaction, read_pairs, split_address, told
from helsekort.api.fhir.door import PATH, interaction, not_here
from helsekort.fhir import capability, openapi
from helsekort.fhir.bundles import Answered, Entry, responses


def metadata(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # asked by anyone
    """What the FHIR door can do."""
    return Answer(200, capability.body(__version__, ctx.today().isoformat(), call.door))


def description(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # asked by anyone
    """The same door as an OpenAPI description."""
    return Answer(200, openapi.body(__version__, call.door))


def bundle(call: Call, ctx: Context, actor: Actor) -> Answer:
    """A transaction (all or nothing, on one card) or a batch (each by itself)."""
    kind, entries = writing.bundle_of(call)
    if kind == "transaction":
        return writing.write_together(call, ctx, actor, entries)
    answers = [_alone(call, ctx, actor, entry) for entry in entries]
    return Answer(200, responses("batch", answers, call.door))


def _alone(call: Call, ctx: Context, actor: Actor, entry: Entry) -> Answered:
    """One entry of a batch, as if it had come by itself."""
    function, inner = _meant(call, entry)
    try:
        answer = function(inner, ctx, actor)
    except faults.OUTCOMES as fault:
        answer = faults.as_answer(fault, asked=entry.method == "GET")
    status = str(answer.status)
    if answer.status >= 400:
        return Answered(status, outcome=answer.body)
    return Answered(status, answer.version, answer.body)


def _meant(call: Call, entry: Entry) -> tuple[Interaction, Call]:
    """The interaction that an entry's method and url mean."""
    parts, query = split_address(entry.url)
    names = {"if-none-exist": entry.if_none_exist, "if-match": entry.if_match}
    headers = {name: value for name, value in names.items() if value is not None}
    key = call.headers.get("idempotency-key")
    if key is not None:
        headers["idempotency-key"] = f"{key}#{entry.place}"
    headers["helsekort-confirm"] = call.headers.get("helsekort-confirm", "")
    shapes: dict[tuple[str, int, str], Interaction] = {
        ("POST", 1, ""): writing.create,
        ("PUT", 2, ""): writing.update,
        ("GET", 1, ""): reading.search,
        ("GET", 2, ""): reading.read,
        ("GET", 3, "_history"): reading.history,
        ("GET", 3, "$everything"): reading.everything,
        ("GET", 4, "_history"): reading.vread,
    }
    function = shapes.get((entry.method, len(parts), parts[2] if parts[2:] else ""), _unknown)
    path = dict(zip(("type", "id", "", "version"), parts, strict=False))
    sent = entry.sent
    return function, Call(path, read_pairs(query), headers, call.door, sent)


def _unknown(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # stands in for an interaction
    return told(404, faults.UNKNOWN_WAY)


TYPE = PATH + "/{type}"
ONE = TYPE + "/{id}"

routes = [
    Route(PATH + "/metadata", interaction(metadata, "open")),
    Route(PATH + "/openapi.json", interaction(description, "open")),
    Route(PATH, interaction(bundle, sends="json"), methods=["POST"]),
    Route(PATH + "/", interaction(bundle, sends="json"), methods=["POST"]),
    Route(TYPE + "/_search", interaction(reading.search, sends="form"), methods=["POST"]),
    Route(TYPE, interaction(reading.search)),
    Route(TYPE, interaction(writing.create, sends="json"), methods=["POST"]),
    Route(ONE + "/_history/{version}", interaction(reading.vread)),
    Route(ONE + "/_history", interaction(reading.history)),
    Route(ONE + "/$everything", interaction(reading.everything)),
    Route(ONE + "/$everything", interaction(reading.everything, sends="nothing"), methods=["POST"]),
    Route(ONE + "/{inner}", interaction(reading.compartment)),
    Route(ONE, interaction(reading.read)),
    Route(ONE, interaction(writing.update, sends="json"), methods=["PUT"]),
    Route("/fhir/{rest:path}", not_here),
]
