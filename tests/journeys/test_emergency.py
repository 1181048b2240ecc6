"""D32, H21, G14: Lars meets Nora, whom he does not know, in labour. He is in within seconds, and she knows."""

import re
import threading
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from helsekort import cli
from tests.cast import MINUTE, MOMENT, made_demo, open_house
from tests.journeys.conftest import Demo
from tests.journeys.hands import Hands
from tests.journeys.keystrokes import RANDOM_LETTERS, Effort
from tests.journeys.looking import accessible
from tests.journeys.people import enter, leave, number_of, open_card
from tests.journeys.test_seconds import FIGURES
from tests.running import port_of

GOAL = 15
NORA = "Nora Haugen Sletten"


def test_she_is_met_in_an_emergency_and_another_unit_reviews_it(demo: Demo, page: Page) -> None:
    number = number_of(page, demo, NORA)
    enter(page, demo, "Lars")
    effort = he_breaks_the_glass(page, number)
    assert effort.seconds() < GOAL
    assert published() == said(effort)
    main = page.locator("main")
    expect(main).to_contain_text(NORA)
    expect(main).to_contain_text("Nødtilgang til klokken")
    accessible(page)
    card = page.url.removesuffix("/akutt")
    leave(page)
    she_knows(demo, page)
    his_unit_sees_it_and_cannot_close_it(demo, page)
    another_closes_it(demo, page)
    enter(page, demo, "Nora")
    page.goto(demo.url + "/min/innsyn")
    expect(main).to_contain_text("Gjennomgått: tilgangen var begrunnet.")
    leave(page)
    enter(page, demo, "Lars")
    answer = page.goto(card)
    assert answer is not None
    assert answer.status == 200


def he_breaks_the_glass(page: Page, number: str) -> Effort:
    """From his list to the emergency page, by keyboard."""
    expect(page.get_by_role("heading", name="Kvinner du følger opp")).to_be_visible()
    hands = Hands(page)
    hands.follow("Nødtilgang")
    assert hands.here()[0].startswith("Fødselsnummer"), "the hands are where the typing begins"
    hands.fill("Fødselsnummer", number)
    hands.choose("Hva haster?", "Fødsel i gang eller nær")
    hands.fill("Hva har skjedd?", "rier")
    hands.save()
    page.wait_for_url(re.compile("/akutt$"))
    return hands.effort


def said(effort: Effort) -> str:
    """The figure as the page says it."""
    return (
        f"{effort.keys} keys, {effort.thoughts} thoughts, {effort.pages} pages: {effort.seconds():.1f} s"
        f" ({effort.seconds(RANDOM_LETTERS):.0f} s with K {RANDOM_LETTERS:.2f}); goal under {GOAL} s"
    )


def published() -> str:
    row = re.search(r"\| an unknown woman in labour .*", FIGURES.read_text(encoding="utf-8"))
    assert row, "docs/figures.md has no row for an unknown woman in labour"
    return row[0].split(" | ")[2]


def she_knows(demo: Demo, page: Page) -> None:
    enter(page, demo, "Nora")
    page.get_by_role("link", name="Du har en ny melding").click()
    main = page.locator("main")
    expect(main).to_contain_text(
        "Lars Brekke, lege ved Nordlia legesenter, åpnet helsekortet ditt med nødtilgang"
    )
    expect(main).to_contain_text("Grunn: fødsel i gang eller nær. En annen enhet skal gå gjennom det.")
    accessible(page)
    leave(page)


def his_unit_sees_it_and_cannot_close_it(demo: Demo, page: Page) -> None:
    enter(page, demo, "Turid")
    accessible(page)
    page.get_by_role("link", name="Nødtilgang").click()
    main = page.locator("main")
    expect(main).to_contain_text("En fra en annen enhet må lukke det.")
    expect(page.get_by_role("button", name="Lukk gjennomgangen")).to_have_count(0)
    accessible(page)
    leave(page)


def another_closes_it(demo: Demo, page: Page) -> None:
    enter(page, demo, "Rune")
    page.get_by_role("link", name="Nødtilgang").click()
    expect(page.locator("main")).to_contain_text("rier")
    page.get_by_label("Tilgangen var begrunnet").check()
    page.get_by_label("Begrunnelse").fill("Hun var i fødsel, og fødeavdelingen bekrefter det.")
    accessible(page)
    page.get_by_role("button", name="Lukk gjennomgangen").click()
    expect(page.get_by_role("status")).to_contain_text("Gjennomgangen er lukket.")
    accessible(page)
    leave(page)


def test_of_violence_her_midwife_tells_her(demo: Demo, page: Page) -> None:
    number = number_of(page, demo, NORA)
    enter(page, demo, "Lars")
    page.goto(demo.url + "/klinikk/nodtilgang")
    accessible(page)
    page.get_by_role("button", name="Åpne akuttsiden").click()
    expect(page.get_by_role("alert")).to_contain_text("Kortet er ikke åpnet")
    accessible(page)
    page.get_by_label("Fødselsnummer").fill(number)
    page.get_by_label("Akutt fare for henne eller barnet").check()
    page.get_by_label("Hva har skjedd?").fill("Fall, blør")
    page.get_by_text("Trenger du også det som er ført om vold?").click()
    page.get_by_label("Hvorfor trengs det?").fill("Blåmerker på armene")
    page.get_by_role("button", name="Åpne akuttsiden").click()
    expect(page.locator("main")).to_contain_text(NORA)
    leave(page)
    enter(page, demo, "Nora")
    expect(page.get_by_role("link", name="Du har en ny melding")).to_have_count(0)
    leave(page)
    enter(page, demo, "Ingrid")
    page.get_by_role("link", name="Si til henne").click()
    accessible(page)
    page.get_by_role("button", name="Hun har fått vite det").click()
    expect(page.get_by_role("status")).to_contain_text("hun har fått vite det")
    page.goto(demo.url + "/klinikk")
    expect(page.get_by_role("link", name="Si til henne")).to_have_count(0)
    open_card(page, NORA)
    expect(page.locator("main")).not_to_contain_text("Nødtilgang til klokken")


class Clock:
    """A house's clock that a test moves on."""

    def __init__(self) -> None:
        self.at = MOMENT

    def __call__(self) -> int:
        return self.at


@pytest.fixture
def moved(database_url: str) -> Iterator[tuple[str, Clock]]:
    """The address of a demo in this process, and its clock."""
    clock = Clock()
    ctx = replace(open_house(database_url), clock=clock)
    made_demo(ctx)
    server = cli.server(ctx, 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port_of(server)}", clock
    finally:
        server.should_exit = True
        thread.join()
        ctx.database.close()


def test_after_the_hour_he_is_out(moved: tuple[str, Clock], page: Page) -> None:
    url, clock = moved
    demo = Demo(url, {})
    number = number_of(page, demo, NORA)
    enter(page, demo, "Lars")
    he_breaks_the_glass(page, number)
    emergency = page.url
    clock.at += 60 * MINUTE - 1
    enter(page, demo, "Lars")
    page.goto(emergency)
    expect(page.locator("main")).to_contain_text(NORA)
    clock.at += 1
    page.goto(emergency)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ikke tilgjengelig for deg")
    expect(page.locator("main")).not_to_contain_text("Nora")
