"""A GP sits in the local record: one press to her card, and a check-up typed there stands here."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import READY, Demo, free_port
from tests.journeys.looking import accessible
from tests.journeys.people import enter

NORA = "Nora Haugen Sletten"


@pytest.fixture
def record(demo: Demo) -> Iterator[str]:
    """The address of Amir's local record, in a process of its own."""
    words = ["local-record", "--port", str(free_port()), "--service", demo.url]
    process = subprocess.Popen(
        [sys.executable, "-m", "helsekort.cli", *words],
        env=demo.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = next(line for line in process.stdout if line.startswith(READY))
        yield line.removeprefix(READY).strip()
    finally:
        process.terminate()
        process.communicate(timeout=10)


def test_nothing_is_typed_twice(demo: Demo, record: str, page: Page) -> None:
    page.goto(record)
    accessible(page)
    page.get_by_role("link", name=NORA).click()
    page.get_by_label("Blodtrykk").fill("141/91")
    page.get_by_label("Notat").fill("Hodepine i to dager")
    page.get_by_role("button", name="Lagre og send").click()
    main = page.locator("main")
    expect(main).to_contain_text("Står i helsekortet")
    accessible(page)
    page.get_by_role("button", name="Åpne helsekortet").click()
    page.wait_for_url(f"{demo.url}/klinikk/kort/*")
    expect(main).to_contain_text(NORA)
    expect(main).to_contain_text("141/91")
    expect(main).to_contain_text("Hodepine i to dager")


def test_who_does_not_care_for_her_stays_outside(demo: Demo, record: str, page: Page) -> None:
    page.goto(record)
    page.get_by_role("link", name="Hilde Rognmo").click()
    page.get_by_role("button", name="Åpne helsekortet").click()
    expect(page.get_by_role("alert")).to_contain_text("ikke en behandlingsrelasjon")
    accessible(page)
    enter(page, demo, "Hilde")
    page.goto(f"{demo.url}/min/innsyn")
    expect(page.locator("main")).to_contain_text(
        "Amir Rahimi, lege ved Torget legesenter, prøvde å åpne helsekortet"
    )
