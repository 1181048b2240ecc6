"""The page of women by finding: who stands there, where it leads, and that nothing is left of it switched off."""

from msgspec.structs import replace

from tests import cast as made
from tests.cast import Cast
from tests.web.at_work import AtWork, card_path, ingrid

LISTS = "/klinikk/retningslinje/lister"


def test_a_finding_stands_with_its_women_and_leads_to_its_reason(cast: Cast) -> None:
    made.record(cast, cast.nora_card, made.pressure(152, 94))
    her = ingrid(cast)
    page = her.get(LISTS).text
    assert "Høyt blodtrykk" in page
    assert f'href="{card_path(cast.nora_card)}/retningslinje/blood-pressure"' in page
    assert her.get(f"{card_path(cast.nora_card)}/retningslinje/blood-pressure").status_code == 200
    assert "ikke sertifisert medisinsk utstyr" in page


def test_what_cannot_be_judged_is_never_left_out(cast: Cast) -> None:
    said = ingrid(cast).says(LISTS)
    assert "Kan ikke vurderes" in said
    assert "Svangerskapsdiabetes: 2 kvinner" in said


def test_who_follows_nobody_is_not_told_that_all_is_well(cast: Cast) -> None:
    said = AtWork(cast.ctx, cast.lars, "lars").says(LISTS)
    assert "Ingen åpne funn. Det betyr ikke at alt er vurdert: se under." in said


def test_the_desk_leads_there(cast: Cast) -> None:
    assert f'href="{LISTS}"' in ingrid(cast).get("/klinikk").text


def test_switched_off_nothing_is_left_of_it(cast: Cast) -> None:
    off = ingrid(replace(cast, ctx=replace(cast.ctx, guideline=None)))
    assert LISTS not in off.get("/klinikk").text
    assert off.get(LISTS).status_code == 404
