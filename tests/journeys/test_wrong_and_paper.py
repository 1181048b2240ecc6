"""An entry from a paper card is marked; an entry on the wrong woman is taken away from her view and log."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, leave, number_of, open_card


def test_what_is_copied_from_paper_says_so(demo: Demo, page: Page) -> None:
    enter(page, demo, "Ingrid")
    open_card(page, "Kari Lunde Berg")
    page.get_by_role("link", name="Ny kontroll").first.click()
    page.get_by_label("Blodtrykk, måling 1").fill("112/66")
    page.get_by_text("Skrevet av fra papirkortet", exact=True).click()
    page.get_by_label("Dette er skrevet av fra papirkortet").check()
    page.get_by_label("Hvem skrev det på papirkortet").fill("Mona Lie, jordmor")
    page.get_by_role("button", name="Lagre kontrollen").click()
    main = page.locator("main")
    expect(main).to_contain_text("112/66")
    expect(main).to_contain_text("Mona Lie, jordmor")
    accessible(page)
    leave(page)
    enter(page, demo, "Kari")
    expect(main).to_contain_text("Mona Lie, jordmor")


def test_an_entry_on_the_wrong_woman_is_moved(demo: Demo, page: Page) -> None:
    nora = number_of(page, demo, "Nora Haugen Sletten")
    enter(page, demo, "Ingrid")
    when_she_writes_noras_check_up_on_karis_card(page)
    when_she_moves_it(page, nora)
    main = page.locator("main")
    page.goto(demo.url + "/klinikk")
    open_card(page, "Kari Lunde Berg")
    expect(main).not_to_contain_text("131/83")
    page.goto(demo.url + "/klinikk")
    open_card(page, "Nora Haugen Sletten")
    expect(main).to_contain_text("131/83")
    leave(page)
    enter(page, demo, "Kari")
    expect(main).not_to_contain_text("131/83")
    page.goto(demo.url + "/min/innsyn")
    today = main.locator("section").first
    expect(today).to_contain_text("leste helsekortet ditt")
    expect(today).not_to_contain_text("førte")
    expect(today).not_to_contain_text("flyttet")
    assert demo.command("verify").returncode == 0


def when_she_writes_noras_check_up_on_karis_card(page: Page) -> None:
    open_card(page, "Kari Lunde Berg")
    page.get_by_role("link", name="Ny kontroll").first.click()
    page.get_by_label("Blodtrykk, måling 1").fill("131/83")
    page.get_by_role("button", name="Lagre kontrollen").click()


def when_she_moves_it(page: Page, to: str) -> None:
    page.locator("tr, li, article", has_text="131/83").get_by_role("link").first.click()
    page.get_by_role("link", name="Ført på feil kvinne").click()
    accessible(page)
    page.get_by_label("til kvinnen den gjelder", exact=True).check()
    page.get_by_role("textbox", name="Fødselsnummer").fill(to)
    page.get_by_label("Hva skjedde?").fill("Hadde feil kort oppe")
    page.get_by_role("button", name="Ta den bort fra dette kortet").click()
    expect(page.locator("main")).to_contain_text("Skal den til Nora Haugen Sletten?")
    accessible(page)
    page.get_by_role("button", name="Ja, flytt den til Nora Haugen Sletten").click()
    expect(page.locator("main")).not_to_contain_text("Hva skjedde?")


def test_twins_are_two_on_every_page(demo: Demo, page: Page) -> None:
    enter(page, demo, "Ingrid")
    open_card(page, "Silje Marie Aas")
    main = page.locator("main")
    for words in ("to fostre", "150", "142"):
        expect(main).to_contain_text(words)
    accessible(page)
    page.get_by_role("link", name="Hele kortet", exact=True).click()
    for words in ("nederst til venstre", "øverst til høyre"):
        expect(main).to_contain_text(words)
    expect(main.locator(".chart-band")).to_have_count(0)
    expect(main).to_contain_text("Ingen kurve: den gjelder ett foster")
    accessible(page)
    page.get_by_role("link", name="Til kortet").click()
    page.get_by_role("link", name="Ny kontroll").first.click()
    hearts = page.get_by_label("Hjertefrekvens")
    hearts.nth(0).fill("151")
    hearts.nth(1).fill("139")
    accessible(page)
    page.get_by_role("button", name="Lagre kontrollen").click()
    expect(main).to_contain_text("151")
    expect(main).to_contain_text("139")
    leave(page)
    enter(page, demo, "Silje")
    for words in ("Foster A", "Foster B", "151", "139"):
        expect(main).to_contain_text(words)
    for words in ("befruktning", "embryo", "Assistert"):
        expect(main).not_to_contain_text(words)
    accessible(page)
