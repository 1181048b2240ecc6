"""The seed's own picture: one pregnancy through everyone's hands, and nothing typed twice.

First visit at a midwife whom nobody told of her, some of it from a paper card; ultrasound with its report; a phone lost
on the bus and another in hand; ultrasound again; birth; six weeks. Each comes to the card by an act of their own, and
writes what they alone know; the next finds it there. The health station reads what it was handed.
"""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, FilePayload, Page, expect

from helsekort.access.actors import NOBODY
from helsekort.actions.sessions import enter_as_persona
from tests.journeys.looking import accessible
from tests.journeys.story_desk import STORIES, StoryDesk
from tests.running import port_of
from tests.web import made_files

KARI = STORIES["kari"]
FIRST, SCAN, LATER_SCAN, APPLIED, BORN = -132, -109, -68, -60, 88
HOME, SIX_WEEKS = BORN + 2, BORN + 42
BIRTH_UNIT, HEALTH_STATION = "Fjordbyen fødeavdeling", "Solsiden helsestasjon"
REPORT = "Ultralyd 12+3"
ABOUT_THE_ACT = frozenset({"on", "confirmed", "looked", "take", "why", "to", "home_on"})
"""What is typed of the writing itself: its day, that it is meant, to whom and why it is sent."""
MANY = 40


@pytest.fixture
def desk(tmp_path: Path, page: Page) -> Iterator[StoryDesk]:
    """Gives a house that does not know Kari, of which the clock can be put forward."""
    there = StoryDesk(tmp_path, KARI, page, unknown=True)
    thread = threading.Thread(target=there.server.run)
    thread.start()
    yield there
    there.server.should_exit = True
    thread.join()
    there.ctx.database.close()


def test_the_seeds_journey(desk: StoryDesk, browser: Browser) -> None:
    desk.type_taking_in("ingrid")
    given_the_first_visit_some_of_it_from_paper(desk)
    when_the_first_ultrasound_is_written_and_its_report_put_beside_it(desk)
    lost = given_she_reads_her_card_on_her_phone(desk, browser)
    found = when_the_phone_is_lost_and_another_is_in_hand(desk, browser)
    then_the_finder_sees_nothing_and_she_has_lost_nothing(lost, found)
    when_the_birth_unit_is_applied_to_and_says_yes(desk)
    when_the_second_ultrasound_and_the_birth_are_written(desk)
    when_mother_and_child_are_handed_over_to_the_health_station(desk)
    when_six_weeks_have_passed(desk)
    then_each_finds_what_the_others_wrote(desk, found)
    then_the_nurse_reads_what_she_was_handed_and_no_more(desk)
    then_nothing_was_typed_twice(desk)
    assert desk.untyped == set()


def on(desk: StoryDesk, number: int) -> dt.date:
    return desk.days.date(number)


def given_the_first_visit_some_of_it_from_paper(desk: StoryDesk) -> None:
    visit = on(desk, FIRST)
    desk.type_due_date(replace(KARI.pregnancy.due_dates[0], by="ingrid"))
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


def when_the_first_ultrasound_is_written_and_its_report_put_beside_it(desk: StoryDesk) -> None:
    scan = {
        "day": SCAN,
        "by": "ingrid",
        "ultrasound": [{"scan_indication": "EARLY", "number_of_fetuses": 1, "told_her": True}],
        "ultrasound_fetus": [{"label": "A", "heart_action": True, "crl": 59}],
    }
    desk.type_table(scan, on(desk, SCAN))
    desk.type_due_date(KARI.pregnancy.due_dates[1])
    desk.open(on(desk, SCAN), "ingrid")
    desk.typist.follow("Vedlegg")
    # which file it is, is chosen in a window of the browser's own
    desk.page.locator("#owner").select_option(index=1)
    desk.page.get_by_label("Hva filen er").fill(REPORT)
    report = FilePayload(name="ultralyd.pdf", mimeType="application/pdf", buffer=made_files.pdf())
    desk.page.locator("#file").set_input_files(report)
    desk.page.get_by_role("button", name="Lagre på kortet").click()
    expect(desk.page.get_by_role("link", name=REPORT, exact=True)).to_be_visible()


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
    path = lost.get_by_role("link", name=REPORT, include_hidden=True).first.get_attribute("href")
    answer = lost.request.get(lost.url.partition("/min")[0] + str(path))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
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


