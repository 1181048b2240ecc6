"""A batch: each entry is decided, done and logged as if it had come by itself, whomever it is about."""

from helsekort.access.actors import Actor
from helsekort.actions.context import Context
from helsekort.api.fhir import faults, reading, writing
from helsekort.api.fhir.calls import Answer, Call, Interaction, read_pairs, split_address, told
from helsekort.fhir.bundles import Answered, Entry, responses

MOST_ANSWERED = 8 << 20
"""Bytes of answers after which reads are answered no more: a megabyte of questions can ask for very much."""
SHAPES: dict[tuple[str, int, str], Interaction] = {
    ("POST", 1, ""): writing.create,
    ("PUT", 2, ""): writing.update,
    ("GET", 1, ""): reading.search,
    ("GET", 2, ""): reading.read,
    ("GET", 3, "_history"): reading.history,
    ("GET", 3, "$everything"): reading.everything,
    ("GET", 4, "_history"): reading.vread,
}
"""The interaction that a method, a number of parts and the third of them mean."""


def answer_each(call: Call, ctx: Context, actor: Actor, entries: list[Entry]) -> Answer:
    """What became of each entry, in their order. A fault in one changes nothing for the others."""
    answers, size = [], 0
    for entry in entries:
        if entry.method == "GET" and size > MOST_ANSWERED:
            answers.append(_as_answered(told(413, faults.TOO_MUCH_ASKED)))
        else:
            answers.append(_alone(call, ctx, actor, entry))
        size += len(answers[-1].body or b"")
    return Answer(200, responses("batch", answers, call.door))


def _alone(call: Call, ctx: Context, actor: Actor, entry: Entry) -> Answered:
    try:
        function, inner = _meant(call, entry)
        return _as_answered(function(inner, ctx, actor))
    except faults.OUTCOMES as fault:
        return _as_answered(faults.as_answer(fault, asked=entry.method == "GET"))


def _as_answered(answer: Answer) -> Answered:
    status = str(answer.status)
    if answer.status >= 400:
        return Answered(status, outcome=answer.body)
    return Answered(status, answer.version, answer.body)


def _meant(call: Call, entry: Entry) -> tuple[Interaction, Call]:
    """The interaction that an entry's method and url mean, and its call."""
    parts, query = split_address(entry.url)
    third = parts[2] if parts[2:] else ""
    path = dict(zip(("type", "id", "", "version"), parts, strict=False))
    function = SHAPES.get((entry.method, len(parts), third))
    if function is None and entry.method == "GET" and len(parts) == len(("type", "id", "inner")):
        function, path["inner"] = reading.compartment, third
    return function or _refusal(entry), Call(
        path, read_pairs(query), _headers(call, entry), call.door, entry.sent
    )


def _headers(call: Call, entry: Entry) -> dict[str, str]:
    """What an entry says by itself, and what the whole batch says for each."""
    names = {"if-none-exist": entry.if_none_exist, "if-match": entry.if_match}
    headers = {name: value for name, value in names.items() if value is not None}
    key = call.headers.get("idempotency-key")
    if key is not None:
        headers["idempotency-key"] = f"{key}#{entry.place}"
    headers["helsekort-confirm"] = call.headers.get("helsekort-confirm", "")
    return headers


def _refusal(entry: Entry) -> Interaction:
    """Stands in for an interaction that there is not."""

    def refused(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # nothing is asked of anyone
        issue = faults.not_done(entry.method)
        return told(404 if issue is faults.UNKNOWN_WAY else 405, issue)

    return refused
