"""H16, H17, H20, G4: Nora in week 31: a finding with its reason, rule and source; what was done; her next visits."""

import datetime as dt

from playwright.sync_api import Page, expect

from helsekort.cli_day import real_today
from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, leave, open_card


def test_a_finding_is_followed_to_its_source_and_answered(demo: Demo, page: Page) -> None:
    enter(page, demo, "Ingrid")
    open_card(page, "Nora Haugen Sletten")
    then_the_first_screen_says_it_in_a_line(page)
    page.get_by_role("region", name="Retningslinjen").get_by_role("link", name="Høyt blodtrykk").click()
    then_the_reason_says_by_what_and_from_where(page)
    accessible(page)
    when_she_puts_it_off_without_saying_until_when(page)
    then_she_is_told_and_nothing_is_lost(page)
    accessible(page)
    when_she_says_until_when(page)
    page.get_by_role("link", name="Til kortet").click()
    then_nobody_is_reminded_but_it_stands_there(page)
    accessible(page)
    when_she_takes_it_back(page)
    then_the_first_screen_says_it_in_a_line(page)
    page.goto(f"{demo.url}/klinikk/retningslinje")
    expect(page.get_by_role("region", name="Hva dette er")).to_contain_text(
        "ikke sertifisert medisinsk utstyr"
    )
    accessible(page)
    leave(page)
    enter(page, demo, "Nora")
    expect(page.get_by_role("region", name="Kontrollene framover")).to_contain_text("Uke 32")
    accessible(page)


def then_the_first_screen_says_it_in_a_line(page: Page) -> None:
    guideline = page.get_by_role("region", name="Retningslinjen")
    expect(guideline).to_contain_text("Høyt blodtrykk i løpet av dager")
    expect(guideline).to_contain_text("emner kan ikke vurderes")
    expect(guideline).to_contain_text("ikke sertifisert medisinsk utstyr")


def then_the_reason_says_by_what_and_from_where(page: Page) -> None:
    reason = page.get_by_role("region", name="Høyt blodtrykk", exact=True)
    expect(reason).to_contain_text("Overtrykk 142 mmHg")
    expect(reason).to_contain_text("er minst 140 mmHg.")
    reason.get_by_text("Grunnlag, regel og kilde").click()
    expect(reason.get_by_text("blood_pressure.raised")).to_be_visible()
    expect(reason.get_by_text("helsekort/guideline/rules/blood_pressure.toml")).to_be_visible()
    source = reason.get_by_role("link", name="Helsedirektoratet, Svangerskapsomsorgen: preeklampsi")
    expect(source).to_have_attribute(
        "href", "https://www.helsedirektoratet.no/retningslinjer/svangerskapsomsorgen"
    )


def when_she_puts_it_off_without_saying_until_when(page: Page) -> None:
    page.get_by_text("Si hva du gjør med dette").first.click()
    page.get_by_role("radio", name="utsatt").first.check()
    page.get_by_role("textbox", name="Grunn").first.fill("Måles hjemme")
    page.get_by_role("button", name="Lagre på kortet").first.click()


def then_she_is_told_and_nothing_is_lost(page: Page) -> None:
    expect(page.get_by_role("alert").get_by_role("link", name="Tas opp igjen mangler.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Grunn").first).to_have_value("Måles hjemme")
    expect(page.get_by_role("radio", name="utsatt").first).to_be_checked()


def when_she_says_until_when(page: Page) -> None:
    later = real_today() + dt.timedelta(days=3)
    page.get_by_role("textbox", name="Tas opp igjen").first.fill(f"{later:%d.%m.%Y}")
    page.get_by_role("button", name="Lagre på kortet").first.click()
    expect(page.get_by_role("status")).to_contain_text("Lagret på kortet.")


def then_nobody_is_reminded_but_it_stands_there(page: Page) -> None:
    guideline = page.get_by_role("region", name="Retningslinjen")
    expect(guideline).not_to_contain_text("Høyt blodtrykk")
    expect(guideline.get_by_role("link", name="1 funn tatt hånd om")).to_be_visible()


def when_she_takes_it_back(page: Page) -> None:
    page.get_by_role("link", name="1 funn tatt hånd om").click()
    done = page.get_by_role("region", name="Tatt hånd om")
    expect(done).to_contain_text("Måles hjemme. Ingrid Dahl, jordmor")
    done.get_by_role("link", name="Rett eller ta tilbake").click()
    page.get_by_text("Trekk det tilbake").click()
    page.get_by_role("textbox", name="Hvorfor trekkes det tilbake?").fill("Feil funn")
    page.get_by_role("button", name="Trekk tilbake").click()
    page.get_by_role("link", name="Til kortet").click()
