"""A running demo for each journey, on each database, and a browser that sees what a person would see."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from helsekort.cli_day import real_today
from helsekort.store.database import open_database
from tests.fixtures.databases import Template
from tests.fixtures.servers import PostgresqlServer
from tests.ports import free_port
from tests.running import own_process


@dataclass
class Demo:
    """A running demo. `environment` is what it was started with, for commands on the same data."""

    url: str
    environment: dict[str, str]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `helsekort WORDS` on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "helsekort.cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def _started(database_url: str, folder: Path) -> Iterator[Demo]:
    """The demo as a person starts it, served by a process of its own; what it says of faults in `folder`."""
    environment = {
        **os.environ,
        "HELSEKORT_DATABASE_URL": database_url,
        "HELSEKORT_DATA_DIR": str(folder),
    }
    with own_process(["demo", "--port", str(free_port())], environment, folder / "errors") as address:
        yield Demo(address, environment)


def _live(database_url: str, folder: Path) -> None:
    """Let the demo make its data in an empty database."""
    with _started(database_url, folder):
        pass
    assert "Making demo data" in (folder / "errors").read_text()
    # who is stopped by a signal leaves SQLite's log beside the file; the last to close brings it over
    open_database(database_url).close()


Days = dict[tuple[str, dt.date], Template]


@pytest.fixture(scope="session")
def days() -> Days:
    """Gives what was made, by database and day: the stories are told from today, so after midnight there are others."""
    return {}


@pytest.fixture
def sqlite_stories(days: Days, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Gives a database with today's demo in it, to be copied."""
    key = ("sqlite", real_today())
    if key not in days:
        folder = tmp_path_factory.mktemp("stories")
        file = folder / "stories.db"
        _live(f"sqlite:///{file}", folder)
        days[key] = Template(str(file))
    return days[key]


@pytest.fixture
def postgresql_stories(
    days: Days, postgresql_server: PostgresqlServer, tmp_path_factory: pytest.TempPathFactory
) -> Template:
    """Gives one like that on the server."""
    key = ("postgresql", real_today())
    if key not in days:
        name = f"stories{len(days)}"
        postgresql_server.create(name)
        _live(postgresql_server.open_url(name), tmp_path_factory.mktemp("stories"))
        days[key] = Template(name)
    return days[key]


@pytest.fixture
def stories() -> None:
    """Puts the demo's stories into the test's database before anything opens it."""


@pytest.fixture
def demo(stories: None, database_url: str, tmp_path: Path) -> Iterator[Demo]:
    """Gives the running demo, with today's stories."""
    with _started(database_url, tmp_path) as demo:
        yield demo
    assert "Making demo data" not in (tmp_path / "errors").read_text()


@pytest.fixture(autouse=True)
def _soon(page: Page) -> None:
    """A thing that is not on the page after ten seconds will not come."""
    page.set_default_timeout(10_000)
