"""A pregnant woman whom nobody here knows: searched for, taken in, and on her card, by keyboard."""

from playwright.sync_api import Page, expect

from tests.cast import number_of
from tests.journeys.conftest import Demo
from tests.journeys.hands import Hands
from tests.journeys.looking import accessible
from tests.journeys.people import enter, leave
from tests.journeys.people import number_of as number_shown


def _search(hands: Hands, number: str) -> None:
    hands.fill("Finn kvinne", number)
    hands.save()


def test_a_woman_nobody_knows_is_searched_for_and_taken_in_by_keyboard(demo: Demo, page: Page) -> None:
    enter(page, demo, "Lars")
    hands = Hands(page)
    _search(hands, number_of(20))
    expect(page.get_by_text("Ingen på listen din har dette nummeret.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Nummer")).to_have_value(number_of(20))
    expect(page.get_by_role("textbox", name="Navn")).to_be_focused()
    accessible(page)
    hands.fill("Navn", "Thurid Moen")
    hands.fill("Fødselsdato", "20051990")
    hands.pick("Språk", "tigr")
    hands.fill("Telefon", "55001122")
    hands.choose("Hvorfor er hun her?", "kom uten time")
    hands.save()
    main = page.locator("main")
    expect(main).to_contain_text("Thurid Moen")
    accessible(page)
    hands.follow("Første konsultasjon")
    expect(page.get_by_label("Språk").first).to_contain_text("tigrinja")


def test_a_woman_known_elsewhere_is_taken_in_and_reads_who_did(demo: Demo, page: Page) -> None:
    number = number_shown(page, demo, "Nora")
    enter(page, demo, "Lars")
    hands = Hands(page)
    _search(hands, number)
    hands.fill("Navn", "Berit Sletten")
    born = f"{number[:2]}{int(number[2:4]) - 80:02}"
    hands.fill("Fødselsdato", f"{born}1900")
    hands.pick("Språk", "norsk b")
    hands.choose("Hvorfor er hun her?", "har time her")
    hands.save()
    expect(page.get_by_text("Hun ble ikke tatt imot, og ingenting er lagret.")).to_be_visible()
    accessible(page)
    leave(page)
    enter(page, demo, "Nora")
    page.get_by_role("link", name="Hvem har sett").first.click()
    expect(page.locator("main")).to_contain_text("Lars Brekke")
    expect(page.locator("main")).to_contain_text("slapp ikke inn")
