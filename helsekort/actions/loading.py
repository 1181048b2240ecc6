"""Take over whole cards from a file: an operator's job. Checked by several processes, written by one.

A line is loaded whole or not at all, and some lines share a transaction. What is there already, the same, is passed
over: a run that was stopped goes on where it stopped, and one that is repeated adds nothing.
"""

import gc
import multiprocessing
import os
import secrets
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain as one_after_another
from itertools import islice

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.line_checks import Checker, Ready
from helsekort.actions.outcomes import BadLine, Unavailable
from helsekort.actions.there import Known, newcomers
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.record.gestation import TermTable
from helsekort.record.measurements import Catalogue
from helsekort.store import bulk, packing, parties
from helsekort.store.chain import CARDS, PARTIES, Head
from helsekort.store.packing import Dictionary

BATCH_BYTES = 1 << 21
LONGEST_LINE = 1 << 24
AHEAD = 3
"""Batches that each checking process has waiting, so that it never stands still and memory stays small."""


class Loaded(Struct):
    """How far a load has come. `skipped` lines were there already."""

    lines: int = 0
    size: int = 0
    cards: int = 0
    entries: int = 0
    parties: int = 0
    skipped: int = 0


class Batch(Struct):
    """Lines in order, the first with its number in the file."""

    first: int
    lines: list[bytes]


class Checked(Struct):
    """The lines of a batch that hold, up to the first that does not, and why that does not."""

    ready: list[Ready]
    issue: Issue | None = None


Check = Callable[[Batch, int], Checked]


def load_cards(
    actor: Actor,
    *,
    ctx: Context,
    lines: Iterable[bytes],
    tell: Callable[[Loaded], None],
    processes: int | None = None,
) -> Loaded:
    """Load a file's lines; `tell` hears how far it has come. BadLine at the first that cannot be loaded.

    `processes` check the lines; by default as many as the machine has cores, and none for a few lines.
    """
    with work(ctx, actor, Permission.LOAD_CARDS) as doing:
        dictionaries = packing.stored(doing.tx)
        known = Known(doing.tx)
        doing.audit(Event.LOADED, about=("begun",))
    told = Loaded()
    batches = _batches(lines)
    begun = list(islice(batches, 1))
    if processes is None:
        few = sum(len(line) for batch in begun for line in batch.lines) < BATCH_BYTES
        processes = 0 if few else len(os.sched_getaffinity(0))
    house = _House(ctx.catalogue, ctx.terms, dictionaries)
    with _checking(house, ctx, processes) as check:
        for batch, checked in check(one_after_another(begun, batches)):
            _write(actor, ctx, batch, checked, known, told)
            tell(told)
    return told


def _batches(lines: Iterable[bytes]) -> Iterator[Batch]:
    batch, size = Batch(FIRST_LINE, []), 0
    for number, line in enumerate(lines, FIRST_LINE):
        if len(line) > LONGEST_LINE:
            raise BadLine(
                number, "the line", f"It is longer than {LONGEST_LINE >> 20} MB. Write one card a line."
            )
        batch.lines.append(line)
        size += len(line)
        if size >= BATCH_BYTES:
            yield batch
            batch, size = Batch(number + 1, []), 0
    if batch.lines:
        yield batch


FIRST_LINE = 1


# --- checking, in this process or in others -----------------------------------------------------------------


class _House(Struct):
    """What checking needs to know; sent once to each process."""

    catalogue: Catalogue
    terms: TermTable
    dictionaries: list[Dictionary]

    def checker(self, random_bytes: Callable[[int], bytes]) -> Checker:
        return Checker(self.catalogue, self.terms, self.dictionaries, random_bytes)


_checkers: list[Checker] = []
"""The one checker of a checking process."""

Run = Callable[[Iterable[Batch]], Iterator[tuple[Batch, Checked]]]


def _settle_in(house: _House) -> None:
    """The first thing a checking process does."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # the process that writes is asked to stop, and stops the others
    gc.disable()  # what a line leaves behind holds no circles, and looking for them takes a tenth of the time
    _checkers[:] = [house.checker(secrets.token_bytes)]


def _check_there(batch: Batch, moment: int) -> Checked:
    return _check(_checkers[0], batch, moment)


def _check(checker: Checker, batch: Batch, moment: int) -> Checked:
    """Each line in turn, up to the first that does not hold."""
    checked = Checked([])
    for line in batch.lines:
        try:
            checked.ready.append(checker.check(line, moment))
        except NotAccepted as fault:
            checked.issue = fault.issues[0]
            break
    return checked


@contextmanager
def _checking(house: _House, ctx: Context, processes: int) -> Iterator[Run]:
    """Something that checks batches and gives them back in order."""
    if not processes:
        checker = house.checker(ctx.random_bytes)
        yield lambda batches: ((batch, _check(checker, batch, ctx.now())) for batch in batches)
        return
    # neither a server's threads nor its connections may be copied into a child, as fork would
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload([__name__])  # read once, not by each of them
    pool = ProcessPoolExecutor(processes, start, _settle_in, (house,))
    try:
        yield lambda batches: _in_order(pool, batches, processes * AHEAD, ctx.now)
    except BrokenProcessPool as gone:
        raise Unavailable from gone
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, batches: Iterable[Batch], ahead: int, now: Callable[[], int]
) -> Iterator[tuple[Batch, Checked]]:
    waiting: deque[tuple[Batch, Future[Checked]]] = deque()
    for batch in batches:
        waiting.append((batch, pool.submit(_check_there, batch, now())))
        if len(waiting) > ahead:
            first, future = waiting.popleft()
            yield first, future.result()
    for first, future in waiting:
        yield first, future.result()


# --- writing ------------------------------------------------------------------------------------------------


def _write(actor: Actor, ctx: Context, batch: Batch, checked: Checked, known: Known, told: Loaded) -> None:
    """One transaction: what of a batch is new. BadLine after it, where a line of the batch does not hold."""
    with work(ctx, actor, Permission.LOAD_CARDS) as doing:
        bulk.lock(doing.tx, ctx.database.dialect)
        found = newcomers(doing.tx, known, list(zip(checked.ready, batch.lines, strict=False)))
        bulk.write(doing.tx, found.rows)
        for role in found.roles:
            parties.add_role(doing.tx, *role)
        for party, _, _, seq, last in found.rows.party:
            doing.chained(PARTIES, party, Head(seq, last))
        for card, _, _, seq, last, *_ in found.rows.card:
            doing.chained(CARDS, card, Head(seq, last))
        for card, entries in found.cards.items():
            doing.audit(Event.LOADED, card=card, about=("card",), up_to=entries)
        if not found.cards:
            doing.audit(Event.LOADED, about=("people",) if found.people else ("nothing-new",))
    known.add(found)
    told.lines += found.lines
    told.size += sum(len(line) for line in batch.lines[: found.lines])
    told.cards += len(found.cards)
    told.entries += sum(found.cards.values())
    told.parties += len(found.people)
    told.skipped += found.skipped
    issue = found.issue or checked.issue
    if issue is not None:
        raise BadLine(batch.first + found.lines, issue.where, issue.says)
