"""Coming in as one of the demo's people."""

from playwright.sync_api import Locator, Page

from tests.journeys.conftest import Demo


def follow(page: Page, way: Locator) -> None:
    """Click what leads to another page, and wait for that page: what is read next is never of the old, or half."""
    with page.expect_navigation():
        way.click()


def enter(page: Page, demo: Demo, first_name: str) -> None:
    """Through the front door, as a person would."""
    page.goto(demo.url)
    follow(page, page.get_by_role("button", name=f"Gå inn som {first_name}"))


def leave(page: Page) -> None:
    follow(page, page.get_by_role("button", name="Logg ut", exact=True))


def open_card(page: Page, name: str) -> None:
    """From the worklist; below it her name may stand again, with a result that waits."""
    follow(page, page.get_by_role("link", name=name).first)


def number_of(page: Page, demo: Demo, name: str) -> str:
    """The synthetic national number that the front page shows beside a woman."""
    page.goto(demo.url)
    words = page.locator("li", has_text=name).inner_text()
    return next(
        digits
        for digits in ("".join(filter(str.isdigit, line)) for line in words.splitlines())
        if len(digits) == 11
    )
