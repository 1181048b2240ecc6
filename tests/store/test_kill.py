"""Killed in the middle of a burst of writes, nothing that was acknowledged is gone.

The controls acknowledge too early, on purpose, and must be caught at it: else the harness could not see a loss.
"""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace

from helsekort.audit import lines
from helsekort.audit.events import Event
from helsekort.store import cards
from tests.cast import Cast, make_cast, open_house, read
from tests.fixtures.servers import OwnServer
from tests.store.stored import breaks

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 8
MOST_ROUNDS = 12


def _burst(
    url: str, cast: Cast, manner: str, word: str, kill: Callable[[subprocess.Popen[str]], None]
) -> set[str]:
    """Let a child write, kill it once it has acknowledged a few; the keys it acknowledged."""
    who = (str(cast.nora_card), str(cast.ingrid.party), str(cast.ingrid.organisation))
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.writing_child", url, *who, manner, word],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout is not None
    with child.stdout:
        acknowledged = [child.stdout.readline() for _ in range(3 + len(word))]
        assert all(acknowledged), "the child did not get to write"
        kill(child)
        acknowledged += child.stdout.readlines()
    child.wait()
    # a line cut off by the kill acknowledged nothing
    return {line.strip() for line in acknowledged if line.endswith("\n")}


def _kill_client(child: subprocess.Popen[str]) -> None:
    child.send_signal(signal.SIGKILL)


def _lost(cast: Cast, acknowledged: set[str]) -> set[str]:
    """The acknowledged keys whose contact, note or audit line is not there."""
    with cast.ctx.database.transaction() as tx:
        used = {key: cards.used_key(tx, cast.nora_card, cast.ingrid.party, key) for key in acknowledged}
        written = {
            seq
            for line in lines.of_card(tx, cast.nora_card)
            if line.event is Event.WRITTEN
            for seq in line.entries
        }
    card = read(cast, cast.nora_card)
    notes = {line.contact.origin: [each.value for each in line.standing("note")] for line in card.contacts}
    return {
        key
        for key, made in used.items()
        if made is None or made[1] not in written or notes.get(made[1]) != [key]
    }


def _words() -> list[str]:
    """A longer word lets the child write longer before it is killed."""
    return [chr(ord("a") + each % 26) * (1 + each % 5) for each in range(MOST_ROUNDS)]


@pytest.mark.parametrize("manner", ["honest", "together"])
def test_nothing_acknowledged_is_lost_with_the_process(database_url: str, manner: str) -> None:
    ctx = open_house(database_url)
    cast = make_cast(ctx)
    acknowledged: set[str] = set()
    for word in _words()[:ROUNDS]:
        acknowledged |= _burst(database_url, cast, manner, word, _kill_client)
    assert len(acknowledged) >= ROUNDS * 4
    assert _lost(cast, acknowledged) == set()
    assert breaks(ctx) == []
    ctx.database.close()


def test_control_a_hasty_process_is_caught(database_url: str) -> None:
    """It acknowledges what it is about to write; within a few rounds some of that was never written."""
    ctx = open_house(database_url)
    cast = make_cast(ctx)
    lost: set[str] = set()
    for word in _words():
        lost = _lost(cast, _burst(database_url, cast, "hasty", word, _kill_client))
        if lost:
            break
    assert lost
    # what it did not get to write is whole in its absence
    assert breaks(ctx) == []
    ctx.database.close()


def test_control_one_who_does_not_wait_for_the_shared_commit_is_caught(tmp_path: Path) -> None:
    """Acknowledged when the action has returned, a whole round can be lost."""
    url = f"sqlite:///{tmp_path / 'helsekort.db'}"
    ctx = open_house(url)
    cast = make_cast(ctx)
    lost: set[str] = set()
    for word in _words():
        lost = _lost(cast, _burst(url, cast, "unawaited", word, _kill_client))
        if lost:
            break
    assert lost
    assert breaks(ctx) == []
    ctx.database.close()


def _crash(own: OwnServer, url: str, cast: Cast, word: str) -> set[str]:
    """Crash the server in the middle of a burst and start it again; what was lost of the acknowledged."""

    def crash(child: subprocess.Popen[str]) -> None:
        own.stop(signal.SIGQUIT)
        child.send_signal(signal.SIGKILL)

    acknowledged = _burst(url, cast, "honest", word, crash)
    own.start()
    reopened = open_house(url, checked=False)
    lost = _lost(replace(cast, ctx=reopened), acknowledged)
    assert breaks(reopened) == []
    reopened.database.close()
    return lost


def _cast_in(url: str) -> Cast:
    ctx = open_house(url, checked=False)
    cast = make_cast(ctx)
    ctx.database.close()
    return cast


@pytest.mark.usefixtures("postgresql_server")
def test_nothing_acknowledged_is_lost_with_the_server(own_server: OwnServer) -> None:
    url = own_server.make_database()
    cast = _cast_in(url)
    for word in _words()[:2]:
        assert _crash(own_server, url, cast, word) == set()


@pytest.mark.usefixtures("postgresql_server")
def test_control_a_server_that_does_not_wait_for_the_disk_is_caught(own_server: OwnServer) -> None:
    """The setting that start-up refuses does lose what was acknowledged."""
    url = own_server.make_database()
    cast = _cast_in(url)
    own_server.set("wal_writer_delay", "10s")
    with own_server.server.administrator() as connection:
        connection.execute("CHECKPOINT")
        name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    lost: set[str] = set()
    for word in _words():
        lost = _crash(own_server, url, cast, word)
        if lost:
            break
    assert lost
