"""`bin/bench`: measures what is named, or everything, and prints the findings."""

import argparse
import importlib
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Bench, Figure
from benchmarks.servers import Servers
from tests.fixtures.databases import ROLE
from tests.fixtures.house import OwnServer

MODULES = {
    "open": "benchmarks.opening",
    "append": "benchmarks.appending",
    "sizes": "benchmarks.sizes",
    "process": "benchmarks.process",
}


@contextmanager
def bench(arguments: argparse.Namespace) -> Iterator[Bench]:
    """A folder and a PostgreSQL server that are gone afterwards."""
    began = time.monotonic()

    def tell(line: str) -> None:
        print(f"  {time.monotonic() - began:6.0f} s  {line}", file=sys.stderr, flush=True)

    folder = Path(tempfile.mkdtemp(prefix="helsekort-bench-"))
    own = None
    try:
        if arguments.database != "sqlite":
            place = Path(tempfile.mkdtemp(prefix="helsekort-bench-pg-", dir="/tmp"))
            own = OwnServer(place)
            own.start()
            with own.server.administrator() as connection:
                connection.execute(f"CREATE ROLE {ROLE} LOGIN")
        yield Bench(folder, Servers(folder, own), tell, arguments.seed, arguments.quick)
    finally:
        if own is not None:
            own.stop(signal.SIGINT)
            shutil.rmtree(place)
        shutil.rmtree(folder)


def show(figure: Figure) -> str:
    widths = [max(len(row[i]) for row in [figure.columns, *figure.rows]) for i in range(len(figure.columns))]
    lines = [
        figure.title,
        f"  {figure.finding}",
        f"  {figure.size}; fdatasync p50 {figure.fdatasync_us:.0f} µs",
    ]
    lines += [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in (figure.columns, *figure.rows)
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--database", choices=["both", "sqlite"], default="both")
    parser.add_argument("--seed", type=int, default=20261123)
    arguments = parser.parse_args()
    with bench(arguments) as measured:
        for name in arguments.names or MODULES:
            for figure in importlib.import_module(MODULES[name]).measure(measured):
                print(show(figure), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
