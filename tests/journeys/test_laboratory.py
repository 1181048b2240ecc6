"""H5, H13: answers arrive by themselves. Three messages change Kari's card before one's eyes; one finds its woman."""

from pathlib import Path

from playwright.sync_api import Page, expect

from helsekort.kith.lab_report.samples import someone
from tests.journeys.conftest import Demo
from tests.journeys.hands import Hands
from tests.journeys.looking import accessible
from tests.journeys.people import enter, leave, number_of

KARI, NORA = "Kari Lunde Berg", "Nora Haugen Sletten"


def messages(demo: Demo, to: Path, person: str) -> list[Path]:
    """The three messages about a woman of the demo, in the order they are sent; a fourth is about nobody known."""
    made = demo.command("demo-messages", "--for", person, "--to", str(to))
    assert made.returncode == 0, made.stderr
    return sorted(to.glob("*.xml"))[:3]


def receive(demo: Demo, file: Path, state: str) -> None:
    received = demo.command("receive", str(file))
    assert received.returncode == 0, received.stderr
    assert f"{file.name}: {state}" in received.stdout


def answers(page: Page) -> str:
    page.wait_for_load_state()
    return page.get_by_role("region", name="Prøvesvar", exact=True).inner_text()


def test_three_messages_change_the_card_before_ones_eyes(demo: Demo, page: Page, tmp_path: Path) -> None:
    new, changed, withdrawn = messages(demo, tmp_path / "out", "kari")
    enter(page, demo, "Amir")
    receive(demo, new, "placed")
    then_the_answer_is_found_and_seen(page)
    receive(demo, changed, "placed")
    then_old_and_new_are_told(page)
    receive(demo, withdrawn, "placed")
    then_it_is_withdrawn_and_counts_nowhere(page)
    leave(page)
    then_kari_reads_both(demo, page)
    verified = demo.command("verify")
    assert verified.returncode == 0, verified.stdout


def then_the_answer_is_found_and_seen(page: Page) -> None:
    page.reload()
    expect(page.get_by_role("row", name=KARI).first).to_contain_text("1 ikke sett")
    accessible(page)
    page.get_by_role("rowheader", name=KARI, exact=True).get_by_role("link").click()
    expect(page.get_by_role("region", name="Det viktigste")).to_contain_text("1 prøvesvar ikke sett")
    for words in (
        "15,0",
        "Fjordlaboratoriet",
        "er laboratoriets, ikke tilpasset gravide",
        "Ansvar: Amir Rahimi",
    ):
        assert words in answers(page).replace("\u00a0", " "), words
    accessible(page)
    Hands(page).follow("Sett")
    expect(page.get_by_role("status")).to_contain_text("Merket som sett av deg")
    assert "Sett av Amir Rahimi" in answers(page)
    accessible(page)


def then_old_and_new_are_told(page: Page) -> None:
    page.reload()
    first = page.get_by_role("region", name="Det viktigste")
    expect(first).to_contain_text("Rettet av laboratoriet: Hemoglobin 15,0 → 12,0")
    expect(first).to_contain_text("Du leste 15,0 den")
    assert "rettet av laboratoriet" in answers(page)
    accessible(page)
    Hands(page).follow("Sett")


def then_it_is_withdrawn_and_counts_nowhere(page: Page) -> None:
    page.reload()
    first = page.get_by_role("region", name="Det viktigste")
    expect(first).to_contain_text("Trukket tilbake av laboratoriet: Hemoglobin 12,0. Du leste 12,0 den")
    table = page.get_by_role("region", name="Prøvesvar", exact=True)
    expect(table.locator("del", has_text="12,0")).to_have_count(1)
    accessible(page)


def then_kari_reads_both(demo: Demo, page: Page) -> None:
    enter(page, demo, "Kari")
    main = page.locator("main")
    expect(main).to_contain_text("fra 15,0")
    expect(main).to_contain_text("Laboratoriet trakk svaret tilbake")
    expect(main).not_to_contain_text("11,7")
    accessible(page)


def test_a_message_for_an_unknown_woman_is_found_matched_by_hand_and_lands(
    demo: Demo, page: Page, tmp_path: Path
) -> None:
    number = number_of(page, demo, NORA)
    stray = messages(demo, tmp_path / "out", "nora")[0]
    wrong = someone(11, 11, 90).number
    stray.write_bytes(stray.read_bytes().replace(number.encode(), wrong.encode()))
    receive(demo, stray, "waiting (unknown-person)")
    enter(page, demo, "Amir")
    page.get_by_role("link", name="Innboks").click()
    accessible(page)
    hands = Hands(page)
    hands.follow("Sletten, Nora Haugen")
    expect(page.locator("main")).to_contain_text(wrong)
    expect(page.locator("main")).to_contain_text("Ingen kvinne med helsekort her har nummeret i meldingen.")
    accessible(page)
    hands.fill("Fødselsnummer eller D-nummer til kvinnen", wrong)
    hands.follow("Plasser på kortet hennes")
    expect(page.get_by_role("alert")).to_contain_text("Ingen kvinne du har til behandling")
    accessible(page)
    page.get_by_label("Fødselsnummer eller D-nummer til kvinnen").fill(number)
    page.get_by_role("button", name="Plasser på kortet hennes").click()
    expect(page.get_by_role("status")).to_contain_text("Svaret er plassert på dette kortet.")
    assert number not in page.url
    assert "15,0" in answers(page)
    expect(page.locator("h1")).to_contain_text(NORA)
    page.goto(demo.url + "/klinikk")
    expect(page.locator("main")).to_contain_text("ingen meldinger venter")


def test_an_answer_that_no_table_can_place_is_decided_by_keyboard(
    demo: Demo, page: Page, tmp_path: Path
) -> None:
    sent = messages(demo, tmp_path / "out", "kari")[0]
    sent.write_bytes(sent.read_bytes().replace(b'U="g/dL"', b'U="mmol/L"'))
    receive(demo, sent, "waiting (unit)")
    enter(page, demo, "Amir")
    hands = Hands(page)
    page.get_by_role("link", name="Innboks").click()
    hands.follow("Berg, Kari Lunde")
    accessible(page)
    hands.fill("Verdi, når det er et tall", "150")
    hands.follow("Før på kortet")
    expect(page.get_by_role("alert")).to_contain_text("Verdien er utenfor det som er mulig.")
    accessible(page)
    page.get_by_label("Verdi, når det er et tall").fill("12,0")
    page.get_by_role("button", name="Før på kortet").click()
    expect(page.get_by_role("status")).to_contain_text("Svaret er plassert på dette kortet.")
    assert "12,0" in answers(page)
    assert "sendt som 15.0 mmol/L" in answers(page)


def test_the_responsibility_is_given_on_by_keyboard(demo: Demo, page: Page, tmp_path: Path) -> None:
    receive(demo, messages(demo, tmp_path / "out", "kari")[0], "placed")
    enter(page, demo, "Amir")
    hands = Hands(page)
    hands.walk_to("Velg Hemoglobin")
    hands.press("Space")
    hands.follow("Gi de valgte til …")
    accessible(page)
    hands.choose("Hvem skal ha ansvaret?", "Ingrid Dahl, jordmor, Solsiden helsestasjon")
    hands.follow("Gi videre")
    expect(page.get_by_role("status")).to_contain_text("Ansvaret er gitt videre")
    leave(page)
    enter(page, demo, "Ingrid")
    row = page.get_by_role("row").filter(has_text="Kari Lunde Berg").filter(has_text="28+0")
    expect(row).to_contain_text("1 ikke sett")
