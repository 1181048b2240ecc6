"""A child's page: what is counted from the birth, what was not done, and nothing of its mother."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.record.entries import Cell, Moment, Row
from tests import cast as made
from tests.actions.test_children import BORN_AT, MOTHERS, end, lived, newborn, write
from tests.cast import MINUTE, TODAY, Cast
from tests.web.at_work import AtWork, card_path, ingrid, kari, words

TWO_DAYS = dt.timedelta(days=2)


def later(cast: Cast, by: dt.timedelta = TWO_DAYS) -> Cast:
    """The same people some days on."""
    moment = cast.ctx.now() + int(by.total_seconds()) * 1_000_000
    return replace(cast, ctx=cast.ctx.at(moment))


def child_path(cast: Cast) -> str:
    return f"{card_path(cast.nora_card)}/barn/{cast.nora_fetus}"


def test_age_and_loss_of_weight_are_reckoned(cast: Cast) -> None:
    end(cast)
    write(cast, newborn(cast, "ALIVE", Cell("weight_g", Decimal(3500))))
    cast = later(cast)
    at = Moment(TODAY + TWO_DAYS, dt.time(8, 20))
    cells = (Cell("checked_at", at), Cell("weight_g", Decimal(3230)), Cell("screening_sample_at", at))
    write(cast, Row("newborn_check", TODAY + TWO_DAYS, cells, fetus=cast.nora_fetus))
    said = ingrid(cast).says(child_path(cast))
    for expected in (
        "Født 10.03.2026 kl. 03.20",
        "Alder nå: 54 timer, dag 2",
        "53 timer, dag 2",
        "−7,7 %",
    ):
        assert expected in said, expected
    assert "Nyfødtscreening gjort 12.03.2026 kl. 08.20 (53 timer, dag 2)" in said
    assert "Hørsel ikke ført" in said


def test_nothing_of_the_mother_is_on_the_childs_page(cast: Cast) -> None:
    lived(cast)
    page = ingrid(cast).get(child_path(cast)).text
    for word in (MOTHERS, "Nora", "Sletten", "trist", "Svangerskapet", "31+0", made.number_of(4)):
        assert word not in page, word


def test_the_file_is_the_childs(cast: Cast) -> None:
    lived(cast)
    answer = ingrid(cast).get(f"{child_path(cast)}/fil")
    assert answer.headers["content-disposition"] == 'attachment; filename="barn.json"'
    assert answer.headers["cache-control"] == "no-store"
    assert json.loads(answer.content)["type"] == "document"


def test_a_child_is_named_on_its_page(cast: Cast) -> None:
    end(cast)
    page, path = ingrid(cast), child_path(cast)
    assert page.post(f"{path}/navn", version="1", name="", number="").status_code == 422
    refused = page.post(f"{path}/navn", version="1", name="Sander", number="123")
    assert (refused.status_code, "Skriv elleve siffer" in words(refused.text)) == (422, True)
    assert page.post(f"{path}/navn", version="1", name="Sander", number="").status_code == 303
    assert "Sander" in page.says(path)
    stale = page.post(f"{path}/navn", version="1", name="Sindre", number="")
    assert (stale.status_code, "Ingenting er lagret" in words(stale.text)) == (409, True)
    assert page.post(f"{path}/navn", version="x" * 40, name="Sindre", number="").status_code == 409
    assert page.get(f"{path}/navn").status_code == 303


def test_a_child_that_died_is_told_of_first(cast: Cast) -> None:
    end(cast)
    write(cast, newborn(cast, "DIED_0_24H", Cell("died_at", Moment(TODAY, dt.time(5)))))
    said = ingrid(cast).says(child_path(cast))
    assert "Barnet døde 10. mars 2026." in said
    assert "Alder nå" not in said
    assert "Undersøkelser og tiltak" not in said


@pytest.mark.parametrize("path", ["", "/fil", "/navn"])
def test_who_has_no_relation_is_refused(cast: Cast, path: str) -> None:
    end(cast)
    lars = AtWork(cast.ctx, cast.lars, "lars")
    answer = (
        lars.post(child_path(cast) + path, version="1")
        if path == "/navn"
        else lars.get(child_path(cast) + path)
    )
    assert answer.status_code == 403
    assert kari(cast).get(child_path(cast)).status_code in (403, 404)


def test_one_that_is_not_born_has_no_page(cast: Cast) -> None:
    page = ingrid(cast)
    assert page.get(child_path(cast)).status_code == 404
    assert page.get(f"{card_path(cast.nora_card)}/barn/999").status_code == 404


def test_the_card_leads_to_the_child_and_to_the_check_up_after_birth(cast: Cast) -> None:
    end(cast)
    page = ingrid(cast).get(card_path(cast.nora_card)).text
    assert f'href="{child_path(cast)}"' in page
    assert f'href="{card_path(cast.nora_card)}/skjema/after-birth"' in page
    assert (
        f'href="{child_path(cast)}"' in ingrid_again(cast).get(f"{card_path(cast.nora_card)}/avslutning").text
    )


def ingrid_again(cast: Cast) -> AtWork:
    return AtWork(cast.ctx, cast.ingrid, "ingrid-again")


def test_the_hours_are_by_the_clock(cast: Cast) -> None:
    end(cast)
    write(cast, newborn(cast))
    soon = replace(cast, ctx=cast.ctx.at(cast.ctx.now() + 20 * MINUTE))
    assert BORN_AT.at == dt.time(3, 20)
    assert "Alder nå: 7 timer, dag 0" in ingrid(soon).says(child_path(soon))
