"""From the birth to the health station: born, written, handed over and read, and a task that someone owns."""

import datetime as dt
import re

from playwright.sync_api import Page, expect

from helsekort.fhir.times import NORWAY
from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, follow, leave, open_card

WOMAN = "Ragnhild"


def _born(page: Page, demo: Demo) -> str:
    """Sol says that the child is born, yesterday, and writes of it; the card's address."""
    enter(page, demo, "Sol")
    open_card(page, WOMAN)
    card = page.url
    day = (dt.datetime.now(NORWAY).date() - dt.timedelta(days=1)).strftime("%d.%m.%Y")
    page.get_by_role("link", name="Fødsel, eller svangerskapet er over").click()
    page.locator("#on").fill(day)
    page.locator('[name^="outcome-"]').select_option("LIVE")
    follow(page, page.get_by_role("button", name="Lagre"))
    looked = page.get_by_label("Jeg har sett over dette")
    if looked.count():
        looked.check()
        page.get_by_role("button", name="Lagre").click()
    accessible(page)
    page.get_by_role("link", name=re.compile("Skriv om fødselen")).click()
    page.locator('[name="birth.1.mode"]').select_option("VAG")
    page.locator('[name$=".child_state"]').select_option("ALIVE")
    page.locator('[name$=".born_at"]').fill(day)
    page.locator('[name$=".born_at-at"]').fill("03.20")
    page.locator('[name$=".weight_g"]').fill("3480")
    page.get_by_role("button", name="Lagre skjemaet").last.click()
    expect(page.get_by_text("Lagret på kortet.")).to_be_visible()
    return card


def test_from_the_birth_to_the_health_station(page: Page, demo: Demo) -> None:
    card = _born(page, demo)
    page.get_by_role("link", name="Barnet", exact=True).first.click()
    expect(page.get_by_text("3480")).not_to_have_count(0)
    accessible(page)
    page.goto(card)
    page.get_by_role("link", name="Overfør til helsestasjonen").click()
    page.get_by_label("Hvilken helsestasjon?").select_option(index=1)
    page.get_by_label("Grunn", exact=True).select_option("HOME")
    page.get_by_label("Når de kommer hjem").fill(dt.datetime.now(NORWAY).date().strftime("%d.%m.%Y"))
    accessible(page)
    page.get_by_role("button", name="Lagre og se over").click()
    accessible(page)
    follow(page, page.get_by_role("button", name="Send nå"))
    place = page.url
    leave(page)
    enter(page, demo, "Hege")
    page.get_by_role("link", name="Hjemkomster").click()
    accessible(page)
    page.get_by_role("link", name=re.compile(WOMAN)).click()
    accessible(page)
    page.get_by_role("link", name="Barnet", exact=True).click()
    expect(page.get_by_text(WOMAN)).to_have_count(0)
    accessible(page)
    page.go_back()
    follow(page, page.get_by_role("button", name="Lest, vi tar over"))
    leave(page)
    enter(page, demo, "Sol")
    page.goto(place)
    expect(page.get_by_text("Lest og tatt over").first).to_be_visible()
    leave(page)
    enter(page, demo, WOMAN)
    expect(page.get_by_role("heading", name="Det som skjer nå")).to_be_visible()
    expect(page.get_by_role("heading", name="Barnet ditt")).to_be_visible()
    accessible(page)
