"""Processes of the bench: databases made fresh, servers on a free port, and the load generator."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks.load import Order, Seen
from tests.fixtures.servers import ROLE, OwnServer
from tests.ports import free_port

PATIENCE = 60.0
_numbers = count()


class Serving(Struct, frozen=True):
    """A server that runs: its port, and the process."""

    port: int
    process: subprocess.Popen[bytes]


class Servers:
    """Starts and stops them. `folder` holds the SQLite files; PostgreSQL is a server of the bench's own in /tmp."""

    def __init__(self, folder: Path, own: OwnServer | None) -> None:
        self.folder = folder
        self._own = own

    @property
    def has_postgresql(self) -> bool:
        return self._own is not None

    def fresh(self, dialect: str) -> str:
        """The URL of an empty database."""
        if dialect == "sqlite":
            return f"sqlite:///{self.folder / f'b{next(_numbers)}.db'}"
        assert self._own is not None
        return self._own.make_database()

    def copy(self, url: str) -> str:
        """A fresh database with what another holds. Nobody may be connected to that one."""
        if url.startswith("sqlite"):
            copy = self.fresh("sqlite")
            shutil.copyfile(_file(url), _file(copy))
            return copy
        assert self._own is not None
        name = f"copy{next(_numbers)}"
        self._own.server.create(name, _name(url))
        return self._own.server.open_url(name)

    def drop(self, url: str) -> None:
        """Remove a database."""
        if url.startswith("sqlite"):
            for left in self.folder.glob(Path(_file(url)).name + "*"):
                left.unlink()
            return
        assert self._own is not None
        self._own.server.drop(_name(url))

    @contextmanager
    def serve(self, module: str, *arguments: str) -> Iterator[Serving]:
        """Run `python -m module PORT arguments…` until the block ends; it listens when this gives it out."""
        port = free_port()
        process = subprocess.Popen([sys.executable, "-m", module, str(port), *arguments])
        try:
            _await_port(port, process)
            yield Serving(port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)

    @contextmanager
    def load(self) -> Iterator["Load"]:
        """A load generator in a process of its own."""
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        try:
            yield Load(process)
        finally:
            process.communicate(timeout=PATIENCE)


class Load:
    """Hands orders to the load generator."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def run(self, order: Order) -> Seen:
        """One slice. RuntimeError where an answer was not what it should be: its speed would mean nothing."""
        self.begin(order)
        return self.end(order)

    def begin(self, order: Order) -> None:
        """Start a slice, and go on without waiting."""
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(order) + b"\n")
        self._process.stdin.flush()

    def end(self, order: Order) -> Seen:
        """Wait for the slice that was begun."""
        assert self._process.stdout is not None
        seen = msgspec.json.decode(self._process.stdout.readline(), type=Seen)
        if seen.wrong:
            wrong = (
                f"{seen.wrong} of {seen.answers} answers were not {order.status}, but for example {seen.said}"
            )
            raise RuntimeError(wrong)
        return seen


def _file(url: str) -> str:
    return url.removeprefix("sqlite:///")


def _name(url: str) -> str:
    return url.removeprefix("postgresql:///").partition("?")[0]


def past_the_wall(url: str) -> str:
    """The same PostgreSQL database for a bare driver: as a superuser, whom no policy holds."""
    return url.replace(f"user={ROLE}", "user=postgres")


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("a server of the bench did not start")
