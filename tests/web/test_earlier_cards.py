"""What an earlier card says is offered on a new one, and copied only by a press, with where it came from."""

import datetime as dt
from decimal import Decimal

from helsekort.actions import cards, rows
from helsekort.record.codes import COPIED_FROM
from helsekort.record.endings import FetusState, Outcome, Over
from helsekort.record.entries import Cell, Fetus, ForeignId, Moment, Row
from helsekort.record.ids import entry_id
from helsekort.store import chain
from helsekort.store.chain import CARDS
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.past import end_card, past_card
from tests.web.at_work import card_path, ingrid
from tests.web.test_form_pages import Pad


def two_cards(cast: Cast) -> tuple[int, int]:
    """A woman with a card that is over, on which things stand that last and things that do not, and a new one."""
    woman = made.make_woman(cast.ctx, "Silje Aas", 6)
    for clinician in (cast.ingrid, cast.amir):
        made.begin_care(cast.ctx, woman, clinician)
    old = past_card(cast.ctx, woman.party, cast.ingrid, edd=TODAY - dt.timedelta(days=900))
    rows.write_answers(
        cast.ingrid,
        ctx=cast.ctx,
        card=old,
        findings=[
            made.finding("height", Decimal(168)),
            made.finding("illness_heart", True),
            made.finding("prepregnancy_weight", Decimal(62)),
        ],
        rows=[Row("allergy", TODAY, (Cell("substance", "Latex"),)), Row("risk", TODAY, RISK)],
        key="old",
    )
    return old, cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=woman.party, key="new")


RISK = (Cell("risk_kind", "OTHER"), Cell("risk_level", "RAISED"))


def test_what_lasts_is_offered_and_nothing_is_copied_by_itself(cast: Cast) -> None:
    _, new = two_cards(cast)
    pad = Pad(ingrid(cast), card_path(new) + "/skjema/first-visit")
    says = pad.says()
    for value in ("Ta med: 168 cm", "Ta med: ja", "Ta med: Latex", "Fra helsekortet fra 2"):
        assert value in says
    assert "62" not in says  # what she weighed then says nothing of now
    assert (pad.typed("height"), pad.typed("take")) == ([""], [])
    assert made.read(cast, new).findings == []


def test_what_is_taken_says_which_entry_of_which_card_it_came_from(cast: Cast) -> None:
    old, new = two_cards(cast)
    pad = Pad(ingrid(cast), card_path(new) + "/skjema/first-visit")
    pad.press("take-all")
    assert pad.press().status_code == 303, pad.says()
    before, now = made.read(cast, old), made.read(cast, new)
    origins = {trail.now.what: trail.origin for trail in before.findings}
    assert {trail.now.what: trail.now.identifiers for trail in now.findings} == {
        what: (ForeignId(COPIED_FROM, entry_id(old, origins[what])),) for what in ("height", "illness_heart")
    }
    (allergy,) = now.rows_of("allergy")
    assert allergy.now.identifiers[0].value == entry_id(old, before.rows_of("allergy")[0].origin)
    assert now.rows_of("risk") == []
    again = Pad(pad.who, pad.path)
    assert "Ta med" not in again.says()


def test_one_is_taken_and_the_rest_is_left(cast: Cast) -> None:
    old, new = two_cards(cast)
    pad = Pad(ingrid(cast), card_path(new) + "/skjema/first-visit")
    height = next(trail.origin for trail in made.read(cast, old).findings if trail.now.what == "height")
    assert pad.press(take=entry_id(old, height)).status_code == 303
    assert [trail.now.what for trail in made.read(cast, new).findings] == ["height"]


def test_a_mark_that_is_no_offer_takes_nothing(cast: Cast) -> None:
    old, new = two_cards(cast)
    pad = Pad(ingrid(cast), card_path(new) + "/skjema/first-visit")
    before = made.read(cast, new).last_seq
    for mark in (entry_id(old, 1), entry_id(cast.nora_card, 2), "x", ""):
        assert pad.press(take=mark).status_code == 422
    assert made.read(cast, new).last_seq == before


def test_writing_on_one_card_leaves_the_other_byte_for_byte(cast: Cast) -> None:
    old, new = two_cards(cast)

    def bodies(card: int) -> list[bytes | None]:
        with cast.ctx.database.transaction(write=False) as tx:
            return [row.body for row in chain.read(tx, CARDS, card)]

    before = bodies(old)
    pad = Pad(ingrid(cast), card_path(new) + "/skjema/first-visit")
    pad.press("take-all")
    pad.press(prepregnancy_weight="70")
    assert bodies(old) == before


def test_cards_that_the_reader_may_not_open_are_not_offered(cast: Cast) -> None:
    two_cards(cast)
    pad = Pad(ingrid(cast), card_path(cast.nora_card) + "/skjema/first-visit")
    assert "Ta med" not in pad.says()


def test_a_birth_on_an_earlier_card_is_offered_as_an_earlier_birth(cast: Cast) -> None:
    woman = made.make_woman(cast.ctx, "Silje Aas", 6)
    for clinician in (cast.ingrid, cast.amir):
        made.begin_care(cast.ctx, woman, clinician)
    edd = TODAY - dt.timedelta(days=900)
    old = past_card(cast.ctx, woman.party, cast.ingrid, edd=edd)
    now = made.read(cast, old)
    over = Over(edd, Outcome.BIRTH)
    child = Fetus("A", edd, state=FetusState.BORN_ALIVE, state_on=edd)
    end_card(cast.ctx, old, cast.ingrid, now.opening.now.ended or edd, child, over=over)
    fetus = made.read(cast, old).fetuses[0].origin
    at = Cell("born_at", Moment(edd, dt.time(3, 20)))
    told = [
        Row("birth", edd, (Cell("mode", "VACUUM"), Cell("blood_loss", Decimal(550)))),
        Row("newborn", edd, (Cell("child_state", "ALIVE"), at, Cell("weight_g", Decimal(3620))), fetus=fetus),
    ]
    rows.write_answers(cast.ingrid, ctx=cast.ctx, card=old, findings=[], rows=told, key="b")
    new = cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=woman.party, key="new")
    pad = Pad(ingrid(cast), card_path(new) + "/skjema/first-visit")
    pad.press("take-all")
    assert pad.press().status_code == 303, pad.says()
    (row,) = made.read(cast, new).rows_of("earlier_birth")
    assert {cell.what: cell.value for cell in row.now.cells} == {
        "outcome": "LIVE",
        "birth_year": Decimal(edd.year),
        "ended_on": edd,
        "age_at_birth": Decimal(283),
        "children": Decimal(1),
        "mode": "VACUUM",
        "blood_loss": Decimal(550),
        "weight_g": Decimal(3620),
    }
    assert "Ta med" not in Pad(pad.who, pad.path).says()
