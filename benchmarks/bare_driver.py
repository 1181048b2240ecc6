"""The bare driver that appending is held against: `python -m benchmarks.bare_driver URL ROWS SECONDS SEED`.

One connection, no HTTP, no reading of the card. Each turn is one transaction of the rows that the service writes for
one observation: the head moved, an entry, its body, the key, the line and its payload; hashed by nobody.
"""

import random
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import psycopg

from benchmarks.servers import past_the_wall

STATEMENTS = (
    "UPDATE card SET last_seq = ?, last_hash = ? WHERE card_id = ? AND last_seq = ?",
    "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "INSERT INTO body (card_id, seq, format, bytes, salt) VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?)",
    "INSERT INTO audit VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO audit_payload VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO audit_waiting VALUES (?, ?, ?)",
)
HEAD = "SELECT last_seq FROM card WHERE card_id = ?"
NOW = 1_764_000_000_000_000


def _connection(url: str) -> Any:  # noqa: ANN401  # either driver's
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "wal_autocheckpoint=4000"):
            connection.execute(f"PRAGMA {pragma}")
        return connection
    return psycopg.connect(past_the_wall(url), autocommit=True)


def _rows(draw: random.Random, card: int, seq: int, small: bytes, payload: bytes) -> list[tuple[Any, ...]]:
    some, salt, line = draw.randbytes(32), draw.randbytes(16), draw.getrandbits(60)
    return [
        (seq, some, card, seq - 1),
        (card, seq, seq, 1, 0, NOW, card, card, some, some),
        (card, seq, 1, small, salt),
        (card, card, salt.hex(), some, seq, NOW),
        (card, NOW, line, "written", some),
        (card, NOW, line, salt, payload),
        (card, NOW, line),
    ]


def main() -> None:
    url, seconds = sys.argv[1], float(sys.argv[3])
    cards, small, payload = msgspec.json.decode(
        Path(sys.argv[2]).read_bytes(), type=tuple[list[int], bytes, bytes]
    )
    draw = random.Random(sys.argv[4])
    connection = _connection(url)
    mark = "?" if url.startswith("sqlite") else "%s"
    statements = [each.replace("?", mark) for each in STATEMENTS]
    head = HEAD.replace("?", mark)
    took: list[float] = []
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        at = time.perf_counter()
        card = draw.choice(cards)
        connection.execute("BEGIN IMMEDIATE" if mark == "?" else "BEGIN")
        seq = connection.execute(head, (card,)).fetchone()[0] + 1
        for statement, row in zip(statements, _rows(draw, card, seq, small, payload), strict=True):
            connection.execute(statement, row)
        connection.execute("COMMIT")
        took.append(time.perf_counter() - at)
    elapsed = time.perf_counter() - began
    took.sort()
    print(f"{len(took) / elapsed} {took[len(took) // 2]} {took[len(took) * 99 // 100]}")


if __name__ == "__main__":
    main()
