"""Beside the requests: each minute, or when a thousand lines wait, the log's tree grows and a checkpoint is signed.

Before that, the log is told how many were refused by limits whose windows are over; and each minute what the process
remembers of cards is forgotten, for of what was erased by law nothing may stay.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from starlette.applications import Starlette

from helsekort.actions.context import Context
from helsekort.actions.outcomes import Unavailable
from helsekort.actions.sealing import FULL, count_unsealed, seal_log, sealed_after, tell_refused
from helsekort.fhir.stored import forget_contents
from helsekort.log import Event, log

LOOK_SECONDS = 5
SEAL_SECONDS = 60

Run = Callable[..., Awaitable[Any]]


def seal_all(ctx: Context) -> list[str]:
    """Seal all that waits, and keep the checkpoints outside; the new ones. OSError where they cannot be kept there."""
    made = []
    while note := seal_log(ctx):
        made.append(note)
    keep_outside(ctx)
    return made


def keep_outside(ctx: Context) -> None:
    """Bring the copy outside up to what the database holds; also what an earlier try left out."""
    if ctx.outside is None or ctx.signer is None:
        return
    ctx.outside.keep_key(ctx.signer.public)
    newest = ctx.outside.newest()
    ctx.outside.keep(sealed_after(ctx, _size(newest) if newest else -1))


def _size(note: str) -> int:
    """How many lines a kept note was signed for; -1 where it cannot be read: then all is kept once more."""
    lines = note.split("\n")
    return int(lines[1]) if len(lines) > 1 and lines[1].isascii() and lines[1].isdigit() else -1


@asynccontextmanager
async def sealing(app: Starlette) -> AsyncIterator[None]:
    """Run the sequencer while the application runs, and once more when it ends."""
    ctx: Context = app.state.ctx
    task = asyncio.create_task(_keep_sealing(ctx, app.state.run))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await _seal(ctx, app.state.run)


async def _keep_sealing(ctx: Context, run: Run) -> None:
    for look in itertools.count():
        on_the_minute = look % (SEAL_SECONDS // LOOK_SECONDS) == 0
        if on_the_minute:
            forget_contents()
        if on_the_minute or (ctx.signer and await run(count_unsealed, ctx) >= FULL):
            await _seal(ctx, run)
        await asyncio.sleep(LOOK_SECONDS)


async def _seal(ctx: Context, run: Run) -> None:
    """A fault is told in the technical log and tried again: lines that wait are not lost."""
    try:
        await run(tell_refused, ctx)
        while await run(seal_log, ctx):
            pass
        await run(partial(keep_outside, ctx))
    except Unavailable:
        log(Event.NOT_SEALED, why="database")
    except OSError:
        log(Event.NOT_SEALED, why="folder")
