"""The first thing anyone sees."""

import httpx
from playwright.sync_api import Page

from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible


def test_the_front_page_says_that_the_people_are_fictive(demo: Demo, page: Page) -> None:
    page.goto(demo.url)
    assert "Demo" in page.inner_text("body")
    accessible(page)


def test_health_tells_a_machine_that_it_serves(demo: Demo) -> None:
    assert httpx.get(demo.url + "/health").json()["status"] == "ok"


def test_every_chain_of_the_demo_holds(demo: Demo) -> None:
    verified = demo.command("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "Every chain holds: 12 cards" in verified.stdout
