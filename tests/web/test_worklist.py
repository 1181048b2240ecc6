"""The desk: its lists with how many stand on them, the unit's women, and the ways from a number to a card."""

import pytest

from helsekort.actions.contacts import record_contact
from tests.actions.test_worklists import colleague
from tests.cast import Cast, begin_care, check_up, new_key, number_of, pressure
from tests.web.at_work import AtWork, card_path, ingrid, words


@pytest.fixture
def clinic(cast: Cast) -> AtWork:
    return ingrid(cast)


def test_each_list_says_how_many_stand_on_it_and_shows_them_alone(cast: Cast, clinic: AtWork) -> None:
    said = clinic.says("/klinikk")
    assert "Alle 2" in said
    # 31+0 and no check-up entered yet
    assert "Ikke kontroll etter 28+0 2" in said
    record_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        contact=check_up(),
        findings=[pressure()],
        key=new_key(),
    )
    page = clinic.get("/klinikk?liste=etter-28").text
    assert card_path(cast.kari_card) in page
    assert card_path(cast.nora_card) not in page
    assert "Ikke kontroll etter 28+0 1" in words(page)


def test_a_list_without_anyone_says_so_and_one_there_is_not_is_all(cast: Cast, clinic: AtWork) -> None:
    assert "Ingen står på denne listen nå." in clinic.says("/klinikk?liste=over-termin")
    page = clinic.get("/klinikk?liste=finnes-ikke").text
    assert card_path(cast.kari_card) in page
    assert card_path(cast.nora_card) in page


def test_the_units_list_has_no_way_into_a_card_that_is_closed_to_the_reader(cast: Cast) -> None:
    siv = colleague(cast)
    begin_care(cast.ctx, cast.kari, siv)
    desk = AtWork(cast.ctx, siv, "siv")
    page = desk.get("/klinikk?hos=enhet").text
    assert "Nora Haugen Sletten" in words(page)
    assert "Ingrid Dahl, Siv Nes" in words(page)
    assert card_path(cast.nora_card) not in page
    assert card_path(cast.kari_card) in page
    assert desk.get(card_path(cast.nora_card)).status_code == 403


def test_a_number_leads_to_the_card_or_straight_to_its_emergency_page(cast: Cast, clinic: AtWork) -> None:
    found = clinic.post("/klinikk/finn", number=number_of(4))
    assert found.headers["location"] == card_path(cast.nora_card)
    found = clinic.post("/klinikk/finn", number=number_of(4), akutt="1")
    assert found.headers["location"] == card_path(cast.nora_card) + "/akutt"
