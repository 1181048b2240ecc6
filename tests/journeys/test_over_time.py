"""H10, H19: values over time, for her midwife and for herself: a picture and the same in a table, also by keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.hands import Hands
from tests.journeys.looking import accessible
from tests.journeys.people import enter, leave, open_card


def test_values_over_time_as_pictures_and_tables(demo: Demo, page: Page) -> None:
    enter(page, demo, "Ingrid")
    open_card(page, "Nora Haugen Sletten")
    page.get_by_role("link", name="Hele kortet", exact=True).click()
    then_each_chart_is_a_picture_with_its_values_in_words(page)
    then_the_table_is_one_press_away_by_keyboard(page)
    accessible(page)
    then_results_scroll_in_a_frame_of_their_own(page)
    leave(page)
    enter(page, demo, "Nora")
    then_her_weight_waits_until_she_opens_it(page)
    accessible(page)


def then_each_chart_is_a_picture_with_its_values_in_words(page: Page) -> None:
    charts = page.get_by_role("region", name="Kurver", exact=True)
    for title, value in (
        ("Blodtrykk: hele svangerskapet", "142/92"),
        ("Blodtrykk: de siste to ukene", "144/93 mmHg, hjemme"),
        ("Symfyse–fundus-mål etter svangerskapsuke", "28\u00a0cm"),
        ("Vekt gjennom svangerskapet", "95,2\u00a0kg"),
    ):
        picture = charts.get_by_role("img", name=title)
        expect(picture).to_have_count(1)
        expect(picture.locator("desc")).to_contain_text(value)
    expect(charts).to_contain_text("IKKE kurven på det norske papirkortet. Utgave 2016.")


def then_the_table_is_one_press_away_by_keyboard(page: Page) -> None:
    table = page.get_by_role("region", name="Tallene i tabell: Vekt")
    expect(table).to_be_hidden()
    hands = Hands(page)
    hands.walk_to("Vekt:")
    hands.press("Enter")
    expect(table.get_by_role("row")).to_have_count(5)
    # check-ups keep to weekdays, so how far apart they are turns with the day the demo is made
    expect(table).to_contain_text(re.compile(r"\+1,8 på 1[3-9] dager"))
    expect(table).to_contain_text("+7,2")


def then_results_scroll_in_a_frame_of_their_own(page: Page) -> None:
    before = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    frame = page.get_by_role("region", name="Prøvesvar over tid, i tabell")
    name = frame.get_by_role("rowheader", name="Hemoglobin")
    frame.focus()
    stood = name.bounding_box()
    frame.evaluate("frame => { frame.scrollLeft = frame.scrollWidth }")
    moved = name.bounding_box()
    assert frame.evaluate("frame => frame.scrollLeft") > 0
    assert stood is not None
    assert moved is not None
    assert stood["x"] == moved["x"], "the names stay where they are"
    expect(frame.get_by_text("13,1")).to_be_in_viewport()
    assert before is not None
    page.set_viewport_size(before)


def then_her_weight_waits_until_she_opens_it(page: Page) -> None:
    weight = page.get_by_role("img", name="Vekt gjennom svangerskapet")
    # counted, for until the style sheet has come both the wide and the narrow picture are there
    expect(page.get_by_role("img", name="Blodtrykk: hele svangerskapet")).to_have_count(1)
    expect(weight).to_be_hidden()
    page.get_by_text("Vis kurven", exact=False).click()
    expect(weight).to_be_visible()
    page.get_by_role("region", name="Prøvesvar").get_by_text("Blodprosent (hemoglobin)").click()
    expect(page.locator("main")).to_contain_text("Det følges for å se om du trenger jern.")
