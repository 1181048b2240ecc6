"""What goes wrong on a busy day: a clear sentence and a way on, nothing lost, never a 500."""

import datetime as dt

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from helsekort.fhir.times import NORWAY
from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, follow, open_card


def new_check_up(demo: Demo, page: Page, name: str = "Kari Lunde Berg") -> None:
    enter(page, demo, "Ingrid")
    open_card(page, name)
    page.get_by_role("link", name="Ny kontroll").first.click()


def test_an_unusual_value_is_asked_about_once_and_nothing_typed_is_lost(demo: Demo, page: Page) -> None:
    new_check_up(demo, page)
    page.get_by_label("Blodtrykk, måling 1").fill("168/96")
    page.get_by_label("Notat").fill("Målt to ganger.")
    page.get_by_role("button", name="Lagre kontrollen").click()
    expect(page.get_by_label("Notat")).to_have_value("Målt to ganger.")
    accessible(page)
    page.get_by_role("checkbox", name="168").check()
    page.get_by_role("button", name="Lagre kontrollen").click()
    expect(page.locator("main")).to_contain_text("168/96")


def test_an_impossible_value_is_refused_and_an_emergency_can_still_be_saved(demo: Demo, page: Page) -> None:
    new_check_up(demo, page)
    page.get_by_role("textbox", name="Vekt").fill("952")
    page.get_by_role("button", name="Lagre kontrollen").click()
    expect(page.locator("main")).to_contain_text("25")
    expect(page.locator("main")).to_contain_text("300")
    accessible(page)
    page.get_by_label("Er det likevel det som ble oppgitt").fill("Vekten på legevakten viste dette")
    page.get_by_role("button", name="Lagre kontrollen").click()
    expect(page.locator("main")).to_contain_text("952")
    expect(page.locator("main")).to_contain_text("verifisert")


@pytest.mark.parametrize(
    ("field", "text"),
    [("Dato", "31.02.2026"), ("Dato", "i går"), ("Dato", "01.01.2031"), ("Blodtrykk, måling 1", "hundre")],
)
def test_a_slip_is_named_beside_its_field(demo: Demo, page: Page, field: str, text: str) -> None:
    new_check_up(demo, page)
    page.get_by_label("Notat").fill("Står fortsatt her.")
    page.get_by_label(field, exact=True).fill(text)
    page.get_by_role("button", name="Lagre kontrollen").click()
    box = page.get_by_label(field, exact=True)
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value(text)
    expect(page.get_by_label("Notat")).to_have_value("Står fortsatt her.")
    accessible(page)


def test_an_ended_session_in_the_middle_of_typing_loses_nothing(
    demo: Demo, page: Page, context: BrowserContext
) -> None:
    new_check_up(demo, page)
    page.get_by_label("Blodtrykk, måling 1").fill("117/71")
    page.get_by_label("Notat").fill("Skrevet før økten tok slutt.")
    other = context.new_page()
    other.goto(demo.url + "/klinikk")
    other.get_by_role("button", name="Logg ut").click()
    page.get_by_role("button", name="Lagre kontrollen").click()
    accessible(page)
    page.get_by_role("button", name="Ingrid").click()
    expect(page.get_by_label("Notat")).to_have_value("Skrevet før økten tok slutt.")
    expect(page.get_by_label("Blodtrykk, måling 1")).to_have_value("117/71")
    page.get_by_role("button", name="Lagre kontrollen").click()
    expect(page.locator("main")).to_contain_text("117/71")


def test_a_double_click_saves_once(demo: Demo, page: Page) -> None:
    new_check_up(demo, page)
    page.get_by_label("Blodtrykk, måling 1").fill("119/73")
    page.get_by_role("button", name="Lagre kontrollen").dblclick()
    expect(page.locator("main")).to_contain_text("119/73")
    page.goto(demo.url + "/klinikk")
    open_card(page, "Kari Lunde Berg")
    expect(page.get_by_role("row").filter(has_text="119/73")).to_have_count(1)


