"""The door: JSON in and out, who asks and about whom, one interaction, and every fault with its code."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from msgspec import Struct, field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helsekort.access.actors import Actor
from helsekort.access.tokens.checking import NotAdmitted, Presented
from helsekort.access.tokens.saying import challenge, lacking, refusal, said_of
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Gone, Refused, TooMany, Unavailable
from helsekort.actions.tokens import caller
from helsekort.api.dhg.headers import event_in, read_headers
from helsekort.dhg.faults import STATUS, Code, Fault
from helsekort.fhir import strict_json
from helsekort.fhir.outcome import NotAccepted
from helsekort.fhir.strict_json import Object, Tree
from helsekort.record.identifiers import NationalNumber

PATH = "/dhg/api/maternity-record/v1"
CODE = "nhn-error-code"
CONFIRM = "helsekort-confirm"
MOST_BYTES = 1 << 20
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
Endpoint = Callable[[Request], Awaitable[Response]]
NOT_YOURS = Fault(Code.USER, "Nobody with this number, or not yours to see.")
NO_RECORD = Fault(Code.RECORD, "There is no such record of hers, or it is not yours to see.")
REFUSED = {"person": NOT_YOURS, "record": NO_RECORD}
BUSY = Fault(Code.DATABASE, "The record cannot be written now. Nothing was saved. Try again in a minute.")
OWN = Fault(Code.TECHNICAL, "Something went wrong here. Read what stands before you send it again.")
ABSENT = Fault(Code.NOT_THERE, "There is nothing at this address.")
TOO_MUCH = Fault(Code.UNREADABLE, "A body has at most 1 MB.")
NOT_JSON = Fault(Code.UNREADABLE, "Send JSON: Content-Type: application/json, not packed.")


class Call(Struct, frozen=True):
    """What is asked: about whom, the parts of the path, and what was sent."""

    number: NationalNumber
    path: dict[str, str]
    sent: Object = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()


class Answer(Struct, frozen=True):
    """The answer: a tree of JSON, or nothing."""

    status: int
    tree: Tree = None


Interaction = Callable[[Call, Context, Actor], Answer]


class _Status(Exception):
    """A fault that HTTP has a status of its own for."""

    def __init__(self, status: int, fault: Fault, **headers: str) -> None:
        super().__init__(status)
        self.status, self.fault = status, fault
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def interaction(function: Interaction, kind: str = "person", *, sends: bool = False) -> Endpoint:
    """The endpoint of an interaction. `sends`: with a JSON body. `kind` is record where the path names one."""

    async def endpoint(request: Request) -> Response:
        event = event_in(request.headers)
        try:
            body = await _body(request) if sends else b""
            answer: Answer = await request.app.state.run(_answer, function, sends, request, body)
        except _Status as refused:
            return faulty(refused.fault, event, refused.status, refused.headers)
        except Fault as fault:
            return faulty(fault, event)
        except Gone:
            return faulty(ABSENT, event)
        except Refused as refused:
            return _refused(refused.why, event) if refused.why else faulty(REFUSED[kind], event)
        except Unavailable:
            return faulty(BUSY, event, headers={"Retry-After": "60"})
        return _respond(answer)

    endpoint.__name__ = function.__name__
    return endpoint


def _respond(answer: Answer) -> Response:
    if answer.tree is None:
        return Response(b"", answer.status, ALWAYS)
    body = strict_json.write(answer.tree)
    return Response(body, answer.status, ALWAYS, media_type="application/json")


def faulty(fault: Fault, event: str, status: int = 0, headers: dict[str, str] | None = None) -> Response:
    """A fault with its code in body and header. 429 has no body, whatever it was about."""
    status = status or STATUS[fault.code]
    named = {**ALWAYS, **(headers or {})}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Response(b"", status, named)
    body = {"errorCode": fault.code.value, "errorMessage": fault.says, "eventId": event}
    named[CODE] = fault.code.value
    return Response(strict_json.write(dict(body)), status, named, media_type="application/json")


def _refused(why: str, event: str) -> Response:
    """403: the token itself does not reach this, whoever it was asked about."""
    headers = {"WWW-Authenticate": lacking(why)} if lacking(why) else {}
    return faulty(Fault(Code.USER, refusal(why)), event, HTTPStatus.FORBIDDEN, headers)


async def _body(request: Request) -> bytes:
    """The body, at most 1 MB. A bigger one is not read to its end, and one that is packed not at all."""
    packed = request.headers.get("content-encoding", "").strip().lower() not in ("", "identity")
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if packed or kind != "application/json":
        raise _Status(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, NOT_JSON, Connection="close")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise _Status(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_MUCH, Connection="close")
    return bytes(body)


def _answer(function: Interaction, sends: bool, request: Request, body: bytes) -> Answer:
    """Run on the event loop or in a thread, as the database wants it."""
    ctx: Context = request.app.state.ctx
    try:
        actor = caller(ctx, Presented.of(request.scope))
    except NotAdmitted as fault:
        says = Fault(Code.USER, said_of(fault, bound=ctx.bound))
        challenged = challenge(fault, bound=ctx.bound)
        raise _Status(HTTPStatus.UNAUTHORIZED, says, WWW_Authenticate=challenged) from None
    names = [name.decode("latin-1") for name, _ in request.scope["headers"]]
    said = read_headers(request.headers, names, actor, synthetic=ctx.demo)
    path = {name: str(value) for name, value in request.path_params.items()}
    marks = frozenset(each.strip() for each in request.headers.get(CONFIRM, "").split(",")) - {""}
    return function(Call(said.number, path, _read(body) if sends else {}, marks), ctx, actor)


def _read(body: bytes) -> Object:
    try:
        tree, wrong = strict_json.read_bare(body)
    except NotAccepted as refused:
        raise Fault(Code.UNREADABLE, refused.issues[0].says) from None
    if wrong:
        raise Fault(Code.UNREADABLE, "A name stands there twice, or a number is none. Send each once.")
    return tree


async def not_here(request: Request) -> Response:
    """Any address below the door that is none of its own."""
    return faulty(ABSENT, event_in(request.headers))


def is_ours(request: Request) -> bool:
    """Whether a request came to this door, so that its faults are worded here."""
    return request.url.path == "/dhg" or request.url.path.startswith("/dhg/")


async def http_fault(request: Request, fault: Exception) -> Response:
    """405 and other answers the framework gives."""
    status = fault.status_code if isinstance(fault, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    headers = dict(fault.headers or {}) if isinstance(fault, HTTPException) else {}
    return faulty(ABSENT, event_in(request.headers), status, headers)


def unavailable(request: Request) -> Response:
    """What was asked for could not be made durable. Nothing was saved."""
    return faulty(BUSY, event_in(request.headers), headers={"Retry-After": "60"})


def too_many(fault: TooMany) -> Response:
    """429, which has no body in the national API: as often as it may be for now."""
    return Response(b"", HTTPStatus.TOO_MANY_REQUESTS, {**ALWAYS, "Retry-After": str(fault.seconds)})


def own_fault(request: Request) -> Response:
    """A fault of ours. The answer says so and nothing about what it was."""
    return faulty(OWN, event_in(request.headers))
