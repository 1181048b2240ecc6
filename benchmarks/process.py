"""What a process costs: seconds until it serves, and its memory after many cards were opened."""

import re
import time
from pathlib import Path

from benchmarks.cohort import filled
from benchmarks.figures import Bench, Figure, median
from benchmarks.load import Order
from benchmarks.opening import asked

CARDS = 100
OPENS, OPENS_IF_QUICK = 10_000, 500
CONNECTIONS = 8
MOST_MEGABYTES = 120


def measure(bench: Bench) -> list[Figure]:
    """One figure for each database."""
    return [_measure(bench, dialect) for dialect in bench.databases()]


def _measure(bench: Bench, dialect: str) -> Figure:
    url, cohort = filled(bench, dialect, CARDS)
    starts, syncs = [], []
    for number in range(bench.runs):
        bench.tell(f"start-up, {dialect}: run {number + 1} of {bench.runs}")
        syncs.append(bench.fdatasync())
        began = time.perf_counter()
        with bench.servers.serve("benchmarks.serving", url):
            starts.append(time.perf_counter() - began)
    wanted, opened = OPENS_IF_QUICK if bench.quick else OPENS, 0
    requests = asked([*cohort.everything(), *cohort.pages()])
    with bench.servers.serve("benchmarks.serving", url) as serving, bench.servers.load() as load:
        fresh = _megabytes(serving.process.pid)
        while opened < wanted:
            bench.tell(f"memory, {dialect}: {opened:,} of {wanted:,} cards opened")
            order = Order(serving.port, CONNECTIONS, 2 * bench.seconds, requests, 200, bench.seed + opened)
            opened += load.run(order).answers
        after = _megabytes(serving.process.pid)
    bench.servers.drop(url)
    start = median(starts)
    return Figure(
        f"process-{dialect}",
        f"Start-up and memory, {dialect}",
        f"A process serves {start:.1f} s after it was started, and has {after:.0f} MB (PSS) after {opened:,} cards were"
        " opened, half of them as pages.",
        f"{len(cohort.cards)} cards of {cohort.entries} entries",
        bench.seed,
        f"the limit of {MOST_MEGABYTES} MB",
        "PSS is what the kernel counts as the process's share; print is not loaded",
        f"More than {MOST_MEGABYTES} MB." if after > MOST_MEGABYTES else "",
        ("start-up", "PSS at start", f"PSS after {opened:,} opened"),
        [(f"{start:.2f} s", f"{fresh:.0f} MB", f"{after:.0f} MB")],
        median(syncs),
        {"start": start, "pss": after},
    )


def _megabytes(process: int) -> float:
    """The proportional set size. FileNotFoundError where the system is no Linux."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1000
