"""POST /meldinger/lab: a laboratory's system sends a message as XML, and gets its receipt (AppRec) back.

Who sends is known by a token. The answer is a status, and a receipt or one sentence; it holds nothing of the message.
"""

from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from helsekort.access.tokens.checking import NotAdmitted, Presented
from helsekort.access.tokens.saying import challenge, refusal, said_of
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Refused, Rejected, TooMany, Unavailable
from helsekort.actions.receiving import REFUSED, Receipt, receive_message, work_inbox
from helsekort.actions.tokens import caller
from helsekort.kith.faults import REMEDIES, Fault
from helsekort.kith.safe_xml import LARGEST_BYTES

XML: Final = "application/xml"
PATH: Final = "/meldinger/lab"


class _TooLarge(Exception):
    """More was sent than any message holds. Reading stopped there."""


async def lab_message(request: Request) -> Response:
    """Keep a message and answer it: 200 with a receipt, 202 where none was asked for or it comes later."""
    presented = Presented.of(request.scope)
    if not presented.named()[1]:
        return _unknown(NotAdmitted("", "scheme"), request.app.state.ctx)
    try:
        raw = await _body(request)
    except _TooLarge:
        return _said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, REMEDIES[Fault.TOO_LARGE])
    try:
        answer: Response = await request.app.state.run(_receive, request.app.state.ctx, presented, raw)
    except Unavailable:
        sentence = "nothing was kept, or no receipt can be made now; send it again"
        return _said(HTTPStatus.SERVICE_UNAVAILABLE, sentence)
    return answer


def _receive(ctx: Context, presented: Presented, raw: bytes) -> Response:
    try:
        actor = caller(ctx, presented)
        kept = receive_message(actor, ctx=ctx, raw=raw)
        worked = {each.message: each for each in work_inbox(actor, ctx=ctx)}
        return _answer(worked.get(kept.message, kept))
    except NotAdmitted as unknown:
        return _unknown(unknown, ctx)
    except Refused as refused:
        says = refusal(refused.why) if refused.why else "this token may not send laboratory messages"
        return _said(HTTPStatus.FORBIDDEN, says)
    except Rejected as rejected:
        fault = Fault(rejected.problems[0].code)
        status = (
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            if fault is Fault.TOO_LARGE
            else HTTPStatus.UNPROCESSABLE_ENTITY
        )
        return _said(status, REMEDIES[fault])


def _answer(receipt: Receipt) -> Response:
    """The receipt; a sentence where nobody can be answered by one."""
    if receipt.answer is not None:
        return Response(receipt.answer, media_type=XML)
    if receipt.state == REFUSED:
        remedy = REMEDIES[Fault(receipt.reason)] if receipt.reason in [*Fault] else "send it under a new id"
        return _said(HTTPStatus.UNPROCESSABLE_ENTITY, f"{receipt.reason}: {remedy}")
    return _said(HTTPStatus.ACCEPTED, "kept")


async def _body(request: Request) -> bytes:
    """At most as much as one message may hold, and one byte to see that it is more."""
    parts, length = [], 0
    async for part in request.stream():
        parts.append(part)
        length += len(part)
        if length > LARGEST_BYTES:
            raise _TooLarge
    return b"".join(parts)


def _unknown(fault: NotAdmitted, ctx: Context) -> Response:
    says = "send the token of a laboratory's system: Authorization: Bearer TOKEN"
    return _said(
        HTTPStatus.UNAUTHORIZED,
        said_of(fault, bound=True) if ctx.bound else says,
        {"WWW-Authenticate": challenge(fault, bound=ctx.bound)},
    )


def _said(status: HTTPStatus, sentence: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(sentence + "\n", status, headers)


def is_ours(request: Request) -> bool:
    """Whether a request came to this door, so that its faults are worded here."""
    return request.url.path == PATH


def own_fault() -> Response:
    """A fault of ours. The answer says so and nothing about what it was."""
    return _said(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong here; send it again")


def too_many(fault: TooMany) -> Response:
    """429: as often as it may be for now."""
    wait = {"Retry-After": str(fault.seconds)}
    return _said(HTTPStatus.TOO_MANY_REQUESTS, f"too often: try again in {fault.seconds} seconds", wait)


routes = [Route(PATH, lab_message, methods=["POST"])]
