"""The page of women by finding: who stands there, where it leads, and that nothing is left of it switched off."""

from msgspec.structs import replace

from helsekort.actions.lists_by_finding import ByFinding, OnList
from helsekort.guideline.finding_lists import FindingLists, UnjudgedList
from helsekort.record.gestation import GestationalAge
from helsekort.record.parties import Woman
from helsekort.web.clinician.guideline import lists
from helsekort.web.shared.texts import texts_for
from tests import cast as made
from tests.cast import Cast, guideline
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


def test_who_is_furthest_stands_first_and_those_after_the_birth_before_them() -> None:
    """As texts `9+0` would stand before `41+3`."""
    far = {1: (63, None), 2: (290, None), 3: (None, 6), 4: (None, None)}
    women = {
        card: OnList(Woman(str(card), None), GestationalAge(days) if days else None, after)
        for card, (days, after) in far.items()
    }
    one = UnjudgedList("t", guideline().pack.topics[0], dict.fromkeys(far, ("noe",)))
    said = lists.unjudged(texts_for("nb"), one, ByFinding(FindingLists((), (one,)), women)).women
    assert [(each.name, each.age) for each in said] == [
        ("3", "6 dager etter"),
        ("2", "41+3"),
        ("1", "9+0"),
        ("4", ""),
    ]


def test_who_follows_nobody_is_not_told_that_all_is_well(cast: Cast) -> None:
    said = AtWork(cast.ctx, cast.lars, "lars").says(LISTS)
    assert "Ingen åpne funn. Det betyr ikke at alt er vurdert: se under." in said


def test_the_desk_leads_there(cast: Cast) -> None:
    assert f'href="{LISTS}"' in ingrid(cast).get("/klinikk").text


def test_switched_off_nothing_is_left_of_it(cast: Cast) -> None:
    off = ingrid(replace(cast, ctx=replace(cast.ctx, guideline=None)))
    assert LISTS not in off.get("/klinikk").text
    assert off.get(LISTS).status_code == 404
