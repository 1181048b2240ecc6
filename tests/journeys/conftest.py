"""A running demo for each journey, on each database, and a browser that sees what a person would see."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.running import free_port

READY = "Ready: "


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


@pytest.fixture
def demo(database_url: str, tmp_path: Path) -> Iterator[Demo]:
    """The demo as a person starts it, served by a process of its own."""
    environment = {
        **os.environ,
        "HELSEKORT_DATABASE_URL": database_url,
        "HELSEKORT_DATA_DIR": str(tmp_path),
    }
    port = free_port()
    errors = (tmp_path / "errors").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "helsekort.cli", "demo", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(READY):
                break
        else:
            errors.seek(0)
            pytest.fail(f"the demo did not start: {errors.read()}", pytrace=False)
        yield Demo(line.removeprefix(READY).strip(), environment)
    finally:
        process.terminate()
        process.communicate(timeout=10)
        errors.seek(0)
        faults = [line for line in errors if '"fault"' in line]
        errors.close()
        assert not faults, faults


@pytest.fixture(autouse=True)
def _soon(page: Page) -> None:
    """A thing that is not on the page after ten seconds will not come."""
    page.set_default_timeout(10_000)
