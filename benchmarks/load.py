"""The load generator: a process of its own that keeps some connections busy and times every answer.

It reads an order a line on stdin and writes what it saw a line on stdout, both JSON. The sockets are plain and
kept alive; one answer is awaited on each connection before the next request goes out.
"""

import random
import selectors
import socket
import sys
import time
from collections.abc import Iterator

import msgspec
from msgspec import Struct

KEY = b"%KEY%"
END = b"\r\n\r\n"
LENGTH = b"content-length:"
CHUNKED = b"transfer-encoding: chunked"
LAST_CHUNK = b"\r\n0\r\n\r\n"
ROOM = 1 << 18
PATIENCE = 30.0


class Order(Struct, frozen=True):
    """One slice. `requests` are whole HTTP requests; one is drawn for each turn, or, where each is good `once`, they
    are sent in their order until none is left. `%KEY%` is made new each time."""

    port: int
    connections: int
    seconds: float
    requests: list[str]
    status: int
    seed: int
    once: bool = False


class Seen(Struct, frozen=True):
    """What came of it. Latencies in seconds; `bytes` is the mean length of an answer's body, `said` a wrong status."""

    answers: int
    wrong: int
    seconds: float
    bytes: float
    p50: float
    p99: float
    longest: float
    said: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


class _Line:
    """One connection with the answer that is on its way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began = 0.0
        self.head = b""
        self.left = -1
        self.body = 0
        self.tail: bytes | None = None  # of an answer in chunks: its last bytes

    def send(self, request: bytes) -> None:
        self.head, self.left, self.tail, self.began = b"", -1, None, time.perf_counter()
        self.socket.sendall(request)

    def take(self, room: bytearray) -> int:
        """Read what is there; the status once the answer is whole, 0 before. -1 where the server hung up."""
        got = self.socket.recv_into(room)
        if not got:
            return -1
        if self.tail is not None:
            self._more_chunks(bytes(room[:got]))
        elif self.left < 0:
            self.head += bytes(room[:got])
            end = self.head.find(END)
            if end < 0:
                return 0
            self._begin(self.head[:end].lower(), self.head[end + len(END) :])
        else:
            self.left -= got
        return int(self.head[9:12]) if self.left <= 0 else 0

    def _begin(self, head: bytes, body: bytes) -> None:
        if CHUNKED in head:
            self.body, self.left, self.tail = 0, 1, b""
            self._more_chunks(body)
            return
        place = head.find(LENGTH)
        self.body = int(head[place + len(LENGTH) :].split(b"\r", 1)[0]) if place >= 0 else 0
        self.left = self.body - len(body)

    def _more_chunks(self, got: bytes) -> None:
        assert self.tail is not None
        self.body += len(got)
        self.tail = (self.tail + got)[-len(LAST_CHUNK) :]
        self.left = 0 if self.tail == LAST_CHUNK else 1


def _wanted(order: Order) -> Iterator[bytes]:
    """What is sent, one after the other; it ends only where each is good once."""
    draw = random.Random(order.seed)
    requests = [each.encode("latin-1") for each in order.requests]
    in_turn = iter(requests) if order.once else iter(lambda: draw.choice(requests), None)
    for request in in_turn:
        yield request.replace(KEY, f"{draw.getrandbits(64):016x}".encode())


def run(order: Order) -> Seen:
    """Keep the connections busy for the time ordered, and await what is under way then."""
    wanted = _wanted(order)
    lines = [_Line(order.port) for _ in range(order.connections)]
    watch = selectors.DefaultSelector()
    room, took, wrong, total, said = bytearray(ROOM), [], 0, 0, 0
    began = time.perf_counter()
    for line in lines:
        watch.register(line.socket, selectors.EVENT_READ, line)
        line.send(next(wanted))
    busy = len(lines)
    while busy:
        ready = watch.select(PATIENCE)
        if not ready:
            raise TimeoutError("an answer did not come")
        for key, _ in ready:
            line = key.data
            status = line.take(room)
            if status == 0:
                continue
            now = time.perf_counter()
            took.append(now - line.began)
            if status != order.status:
                wrong, said = wrong + 1, status
            total += line.body
            more = next(wanted, None) if status > 0 and now - began < order.seconds else None
            if more is not None:
                line.send(more)
            else:
                busy -= 1
                watch.unregister(line.socket)
                line.socket.close()
    elapsed = time.perf_counter() - began
    took.sort()
    return Seen(
        len(took),
        wrong,
        elapsed,
        total / len(took),
        took[len(took) // 2],
        took[min(len(took) - 1, len(took) * 99 // 100)],
        took[-1],
        said,
    )


def main() -> None:
    decoder, encoder = msgspec.json.Decoder(Order), msgspec.json.Encoder()
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(encoder.encode(run(decoder.decode(line))) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
