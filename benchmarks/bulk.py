"""Load whole cards, JSON bytes to durable, checked and chained; beside it the driver writing the same rows."""

import os
import secrets
import time
from pathlib import Path
from typing import Any

import psycopg
from msgspec import Struct

from benchmarks.country import cohort
from benchmarks.figures import Bench, Figure, median, share
from benchmarks.servers import past_the_wall
from helsekort import app
from helsekort.access.actors import system
from helsekort.actions.context import Context
from helsekort.actions.line_checks import Checker
from helsekort.actions.loading import load_cards
from helsekort.settings import Settings
from helsekort.store.bulk import COLUMNS
from helsekort.store.database import open_database
from helsekort.store.packing import stored

GOAL = 30_000
WOMEN, QUICK_WOMEN = 1000, 100
CHECKED_LINES = 150
AUDIT = {
    "audit": {"card_id": "int8", "at": "int8", "line_id": "int8", "event": "text", "leaf": "bytea"},
    "audit_payload": {
        "card_id": "int8",
        "at": "int8",
        "line_id": "int8",
        "salt": "bytea",
        "payload": "bytea",
    },
    "audit_waiting": {"card_id": "int8", "at": "int8", "line_id": "int8"},
}
COMPARED = (
    "the driver's fastest way alone (COPY in binary on PostgreSQL, executemany on SQLite) putting the same rows into"
    " the same tables with the same indexes and guards, in as many transactions, each durable"
)
FAIR = (
    "the rows are those that the load has just made, audit lines included, read into memory before the clock starts:"
    " the driver reads no JSON, checks nothing, and compresses and hashes nothing. Ours and the driver take turns, each"
    " into a fresh database; the clock of ours includes the start of the processes that check"
)


class Run(Struct):
    """One turn: seconds of ours and of the bare driver, and microseconds of a processor for checking one entry."""

    entries: int
    ours: float
    bare: float
    checking: float
    sync: float


def measure(bench: Bench) -> list[Figure]:
    """One figure for each database."""
    file = cohort(bench, QUICK_WOMEN if bench.quick else WOMEN, filled=True)
    return [_figure(bench, dialect, file) for dialect in bench.databases()]


def _figure(bench: Bench, dialect: str, file: Path) -> Figure:
    runs = []
    for number in range(bench.runs):
        bench.tell(f"bulk, {dialect}: run {number + 1} of {bench.runs}")
        runs.append(_run(bench, dialect, file))
    entries = runs[0].entries
    rate, bare = median([entries / run.ours for run in runs]), median([entries / run.bare for run in runs])
    part = median([run.bare / run.ours for run in runs])
    checking = median([run.checking for run in runs])
    what = "COPY" if dialect == "postgresql" else "executemany"
    return Figure(
        name=f"bulk-{dialect}",
        title=f"Load whole cards ({dialect})",
        finding=f"{rate:,.0f} entries a second, {share(part)} of {what} of the same rows.",
        size=f"{runs[0].entries:,} entries, {file.stat().st_size / entries:,.0f} bytes of JSON each",
        seed=bench.seed,
        compared=COMPARED,
        fair=FAIR,
        short="" if rate >= GOAL else f"{GOAL:,} entries a second is what was asked for.",
        columns=("", "entries a second", "share"),
        rows=[
            ("ours", f"{rate:,.0f}", share(part)),
            (f"{what} alone", f"{bare:,.0f}", "100 %"),
            ("checking alone, one process", f"{1e6 / checking:,.0f}", ""),
        ],
        fdatasync_us=median([run.sync for run in runs]),
        shares={"share": part, "rate": rate, "bare": bare, "checking_us": checking},
    )


def _run(bench: Bench, dialect: str, file: Path) -> Run:
    url = bench.servers.fresh(dialect)
    ctx = app.context(Settings(url, bench.folder))
    checking = _checking(ctx, file)
    sync, batches = bench.fdatasync(), 0

    def count(_: object) -> None:
        nonlocal batches
        batches += 1

    with file.open("rb") as lines:
        began = time.perf_counter()
        told = load_cards(system("bench"), ctx=ctx, lines=lines, tell=count)
        ours = time.perf_counter() - began
    rows = _rows(ctx)
    ctx.database.close()
    bench.servers.drop(url)
    return Run(told.entries, ours, _bare(bench, dialect, rows, batches), checking, sync)


def _checking(ctx: Context, file: Path) -> float:
    """Microseconds of one processor for checking, hashing and packing an entry."""
    with ctx.database.transaction(write=False) as tx:
        checker = Checker(ctx.catalogue, ctx.terms, stored(tx), secrets.token_bytes)
    with file.open("rb") as lines:
        some = [line for line in lines if line.startswith(b'{"card"')][:CHECKED_LINES]
    began = time.process_time()
    entries = sum(checker.check(line, ctx.now()).entries for line in some)
    return (time.process_time() - began) / entries * 1e6


def _rows(ctx: Context) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that the load has made."""
    with ctx.database.transaction(write=False) as tx:
        return {
            table: tx.rows(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608  # names from constants
            for table, columns in (COLUMNS | AUDIT).items()
        }


def _bare(bench: Bench, dialect: str, rows: dict[str, list[tuple[Any, ...]]], batches: int) -> float:
    """Seconds for the same rows in so many transactions."""
    url = bench.servers.fresh(dialect)
    app.context(Settings(url, bench.folder)).database.close()
    took = _copied(url, rows, batches) if dialect == "postgresql" else _filled(url, rows, batches)
    bench.servers.drop(url)
    return took


def _filled(url: str, rows: dict[str, list[tuple[Any, ...]]], batches: int) -> float:
    """The same by executemany."""
    database = open_database(url)
    os.sync()
    began = time.perf_counter()
    for number in range(batches):
        with database.transaction() as tx:
            for table, columns in (COLUMNS | AUDIT).items():
                tx.fill(table, columns, _part(rows[table], number, batches))
    took = time.perf_counter() - began
    database.close()
    return took


def _copied(url: str, rows: dict[str, list[tuple[Any, ...]]], batches: int) -> float:
    """The same by COPY, which PostgreSQL takes only from one whom no policy holds."""
    with psycopg.connect(past_the_wall(url)) as connection:
        os.sync()
        began = time.perf_counter()
        for number in range(batches):
            for table, columns in (COLUMNS | AUDIT).items():
                text = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
                with connection.cursor().copy(text.encode()) as copy:
                    copy.set_types(list(columns.values()))
                    for row in _part(rows[table], number, batches):
                        copy.write_row(row)
            connection.commit()
        return time.perf_counter() - began


def _part(found: list[tuple[Any, ...]], number: int, batches: int) -> list[tuple[Any, ...]]:
    return found[len(found) * number // batches : len(found) * (number + 1) // batches]
