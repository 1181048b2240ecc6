"""Rows on her own page: all of them with their trail, and nothing of what is kept off it, in any form."""

import datetime as dt
from decimal import Decimal

from msgspec.structs import replace

from helsekort.actions import cards, resources, rows
from helsekort.record.entries import Cell, Finding, Row
from helsekort.web.shared.rendering import render
from helsekort.web.shared.texts import texts_for
from helsekort.web.woman.pages import card_values
from tests.cast import TODAY, Cast, new_key
from tests.store.stored import audit
from tests.whole import bodies_of

EARLIER = TODAY - dt.timedelta(days=900)
BIRTH = Row("earlier_birth", EARLIER, (Cell("outcome", "LIVE"),))
ABORTION = replace(BIRTH, cells=(Cell("outcome", "TERMINATION"),))
ALLERGY = Row("allergy", TODAY, (Cell("substance", "Penicillin"),))


def _write(cast: Cast, *written: Row) -> tuple[int, ...]:
    return rows.write_answers(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[], rows=list(written), key=new_key()
    )


def _page(cast: Cast, language: str = "nb") -> str:
    opened = cards.open_own_card(cast.nora, ctx=cast.ctx)
    values = card_values(opened, cast.ctx, texts_for(language))
    return render("woman/card.jinja", language, {**values, "session": None, "demo": False, "here": "/min"})


def test_she_sees_a_row_with_what_it_said_before(cast: Cast) -> None:
    (origin,) = _write(cast, ALLERGY)
    rows.correct_row(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=origin,
        row=replace(ALLERGY, cells=(Cell("substance", "Latex"),)),
        reason="Tastefeil",
    )
    said = _page(cast)
    assert "Latex" in said
    assert "Før sto det" in said
    assert "Penicillin" in said
    assert "Tastefeil" in said


def test_what_is_kept_off_her_page_is_there_in_no_form(cast: Cast) -> None:
    _write(cast, BIRTH)
    before, log = _page(cast), cards.read_own_log(cast.nora, ctx=cast.ctx)
    hidden = _write(cast, ABORTION)
    assert _page(cast) == before
    assert len(cards.read_own_log(cast.nora, ctx=cast.ctx)) <= len(log) + 1  # that she read her card
    whole = resources.read_everything(cast.nora, ctx=cast.ctx, card=cast.nora_card)
    seen = bodies_of(whole)
    assert b"LIVE" in b"".join(seen)
    assert b"TERMINATION" not in b"".join(seen)
    assert hidden


def test_the_one_who_cares_for_her_sees_it(cast: Cast) -> None:
    _write(cast, ABORTION)
    opened = cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    assert [trail.now for trail in opened.card.rows] == [ABORTION]


def test_a_finding_and_a_cell_of_a_hidden_class_are_left_out(cast: Cast) -> None:
    catalogue = cast.ctx.catalogue
    hidden = {
        **catalogue.measurables,
        "reaction": replace(catalogue["reaction"], hidden="earlier-abortion"),
        "height": replace(catalogue["height"], hidden="earlier-abortion"),
    }
    ctx = replace(cast.ctx, catalogue=replace(catalogue, measurables=hidden))
    row = replace(ALLERGY, cells=(*ALLERGY.cells, Cell("reaction", "utslett")))
    height = Finding("height", Decimal(170), TODAY)
    rows.write_answers(
        cast.ingrid, ctx=ctx, card=cast.nora_card, findings=[height], rows=[row], key=new_key()
    )
    card = cards.open_own_card(cast.nora, ctx=ctx).card
    assert [trail.now for trail in card.rows] == [ALLERGY]
    assert card.latest("height") is None
    assert audit(cast.ctx)


def test_how_long_an_earlier_pregnancy_was_is_said_in_weeks_and_days(cast: Cast) -> None:
    length = Cell("age_at_birth", Decimal(282))
    _write(cast, replace(BIRTH, cells=(*BIRTH.cells, length)))
    said = _page(cast)
    assert "40 uker og 2 dager" in said
    assert "282" not in said


def test_of_a_child_that_was_born_before_nothing_is_said_that_only_fits_one_that_lives(cast: Cast) -> None:
    cells = (Cell("outcome", "STILL_BEFORE"), Cell("weight_g", Decimal(3310)), Cell("note", "Uke 38."))
    _write(cast, Row("earlier_birth", EARLIER, cells))
    said = _page(cast)
    assert "Barnets vekt." in said
    assert "for å følge barnet" not in said
    assert "Det som ble skrevet om kontrollen." not in said[said.index("Tidligere svangerskap") :]
