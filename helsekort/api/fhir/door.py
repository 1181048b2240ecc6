"""The door: JSON in and out, who asks, one interaction, and every fault as an OperationOutcome."""

from collections import Counter
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.access.actors import NOBODY
from helsekort.access.tokens.checking import NotAdmitted, Presented
from helsekort.actions.context import Context
from helsekort.actions.outcomes import TooMany, Unavailable
from helsekort.actions.tokens import caller
from helsekort.api.fhir import faults
from helsekort.api.fhir.calls import TEXT, Answer, Call, Interaction, read_pairs, told
from helsekort.fhir import strict_json
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.strict_json import Object

PATH = "/fhir/r4"
HOOKS = "/cds-services"
"""CDS Hooks comes in by the same door: the same tokens, and the same words for what is wrong."""
MOST_BYTES = 1 << 20
TAKEN = frozenset({"application/fhir+json", "application/json", "json", "*/*", "application/*"})
FORM = "application/x-www-form-urlencoded"
ONCE = frozenset({"authorization", "content-type", "if-match", "if-none-exist", "idempotency-key"})
"""Headers that mean one thing: of two, nobody can know which was meant."""
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
Endpoint = Callable[[Request], Awaitable[Response]]


class _Refused(Exception):
    """The request is answered before anyone is asked anything."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def interaction(function: Interaction, kind: str = "person", *, sends: str = "") -> Endpoint:
    """The endpoint of an interaction. `sends` is json, form, or bare for JSON that is no resource; `open` ones are
    asked of nobody."""

    async def endpoint(request: Request) -> Response:
        try:
            _refuse_doubled(request)
            formats = request.query_params.get("_format") if request.scope["query_string"] else None
            _expect_json(formats or request.headers.get("accept", ""))
            body = await _body(request) if sends else b""
            answer: Answer = await request.app.state.run(_answer, function, kind, sends, request, body)
        except _Refused as refused:
            answer = refused.answer
        return respond(answer)

    endpoint.__name__ = function.__name__
    return endpoint


def respond(answer: Answer) -> Response:
    """The answer as HTTP."""
    headers = {**ALWAYS, **answer.headers}
    if answer.body:
        headers.setdefault("Content-Type", TEXT)
    return Response(answer.body, answer.status, headers)


def _refuse_doubled(request: Request) -> None:
    """400 for each header that stands there twice."""
    sent = [name for name, _ in request.scope["headers"]]
    if len(set(sent)) == len(sent):
        return
    names = Counter(name.decode("latin-1") for name in sent)
    doubled = sorted(name for name in ONCE if names[name] > 1)
    if doubled:
        says = "This header stands there twice. Send it once."
        raise _Refused(told(400, *(Issue("structure", says, f"http.{name}") for name in doubled)))


def _expect_json(wanted: str) -> None:
    """406 where something else than JSON is wanted."""
    if not wanted:
        return
    kinds = [each.split(";")[0].strip().lower() for each in wanted.replace(" json", "+json").split(",")]
    if wanted.strip() and not TAKEN & set(kinds):
        raise _Refused(told(406, faults.JSON_OUT))


async def _body(request: Request) -> bytes:
    """The body, at most 1 MB. A bigger one is not read to its end, and one that is packed not at all."""
    if request.headers.get("content-encoding", "").strip().lower() not in ("", "identity"):
        raise _Refused(told(415, faults.PACKED, Accept_Encoding="identity", Connection="close"))
    stated = request.headers.get("content-length", "0")
    if stated.isdigit() and int(stated) > MOST_BYTES:
        raise _Refused(told(413, faults.TOO_MUCH, Connection="close"))
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise _Refused(told(413, faults.TOO_MUCH, Connection="close"))
    return bytes(body)


def _answer(function: Interaction, kind: str, sends: str, request: Request, body: bytes) -> Answer:
    """Run on the event loop or in a thread, as the database wants it."""
    ctx: Context = request.app.state.ctx
    try:
        actor = NOBODY if kind == "open" else caller(ctx, Presented.of(request.scope))
        call = _call(request, sends, body)
        return function(call, ctx, actor)
    except _Refused as refused:
        return refused.answer
    except NotAdmitted as fault:
        return faults.not_admitted(fault, bound=ctx.bound)
    except faults.OUTCOMES as fault:
        return faults.as_answer(fault, asked=request.method == "GET" or sends in ("form", "bare"))


def _call(request: Request, sends: str, body: bytes) -> Call:
    pairs = read_pairs(request.scope["query_string"].decode("latin-1"))
    path, headers, door = request.path_params, request.headers, address(request)
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if sends == "form":
        if body and kind != FORM:
            says = "A search is posted as a form: Content-Type: application/x-www-form-urlencoded."
            raise _Refused(told(415, Issue("not-supported", says)))
        form = _form(body)
        _expect_json(next((value for name, value in form if name == "_format"), ""))
        pairs += form
        return Call(path, pairs, headers, door, posted=True)
    if not sends or (sends == "nothing" and not body):
        return Call(path, pairs, headers, door)
    if kind not in ("application/fhir+json", "application/json"):
        raise _Refused(told(415, faults.JSON_IN))
    if sends == "bare":
        return Call(path, pairs, headers, door, _read_bare(body))
    sent, found = _read(body)
    if sends == "nothing" and set(sent) != {"resourceType"}:
        raise NotAccepted(
            [Issue("not-supported", "This operation has no parameters. Send none.", "Parameters")]
        )
    return Call(path, pairs, headers, door, sent, found)


def _form(body: bytes) -> list[tuple[str, str]]:
    try:
        return read_pairs(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise NotAccepted([Issue("structure", "Send the form in UTF-8.")]) from None


def _read(body: bytes) -> tuple[Object, tuple[Issue, ...]]:
    sent, found = strict_json.read(body)
    return sent, tuple(found)


def _read_bare(body: bytes) -> Object:
    """JSON in which null and what is empty mean something; NotAccepted where it means two things."""
    sent, wrong = strict_json.read_bare(body)
    if wrong:
        raise NotAccepted(
            [Issue("structure", "A name stands there twice, or a number is none. Send each once.")]
        )
    return sent


def address(request: Request) -> str:
    """The address of the whole door: as set, else as the request came."""
    stated: str = getattr(request.app.state, "origin", "")
    origin = stated or f"{request.scope['scheme']}://{request.headers.get('host', '')}"
    return origin + PATH


async def not_here(request: Request) -> Response:
    """Any address below the door that is none of its own."""
    del request
    return respond(told(404, faults.UNKNOWN_WAY))


def is_ours(request: Request) -> bool:
    """Whether a request came to this door, so that its faults are worded here."""
    return request.url.path.startswith(("/fhir/", HOOKS)) or request.url.path == "/fhir"


async def http_fault(request: Request, fault: Exception) -> Response:
    """405 and other answers the framework gives."""
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    if status != HTTPStatus.METHOD_NOT_ALLOWED:
        return respond(told(status, faults.ABSENT))
    return respond(told(status, faults.not_done(request.method), Allow=", ".join(sorted(_methods(request)))))


def _methods(request: Request) -> set[str]:
    """All that can be done at an address; the framework itself knows only its first route."""
    routes = [each for each in request.app.routes if isinstance(each, Route)]
    return {
        method for each in routes if each.path_regex.match(request.url.path) for method in each.methods or ()
    }


def unavailable() -> Response:
    """What was asked for could not be made durable. Nothing was saved."""
    return respond(faults.as_answer(Unavailable()))


def too_many(fault: TooMany) -> Response:
    """429: as often as it may be for now."""
    return respond(faults.as_answer(fault))


def own_fault() -> Response:
    """A fault of ours. The answer says so and nothing about what it was."""
    return respond(told(500, faults.FAULT))
