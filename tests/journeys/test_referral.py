"""An application for a place to give birth, from the midwife to the birth unit and back, and what she reads of it."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, follow, leave, open_card


def _apply(page: Page, demo: Demo) -> str:
    """Ingrid writes it, looks at it and sends it; its address."""
    enter(page, demo, "Ingrid")
    open_card(page, "Nora")
    page.get_by_role("link", name="Søk om fødeplass").click()
    accessible(page)
    page.get_by_label("Hvor skal hun?").select_option(index=1)
    page.get_by_label("Grunn", exact=True).select_option("NEAREST")
    page.get_by_label("fødeavdeling", exact=True).check()
    page.get_by_role("textbox", name="Reisetid").fill("45")
    page.get_by_label("Målt hjemme").uncheck()
    page.get_by_role("button", name="Lagre og se over").click()
    expect(page.get_by_text("Ingenting er sendt ennå.")).to_be_visible()
    expect(page.get_by_role("heading", name="Målt hjemme")).to_have_count(0)
    accessible(page)
    page.get_by_role("button", name="Send nå").click()
    expect(page.get_by_text("Sendt", exact=True).first).to_be_visible()
    return page.url


def test_an_application_goes_to_the_birth_unit_and_its_answer_comes_back(page: Page, demo: Demo) -> None:
    place = _apply(page, demo)
    leave(page)
    enter(page, demo, "Sol")
    page.get_by_role("link", name="Henvisninger").click()
    accessible(page)
    # the story has an application of hers too, which was answered before; what waits stands first
    follow(page, page.get_by_role("link", name=re.compile("Nora")).first)
    assert page.url == place
    accessible(page)
    page.get_by_role("button", name="Spør avsenderen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Melding til avsenderen").fill("Har hun skyss om natten?")
    follow(page, page.get_by_role("button", name="Spør avsenderen"))
    leave(page)
    enter(page, demo, "Ingrid")
    page.get_by_role("link", name="Henvisninger").click()
    page.get_by_role("link", name=re.compile("Nora")).first.click()
    page.get_by_label("Svar på spørsmålet").fill("Ja, mannen kjører.")
    follow(page, page.get_by_role("button", name="Send svaret"))
    leave(page)
    enter(page, demo, "Sol")
    page.goto(place)
    expect(page.get_by_text("Ja, mannen kjører.")).to_be_visible()
    page.get_by_role("button", name="Godta").click()
    expect(page.get_by_role("link", name="Åpne kortet hennes")).to_be_visible()
    leave(page)
    enter(page, demo, "Nora")
    expect(page.get_by_text("De sa ja")).to_have_count(2)
    accessible(page)
