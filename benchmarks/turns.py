"""Servers side by side: each on a fresh database, taking turns by slices of load, so that noise falls on all."""

import random
from contextlib import ExitStack

from msgspec import Struct

from benchmarks.figures import Bench, median
from benchmarks.load import Order, Seen

WARM = 0.3
WARM_CONNECTIONS = 8


class Peer(Struct, frozen=True):
    """A server of the bench: `python -m command[0] PORT URL command[1:]`, what it is asked, and what it must answer."""

    command: tuple[str, ...]
    requests: list[str]
    status: int = 200


Run = dict[tuple[str, int], Seen]


def run(bench: Bench, pattern: str, peers: dict[str, Peer], connections: tuple[int, ...], number: int) -> Run:
    """One run: a copy of the database `pattern` for each, all serve at once, who is first is drawn for each slice."""
    draw = random.Random(bench.seed + number)
    seen = {}
    urls = {name: bench.servers.copy(pattern) for name in peers}
    with ExitStack() as stack:
        load = stack.enter_context(bench.servers.load())
        ports = {
            name: stack.enter_context(
                bench.servers.serve(peer.command[0], urls[name], *peer.command[1:])
            ).port
            for name, peer in peers.items()
        }
        for name, peer in peers.items():
            load.run(Order(ports[name], WARM_CONNECTIONS, WARM, peer.requests, peer.status, number))
        for many in connections:
            for name in draw.sample(list(peers), len(peers)):
                peer, seed = peers[name], draw.getrandbits(30)
                order = Order(ports[name], many, bench.seconds, peer.requests, peer.status, seed)
                seen[name, many] = load.run(order)
    for url in urls.values():
        bench.servers.drop(url)
    return seen


def runs(
    bench: Bench, title: str, pattern: str, peers: dict[str, Peer], connections: tuple[int, ...]
) -> tuple[list[Run], float]:
    """All runs, and the median of fdatasync between them."""
    found, syncs = [], []
    for number in range(bench.runs):
        bench.tell(f"{title}: run {number + 1} of {bench.runs}")
        syncs.append(bench.fdatasync())
        found.append(run(bench, pattern, peers, connections, number))
    bench.servers.drop(pattern)
    return found, median(syncs)


def share_of(found: list[Run], ours: str, peer: str, many: int) -> float:
    """The median over the runs of our rate beside the peer's in the same run."""
    return median([each[ours, many].rate / each[peer, many].rate for each in found])


def told(found: list[Run], name: str, many: int) -> tuple[str, str, str]:
    """p50, p99 and answers a second, as text; medians of the runs."""
    middle = median([each[name, many].p50 for each in found])
    worst = median([each[name, many].p99 for each in found])
    rate = median([each[name, many].rate for each in found])
    return f"{middle * 1e3:.1f} ms", f"{worst * 1e3:.1f} ms", f"{rate:.0f}"
