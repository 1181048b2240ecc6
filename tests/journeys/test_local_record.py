"""A GP sits in the local record: one press to her card, and a check-up typed there stands here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter
from tests.ports import free_port
from tests.running import own_process

NORA = "Nora Haugen Sletten"


@pytest.fixture
def record(demo: Demo, tmp_path: Path) -> Iterator[str]:
    """The address of Amir's local record, in a process of its own."""
    words = ["local-record", "--port", str(free_port()), "--service", demo.url]
    with own_process(words, demo.environment, tmp_path / "errors of the record") as address:
        yield address


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
