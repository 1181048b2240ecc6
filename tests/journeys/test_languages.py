"""Someone who chooses another language by keyboard, and works in it: pages stay whole, narrow and wide."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.hands import Hands
from tests.journeys.looking import accessible
from tests.journeys.people import enter

# language -> what she looks for on the way
WORDS = {
    "nn": {
        "chosen": "Nynorsk",
        "list": "Kvinner du følgjer opp",
        "new": "Ny kontroll",
        "pressure": "Blodtrykk, måling 1",
        "weight": "Vekt",
        "save": "Lagre kontrollen",
        "typed": "71,4",
        "shown": "71,4",
        "urine": "Protein i urin",
        "negative": "negativ",
        "correct": "Rett",
        "whole": "Heile kortet",
        "due": "Foreslå eller stadfest termin",
        "propose": "Foreslå termin",
    },
    "en": {
        "chosen": "English",
        "list": "Women in your care",
        "new": "New check-up",
        "pressure": "Blood pressure, reading 1",
        "weight": "Weight",
        "save": "Save the check-up",
        "typed": "71,4",
        "shown": "71.4",
        "urine": "Protein in urine",
        "negative": "negative",
        "correct": "Correct",
        "whole": "The whole card",
        "due": "Propose or confirm a due date",
        "propose": "Propose a due date",
    },
}


@pytest.mark.parametrize("language", WORDS)
def test_a_check_up_is_recorded_in_another_language_by_keyboard(
    demo: Demo, page: Page, language: str
) -> None:
    words = WORDS[language]
    enter(page, demo, "Ingrid")
    hands = Hands(page)
    hands.follow(words["chosen"])
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(words["list"])
    accessible(page)
    hands.follow("Silje Marie Aas")
    accessible(page)
    hands.follow(words["new"])
    accessible(page)
    hands.fill(words["pressure"], "118 72")
    hands.choose(words["urine"], words["negative"])
    hands.fill(words["weight"], words["typed"])
    hands.follow(words["save"])
    row = page.get_by_role("row").filter(has_text="118/72")
    expect(row).to_contain_text(words["shown"])
    expect(row).to_contain_text(words["negative"])
    row.get_by_role("link").first.click()
    accessible(page)
    hands.follow(words["correct"])
    expect(page.get_by_role("textbox", name=words["weight"])).to_have_value(words["shown"])
    accessible(page)
    page.goto(page.url.split("/hendelse")[0])
    hands.follow(words["whole"])
    accessible(page)
    hands.follow(words["due"])
    expect(page.get_by_role("heading", name=words["propose"])).to_be_visible()
    accessible(page)
    page.goto(demo.url + "/klinikk/innboks")
    accessible(page)


def test_no_other_language_is_offered_where_something_is_written(demo: Demo, page: Page) -> None:
    """To change it is to leave the page, and what was typed would be lost."""
    enter(page, demo, "Ingrid")
    page.get_by_role("link", name="Kari Lunde Berg").click()
    expect(page.get_by_role("button", name="English")).to_be_visible()
    page.get_by_role("link", name="Ny kontroll").first.click()
    expect(page.get_by_role("button", name="English")).to_have_count(0)
    page.get_by_label("Blodtrykk, måling 1").fill("hundre")
    page.get_by_role("button", name="Lagre kontrollen").click()
    expect(page.get_by_label("Blodtrykk, måling 1")).to_have_value("hundre")
    expect(page.get_by_role("button", name="English")).to_have_count(0)
