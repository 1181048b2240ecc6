"""D11, N1: Ida's page the same day, her card if she wants it, and how her midwife says that a pregnancy is over."""

from playwright.sync_api import Page, expect

from helsekort.cli_day import real_today
from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, leave, open_card


def test_a_loss_on_her_page_and_on_the_clinicians(demo: Demo, page: Page) -> None:
    enter(page, demo, "Ida")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi er lei oss for at svangerskapet er over.")
    expect(page.locator("main")).not_to_contain_text("Termin")
    accessible(page)
    page.get_by_role("link", name="Se helsekortet slik det ble stående").click()
    expect(page.locator("main")).to_contain_text("114/70")
    expect(page.locator("main")).not_to_contain_text("på vei")
    accessible(page)
    leave(page)
    enter(page, demo, "Ingrid")
    open_card(page, "Ida Kristine Holm")
    expect(page.locator("main")).to_contain_text("RhD-positiv: ikke spørsmål om anti-D.")
    expect(page.get_by_role("link", name="Ny kontroll")).to_have_count(0)
    accessible(page)


def test_a_doctor_says_from_the_card_that_it_is_over_and_takes_it_back(demo: Demo, page: Page) -> None:
    enter(page, demo, "Amir")
    open_card(page, "Kari Lunde Berg")
    page.get_by_role("link", name="Fødsel, eller svangerskapet er over").click()
    accessible(page)
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("alert")).to_contain_text("Dagen mangler")
    page.get_by_label("Hvilken dag?").fill(f"{real_today():%d.%m.%Y}")
    page.get_by_label("Hva skjedde?").select_option("STILL_UNKNOWN")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("status")).to_contain_text(
        "Alt som var planlagt videre i svangerskapet, er avlyst."
    )
    accessible(page)
    page.get_by_label("Hvorfor tas det tilbake?").fill("Ført på feil kvinne")
    page.get_by_role("button", name="Ta tilbake").click()
    expect(page.get_by_role("link", name="Ny kontroll")).to_be_visible()
