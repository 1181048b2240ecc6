"""Open a card of about 150 entries by `$everything`: the share of a bare route that does only what cannot be left out."""

import random
from contextlib import ExitStack

from benchmarks.cohort import Cohort, build
from benchmarks.figures import Bench, Figure, median, share
from benchmarks.load import Order, Seen
from benchmarks.servers import Load, Serving
from helsekort import app
from helsekort.settings import Settings

CARDS = 100
CONNECTIONS = (1, 8, 32)
KINDS = ("ours", "together", "alone")


def measure(bench: Bench) -> list[Figure]:
    """One figure for each database."""
    return [_measure(bench, dialect) for dialect in bench.databases()]


def filled(bench: Bench, dialect: str, size: int) -> tuple[str, Cohort]:
    """A database with a cohort in it, which nobody is connected to; its URL."""
    url = bench.servers.fresh(dialect)
    bench.tell(f"filling {dialect} with {size} cards")
    ctx = app.context(Settings(url, bench.folder), demo=True)
    cohort = build(ctx, size, bench.seed)
    ctx.database.close()
    return url, cohort


def asked(paths: list[str], token: str) -> list[str]:
    """GET requests as text."""
    return [f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n" for path in paths]


def _measure(bench: Bench, dialect: str) -> Figure:
    pattern, cohort = filled(bench, dialect, CARDS)
    requests = asked(cohort.everything(), cohort.token)
    runs: list[dict[tuple[str, int], Seen]] = []
    syncs = []
    kinds = KINDS if dialect == "sqlite" else ("ours", "together")
    for number in range(bench.runs):
        bench.tell(f"open, {dialect}: run {number + 1} of {bench.runs}")
        urls = {kind: bench.servers.copy(pattern) for kind in kinds}
        syncs.append(bench.fdatasync())
        runs.append(_run(bench, urls, requests, number))
        for url in urls.values():
            bench.servers.drop(url)
    bench.servers.drop(pattern)
    return _figure(bench, dialect, cohort, runs, median(syncs))


def _run(bench: Bench, urls: dict[str, str], requests: list[str], number: int) -> dict[tuple[str, int], Seen]:
    """All servers stand at once, and take turns by slices of seconds; who is first is drawn."""
    draw = random.Random(bench.seed + number)
    seen = {}
    with ExitStack() as stack:
        load: Load = stack.enter_context(bench.servers.load())
        serving: dict[str, Serving] = {}
        for kind, url in urls.items():
            module = (
                ("benchmarks.serving", url)
                if kind == "ours"
                else ("benchmarks.bare", url, kind, "http://bench")
            )
            serving[kind] = stack.enter_context(bench.servers.serve(*module))
        for kind in urls:
            load.run(Order(serving[kind].port, 8, 0.3, requests, 200, 0))
        for connections in CONNECTIONS:
            for kind in draw.sample(list(urls), len(urls)):
                order = Order(
                    serving[kind].port, connections, bench.seconds, requests, 200, draw.getrandbits(30)
                )
                seen[kind, connections] = load.run(order)
    return seen


def _figure(
    bench: Bench, dialect: str, cohort: Cohort, runs: list[dict[tuple[str, int], Seen]], sync: float
) -> Figure:
    shares = {}
    rows = []
    for connections in CONNECTIONS:
        cells = [str(connections)]
        for kind in KINDS[1:] if dialect == "sqlite" else ("together",):
            ratio = median([run["ours", connections].rate / run[kind, connections].rate for run in runs])
            shares[f"{kind}-{connections}"] = ratio
            cells.append(share(ratio))
        for place in ("p50", "p99"):
            cells.append(f"{median([getattr(run['ours', connections], place) for run in runs]) * 1e3:.1f} ms")
        cells.append(f"{median([run['ours', connections].rate for run in runs]):.0f}")
        rows.append(tuple(cells))
    held = ("shares commits", "commits for itself") if dialect == "sqlite" else ("commits for itself",)
    length = runs[0]["ours", 1].bytes
    bare = runs[0]["together", 1].bytes
    return Figure(
        f"open-{dialect}",
        f"Open a card, {dialect}",
        "",
        f"{len(cohort.cards)} cards of {cohort.entries} entries; an answer is {length / 1000:.0f} kB, the bare one {bare / 1000:.0f} kB",
        bench.seed,
        "",
        "",
        "",
        ("connections", *(f"share of a bare route that {each}" for each in held), "p50", "p99", "answers/s"),
        rows,
        sync,
        shares,
    )
