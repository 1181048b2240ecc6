"""The inbox against the real actions: found, opened as sent, placed by hand, set aside; seen by its unit alone."""

import re

import pytest

from helsekort.record.ids import to_text
from tests.answers import KARI, STRANGER, answer, ferritin, haemoglobin, receive, sent, thyroxine, waiting
from tests.cast import Cast, number_of
from tests.web.at_work import AtWork, amir, card_path, ingrid, words

INBOX = "/klinikk/innboks"


@pytest.fixture
def clinic(cast: Cast) -> AtWork:
    """Amir, to whose unit the tests' messages are addressed."""
    return amir(cast)


def unknown(cast: Cast) -> str:
    """A message about someone unknown; its address."""
    receive(cast.ctx, *sent(answer(STRANGER, haemoglobin("12.4"))))
    (number,) = waiting(cast.ctx)
    return f"{INBOX}/{to_text(number)}"


def test_a_message_about_someone_unknown_is_found_from_the_worklist(cast: Cast, clinic: AtWork) -> None:
    path = unknown(cast)
    assert "Innboks : én melding må plasseres eller ses på" in clinic.says("/klinikk")
    page = clinic.get(INBOX).text
    assert f'href="{path}"' in page
    assert "Ingen kvinne med helsekort her har nummeret i meldingen." in words(page)


def test_it_is_shown_as_sent_with_why_it_waits_and_what_to_do(cast: Cast, clinic: AtWork) -> None:
    said = clinic.says(unknown(cast))
    for part in (
        "Ukjent, Prøve",
        STRANGER.number,
        "12.4 g/dL",
        "11,7 - 15,3",
        "ikke tilpasset gravide",
        "Er hun hos dere, så plasser svaret med nummeret hennes.",
        "føres på kortet når svaret er plassert",
    ):
        assert part in said, part


def test_placed_by_hand_it_stands_on_her_card(cast: Cast, clinic: AtWork) -> None:
    path = unknown(cast)
    gone = clinic.post(f"{path}/plasser", number=number_of(3), pregnancy="sampled")
    assert gone.headers["location"] == f"{card_path(cast.kari_card)}?svar=placed#prover"
    said = clinic.says(gone.headers["location"])
    assert "Svaret er plassert på dette kortet." in said
    assert "12,4 g/dL" in said
    assert "ingen meldinger venter" in clinic.says("/klinikk")


def test_a_number_may_be_typed_in_groups(cast: Cast, clinic: AtWork) -> None:
    number = number_of(3)
    gone = clinic.post(f"{unknown(cast)}/plasser", number=f"{number[:6]} {number[6:]}")
    assert gone.status_code == 303


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"number": ""}, "number", "Skriv elleve siffer."),
        ({"number": "1234"}, "number", "Skriv elleve siffer."),
        ({"number": STRANGER.number}, "number", "Ingen kvinne du har til behandling"),
        ({"number": number_of(3), "pregnancy": "next"}, "pregnancy", "Velg hvilket svangerskap"),
    ],
)
def test_what_cannot_be_placed_says_why_and_keeps_what_was_typed(
    cast: Cast, clinic: AtWork, fields: dict[str, str], field: str, said: str
) -> None:
    path = unknown(cast)
    back = clinic.post(f"{path}/plasser", **fields)
    assert back.status_code == 422
    assert said in words(back.text)
    assert f'href="#{field}"' in back.text
    assert f'value="{fields["number"]}"' in back.text
    assert len(waiting(cast.ctx)) == 1


def test_a_woman_without_a_card_then_is_told_apart_from_no_such_woman(cast: Cast, clinic: AtWork) -> None:
    long_ago = answer(STRANGER, haemoglobin("12.4"), taken=cast.ctx.today().replace(year=2020))
    receive(cast.ctx, *sent(long_ago))
    path = f"{INBOX}/{to_text(waiting(cast.ctx)[0])}"
    back = clinic.post(f"{path}/plasser", number=number_of(3))
    assert back.status_code == 422
    assert "Velg svangerskapet hun er i nå, om svaret hører dit." in words(back.text)
    assert clinic.post(f"{path}/plasser", number=number_of(3), pregnancy="current").status_code == 303


def test_a_message_is_set_aside_only_with_a_reason(cast: Cast, clinic: AtWork) -> None:
    path = unknown(cast)
    back = clinic.post(f"{path}/legg-bort", why=" ")
    assert back.status_code == 422
    assert "Skriv hvorfor meldingen legges bort." in words(back.text)
    gone = clinic.post(f"{path}/legg-bort", why="Ringt laboratoriet. Hører til et annet sted.")
    said = clinic.says(gone.headers["location"])
    assert "Meldingen er lagt bort." in said
    assert "Ingen meldinger venter på enheten din." in said


def test_another_unit_sees_nothing_of_it(cast: Cast) -> None:
    path = unknown(cast)
    elsewhere = ingrid(cast)
    assert "Ukjent" not in elsewhere.says(INBOX)
    there = elsewhere.get(path)
    nowhere = elsewhere.get(f"{INBOX}/0123456789ab")
    unreadable = elsewhere.get(f"{INBOX}/il")
    assert {there.status_code, nowhere.status_code, unreadable.status_code} == {403}
    assert there.text == nowhere.text == unreadable.text
    assert elsewhere.post(f"{path}/plasser", number=number_of(3)).status_code == 403
    assert elsewhere.post(f"{path}/legg-bort", why="Ikke vår").status_code == 403


def test_an_answer_that_a_person_must_read_offers_no_placing(cast: Cast, clinic: AtWork) -> None:
    receive(cast.ctx, *sent(answer(KARI, ferritin("40", unit="mg/dL"), haemoglobin("12.4"), thyroxine())))
    path = re.search(rf'href="({INBOX}/\w+)"', clinic.get(INBOX).text)
    assert path
    page = clinic.get(path[1]).text
    assert "/plasser" not in page
    said = words(page)
    assert "venter: Svaret har en enhet som kortet ikke kan regne om trygt." in said
    assert "P-Ferritin 40 mg/dL" in said
    assert "på kortet" in said
    assert "utenfor kortet: Prøven har en kode som helsekortet ikke har plass til." in said


def test_an_address_without_a_form_leads_to_the_message(cast: Cast, clinic: AtWork) -> None:
    path = unknown(cast)
    for form in ("plasser", "legg-bort"):
        assert clinic.get(f"{path}/{form}").headers["location"] == path


def test_no_number_stands_in_an_address(cast: Cast, clinic: AtWork) -> None:
    page = clinic.get(unknown(cast)).text
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert STRANGER.number in page
    assert not any(re.search(r"\d{11}", each) for each in addresses)
