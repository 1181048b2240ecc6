"""The ground the other tests stand on: both databases answer, axe finds faults, nothing reaches out."""

import re
import socket
import sqlite3
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.fixtures.network import ReachedOutError

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [
    *sorted((ROOT / "requirements").glob("*.lock")),
    ROOT / "package-lock.json",
    ROOT / "tests" / "clients" / "package-lock.json",
    ROOT / "tests" / "provider" / "package-lock.json",
]


def _pins(lock: str) -> set[str]:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    return set(re.findall(r"^[\w.-]+==\S+", text, re.MULTILINE))


def test_each_database_answers(empty_url: str) -> None:
    kind, _, place = empty_url.partition(":///")
    connection = sqlite3.connect(place) if kind == "sqlite" else psycopg.connect(empty_url)
    try:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        connection.close()


def test_postgresql_is_durable_and_its_role_is_no_superuser(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(f"SHOW {setting}").fetchone() == ("on",)
        assert connection.execute("SHOW is_superuser").fetchone() == ("off",)
        connection.execute("CREATE TABLE one (id bigint PRIMARY KEY)")


def test_tests_cannot_reach_another_machine() -> None:
    with pytest.raises(ReachedOutError):
        socket.create_connection(("192.0.2.1", 80))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram, pytest.raises(ReachedOutError):
        datagram.sendto(b"x", ("192.0.2.1", 53))
    with pytest.raises(ReachedOutError):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_lock_file_has_hashes_and_names_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "sha256:" in text or '"integrity": "sha512-' in text
    hosts = set(re.findall(r"https?://([^/\"\s]+)", text))
    # npm writes down where a package asks for money; nothing is fetched from there
    assert hosts <= {"github.com", "opencollective.com"}
    assert '"resolved"' not in text


def test_test_lock_holds_the_other_locks() -> None:
    assert _pins("test.lock") >= _pins("run.lock") | _pins("build.lock")


@pytest.mark.parametrize(
    ("text", "faults"),
    [("<img src='data:,'>", {"image-alt"}), ("<img src='data:,' alt='A ship'>", set[str]())],
    ids=["without alternative text", "with alternative text"],
)
def test_axe_finds_an_image_without_alternative_text(page: Page, text: str, faults: set[str]) -> None:
    page.set_content(f"<html lang=en><title>Ships</title><main><h1>Ships</h1>{text}</main></html>")
    found = {violation["id"] for violation in Axe().run(page).response["violations"]}
    assert found == faults
