"""`bin/bench`: measures what is named, or everything, and prints the findings."""

import argparse
import importlib
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import msgspec
import psycopg  # noqa: F401  # where it is not there, better said now than after an hour

from benchmarks import pages
from benchmarks.figures import Bench, Figure
from benchmarks.servers import Servers
from tests.fixtures.servers import a_server

# The word on the command line -> the module, in the order of the page.
MODULES = {
    "open": "benchmarks.opening",
    "append": "benchmarks.appending",
    "sizes": "benchmarks.sizes",
    "process": "benchmarks.process",
    "bulk": "benchmarks.bulk",
    "bytes": "benchmarks.bytes",
    "guideline": "benchmarks.guideline",
    "screen": "benchmarks.screen",
    "guard": "benchmarks.guard",
}
# measured where it is asked for: it must be built first, by benchmarks/peers/setup
BY_NAME = {"peer": "benchmarks.peers.hapi"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measures, and prints what was found.")
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"{', '.join(MODULES)} (default: all), or {', '.join(BY_NAME)}",
    )
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    parser.add_argument("--database", choices=["both", "sqlite"], default="both")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")
    parser.add_argument("--write", action="store_true", help=f"also put them into {pages.PAGE}")
    return parser


@contextmanager
def _bench(chosen: argparse.Namespace) -> Iterator[Bench]:
    """A folder and a PostgreSQL server that are gone afterwards."""
    began = time.monotonic()

    def tell(line: str) -> None:
        print(f"  {time.monotonic() - began:6.0f} s  {line}", file=sys.stderr, flush=True)

    folder = Path(tempfile.mkdtemp(prefix="helsekort-bench-"))
    try:
        with a_server() if chosen.database != "sqlite" else nullcontext() as own:
            yield Bench(folder, Servers(folder, own), tell, chosen.seed, chosen.quick)
    finally:
        shutil.rmtree(folder)


def main() -> int:
    """Measure; 0, or 2 for a name that nothing has."""
    parser = _parser()
    chosen = parser.parse_args()
    known = MODULES | BY_NAME
    unknown = [name for name in chosen.names if name not in known]
    if unknown:
        parser.error(f"nothing is called {unknown[0]}; choose of {', '.join(known)}")
    figures: list[Figure] = []
    with _bench(chosen) as bench:
        for name in chosen.names or MODULES:
            for figure in importlib.import_module(known[name]).measure(bench):
                print(pages.as_text(figure), flush=True)
                figures.append(figure)
    if chosen.json:
        chosen.json.write_bytes(msgspec.json.format(msgspec.json.encode(figures)))
    if chosen.write:
        pages.write(figures, quick=chosen.quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
