"""Does it slow down as the record grows? Opening a card, and a list of women, in a small record and in a large one."""

from contextlib import ExitStack

from benchmarks.cohort import filled
from benchmarks.figures import Bench, Figure, median
from benchmarks.load import Order, Seen
from benchmarks.opening import asked

SMALL, LARGE, LARGE_IF_QUICK = 100, 10_000, 1_000
MOST = 1.3
CONNECTIONS = 8
LIST = "/klinikk"
LISTED = 500
"""Women on the list of one midwife at a birth unit, where there are so many."""
# what is asked for -> connections
ASKED = {"open": CONNECTIONS, "list": 1}


def measure(bench: Bench) -> list[Figure]:
    """One figure for each database."""
    return [_measure(bench, dialect) for dialect in bench.databases()]


def _measure(bench: Bench, dialect: str) -> Figure:
    """Each size is filled once, for filling is long; opening adds nothing to a card but lines to its log."""
    large = LARGE_IF_QUICK if bench.quick else LARGE
    sizes = {"open": (SMALL, large), "list": (LISTED, large)}
    needed = sorted({size for pair in sizes.values() for size in pair})
    runs: list[dict[tuple[str, int], Seen]] = []
    syncs = []
    with ExitStack() as stack:
        load = stack.enter_context(bench.servers.load())
        ports, requests, urls = {}, {}, []
        for size in needed:
            url, cohort = filled(bench, dialect, size)
            urls.append(url)
            ports[size] = stack.enter_context(bench.servers.serve("benchmarks.serving", url)).port
            requests["open", size] = asked(cohort.everything())
            requests["list", size] = asked([(LIST, cohort.list_token)])
        for number in range(bench.runs + 1):
            bench.tell(f"sizes, {dialect}: run {number} of {bench.runs}")
            syncs.append(bench.fdatasync())
            seen = {}
            for what, pair in sizes.items():
                for size in pair if number % 2 else pair[::-1]:
                    order = Order(
                        ports[size],
                        ASKED[what],
                        bench.seconds,
                        requests[what, size],
                        200,
                        bench.seed + number,
                    )
                    seen[what, size] = load.run(order)
            # the first one warms both up, and is not counted
            runs += [seen] if number else []
    for url in urls:
        bench.servers.drop(url)
    return _figure(bench, dialect, sizes, runs, median(syncs))


def _figure(
    bench: Bench,
    dialect: str,
    sizes: dict[str, tuple[int, int]],
    runs: list[dict[tuple[str, int], Seen]],
    sync: float,
) -> Figure:
    shares, rows = {}, []
    names = {"open": "open a card, 8 connections", "list": f"list of {LISTED} women, 1 connection"}
    for what, pair in sizes.items():
        for size in pair:
            middle, worst = (
                median([getattr(run[what, size], place) for run in runs]) * 1e3 for place in ("p50", "p99")
            )
            rows.append((names[what], f"{size:,}", f"{middle:.1f} ms", f"{worst:.1f} ms"))
        shares[what] = median([run[what, pair[1]].p99 / run[what, pair[0]].p99 for run in runs])
        shares[f"{what}-p50"] = median([run[what, pair[1]].p50 / run[what, pair[0]].p50 for run in runs])
    missed = [names[what] for what in sizes if shares[what] > MOST]
    large = sizes["open"][1]
    return Figure(
        f"sizes-{dialect}",
        f"From {SMALL} cards to {large:,}, {dialect}",
        f"With {large:,} cards p99 of opening one is {shares['open']:.2f} times that with {SMALL}; the list of {LISTED}"
        f" women takes {shares['list']:.2f} times that in a record that holds no others.",
        f"{', '.join(f'{size:,}' for size in sorted({each for pair in sizes.values() for each in pair}))} cards",
        bench.seed,
        "the same service on a small record, standing beside it at the same time",
        "both are asked in turn, a slice of a second or two each, by the same load; no cache of cards is kept, and"
        " the cards are drawn from all that there are",
        f"More than {MOST} times: {', '.join(missed)}." if missed else "",
        ("what", "cards", "p50", "p99"),
        rows,
        sync,
        shares,
    )
