"""The summary from the card to the GP and to her: composed, edited, ticked, signed, sent, read, corrected."""

import re

from playwright.sync_api import Page, expect

from helsekort.cli_day import real_today
from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, leave, open_card


def _over(page: Page) -> None:
    page.get_by_role("link", name="Fødsel, eller svangerskapet er over").click()
    page.get_by_label("Hvilken dag?").fill(f"{real_today():%d.%m.%Y}")
    page.get_by_label("Hva skjedde?").select_option("LIVE")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("status")).to_be_visible()


def _written(page: Page, demo: Demo) -> str:
    """Ingrid writes, signs and sends it to the GP's practice; its address."""
    enter(page, demo, "Ingrid")
    open_card(page, "Kari Lunde Berg")
    _over(page)
    page.get_by_role("link", name="Til kortet").first.click()
    page.get_by_role("link", name="Epikrise", exact=True).click()
    accessible(page)
    page.get_by_label("Fødselen", exact=True).fill("Rask og ukomplisert fødsel.")
    page.get_by_label("Oppgaver videre", exact=True).fill("Kontroll hos fastlege om seks uker.")
    page.get_by_role("button", name="Lagre og se over").click()
    expect(page.get_by_text("Dette er et utkast.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Signer").click()
    page.get_by_label("Torget legesenter").check()
    accessible(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Sendt, ikke åpnet ennå")).to_be_visible()
    return page.url


def test_the_gp_reads_it_and_so_does_she_and_a_correction_reaches_both(page: Page, demo: Demo) -> None:
    place = _written(page, demo)
    leave(page)
    enter(page, demo, "Amir")
    page.get_by_role("link", name="Epikriser").click()
    accessible(page)
    page.get_by_role("link", name=re.compile("Kari")).click()
    expect(page.get_by_text("Rask og ukomplisert fødsel.")).to_be_visible()
    page.get_by_role("button", name="Kvitter for at den er lest").click()
    expect(page.get_by_text("Enheten har kvittert for at den er lest.")).to_be_visible()
    leave(page)
    enter(page, demo, "Ingrid")
    page.goto(place + "/rett")
    page.get_by_label("Fødselen", exact=True).fill("Fødsel med sugeklokke.")
    page.get_by_role("button", name="Signer rettelsen").click()
    expect(page.get_by_role("alert")).to_contain_text("Grunnen mangler")
    page.get_by_label("Hvorfor rettes den?").fill("Feil forløsningsmåte")
    page.get_by_role("button", name="Signer rettelsen").click()
    expect(page.get_by_text("Sendt, ikke åpnet ennå")).to_be_visible()
    leave(page)
    enter(page, demo, "Kari")
    expect(page.get_by_role("heading", name="Oppsummeringen etterpå (epikrise)")).to_be_visible()
    expect(page.get_by_text("Fødsel med sugeklokke.")).to_be_visible()
    expect(page.get_by_text("Feil forløsningsmåte")).to_be_visible()
    accessible(page)
