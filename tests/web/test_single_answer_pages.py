"""Single answers decided on the page of their message: left outside, said what they are, asked about, told why not."""

import re

import pytest
from httpx import Response

from helsekort.actions import receiving
from helsekort.record.ids import to_text
from tests.answers import KARI, NORA, answer, ferritin, haemoglobin, keep, receive, results, sent, thyroxine
from tests.cast import LAB, Cast
from tests.web.at_work import AtWork, amir, card_path, ingrid, kari, words
from tests.web.test_inbox_pages import INBOX

MILLIGRAMS = ferritin("0.024", "mg/L")


@pytest.fixture
def clinic(cast: Cast) -> AtWork:
    return amir(cast)


def waiting_page(cast: Cast) -> str:
    """A ferritin in a unit that nobody can reckon, and a haemoglobin with a comma, wait beside an HbA1c."""
    (receipt,) = receive(cast.ctx, *sent(answer(KARI, MILLIGRAMS, haemoglobin("11,8"), thyroxine())))
    return f"{INBOX}/{to_text(receipt.message)}"


def handles(page: str) -> list[str]:
    return re.findall(r'name="item" value="([0-9a-f]+)"', page)


def decide(clinic: AtWork, path: str, place: int, **fields: str) -> Response:
    item = handles(clinic.get(path).text)[place - 1]
    numbered = {
        f"{name}-{place}" if name in ("what", "value") else name: text for name, text in fields.items()
    }
    return clinic.post(f"{path}/svar", item=item, nr=str(place), **numbered)


def test_the_page_says_how_many_wait_and_offers_what_the_card_takes(cast: Cast, clinic: AtWork) -> None:
    path = waiting_page(cast)
    said = clinic.says(path)
    assert "2 svar i meldingen må avgjøres av en person." in said
    for part in ("P-Ferritin: 0.024 mg/L", "B-Hemoglobin: 11,8 g/dL", "Ferritin (µg/L)", "RhD: "):
        assert part in said, part
    assert '<option value="ferritin" selected>' in clinic.get(path).text


def test_read_by_hand_and_left_outside_nothing_waits(cast: Cast, clinic: AtWork) -> None:
    path = waiting_page(cast)
    gone = decide(clinic, path, 1, what="ferritin", value="24", do="read")
    assert gone.headers["location"] == f"{card_path(cast.kari_card)}?svar=placed#prover"
    said = clinic.says(card_path(cast.kari_card)).replace("\u00a0", " ")
    for part in ("24 µg/L", "sendt som 0.024 mg/L", "Plassert for hånd av Amir Rahimi"):
        assert part in said, part
    decide(clinic, path, 1, do="leave")
    assert "ingen meldinger venter" in clinic.says("/klinikk")
    assert "En av dere har sagt at det ikke skal stå på kortet." in clinic.says(path)
    assert set(results(cast, cast.kari_card)) == {"ferritin"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"what": "", "value": "24"}, "Velg hva svaret er på kortet."),
        ({"what": "made-up", "value": "24"}, "Velg hva svaret er på kortet."),
        ({"what": "ferritin", "value": ""}, "Skriv verdien som et tall"),
        ({"what": "ferritin", "value": "mye"}, "Skriv verdien som et tall"),
        ({"what": "rhd:MAYBE"}, "Skriv verdien som et tall"),
        ({"what": "haemoglobin", "value": "118"}, "Verdien er utenfor det som er mulig."),
    ],
)
def test_what_cannot_be_meant_is_said_and_what_was_typed_stays(
    cast: Cast, clinic: AtWork, fields: dict[str, str], said: str
) -> None:
    path = waiting_page(cast)
    back = decide(clinic, path, 1, do="read", **fields)
    assert back.status_code == 422
    page = back.text
    assert said in words(page)
    assert "Ingenting er endret" in words(page)
    assert f'value="{fields.get("value", "")}"' in page
    assert results(cast, cast.kari_card) == {}


def test_an_unusual_value_is_asked_about(cast: Cast, clinic: AtWork) -> None:
    path = waiting_page(cast)
    back = decide(clinic, path, 2, what="haemoglobin", value="20,1", do="read")
    assert "Ja, verdien er riktig" in words(back.text)
    other = decide(clinic, path, 2, what="haemoglobin", value="20,2", do="read", confirmed="20,1")
    assert "Ja, verdien er riktig" in words(other.text)
    decide(clinic, path, 2, what="haemoglobin", value="20,1", do="read", confirmed="20,1")
    assert str(results(cast, cast.kari_card)["haemoglobin"].now.value) == "20.1"


@pytest.mark.parametrize("item", ["", "0" * 64, "\u2028", "x" * 4000])
def test_an_answer_that_is_not_there_changes_nothing(cast: Cast, clinic: AtWork, item: str) -> None:
    path = waiting_page(cast)
    back = clinic.post(f"{path}/svar", item=item, nr="1", do="leave")
    assert back.status_code == 422
    assert "Svaret venter ikke lenger slik det sto." in words(back.text)


def test_it_is_closed_to_another_unit_and_to_her(cast: Cast, clinic: AtWork) -> None:
    path = waiting_page(cast)
    item = handles(clinic.get(path).text)[0]
    for other in (ingrid(cast), kari(cast)):
        answered = other.post(f"{path}/svar", item=item, nr="1", do="leave")
        assert answered.status_code in (303, 403, 404)
    assert handles(clinic.get(path).text)[0] == item


def test_what_is_outside_leads_to_its_message_for_the_unit_it_came_to(cast: Cast, clinic: AtWork) -> None:
    (receipt,) = receive(cast.ctx, *sent(answer(NORA, thyroxine())))
    path = f"{INBOX}/{to_text(receipt.message)}"
    assert f'href="{path}"' in clinic.get(card_path(cast.nora_card)).text
    assert "Us-FT4" in clinic.says(path)
    elsewhere = ingrid(cast)
    assert f'href="{path}"' not in elsewhere.get(card_path(cast.nora_card)).text
    assert "Us-FT4" in elsewhere.says(card_path(cast.nora_card))


def test_what_no_program_can_read_is_shown_as_it_came(cast: Cast) -> None:
    (receipt,) = receive(cast.ctx, "<Message xmlns='x'><Svar verdi='æ \u0000'>".encode())
    page = ingrid(cast).get(f"{INBOX}/{to_text(receipt.message)}").text
    assert "&lt;Svar verdi=" in page
    assert "Meldingen slik den kom" in page


def test_a_parked_message_opens_and_is_not_tried_again(
    cast: Cast, clinic: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It made the program fail, so its page must not read it as the program does."""

    def failing(*_: object) -> None:
        raise ZeroDivisionError

    (kept,) = keep(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"))))
    for module in ("receiving", "settling", "sent", "inbox"):
        monkeypatch.setattr(f"helsekort.actions.{module}.read_message", failing)
    for _ in range(3):
        receiving.work_inbox(LAB, ctx=cast.ctx)
    page = ingrid(cast).get(f"{INBOX}/{to_text(kept.message)}")
    assert page.status_code == 200
    assert "NOR05172" in page.text
