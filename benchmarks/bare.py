"""The bare route that opening a card is held against: `python -m benchmarks.bare PORT URL MANNER ADDRESS NAMED`.

The same server and framework; it reads the bytes of the same bodies by the key, decompresses them, joins them
between the same words, and has one row like an audit line durable before it answers; those of the parties among them
that NAMED, a file of JSON, says of the card. It asks nobody who they are, looks at nothing, checks no hash and knows
no version. In the manner `together` it shares commits as the service does; `alone` it commits for each request;
`copied` it shares them, and reads the one row of the card's fair copy, as the service does, in the place of its bodies.
"""

import asyncio
import re
import secrets
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import psycopg
import uvicorn
import zstandard
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.servers import past_the_wall
from helsekort.record.ids import from_text

CARD = "SELECT format, bytes FROM body WHERE card_id = {} ORDER BY seq"
COPY = "SELECT format, bytes FROM fair_copy WHERE card_id = {}"
PARTIES = "SELECT format, bytes FROM party_body WHERE party_id IN ({})"
ROW = "INSERT INTO bare_line (card_id, line_id, said) VALUES ({0}, {0}, {0})"
TABLE = "CREATE TABLE bare_line (card_id bigint, line_id bigint, said {}, PRIMARY KEY (card_id, line_id))"
SAID = b'{"event":"read","at":1764000000000000,"who":864691128455135232,"rule":"care-relation"}' * 2
POOL = 8
Read = Callable[[int], Awaitable[list[bytes]]]
Join = Callable[[list[bytes], bytes, bytes], bytes]
Named = dict[int, list[int]]


Tools = dict[int, zstandard.ZstdDecompressor]
DICTIONARIES = "SELECT number, bytes FROM dictionary"


def _tools(rows: list[tuple[int, bytes]]) -> Tools:
    """What decompresses each form."""
    made = {form: zstandard.ZstdDecompressor(zstandard.ZstdCompressionDict(body)) for form, body in rows}
    return made | {1: zstandard.ZstdDecompressor()}


def _whole(rows: list[tuple[int, bytes]], tools: Tools) -> list[bytes]:
    return [tools[form].decompress(body, 1 << 24) if form else bytes(body) for form, body in rows]


class Sqlite:
    """One connection on the event loop."""

    def __init__(self, url: str, manner: str, named: Named) -> None:
        self._named, self._card = named, (COPY if manner == "copied" else CARD).format("?")
        self._connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=10000",
            "wal_autocheckpoint=4000",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute(TABLE.format("blob") + " WITHOUT ROWID")
        self._together, self._tools = (
            manner != "alone",
            _tools(self._connection.execute(DICTIONARIES).fetchall()),
        )
        self._waiting: asyncio.Future[None] | None = None

    async def read(self, card: int) -> list[bytes]:
        run = self._connection.execute
        if self._waiting is None:
            run("BEGIN IMMEDIATE")
            if self._together:
                loop = asyncio.get_running_loop()
                self._waiting = loop.create_future()
                loop.call_soon(self._commit)
        rows = run(self._card, (card,)).fetchall()
        named = self._named[card]
        rows += run(PARTIES.format(", ".join("?" for _ in named)), named).fetchall()
        found = _whole(rows, self._tools)
        run(ROW.format("?"), (card, secrets.randbits(60), SAID))
        if self._waiting is None:
            run("COMMIT")
        else:
            await asyncio.shield(self._waiting)
        return found

    def _commit(self) -> None:
        self._connection.execute("COMMIT")
        waiting, self._waiting = self._waiting, None
        assert waiting is not None
        waiting.set_result(None)


class Postgresql:
    """A pool of connections, waited for by coroutines. The server itself lets commits share a sync."""

    def __init__(self, url: str, manner: str, named: Named) -> None:
        self._named, self._card = named, (COPY if manner == "copied" else CARD).format("%s")
        self._url = past_the_wall(url)
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(TABLE.format("bytea"))
            self._tools = _tools(connection.execute(DICTIONARIES).fetchall())
        self._pool: AsyncConnectionPool | None = None

    async def read(self, card: int) -> list[bytes]:
        if self._pool is None:
            self._pool = AsyncConnectionPool(self._url, min_size=POOL, max_size=POOL, open=False)
            await self._pool.open(wait=True)
        async with self._pool.connection() as connection:
            cursor = connection.cursor(binary=True)
            rows = await (await cursor.execute(self._card, (card,))).fetchall()
            named = self._named[card]
            asked = await cursor.execute(PARTIES.format(", ".join("%s" for _ in named)), named)
            rows += await asked.fetchall()
            found = _whole(rows, self._tools)
            await cursor.execute(ROW.format("%s"), (card, secrets.randbits(60), SAID))
        return found


def _joined(bodies: list[bytes], begin: bytes, between: bytes) -> bytes:
    return begin + between.join(bodies) + b"}]}"


def _joined_copy(bodies: list[bytes], begin: bytes, between: bytes) -> bytes:
    """The entries of a copy have their addresses, but for the beginning, which is put in."""
    copy, *others = bodies
    text = copy.partition(b"\n")[2].replace(b"\0", between[between.index(b"http") : between.index(b"/Obs")])
    return begin[: -len(b'{"resource":')] + between.join([text[:-1], *others]) + b"}]}"


def _route(read: Read, address: str, join: Join) -> Starlette:
    between = (
        '"search":{"mode":"match"}},{"fullUrl":"'
        + address
        + '/fhir/r4/Observation/0123456789ab-100","resource":'
    ).encode()
    begin = b'{"resourceType":"Bundle","type":"searchset","total":100,"entry":[{"resource":'
    path = re.compile(r"([0-9a-z]{12})")

    async def everything(request: Request) -> Response:
        found = path.search(request.path_params["id"])
        assert found is not None
        bodies = await read(from_text(found[1]))
        body = join(bodies, begin, between)
        return Response(body, 200, {"Content-Type": "application/fhir+json", "Cache-Control": "no-store"})

    return Starlette(routes=[Route("/fhir/r4/EpisodeOfCare/{id}/$everything", everything)])


def main() -> None:
    port, url, manner, address, file = int(sys.argv[1]), *sys.argv[2:6]
    named = msgspec.json.decode(Path(file).read_bytes(), type=Named)
    peer = Sqlite(url, manner, named) if url.startswith("sqlite") else Postgresql(url, manner, named)
    join = _joined_copy if manner == "copied" else _joined
    config = uvicorn.Config(
        _route(peer.read, address, join),
        port=port,
        log_level="critical",
        access_log=False,
        server_header=False,
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
