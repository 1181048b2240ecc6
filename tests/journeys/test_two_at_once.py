"""Two people write on one card at the same time: both answers are kept, and each is told of the other."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, open_card

CARD = "Kari Lunde Berg"


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """Another's browser."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def at_tests(page: Page, demo: Demo, who: str) -> None:
    enter(page, demo, who)
    open_card(page, CARD)
    page.get_by_role("link", name="Prøvesvar ført for hånd").click()


def test_both_answers_are_kept_and_shown_side_by_side(demo: Demo, page: Page, other: Page) -> None:
    at_tests(page, demo, "Ingrid")
    at_tests(other, demo, "Amir")
    other.get_by_label("Ferritin").first.fill("21")
    other.get_by_label("Ferritin").first.press("Enter")
    expect(other.get_by_text("Lagret på kortet.")).to_be_visible()
    page.get_by_label("Ferritin").first.fill("12")
    page.get_by_label("Ferritin").first.press("Enter")
    expect(page.get_by_role("heading", name="har ført dette mens du skrev")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Ferritin")
    expect(row).to_contain_text("21")
    expect(row).to_contain_text("12")
    accessible(page)
    page.get_by_label("Ferritin").first.press("Enter")
    expect(page.get_by_text("Lagret på kortet.")).to_be_visible()
    page.get_by_role("link", name="Hele kortet").first.click()
    for value in ("21", "12"):
        expect(page.get_by_text(f"{value}\u00a0µg/L").first).to_be_visible()


def test_a_fact_that_two_correct_is_shown_as_both_say_it(demo: Demo, page: Page, other: Page) -> None:
    at_tests(page, demo, "Ingrid")
    at_tests(other, demo, "Amir")
    for one, answer in ((page, "AB"), (other, "O")):
        one.get_by_role("link", name="Rett Blodtype").click()
        one.get_by_label(answer, exact=True).check(force=True)
        one.get_by_label("Hvorfor rettes det?").fill("lest feil")
    other.get_by_role("button", name="Lagre rettelsen").click()
    expect(other.get_by_text("Lagret på kortet.")).to_be_visible()
    page.get_by_role("button", name="Lagre rettelsen").click()
    row = page.get_by_role("row").filter(has_text="Blodtype")
    expect(row).to_contain_text("O")
    expect(row).to_contain_text("AB")
    accessible(page)
    page.get_by_role("button", name="Lagre rettelsen").click()
    expect(page.get_by_text("Lagret på kortet.")).to_be_visible()
