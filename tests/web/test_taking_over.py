"""The page with what goes to the local record, the list of whom it lacks something of, and whole pressures."""

from decimal import Decimal

from helsekort.record.entries import Pressure
from helsekort.web.shared.readings import pressure
from helsekort.web.shared.texts import texts_for
from tests.cast import Cast, record
from tests.web.at_work import AtWork, card_path, ingrid, words


def _marked(page: str) -> str:
    return page.split('name="up_to" value="')[1].split('"')[0]


def test_it_is_pasted_fetched_and_marked(cast: Cast) -> None:
    clinic = ingrid(cast)
    record(cast, cast.nora_card)
    path = card_path(cast.nora_card) + "/journal"
    page = clinic.get(path).text
    assert "Kontroll 10.03.2026" in words(page)
    assert "Ikke overført 2" in clinic.says("/klinikk")
    fetched = clinic.get(path + "/fil")
    assert fetched.headers["content-disposition"].startswith("attachment")
    assert fetched.json()["type"] == "document"
    assert "Kontroll 10.03.2026" in words(clinic.get(path).text), "fetching marks nothing"
    assert clinic.post(path, up_to=_marked(page)).headers["location"] == path
    after = words(clinic.get(path).text)
    assert "Alt dere har ført, er overført." in after
    assert "Ingrid Dahl" in after
    listed = clinic.get("/klinikk?liste=ikke-overfort").text
    assert card_path(cast.nora_card) not in listed
    assert f'href="{card_path(cast.kari_card)}/journal"' in listed
    assert "/journal" not in clinic.get("/klinikk").text


def test_nonsense_marks_nothing(cast: Cast) -> None:
    clinic = ingrid(cast)
    path = card_path(cast.nora_card) + "/journal"
    for typed in ("", "x", "99999"):
        assert clinic.post(path, up_to=typed).status_code == 422
    assert "Overført før" not in words(clinic.get(path).text)


def test_who_does_not_care_for_her_gets_nothing(cast: Cast) -> None:
    lars = AtWork(cast.ctx, cast.lars, "lars")
    path = card_path(cast.nora_card) + "/journal"
    assert {lars.get(path).status_code, lars.get(path + "/fil").status_code} == {403}
    assert lars.post(path, up_to="2").status_code == 403


def test_a_pressure_that_was_sent_with_decimals_is_whole() -> None:
    said = pressure(texts_for("nb"), Pressure(Decimal("141.0"), Decimal("91.0")))
    assert said == "141/91"
    assert pressure(texts_for("nb"), Pressure(Decimal("141.5"), None)) == "141,5/–"
