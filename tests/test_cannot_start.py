"""What keeps a command from its work: one sentence with the remedy, status 2, and nothing half-made left behind.

A disk without room is a limit on the size of files, which binds whoever runs the tests; a folder that may not be
written is met as a user who does not own it.
"""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from helsekort import cli
from helsekort.cli_demo import LOG_KEY
from tests.ports import free_port

CHILD = """
import os, resource, sys
import helsekort.store.sqlite
from helsekort import cli, datafiles
datafiles.migrations()  # Python's own files may be closed to another user: what is needed is loaded first
size, user = int(sys.argv[1]), int(sys.argv[2])
if size:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
if user:
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
sys.exit(cli.main(sys.argv[3:]))
"""
NOBODY = 65534
ROOT_USER = 0
BEFORE_THE_TABLES, AMONG_THE_PEOPLE = 20_000, 700_000
"""Bytes that a file may grow to: not enough for the tables, and enough for them but not for the demo."""

COMMANDS = {
    "demo": ["demo", "--port", "0"],
    "get": ["get", "/klinikk", "--as", "ingrid"],
    "token": ["token", "--as", "ingrid"],
    "receive": ["receive", "MESSAGE"],
    "verify": ["verify"],
    "migrate": ["migrate"],
}
MAKING = [name for name in COMMANDS if name != "verify"]


class Place:
    """A folder for data, which anyone may look into, and commands on it."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.top = folder
        self.data = folder / "data"
        self.file = self.data / "demo.db"
        (folder / "message.xml").write_text("<nothing/>")

    def run(self, name: str, *, size: int = 0, user: int = 0) -> subprocess.CompletedProcess[str]:
        said = {"0": str(free_port()), "MESSAGE": str(self.top / "message.xml")}
        words = [said.get(word, word) for word in COMMANDS[name]]
        if name != "migrate":
            words += ["--data", str(self.data)]
        return subprocess.run(
            [sys.executable, "-c", CHILD, str(size), str(user), *words],
            env={**os.environ, "HELSEKORT_DATABASE_URL": f"sqlite:///{self.file}"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def there(self) -> dict[str, bytes]:
        """Every file by its path, but what the database keeps beside itself while someone looks."""
        return {
            str(path.relative_to(self.top)): path.read_bytes() if path.is_file() else b""
            for path in self.top.rglob("*")
            if not path.name.endswith(("-queue", "-shm", "-wal"))
        }


@pytest.fixture
def place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="helsekort-", dir="/tmp") as folder:
        yield Place(Path(folder))


@pytest.fixture(scope="module")
def demo() -> Iterator[Path]:
    """The folder of a demo of today."""
    with tempfile.TemporaryDirectory(prefix="helsekort-", dir="/tmp") as folder:
        place = Place(Path(folder))
        done = place.run("token")
        assert done.returncode == 0, done.stderr
        yield place.data


@pytest.fixture
def made(place: Place, demo: Path) -> Place:
    """A demo of today, for one test."""
    shutil.copytree(demo, place.data)
    return place


def stopped(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """It could not be done, and the last line says why and what to do; no traceback, and nothing else amiss."""
    assert done.returncode == cli.CANNOT, (done.returncode, done.stderr)
    lines = [line for line in done.stderr.splitlines() if not line.startswith(("Making", "  "))]
    assert len(lines) == 1, done.stderr
    assert [word for word in words if word not in lines[0]] == [], lines[0]


@pytest.mark.parametrize("size", [BEFORE_THE_TABLES, AMONG_THE_PEOPLE])
@pytest.mark.parametrize("name", MAKING)
def test_a_disk_without_room_leaves_nothing_half_made(place: Place, name: str, size: int) -> None:
    before = place.there()
    done = place.run(name, size=size)
    if size == AMONG_THE_PEOPLE and name in ("migrate", "receive"):
        assert place.file.exists()  # the tables have room, and these make no people
        return
    stopped(done, "room")
    assert place.there() == before


@pytest.mark.parametrize("name", ["demo", "get", "token"])
def test_the_demo_of_yesterday_stays_until_that_of_today_is_whole(made: Place, name: str) -> None:
    (made.data / "made-on").write_text("2026-01-01")
    before = made.there()
    stopped(made.run(name, size=AMONG_THE_PEOPLE), "no room", "make room")
    assert made.there() == before
    (made.data / "made-on").write_text("2026-01-01")
    assert made.run("token").returncode == 0
    assert (made.data / "made-on").read_text() > "2026-01-01"
    assert not list(made.data.glob("making*"))


@pytest.mark.parametrize("name", ["get", "token", "receive"])
def test_a_disk_that_filled_afterwards_is_told_too(made: Place, name: str) -> None:
    before = made.there()
    stopped(made.run(name, size=1), "room")
    assert made.there() == before
    assert made.run("verify").returncode == 0


def another_user() -> int:
    """Someone who owns nothing here, where the tests run as one whom no mode binds."""
    return NOBODY if os.getuid() == ROOT_USER else 0


@pytest.mark.parametrize("name", MAKING)
def test_a_folder_that_may_not_be_written_is_named_and_stays_as_it_was(place: Place, name: str) -> None:
    before = place.there()
    place.top.chmod(0o555)
    stopped(place.run(name, user=another_user()), str(place.data), "--data or HELSEKORT_DATA_DIR")
    place.top.chmod(0o755)
    assert place.there() == before


@pytest.mark.parametrize("name", COMMANDS)
def test_a_database_that_may_not_be_written_is_told(made: Place, name: str) -> None:
    before, user = made.there(), another_user()
    for path in made.data.iterdir():
        # whoever starts the service may read its key, and nobody else
        if path.name == LOG_KEY and user:
            os.chown(path, user, -1)
        else:
            path.chmod(0o400 if path.name == LOG_KEY else 0o444)
    made.data.chmod(0o555)
    stopped(made.run(name, user=user), "written")
    made.data.chmod(0o755)
    assert made.there() == before


@pytest.mark.parametrize("name", COMMANDS)
def test_a_database_of_a_newer_version_is_left_alone(made: Place, name: str) -> None:
    connection = sqlite3.connect(made.file)
    connection.execute("INSERT INTO schema_migration (number, name, checksum) VALUES (9999, 'later', 'x')")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = made.there()
    stopped(made.run(name), "newer version", "Start that version")
    assert made.there() == before


def test_an_older_database_is_not_verified_but_its_remedy_told(made: Place) -> None:
    connection = sqlite3.connect(made.file)
    connection.execute("DELETE FROM schema_migration WHERE number > 1")
    connection.commit()
    connection.close()
    stopped(made.run("verify"), "older version", "helsekort migrate")


def test_a_file_without_a_record_is_not_verified(place: Place) -> None:
    place.data.mkdir()
    place.file.touch()
    stopped(place.run("verify"), "no record", "helsekort migrate")


def test_a_taken_port_is_told_before_anything_is_made(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    before = place.there()
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        assert cli.main(["demo", "--port", str(port), "--data", str(place.data)]) == cli.CANNOT
    told = capfd.readouterr().err
    assert f"Port {port} is taken" in told
    assert "--port" in told
    assert told.count("\n") == 1
    assert place.there() == before


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "٣"])
def test_a_port_that_is_none_is_refused_with_what_to_write(
    port: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["demo", f"--port={port}"])
    assert stop.value.code == cli.CANNOT
    assert "a port is a number from 1 to 65535" in capfd.readouterr().err


def test_serve_without_a_login_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve"]) == cli.CANNOT
    told = capfd.readouterr().err
    assert "HELSEKORT_HELSEID_ISSUER" in told
    assert told.count("\n") == 1
