"""The seed's own picture: one pregnancy through everyone's hands, and nothing typed twice.

First visit at the midwife's, some of it from a paper card; ultrasound; a phone lost on the bus and another in hand;
ultrasound again; birth; six weeks. Each writes what they alone know; the next finds it there.
"""

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from helsekort.access.actors import NOBODY
from helsekort.actions.sessions import enter_as_persona
from tests.journeys.looking import accessible
from tests.journeys.story_desk import STORIES, StoryDesk
from tests.running import port_of

KARI = STORIES["kari"]
FIRST, SCAN, LATER_SCAN, BORN = -132, -109, -68, 88
SIX_WEEKS = BORN + 42


@pytest.fixture
def desk(tmp_path: Path, page: Page) -> Iterator[StoryDesk]:
    """Gives Kari's empty card in a house of which the clock can be put forward."""
    there = StoryDesk(tmp_path, KARI, page)
    thread = threading.Thread(target=there.server.run)
    thread.start()
    yield there
    there.server.should_exit = True
    thread.join()
    there.ctx.database.close()


def test_the_seeds_journey(desk: StoryDesk, browser: Browser) -> None:
    given_the_first_visit_some_of_it_from_paper(desk)
    when_the_first_ultrasound_is_written(desk)
    lost = given_she_reads_her_card_on_her_phone(desk, browser)
    found = when_the_phone_is_lost_and_another_is_in_hand(desk, browser)
    then_the_finder_sees_nothing_and_she_has_lost_nothing(lost, found)
    when_the_second_ultrasound_and_the_birth_are_written(desk)
    when_six_weeks_have_passed(desk)
    then_each_finds_what_the_others_wrote(desk, found)
    assert desk.untyped == set()


def on(desk: StoryDesk, number: int) -> dt.date:
    return desk.days.date(number)


def given_the_first_visit_some_of_it_from_paper(desk: StoryDesk) -> None:
    visit = on(desk, FIRST)
    desk.type_due_date(KARI.pregnancy.due_dates[0])
    desk.type_fetus("A", None, visit)
    told = {
        "day": FIRST,
        "by": "ingrid",
        "height": 168,
        "prepregnancy_weight": 64,
        "earlier_birth": [{"birth_year": 2023, "age_at_birth": "40+2", "mode": "VAG", "outcome": "LIVE"}],
    }
    desk.type_table(told, visit)
    paper = {"paper": "1", "paper_written_by": "Jordmor Berg", "paper_written_on": f"{visit:%d.%m.%Y}"}
    desk.open(visit, "ingrid")
    desk.typist.goto_form(f"{desk.path}/kontroll")
    copied = {"on": f"{visit:%d.%m.%Y}", "blood_pressure-1": "112/68", "weight": "65,0", **paper}
    assert desk.typist.fill_form(copied) == set()
    expect(desk.page.locator("main")).to_contain_text("112/68")


def when_the_first_ultrasound_is_written(desk: StoryDesk) -> None:
    scan = {
        "day": SCAN,
        "by": "ingrid",
        "ultrasound": [{"scan_indication": "EARLY", "number_of_fetuses": 1}],
        "ultrasound_fetus": [{"label": "A", "heart_action": True, "crl": 59}],
    }
    desk.type_table(scan, on(desk, SCAN))
    desk.type_due_date(KARI.pregnancy.due_dates[1])


def phone(desk: StoryDesk, browser: Browser) -> Page:
    """A phone of hers, logged in."""
    origin = f"http://127.0.0.1:{port_of(desk.server)}"
    context = browser.new_context(viewport={"width": 390, "height": 844})
    token = enter_as_persona(NOBODY, ctx=desk.ctx, persona="kari")
    context.add_cookies([{"name": "helsekort", "value": token, "url": origin}])
    page = context.new_page()
    page.goto(f"{origin}/min")
    return page


def given_she_reads_her_card_on_her_phone(desk: StoryDesk, browser: Browser) -> Page:
    lost = phone(desk, browser)
    expect(lost.locator("main")).to_contain_text("112/68")
    return lost


def when_the_phone_is_lost_and_another_is_in_hand(desk: StoryDesk, browser: Browser) -> Page:
    found = phone(desk, browser)
    found.get_by_role("link", name="Hvem har sett kortet ditt").first.click()
    found.get_by_role("button", name="Logg ut andre steder").click()
    expect(found.locator("main")).to_contain_text("Du er logget ut alle andre steder.")
    accessible(found)
    return found


def then_the_finder_sees_nothing_and_she_has_lost_nothing(lost: Page, found: Page) -> None:
    lost.reload()
    expect(lost.locator("body")).not_to_contain_text("112/68")
    expect(lost.locator("body")).not_to_contain_text("Kari Lunde Berg · ")
    assert "/min" not in urlsplit(lost.url).path
    found.get_by_role("link", name="Tilbake til helsekortet").click()
    expect(found.locator("main")).to_contain_text("112/68")


def when_the_second_ultrasound_and_the_birth_are_written(desk: StoryDesk) -> None:
    scan = next(row for row in KARI.result if row["day"] == LATER_SCAN)
    desk.type_table(scan, on(desk, LATER_SCAN))
    birth = next(row for row in KARI.result if row["day"] == BORN)
    desk.type_table(birth, on(desk, BORN))
    desk.type_ending()


def when_six_weeks_have_passed(desk: StoryDesk) -> None:
    for row in KARI.result:
        if row["day"] == SIX_WEEKS:
            desk.type_table(row, on(desk, SIX_WEEKS))


def then_each_finds_what_the_others_wrote(desk: StoryDesk, found: Page) -> None:
    """The midwife, the health station's nurse and she herself, six weeks later."""
    for who in ("ingrid", "hege"):
        desk.open(on(desk, SIX_WEEKS), who)
        desk.typist.goto_form(f"{desk.path}/alt")
        main = desk.page.locator("main")
        for words in ("112/68", "Jordmor Berg", "59", "3590", "4720", "116/72"):
            expect(main).to_contain_text(words)
        accessible(desk.page)
    fresh = phone(desk, found.context.browser) if found.context.browser else found
    main = fresh.locator("main")
    for words in ("3590", "116/72"):
        expect(main).to_contain_text(words)
