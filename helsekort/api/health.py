"""`/health`: 200 and JSON when the service can serve, 503 when it cannot."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from helsekort import __version__
from helsekort.actions.health import can_serve
from helsekort.actions.outcomes import Unavailable


async def health(request: Request) -> JSONResponse:
    """Whether the service can serve, and its version."""
    try:
        serves = await request.app.state.run(can_serve, request.app.state.ctx)
    except Unavailable:
        serves = False
    answer = {"status": "ok" if serves else "unavailable", "version": __version__}
    return JSONResponse(answer, status_code=200 if serves else 503, headers={"Cache-Control": "no-store"})


routes = [Route("/health", health)]
