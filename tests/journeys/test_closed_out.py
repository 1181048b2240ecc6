"""G12: Nora closes her card to Amir, and he is out on his next click, with his page open and his token alive."""

import httpx
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, follow, open_card
from tests.journeys.test_stranger import NOWHERE, what_he_gets

NORA = "Nora Haugen Sletten"


def test_nora_closes_her_card_to_amir_and_opens_it_again(demo: Demo, page: Page, browser: Browser) -> None:
    his = browser.new_context().new_page()
    enter(his, demo, "Amir")
    open_card(his, NORA)
    card = his.url
    token = demo.command("token", "--as", "amir").stdout.strip()
    episode = f"{demo.url}/fhir/r4/EpisodeOfCare/{card.rsplit('/', 1)[1]}"
    bearer = {"Authorization": f"Bearer {token}"}
    assert httpx.get(episode, headers=bearer).status_code == 200

    she_closes_it(demo, page)

    his.get_by_role("link", name="Ny kontroll").click()
    expect(his.locator("main")).to_contain_text("Ikke tilgjengelig for deg")
    assert what_he_gets(his, card) == what_he_gets(his, demo.url + NOWHERE)
    his.goto(demo.url + "/klinikk")
    expect(his.locator("main")).not_to_contain_text("Nora")
    closed, absent = (
        httpx.get(url, headers=bearer) for url in (episode, f"{demo.url}/fhir/r4/EpisodeOfCare/0123456789ab")
    )
    assert (
        (closed.status_code, closed.content) == (absent.status_code, absent.content) == (404, absent.content)
    )

    she_opens_it(page)
    his.goto(card)
    expect(his.get_by_role("heading", level=1)).to_contain_text(NORA)
    his.context.close()


def she_closes_it(demo: Demo, page: Page) -> None:
    """From her front page: two pages, and she is told what it means before she does it."""
    enter(page, demo, "Nora")
    page.get_by_role("link", name="Hvem kan se kortet ditt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvem kan se kortet ditt")
    accessible(page)
    page.get_by_role("link", name="Sperr for Amir Rahimi").click()
    expect(page.locator("main")).to_contain_text("De får ikke vite at de er sperret.")
    accessible(page)
    page.get_by_role("button", name="Sperr for Amir Rahimi").click()
    expect(page.get_by_role("status")).to_contain_text("Det gjelder fra nå.")
    accessible(page)


def she_opens_it(page: Page) -> None:
    page.get_by_role("button", name="Opphev sperringen for Amir Rahimi").click()
    expect(page.get_by_role("status")).to_contain_text("Sperringen er opphevet.")
    page.get_by_role("link", name="Hvem har sett kortet ditt").click()
    log = page.locator("main")
    expect(log).to_contain_text("Amir Rahimi, lege ved Torget legesenter, prøvde å åpne helsekortet ditt")
    expect(log).to_contain_text("Du sperret helsekortet ditt for noen")
    accessible(page)


def test_she_opts_out_in_two_steps_and_takes_it_back(demo: Demo, page: Page, browser: Browser) -> None:
    hers = browser.new_context().new_page()
    enter(hers, demo, "Ingrid")
    open_card(hers, NORA)
    card = hers.url
    enter(page, demo, "Nora")
    page.goto(demo.url + "/min/tilgang/samtykke")
    accessible(page)
    page.get_by_role("button", name="Reserver meg").click()
    expect(page.get_by_role("heading", name="Er du sikker?")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Ja, reserver meg").click()
    accessible(page)
    assert what_he_gets(hers, card) == what_he_gets(hers, demo.url + NOWHERE)
    follow(page, page.get_by_role("button", name="Ta tilbake reservasjonen"))
    assert what_he_gets(hers, card)[0] == 200
    hers.context.close()


def test_beside_the_card_it_is_done_on_her_word(demo: Demo, page: Page) -> None:
    enter(page, demo, "Ingrid")
    open_card(page, NORA)
    page.get_by_role("link", name="Hvem følger henne").click()
    accessible(page)
    page.get_by_label("Hvem skal ikke se kortet?").select_option(label="Amir Rahimi, lege, Torget legesenter")
    page.get_by_role("button", name="Sperr", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Ingenting er sperret.")
    page.get_by_label("Hvem skal ikke se kortet?").select_option(label="Amir Rahimi, lege, Torget legesenter")
    page.get_by_label("Hun har bedt meg om dette").check()
    page.get_by_role("button", name="Sperr", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Det gjelder fra nå.")
    accessible(page)
