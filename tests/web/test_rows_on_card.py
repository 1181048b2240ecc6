"""The rows of a card on the clinician's page: every one with its way to correct it, also those withdrawn."""

import pytest
from msgspec.structs import replace

from helsekort.actions import cards, rows
from helsekort.record.endings import Outcome, Over
from helsekort.record.entries import Cell, Row
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.rows_on_card import form_links, rows_on_card
from helsekort.web.shared.texts import texts_for
from tests.cast import TODAY, Cast, forms, new_key
from tests.past import end_card

ALLERGY = Row("allergy", TODAY, (Cell("substance", "Penicillin"),))


def _desk(cast: Cast) -> Desk:
    opened = cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    return desk(opened, cast.ctx, texts_for("nb"), cast.ingrid.party, "Ingrid Dahl")


def _write(cast: Cast, *written: Row) -> tuple[int, ...]:
    return rows.write_answers(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[], rows=list(written), key=new_key()
    )


def test_every_row_is_there_by_its_group_newest_first(cast: Cast) -> None:
    assert rows_on_card(_desk(cast)) == []
    first, second = _write(cast, ALLERGY, replace(ALLERGY, cells=(Cell("substance", "Latex"),)))
    (group,) = rows_on_card(_desk(cast))
    assert group.title == "Allergier"
    assert [(line.origin, line.text, line.stands) for line in group.lines] == [
        (second, "Latex", True),
        (first, "Penicillin", True),
    ]


def test_what_was_withdrawn_is_still_there_and_says_so(cast: Cast) -> None:
    (origin,) = _write(cast, ALLERGY)
    rows.withdraw_row(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=origin, base_seq=origin, reason="Feil"
    )
    (group,) = rows_on_card(_desk(cast))
    assert [(line.text, line.stands) for line in group.lines] == [("Penicillin", False)]


def test_the_first_visit_comes_first_among_the_forms_and_hers_is_not_there(cast: Cast) -> None:
    layouts = forms().layouts
    links = form_links(_desk(cast), layouts)
    assert links.now[0].key == "first-visit"
    there = {one.key for one in (*links.now, *links.rest)}
    assert there == {key for key, one in layouts.items() if one.reader != "woman"}


@pytest.mark.parametrize(
    ("outcome", "now", "rest"),
    [
        (None, {"birth-wishes", "week-36", "first-visit"}, {"after-birth", "after-ending"}),
        (Outcome.BIRTH, {"birth", "after-birth"}, {"birth-wishes", "week-36", "ultrasound"}),
        (Outcome.STILLBIRTH, {"birth", "after-birth", "after-ending"}, {"birth-wishes"}),
        (Outcome.LOSS, {"after-ending", "ultrasound"}, {"birth", "after-birth", "birth-wishes", "week-36"}),
        (Outcome.UNKNOWN, {"birth", "after-birth", "birth-wishes", "after-ending"}, set()),
    ],
)
def test_after_an_ending_no_form_of_what_will_not_be_is_put_forward(
    cast: Cast, outcome: Outcome | None, now: set[str], rest: set[str]
) -> None:
    if outcome is not None:
        end_card(cast.ctx, cast.nora_card, cast.ingrid, TODAY, over=Over(TODAY, outcome))
    links = form_links(_desk(cast), forms().layouts)
    assert now <= {one.key for one in links.now}
    assert rest <= {one.key for one in links.rest}
    assert not {one.key for one in links.now} & {one.key for one in links.rest}
