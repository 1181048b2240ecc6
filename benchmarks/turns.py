"""Servers side by side: each on a fresh database, taking turns by slices of load, so that noise falls on all."""

import random
from collections.abc import Callable
from contextlib import ExitStack

from msgspec import Struct

from benchmarks.figures import Bench, median
from benchmarks.load import Order, Seen

WARM = 0.3
WARM_CONNECTIONS = 8


Made = Callable[[], list[str]]


class Peer(Struct, frozen=True):
    """A server of the bench: `python -m command[0] PORT URL command[1:]`, what it is asked, and what it must answer.

    `requests` is a function where each request is good once: it makes new ones for each slice. `beside` names the peer
    whose server and database this one asks, and `group` puts slices together that are held against each other.
    """

    command: tuple[str, ...]
    requests: list[str] | Made
    status: int = 200
    beside: str = ""
    group: str = ""

    def order(self, port: int, connections: int, seconds: float, seed: int) -> Order:
        """A slice of it."""
        if callable(self.requests):
            return Order(port, connections, seconds, self.requests(), self.status, seed, once=True)
        return Order(port, connections, seconds, self.requests, self.status, seed)


Run = dict[tuple[str, int], Seen]


def run(bench: Bench, pattern: str, peers: dict[str, Peer], connections: tuple[int, ...], number: int) -> Run:
    """One run: a copy of the database `pattern` for each, all serve at once, who is first is drawn for each slice."""
    draw = random.Random(bench.seed + number)
    seen = {}
    own = {name: peer for name, peer in peers.items() if not peer.beside}
    urls = {name: bench.servers.copy(pattern) for name in own}
    with ExitStack() as stack:
        load = stack.enter_context(bench.servers.load())
        ports = {
            name: stack.enter_context(
                bench.servers.serve(peer.command[0], urls[name], *peer.command[1:])
            ).port
            for name, peer in own.items()
        }
        ports |= {name: ports[peer.beside] for name, peer in peers.items() if peer.beside}
        for place, (name, peer) in enumerate(peers.items()):
            # a seed of its own for each, or two at one server would send the same keys
            seed = number * len(peers) + place
            load.run(peer.order(ports[name], WARM_CONNECTIONS, WARM, seed))
        for many in connections:
            for name in _drawn(peers, draw):
                order = peers[name].order(ports[name], many, bench.seconds, draw.getrandbits(30))
                seen[name, many] = load.run(order)
    for url in urls.values():
        bench.servers.drop(url)
    return seen


def _drawn(peers: dict[str, Peer], draw: random.Random) -> list[str]:
    """The names in a chance order, those of a group after each other."""
    names = draw.sample(list(peers), len(peers))
    groups = [peers[name].group for name in names]
    return sorted(names, key=lambda name: groups.index(peers[name].group))


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
