"""One request to the application without a server: for a first look, and for scripts."""

from typing import Any

from starlette.applications import Starlette


async def answer(app: Starlette, path: str, token: str) -> tuple[int, bytes]:
    """(status, body) of a GET with this session, as a page and as another system bring it."""
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (b"host", b"127.0.0.1"),
            (b"cookie", f"helsekort={token}".encode()),
            (b"authorization", f"Bearer {token}".encode()),
        ],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 0),
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401  # an ASGI message
        sent.append(dict(message))

    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent)
    return int(sent[0]["status"]), body
