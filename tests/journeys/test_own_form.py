"""Emma answers at home on her phone, goes on the next day, and her doctor takes her answers over by a tick."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, leave, open_card


def test_her_answers_come_to_the_first_visit(demo: Demo, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    enter(page, demo, "Emma")
    page.get_by_role("button", name="Bokmål").click()
    page.get_by_role("link", name="Svar på spørsmålene").click()
    accessible(page)
    page.get_by_role("textbox", name="Hvor høy er du?").fill("171")
    page.get_by_role("button", name="Fortsett senere").click()
    expect(page.get_by_text("Det du har skrevet, er lagt bort.")).to_be_visible()
    page.goto(f"{demo.url}/min")
    page.get_by_role("link", name="Svar på spørsmålene").click()
    expect(page.get_by_role("textbox", name="Hvor høy er du?")).to_have_value("171")
    page.get_by_role("button", name="Nei til resten").click()
    page.get_by_role("button", name="Lagre svarene").last.click()
    expect(page.get_by_text("Svarene dine er lagret.")).to_be_visible()
    accessible(page)
    leave(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    enter(page, demo, "Amir")
    open_card(page, "Emma Solberg Nilsen")
    page.get_by_role("link", name="Første konsultasjon").click()
    page.get_by_role("checkbox", name="Ta med: 171").check()
    page.get_by_role("textbox", name="Vekt før svangerskapet").press("Enter")
    expect(page.get_by_text("Lagret på kortet.")).to_be_visible()
