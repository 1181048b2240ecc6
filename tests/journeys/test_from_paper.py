"""A card taken over from paper in one sitting, by keyboard: who wrote it is typed once, as docs/figures.md says."""

import datetime as dt
import re

from playwright.sync_api import Page, expect

from helsekort.fhir.times import NORWAY
from tests.journeys.conftest import Demo
from tests.journeys.hands import Hands
from tests.journeys.keystrokes import RANDOM_LETTERS, Effort, keys_of
from tests.journeys.looking import accessible
from tests.journeys.people import enter
from tests.journeys.test_seconds import FIGURES

WRITER = "Mona Lie, jordmor"
AGAIN = "Fra papirkortet, som forrige"


def test_a_card_is_taken_over_from_paper_in_one_sitting(demo: Demo, page: Page) -> None:
    day = f"{dt.datetime.now(NORWAY).date() - dt.timedelta(days=9):%d.%m.%Y}"
    enter(page, demo, "Amir")
    hands = Hands(page)
    hands.follow("Emma Solberg Nilsen")
    card = page.url
    hands.follow("Første konsultasjon")
    hands.effort = Effort()  # the way to the form depends on what the card holds
    hands.back_to("Skrevet av fra papirkortet")
    hands.press("Enter")
    hands.fill("Hvem skrev det på papirkortet", WRITER)
    hands.fill("Når ble det skrevet", day)
    _dated(hands, day)
    hands.fill("Høyde", "168")
    hands.fill("Vekt før svangerskapet", "62")
    hands.save()
    expect(page.get_by_text("Lagret på kortet.")).to_be_visible()
    _go(page, hands, f"{card}/kontroll")
    _dated(hands, day)
    hands.fill("Blodtrykk, måling 1", "112/66")
    hands.fill("Vekt", "62,5")
    _again(hands)
    accessible(page)
    hands.save()
    _go(page, hands, f"{card}/skjema/tests")
    _dated(hands, day)
    _again(hands)
    hands.fill("Hemoglobin", "12,8")
    hands.fill("Ferritin", "41")
    hands.save()
    expect(page.get_by_text("Lagret på kortet.")).to_be_visible()
    told = f"{hands.effort.keys} keys, {hands.effort.thoughts} thoughts, {hands.effort.pages} pages: "
    slow = f"{hands.effort.seconds(RANDOM_LETTERS):.0f} s with K {RANDOM_LETTERS:.2f}"
    told += f"{hands.effort.seconds():.0f} s ({slow}); "
    told += f"the mark is typed once, {keys_of(WRITER + day)} keys, and is one key on each of the other two"
    row = re.search(r"\| a card taken over from paper .*", FIGURES.read_text(encoding="utf-8"))
    assert row, f"docs/figures.md has no row for a card from paper: {told}"
    assert row[0].split(" | ")[2] == told
    page.goto(f"{card}/alt")
    expect(page.get_by_text(WRITER)).not_to_have_count(0)


def _dated(hands: Hands, day: str) -> None:
    hands.effort.thoughts += 1
    hands.back_to("Dato")
    hands.press("ControlOrMeta+a")
    hands.type(day)


def _again(hands: Hands) -> None:
    """One key: a tick that shows who and when."""
    hands.effort.thoughts += 1
    hands.walk_to(AGAIN)
    hands.press("Space")


def _go(page: Page, hands: Hands, address: str) -> None:
    """The way from form to form depends on what the card holds, and is not counted but for its page."""
    page.goto(address)
    hands.effort.pages += 1
