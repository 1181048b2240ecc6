"""Handing mother and child over, on pages: written, looked at, sent, found in the day's list and read."""

import re

from helsekort.record.ids import to_text
from tests import cast as made
from tests.actions.test_children import MOTHERS, end, lived, newborn, write
from tests.actions.test_handovers import handed, hege
from tests.cast import Cast
from tests.web.at_work import AtWork, card_path, ingrid, words


def nurse_at_work(cast: Cast) -> tuple[AtWork, int]:
    nurse = hege(cast)
    return AtWork(cast.ctx, nurse, "hege"), nurse.organisation


def fields(unit: int, **more: str) -> dict[str, str]:
    plain = {
        "kind": "handover",
        "key": made.new_key(),
        "to": to_text(unit),
        "why": "HOME",
        "how_soon": "routine",
    }
    return {**plain, "home_on": "10.03.2026", **more}


def test_from_the_form_to_the_nurses_list_and_back(cast: Cast) -> None:
    hers, unit = nurse_at_work(cast)
    lived(cast)
    at_birth, card = ingrid(cast), card_path(cast.nora_card)
    form = at_birth.says(f"{card}/henvis?type=handover")
    assert "Barnas egen del er alltid med" in form
    saved = at_birth.post(f"{card}/henvis", **fields(unit))
    place = saved.headers["location"]
    draft = at_birth.get(place)
    assert "Ingenting er sendt ennå" in draft.text
    assert hers.get(place).status_code == 403
    assert "Hjemkomster" not in hers.says("/klinikk")
    found = dict(re.findall(r'name="(base|up_to)" value="([0-9]+)"', draft.text))
    assert at_birth.post(f"{place}/send", **found).status_code == 303
    assert "Hjemkomster : én er ikke lest" in hers.says("/klinikk")
    listed = hers.says("/klinikk/hjemkomster")
    assert "Kom hjem i dag, tirsdag 10. mars" in listed
    assert "Nora Haugen Sletten" in listed
    page = hers.get(place)
    assert MOTHERS not in page.text
    assert "31+" not in words(page.text).replace(
        "(31+0)", ""
    )  # how old the child was when it was born is its own
    base = re.findall(r'name="base" value="([0-9]+)"', page.text)[0]
    assert hers.post(f"{place}/svar", base=base, do="accepted").status_code == 303
    assert "Lest og tatt over" in at_birth.says(place)
    assert hers.get(f"{card}/barn/{cast.nora_fetus}").status_code == 200
    assert hers.get(card).status_code == 403
    assert "alle er lest" in hers.says("/klinikk")


def test_where_no_child_lives_the_form_asks_when_she_comes_home_and_puts_the_loss_first(cast: Cast) -> None:
    lost, form = "oppfølging etter at et barn døde", f"{card_path(cast.nora_card)}/henvis?type=handover"
    midwife = ingrid(cast)
    end(cast, "STILL_DURING", looked=True)
    said = midwife.says(form)
    assert "Når hun kommer hjem" in said
    assert "hjem fra nyfødtavdelingen" not in said
    assert said.index(lost) < said.index("hjem etter fødselen")


def test_where_it_lives_the_form_asks_when_they_come_home(cast: Cast) -> None:
    lived(cast)
    said = ingrid(cast).says(f"{card_path(cast.nora_card)}/henvis?type=handover")
    assert "Når de kommer hjem" in said
    assert "hjem fra nyfødtavdelingen" in said


def test_a_loss_is_the_first_thing_that_is_read(cast: Cast) -> None:
    nurse = hege(cast)
    hers = AtWork(cast.ctx, nurse, "hege")
    end(cast, "STILL_DURING", looked=True)
    write(cast, newborn(cast, "STILL_DURING"))
    origin = handed(cast, nurse)
    listed = hers.says("/klinikk/hjemkomster")
    assert listed.index("Et barn døde") < listed.index("Nora Haugen Sletten")
    said = hers.says(f"{card_path(cast.nora_card)}/henvisning/{origin}")
    assert said.index("Et barn døde.") < said.index("Hva som har skjedd")


def test_what_is_wrong_with_a_handover_is_told_and_nothing_lost(cast: Cast) -> None:
    _, unit = nurse_at_work(cast)
    at_birth, card = ingrid(cast), card_path(cast.nora_card)
    early = at_birth.post(f"{card}/henvis", **fields(unit))
    assert (early.status_code, "sendes etter fødselen" in words(early.text)) == (422, True)
    end(cast)
    for home_on, said in (("", "Når de kommer hjem mangler"), ("32.13.2026", "ikke en dato som finnes")):
        answer = at_birth.post(f"{card}/henvis", **fields(unit, home_on=home_on, words="Ring først."))
        assert (answer.status_code, said in words(answer.text)) == (422, True)
        assert "Ring først." in answer.text


def test_she_sees_that_the_health_station_was_told(cast: Cast) -> None:
    nurse = hege(cast)
    end(cast)
    handed(cast, nurse)
    said = AtWork(cast.ctx, cast.nora, "nora").says("/min")
    assert "har meldt fra til Nordlia helsestasjon om at dere kommer hjem" in said
    assert "De har ikke lest det ennå." in said
