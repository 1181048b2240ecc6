"""`helsekort generate`: makes a cohort of synthetic women, the same for the same seed, by several processes.

Into a demo it is loaded as any file is. A file appears whole or not at all: it is written beside its place and moved
there at the end.
"""

import argparse
import datetime as dt
import os
import sys
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import IO

from helsekort import datafiles
from helsekort.actions.context import Context
from helsekort.actions.loading import load_cards
from helsekort.actions.outcomes import BadLine, Unavailable
from helsekort.cli_load import OPERATOR
from helsekort.demo.country.cohort import encode, party_lines, refuse_too_many
from helsekort.demo.country.land import Land, Plan
from helsekort.demo.country.life import live
from helsekort.demo.let_in import let_in

CHUNK = 50
"""Women a process makes at a time."""
AHEAD = 3
"""Chunks waiting for each process: enough to keep it busy, and no more than fits in memory."""

_lands: list[Land] = []


def add_generate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command and its options."""
    made = commands.add_parser("generate", help="write a cohort of synthetic women to a file, to be loaded")
    made.add_argument("--women", type=int, required=True, help="how many")
    made.add_argument("--seed", type=int, required=True, help="the same seed gives the same women")
    where = made.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, help="file to write, one card a line, for helsekort load")
    where.add_argument("--data", type=Path, help="folder of a demo's data, to load the cohort into")
    made.add_argument(
        "--today",
        type=dt.date.fromisoformat,
        help="the day they live up to, such as 2026-03-10 (default: today)",
    )
    made.add_argument(
        "--texts", choices=("a", "b"), default="a", help="which of two sets of texts, which share none"
    )
    made.add_argument(
        "--at-term", action="store_true", help="every card as on the day before the birth: for measuring"
    )
    made.add_argument(
        "--entries",
        type=int,
        default=0,
        help="fill each full card with readings at home up to so many entries: for measuring",
    )
    made.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many work at once")


def plan_of(chosen: argparse.Namespace) -> Plan:
    """What was asked for."""
    return Plan(
        seed=chosen.seed,
        women=chosen.women,
        today=chosen.today or dt.date.today(),  # noqa: DTZ011  # the day where the person sits
        texts=chosen.texts,
        at_term=chosen.at_term,
        entries=chosen.entries,
    )


def generate(chosen: argparse.Namespace) -> int:
    """Write the cohort to a file; status 1 where it could not be written."""
    plan = plan_of(chosen)
    try:
        refuse_too_many(plan.women)
        cards, entries, seconds = write_cohort(plan, chosen.out, max(1, chosen.processes))
    except FileExistsError:
        return _stop(f"{chosen.out.name} is there already. Choose another name, or remove it.")
    except KeyboardInterrupt:
        return _stop("Stopped. Nothing was kept; run the command again.")
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        return _stop(
            f"{chosen.out.name} could not be written ({why}). Nothing was kept. Choose another place with --out."
        )
    except ValueError as fault:
        return _stop(str(fault))
    print(f"{cards} cards with {entries} entries in {seconds:.0f} s: {chosen.out}")
    return 0


def _stop(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def write_cohort(plan: Plan, out: Path, processes: int) -> tuple[int, int, float]:
    """(cards, entries, seconds). FileExistsError where the file is there; nothing half-made stays."""
    if out.exists():
        raise FileExistsError(out)
    began, entries, cards = time.monotonic(), 0, 0
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file:
            for line in party_lines(datafiles.land(plan)):
                file.write(line + b"\n")
            for lines, written in _chunks(plan, processes):
                file.writelines(line + b"\n" for line in lines)
                cards, entries = cards + len(lines), entries + written
                _show(sys.stderr, cards, plan.women, time.monotonic() - began)
            file.flush()
            os.fsync(file.fileno())
        part.rename(out)
    finally:
        part.unlink(missing_ok=True)
    return cards, entries, time.monotonic() - began


def generate_into(ctx: Context, plan: Plan, processes: int) -> int:
    """Load the cohort into a demo, and let some of its people be chosen at the door. Status 1 where it was not taken.

    What a stopped run has loaded stays; the same command goes on from there.
    """
    began = time.monotonic()
    if plan.today > ctx.today():
        return _stop(
            "A demo holds nothing that has not happened yet. Choose today, or a day before, with --today."
        )
    try:
        refuse_too_many(plan.women)
        land = datafiles.land(plan)
        made = (line for lines, _ in _chunks(plan, processes) for line in lines)
        told = load_cards(
            OPERATOR,
            ctx=ctx,
            lines=chain(party_lines(land), made),
            tell=lambda told: _show(
                sys.stderr, told.cards + told.skipped, plan.women, time.monotonic() - began
            ),
            processes=0,
        )
        keys = let_in(ctx, land)
    except ValueError as fault:
        return _stop(str(fault))
    except BadLine as bad:
        return _stop(f"{bad} Choose another seed, or a fresh folder with --data.")
    except (Unavailable, KeyboardInterrupt):
        return _stop("Stopped. What was loaded stays; run the same command to go on.")
    seconds = time.monotonic() - began
    print(
        f"{told.cards} cards with {told.entries} entries in {seconds:.0f} s. At the door: {', '.join(keys)}"
    )
    return 0


def _show(terminal: IO[str], cards: int, women: int, seconds: float) -> None:
    """How far it has got, on a terminal."""
    if not terminal.isatty():
        return
    done = cards / women
    left = seconds / done - seconds
    bar = "#" * round(30 * done)
    end = "\n" if cards == women else ""
    print(f"\r[{bar:<30}] {cards} of {women} women, {left:.0f} s left ", end=end, file=terminal, flush=True)


def _chunks(plan: Plan, processes: int) -> Iterator[tuple[list[bytes], int]]:
    """(lines, entries) of all women, in order whatever the number of processes."""
    starts = range(0, plan.women, CHUNK)
    if processes == 1 or len(starts) == 1:
        _begin(plan)
        yield from (_chunk(start) for start in starts)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(plan,)) as pool:
        waiting: deque[Future[tuple[list[bytes], int]]] = deque()
        for start in starts:
            waiting.append(pool.submit(_chunk, start))
            if len(waiting) > AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _begin(plan: Plan) -> None:
    """What a process needs, read once."""
    _lands[:] = [datafiles.land(plan)]


def _chunk(start: int) -> tuple[list[bytes], int]:
    land = _lands[0]
    lines, entries = [], 0
    for number in range(start, min(start + CHUNK, land.plan.women)):
        life = live(land, number)
        lines.append(encode(land, life))
        entries += len(life.diary.entries)
    return lines, entries
