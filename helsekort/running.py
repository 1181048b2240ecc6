"""How an entrance runs an action, in the one place where answers are held back until they may leave.

On SQLite actions run on the event loop, one after another; those that are run in the same turn of the loop share a
commit, and every caller waits for it. On PostgreSQL they run in a few threads, and the server lets commits share.
"""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter

from helsekort.access.tokens.checking import KeysWanted
from helsekort.actions.work import unavailable
from helsekort.store.database import Database, Part, Round

T = TypeVar("T")
POSTGRESQL_THREADS = 4
ASKING_THREADS = 4


def runner(database: Database) -> Callable[..., Awaitable[Any]]:
    """What runs `function(*args)`, and gives its result once all that it wrote, refusals too, is durable.

    Unavailable where it could not be made durable: then nothing of it was saved, and nothing may be answered.
    """
    limiter, asking = CapacityLimiter(POSTGRESQL_THREADS), CapacityLimiter(ASKING_THREADS)

    async def here(function: Callable[..., T], *args: object) -> T:
        part = Part()
        try:
            with database.sharing() as part:
                return function(*args)
        finally:
            # also where the function raised: what it had written by then is part of the round
            if part.round is not None:
                await _end_of(part.round)

    async def in_thread(function: Callable[..., T], *args: object) -> T:
        return await anyio.to_thread.run_sync(functools.partial(_shared, function, *args), limiter=limiter)

    def _shared(function: Callable[..., T], *args: object) -> T:
        with database.sharing():
            return function(*args)

    run = here if database.dialect == "sqlite" else in_thread

    async def again(function: Callable[..., T], *args: object) -> T:
        try:
            return await run(function, *args)
        except KeysWanted as wanted:
            # the provider of tokens is asked beside the loop, and nothing was done yet that could be done twice
            await anyio.to_thread.run_sync(wanted.renew, limiter=asking)
            return await run(function, *args)

    return again


async def _end_of(shared: Round) -> None:
    """Wait until a round is committed. The first to wait has it ended when the loop has turned once."""
    if not shared.over:
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[None] = loop.create_future()
        if not shared.waiting:
            loop.call_soon(shared.end)
        shared.waiting.append(functools.partial(_wake, ended))
        try:
            await ended
        except asyncio.CancelledError:
            # The loop may be on its way out, and a round that nobody ends would hold up everyone.
            shared.end()
            raise
    if shared.failed is not None:
        raise unavailable(shared.failed) from shared.failed


def _wake(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_result(None)