def test_the_same_form_sent_again_with_another_value_says_what_stands(demo: Demo) -> None:
    with httpx.Client(base_url=demo.url, headers={"Origin": demo.url}, follow_redirects=True) as ingrid:
        ingrid.post("/inn", data={"person": "ingrid"})
        card = card_in(ingrid.get("/klinikk").text)
        form = {"on": "23.11.2026", "way": "visit", "key": "one-form", "note": "Sendt én gang."}
        form["on"] = dt.datetime.now(NORWAY).strftime("%d.%m.%Y")
        assert ingrid.post(card + "/kontroll", data=form).status_code == 200
        again = ingrid.post(card + "/kontroll", data=form)
        assert again.status_code == 200
        other = ingrid.post(card + "/kontroll", data={**form, "note": "Noe annet."})
        assert other.status_code == 409
        assert "allerede lagret" in other.text
        assert "Sendt én gang." in other.text
        assert "Noe annet." in other.text
        whole = ingrid.get(card + "/alt").text
        table = whole[whole.index('id="kontroller"') : whole.index('id="tidslinje"')]
        assert table.count("Sendt én gang.") == 1


def test_the_back_button_gives_a_fresh_form(demo: Demo, page: Page) -> None:
    new_check_up(demo, page)
    page.get_by_label("Blodtrykk, måling 1").fill("121/75")
    page.get_by_role("button", name="Lagre kontrollen").click()
    expect(page.locator("main")).to_contain_text("121/75")
    page.go_back()
    expect(page.get_by_label("Blodtrykk, måling 1")).to_have_value("")
    page.go_forward()
    expect(page.locator("main")).to_contain_text("121/75")


def card_in(worklist: str) -> str:
    return next(word for word in worklist.split('"') if word.startswith("/klinikk/kort/"))


def test_two_tabs_show_both_versions_and_lose_neither(
    demo: Demo, page: Page, context: BrowserContext
) -> None:
    new_check_up(demo, page)
    page.get_by_role("textbox", name="Vekt").fill("71,0")
    page.get_by_role("button", name="Lagre kontrollen").click()
    follow(page, page.get_by_role("row").filter(has_text="71,0").get_by_role("link").first)
    other = context.new_page()
    other.goto(page.url + "/rett")
    page.goto(page.url + "/rett")
    for tab, weight in ((other, "71,2"), (page, "71,4")):
        tab.get_by_role("textbox", name="Vekt").fill(weight)
        tab.get_by_label("Hvorfor").first.fill("Skrivefeil")
        tab.get_by_role("button", name="Lagre").click()
    main = page.locator("main")
    expect(main).to_contain_text("71,2")
    expect(page.get_by_role("textbox", name="Vekt")).to_have_value("71,4")
    accessible(page)


HOSTILE = {
    "lone surrogate": b"on=23.11.2026&note=%ED%A0%80&key=k",
    "broken encoding": b"on=%ff%fe&note=%C3%28&key=k",
    "nul": b"on=23.11.2026&note=a%00b&key=k",
    "very long text": b"on=23.11.2026&key=k&note=" + b"a" * 5000,
    "very long body": b"note=" + b"a" * 200_000,
    "many fields": b"&".join(b"f%d=1" % number for number in range(400)),
    "no key": b"on=23.11.2026&weight=70",
    "long key": b"on=23.11.2026&weight=70&key=" + b"k" * 3000,
    "unknown code": b"on=23.11.2026&urine_protein=SKY&key=k",
    "another fetus": b"on=23.11.2026&fetal_heart_rate-f999999999999=140&key=k",
    "huge number": b"on=23.11.2026&weight=" + b"9" * 300 + b"&key=k",
    "exponent": b"on=23.11.2026&weight=1e999999999&key=k",
    "not a number": b"on=23.11.2026&weight=NaN&key=k",
    "year one": b"on=01.01.0001&weight=70&key=k",
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_form_gets_a_sentence_and_changes_nothing(demo: Demo, name: str) -> None:
    with httpx.Client(base_url=demo.url, headers={"Origin": demo.url}, follow_redirects=True) as ingrid:
        ingrid.post("/inn", data={"person": "ingrid"})
        card = next(
            word for word in ingrid.get("/klinikk").text.split('"') if word.startswith("/klinikk/kort/")
        )
        before = ingrid.get(card).text
        answer = ingrid.post(
            card + "/kontroll",
            content=HOSTILE[name],
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert 400 <= answer.status_code < 500, answer.status_code
        assert "<h1" in answer.text
        assert ingrid.get(card).text.count("<tr") == before.count("<tr")


def test_a_form_from_another_site_is_refused(demo: Demo) -> None:
    answer = httpx.post(
        demo.url + "/inn", data={"person": "ingrid"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
