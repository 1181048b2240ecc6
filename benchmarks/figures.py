"""The form of a figure, and what every measurement is given. A module of this folder hands out `measure(bench)`."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from benchmarks.servers import Servers

SYNCS = 200
BLOCK = bytes(4096)


class Figure(Struct, frozen=True):
    """One table of docs/performance.md. `short` says where we fall short; empty where we do not.

    `name` is a word of its own in the whole bench. `fdatasync_us` is the median of one sync of 4 KB to the same
    disk, taken between the runs. Cells are text as they shall stand; `shares` are the bare numbers for machines.
    """

    name: str
    title: str
    finding: str
    size: str
    seed: int
    compared: str
    fair: str
    short: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    fdatasync_us: float
    shares: dict[str, float]


class Bench(Struct):
    """How much to measure, where, and whom to tell. `folder` is empty and is removed afterwards."""

    folder: Path
    servers: Servers
    tell: Callable[[str], None]
    seed: int = 20261123
    quick: bool = False

    @property
    def runs(self) -> int:
        """How often each run is repeated: the median of them is told."""
        return 2 if self.quick else 5

    @property
    def seconds(self) -> float:
        """The length of one slice of load."""
        return 0.7 if self.quick else 1.5

    def databases(self) -> tuple[str, ...]:
        """The kinds that can be measured here."""
        return ("sqlite", "postgresql") if self.servers.has_postgresql else ("sqlite",)

    def fdatasync(self) -> float:
        """Median microseconds of one durable write of 4 KB beside the databases."""
        took = []
        with (self.folder / "sync").open("wb", buffering=0) as file:
            for _ in range(SYNCS):
                file.write(BLOCK)
                began = time.perf_counter()
                os.fdatasync(file.fileno())
                took.append((time.perf_counter() - began) * 1e6)
        return statistics.median(took)


def share(value: float) -> str:
    """0.734 -> `73 %`."""
    return f"{value * 100:.0f} %"


def median(values: Sequence[float]) -> float:
    return statistics.median(values)
