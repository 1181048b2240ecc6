"""HAPI FHIR's JPA server as a process, and the ways in that the comparison uses."""

import http.client
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec
from msgspec import Raw, Struct

from tests.ports import free_port

HERE = Path(__file__).parent / "hapi"
START_SECONDS = 180.0
WRITERS = 4
JSON = {"Content-Type": "application/fhir+json"}


class NotBuilt(Exception):
    """The peer is not there. The message says how to build it."""


class _Named(Struct):
    """What is read of a resource to know its place."""

    resourceType: str  # noqa: N815  # FHIR's name
    id: str


class _Request(Struct):
    method: str
    url: str


class _Part(Struct):
    resource: Raw
    request: _Request


class _Transaction(Struct):
    entry: list[_Part]
    type: str = "transaction"
    resourceType: str = "Bundle"  # noqa: N815  # FHIR's name


class Hapi:
    """A server that answers. Its base is `/fhir`."""

    def __init__(self, port: int) -> None:
        self.port = port

    def take_in(self, bundles: Sequence[list[Raw]]) -> None:
        """Store each list of resources as one transaction, by several connections at once, in any order."""
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(self._take_in_one, bundles))

    def _take_in_one(self, resources: list[Raw]) -> None:
        for round_ in _rounds(resources):
            status, answer = self._post("/fhir", msgspec.json.encode(_Transaction(round_)))
            if status != http.HTTPStatus.OK:
                raise RuntimeError(f"the peer refused a transaction: {answer[:500]!r}")

    def _post(self, path: str, body: bytes) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        try:
            connection.request("POST", path, body, JSON)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def _rounds(resources: list[Raw]) -> Iterator[list[_Part]]:
    """A transaction may hold a thing only once, so its second version goes into a second one, and so on."""
    left = [(msgspec.json.decode(each, type=_Named), each) for each in resources]
    while left:
        seen: set[str] = set()
        later: list[tuple[_Named, Raw]] = []
        now: list[_Part] = []
        for named, raw in left:
            place = f"{named.resourceType}/{named.id}"
            if place in seen:
                later.append((named, raw))
            else:
                now.append(_Part(raw, _Request("PUT", place)))
            seen.add(place)
        yield now
        left = later


@contextmanager
def running(database: str, folder: Path) -> Iterator[Hapi]:
    """The server on a PostgreSQL database (`postgresql://…`), until the block ends. It makes its own tables."""
    if not (HERE / "target" / "lib").is_dir():
        raise NotBuilt("The peer is not built. Run benchmarks/peers/setup, then bin/bench peer.")
    port = free_port()
    log = (folder / f"hapi-{port}.log").open("wb")
    process = subprocess.Popen(
        [
            "java",
            "-Xmx2g",
            f"-Dport={port}",
            f"-Ddatabase={_jdbc(database)}",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            f"{HERE / 'target' / 'classes'}:{HERE / 'target' / 'lib'}/*",
            "peer.Peer",
        ],
        stdout=log,
        stderr=log,
    )
    try:
        _await(port, process)
        yield Hapi(port)
    finally:
        process.terminate()
        process.wait(START_SECONDS)
        log.close()


def _jdbc(database: str) -> str:
    """`postgresql:///d0?host=/folder&user=name` as Java's driver wants it: a socket by a factory of its own."""
    parts = urlsplit(database)
    said = parse_qs(parts.query)
    wanted = {
        "user": said["user"][0],
        "socketFactory": "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg",
        "socketFactoryArg": f"{said['host'][0]}/.s.PGSQL.5432",
    }
    return f"jdbc:postgresql://localhost{parts.path}?{urlencode(wanted)}"


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
            connection.request("GET", "/fhir/metadata")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the peer did not start; its log is in the bench's folder")
