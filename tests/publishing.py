"""The tests' issuer of tokens on the loopback: its metadata and its keys over HTTP, as a provider publishes them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from helsekort.access.tokens.provider import WELL_KNOWN
from tests.issuing import Issuer
from tests.running import port_of

KEYS = "/keys"


@contextmanager
def publishing(issuer: Issuer) -> Iterator[str]:
    """The issuer's address, at which the keys that it has now are published, until the end."""

    async def metadata(request: Request) -> JSONResponse:
        address = f"http://{request.headers['host']}"
        return JSONResponse({"issuer": address, "jwks_uri": address + KEYS})

    async def keys(_: Request) -> JSONResponse:
        return JSONResponse({"keys": issuer.keys})

    routes = [Route(WELL_KNOWN, metadata), Route(KEYS, keys)]
    config = uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=0, log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port_of(server)}"
    finally:
        server.should_exit = True
        thread.join()