def unit_of(desk: StoryDesk, name: str) -> str:
    """What the list of units sends for this one."""
    value = desk.page.locator("#to option", has_text=name).get_attribute("value")
    assert value
    return value


def when_the_birth_unit_is_applied_to_and_says_yes(desk: StoryDesk) -> None:
    desk.open(on(desk, APPLIED), "ingrid")
    typist = desk.typist
    typist.follow("Søk om fødeplass")
    typist.fill_form({"to": unit_of(desk, BIRTH_UNIT), "why": "NEAREST", "level": "FODEAVDELING"})
    typist.follow("Send nå")
    desk.open(on(desk, APPLIED), "sol", "/klinikk/henvisninger")
    typist.follow(KARI.woman.name)
    typist.follow("Godta")


def when_the_second_ultrasound_and_the_birth_are_written(desk: StoryDesk) -> None:
    scan = next(row for row in KARI.result if row["day"] == LATER_SCAN)
    desk.type_table(scan, on(desk, LATER_SCAN))
    birth = next(row for row in KARI.result if row["day"] == BORN)
    desk.type_table(birth, on(desk, BORN))
    desk.type_ending()


def when_mother_and_child_are_handed_over_to_the_health_station(desk: StoryDesk) -> None:
    home = on(desk, HOME)
    desk.open(home, "sol")
    typist = desk.typist
    typist.follow("Overfør til helsestasjonen")
    to = unit_of(desk, HEALTH_STATION)
    typist.fill_form({"to": to, "why": "HOME", "home_on": f"{home:%d.%m.%Y}"})
    typist.follow("Send nå")
    desk.open(home, "hege", "/klinikk/hjemkomster")
    typist.follow(KARI.woman.name)
    accessible(desk.page)
    typist.follow("Lest, vi tar over")


def when_six_weeks_have_passed(desk: StoryDesk) -> None:
    """Her own check and the child's, by the midwife who knows them."""
    for row in KARI.result:
        if row["day"] == SIX_WEEKS:
            desk.type_table({**row, "by": "ingrid"}, on(desk, SIX_WEEKS))


def then_each_finds_what_the_others_wrote(desk: StoryDesk, found: Page) -> None:
    """The midwife, the birth unit and she herself, six weeks later."""
    for who in ("ingrid", "sol"):
        desk.open(on(desk, SIX_WEEKS), who)
        desk.typist.goto_form(f"{desk.path}/alt")
        main = desk.page.locator("main")
        for words in ("112/68", "Jordmor Berg", "59", REPORT, "3590", "4720", "116/72"):
            expect(main).to_contain_text(words)
        accessible(desk.page)
    fresh = phone(desk, found.context.browser) if found.context.browser else found
    main = fresh.locator("main")
    for words in ("3590", "116/72"):
        expect(main).to_contain_text(words)


def then_the_nurse_reads_what_she_was_handed_and_no_more(desk: StoryDesk) -> None:
    desk.open(on(desk, SIX_WEEKS), "hege", "/klinikk/hjemkomster")
    desk.typist.follow(KARI.woman.name)
    expect(desk.page.locator("main")).to_contain_text("Kari Lunde Berg")
    desk.typist.follow("Barnet")
    for words in ("3590", "4720"):
        expect(desk.page.locator("main")).to_contain_text(words)
    accessible(desk.page)
    desk.open(on(desk, SIX_WEEKS), "hege")
    expect(desk.page.locator("main")).to_contain_text("Ikke tilgjengelig for deg")


def then_nothing_was_typed_twice(desk: StoryDesk) -> None:
    """No answer to one question on two pages; what is asked of each visit, scan and birth anew is another answer."""
    typed = [one for one in desk.typist.typed if one.name not in ABOUT_THE_ACT]
    assert len(typed) > MANY
    facts = {(one.name.partition(".")[0], one.name.rpartition(".")[2], one.text, one.path) for one in typed}
    again = Counter((group, what, text) for group, what, text, _path in facts)
    assert [fact for fact, pages in again.items() if pages > 1] == []
    ending = {one.name for one in desk.typist.typed if one.path.endswith("/avslutning")}
    assert ending == {"take"}
