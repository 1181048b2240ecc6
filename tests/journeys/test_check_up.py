"""H19, H3, G6: a check-up by keyboard alone, on the card at once, corrected with its trail, seen by the woman."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.hands import Hands
from tests.journeys.looking import accessible
from tests.journeys.people import enter, leave


def test_a_check_up_is_recorded_corrected_and_seen_by_the_woman(demo: Demo, page: Page) -> None:
    given_ingrid_has_noras_card_open(demo, page)
    when_she_records_a_check_up_by_keyboard(page)
    then_the_card_shows_it_at_once(page)
    when_she_corrects_the_weight(page)
    then_the_correction_and_its_trail_are_seen(page)
    then_nora_sees_the_check_up_and_who_looked(demo, page)
    verified = demo.command("verify")
    assert verified.returncode == 0, verified.stdout


def given_ingrid_has_noras_card_open(demo: Demo, page: Page) -> None:
    enter(page, demo, "Ingrid")
    expect(page.get_by_role("banner")).to_contain_text("Ingrid Dahl")
    expect(page.get_by_role("banner")).to_contain_text("Solsiden helsestasjon")
    accessible(page)
    Hands(page).follow("Nora Haugen Sletten")
    expect(page.get_by_role("banner")).to_contain_text("Solsiden helsestasjon")
    expect(page.locator("main")).to_contain_text("31+0")
    accessible(page)


def when_she_records_a_check_up_by_keyboard(page: Page) -> None:
    hands = Hands(page)
    hands.follow("Ny kontroll")
    accessible(page)
    hands.fill("Blodtrykk, måling 1", "148/94")
    hands.fill("Blodtrykk, måling 2", "146/92")
    hands.choose("Protein i urin", "1+")
    hands.choose("Ødem", "moderat")
    hands.fill("Vekt", "96,1")
    hands.fill("Symfyse–fundus", "28")
    hands.fill("Hjertefrekvens", "138")
    hands.choose("Kjenner liv", "som vanlig")
    for symptom in ("Hodepine", "Synsforstyrrelser", "Smerter øverst i magen"):
        hands.choose(symptom, "nei")
    hands.fill("Notat", "Ringer fødeavdelingen i dag.")
    hands.follow("Lagre kontrollen")


def then_the_card_shows_it_at_once(page: Page) -> None:
    main = page.locator("main")
    for words in ("148/94", "146/92", "1+", "96,1", "Ringer fødeavdelingen i dag."):
        expect(main).to_contain_text(words)


def when_she_corrects_the_weight(page: Page) -> None:
    page.locator("tr, li, article", has_text="148/94").get_by_role("link").first.click()
    accessible(page)
    hands = Hands(page)
    hands.follow("Rett")
    accessible(page)
    page.get_by_role("textbox", name="Vekt").fill("95,9")
    page.get_by_label("Hvorfor").first.fill("Skrev feil tall")
    page.get_by_role("button", name="Lagre").click()


def then_the_correction_and_its_trail_are_seen(page: Page) -> None:
    if "hendelse" not in page.url:
        page.locator("tr, li, article", has_text="148/94").get_by_role("link").first.click()
    main = page.locator("main")
    for words in ("96,1", "95,9", "Skrev feil tall", "Ingrid Dahl"):
        expect(main).to_contain_text(words)
    accessible(page)


def then_nora_sees_the_check_up_and_who_looked(demo: Demo, page: Page) -> None:
    leave(page)
    enter(page, demo, "Nora")
    main = page.locator("main")
    for words in ("148/94", "95,9", "Ringer fødeavdelingen i dag.", "Du er 31 uker og 0 dager på vei"):
        expect(main).to_contain_text(words)
    expect(main).to_contain_text("96,1")  # what it said before stays, marked as corrected
    accessible(page)
    page.get_by_role("link", name="Hvem har sett").first.click()
    expect(main).to_contain_text("Ingrid Dahl")
    expect(main).to_contain_text("Solsiden helsestasjon")
    accessible(page)


def test_a_phone_call_is_recorded_by_keyboard(demo: Demo, page: Page) -> None:
    enter(page, demo, "Ingrid")
    hands = Hands(page)
    hands.follow("Kari Lunde Berg")
    hands.follow("Ny kontakt")
    accessible(page)
    hands.walk_to("lite liv")
    hands.press("Space")
    hands.fill("Det hun fortalte", "Kjenner mindre liv siden i går kveld.")
    hands.fill("Råd som ble gitt", "Kom til fødeavdelingen nå.")
    hands.choose("Hvor raskt", "innen 2 timer")
    hands.fill("Oppfølging", "Ringer henne i ettermiddag.")
    hands.follow("Lagre")
    main = page.locator("main")
    for words in ("Kjenner mindre liv siden i går kveld.", "innen 2 timer", "Ringer henne i ettermiddag."):
        expect(main).to_contain_text(words)
    leave(page)
    enter(page, demo, "Kari")
    expect(main).to_contain_text("Kom til fødeavdelingen nå.")
