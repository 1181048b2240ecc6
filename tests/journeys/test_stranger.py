"""H21, G14: Lars has no relation to Nora. He gets one sentence, the same for a card that is not there; she knows."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, follow, leave, number_of, open_card

NOWHERE = "/klinikk/kort/0123456789ab"


def test_a_stranger_is_refused_and_the_woman_knows(demo: Demo, page: Page) -> None:
    number = number_of(page, demo, "Nora Haugen Sletten")
    enter(page, demo, "Ingrid")
    open_card(page, "Nora Haugen Sletten")
    card = page.url
    leave(page)
    enter(page, demo, "Lars")
    expect(page.locator("main")).to_contain_text("Nordlia legesenter")
    accessible(page)
    for path in ("", "/kontroll", "/kontakt", "/termin", "/hendelse/4", "/hendelse/4/rett"):
        there = what_he_gets(page, card + path)
        assert there == what_he_gets(page, demo.url + NOWHERE + path), path
    assert there == what_he_gets(page, demo.url + "/klinikk/kort/not-a-card")
    accessible(page)
    expect(page.locator("main")).not_to_contain_text("Nora")
    nobodys = what_a_search_gives(page, demo, "01019000083")
    assert what_a_search_gives(page, demo, number) == nobodys
    leave(page)
    then_nora_reads_of_it(demo, page)


def what_he_gets(page: Page, url: str) -> tuple[int, str]:
    answer = page.goto(url)
    assert answer is not None
    return answer.status, page.content()


def what_a_search_gives(page: Page, demo: Demo, number: str) -> str:
    page.goto(demo.url + "/klinikk")
    page.get_by_label("Finn kvinne").fill(number)
    follow(page, page.get_by_role("button", name="Finn"))
    assert number not in page.url
    # the form's own key, and the number that stands in it as it was typed
    return re.sub(r'(name="key" value=")[^"]*', r"\1", page.content()).replace(number, "")


def then_nora_reads_of_it(demo: Demo, page: Page) -> None:
    enter(page, demo, "Nora")
    page.goto(demo.url + "/min/innsyn")
    main = page.locator("main")
    expect(main).to_contain_text("Lars Brekke")
    expect(main).to_contain_text("slapp ikke inn")
    accessible(page)


def test_a_woman_cannot_open_the_clinicians_pages(demo: Demo, page: Page) -> None:
    enter(page, demo, "Ingrid")
    open_card(page, "Nora Haugen Sletten")
    card = page.url
    leave(page)
    enter(page, demo, "Kari")
    status, words = what_he_gets(page, card)
    assert status == 403
    assert "Nora" not in words


def test_nobody_logged_in_sees_nothing(demo: Demo, page: Page) -> None:
    for path in ("/klinikk", NOWHERE, "/min", "/min/innsyn"):
        page.goto(demo.url + path)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Helsekort for gravide")
