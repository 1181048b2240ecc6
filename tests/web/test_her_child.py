"""Her page after a birth: what happens now, and her child; after a loss none of it."""

import datetime as dt
from decimal import Decimal

from msgspec.structs import replace

from helsekort.record.entries import Cell, Moment, Row
from tests import cast as made
from tests.actions.test_children import end, newborn, write
from tests.cast import TODAY, Cast
from tests.web.at_work import AtWork

A_DAY = 24 * 60 * made.MINUTE
HAPPENS = "Det som skjer nå"


def her_page(cast: Cast, days: int = 0) -> str:
    later = replace(cast, ctx=cast.ctx.at(cast.ctx.now() + days * A_DAY))
    return AtWork(later.ctx, later.nora, f"nora-{days}").says("/min")


def test_what_is_usual_is_told_with_its_days_and_goes_when_they_have_passed(cast: Cast) -> None:
    end(cast)
    nurse = "Helsesykepleier kommer hjem til dere. Det er mellom tirsdag 17. mars og fredag 20. mars."
    child = "når de er seks uker gamle. Det er omkring tirsdag 21. april."
    first, later, last = her_page(cast), her_page(cast, 11), her_page(cast, 43)
    assert [text in first for text in (HAPPENS, nurse, child)] == [True] * 3
    assert [text in later for text in (HAPPENS, nurse, child)] == [True, False, True]
    assert HAPPENS not in last
    assert her_page(cast, 10).count(nurse) == 1  # its last day


def test_her_child_stands_there_with_its_weights(cast: Cast) -> None:
    end(cast)
    write(cast, newborn(cast, "ALIVE", Cell("weight_g", Decimal(3480))))
    write(cast, Row("newborn_check", TODAY, (Cell("weight_g", Decimal(3300)),), fetus=cast.nora_fetus))
    said = her_page(cast)
    assert (
        "Barnet ditt Født tirsdag 10. mars klokken 03.20. Veide 3480 gram ved fødselen. Veide 3300 gram"
        in said
    )


def test_after_a_child_died_there_is_neither(cast: Cast) -> None:
    end(cast)
    write(cast, newborn(cast, "DIED_LATER", Cell("died_at", Moment(TODAY, dt.time(5)))))
    said = her_page(cast)
    assert "Vi er lei oss for at barnet ditt døde." in said
    assert HAPPENS not in said
    assert "Barnet ditt Født" not in said
    assert "Mental Helse: 116 123" in said
    assert "Mental Helse: 116 123" in her_page(cast, 200)
    assert "lettet" not in said


def test_where_all_live_nothing_is_said_of_grief_and_twins_are_not_one_child(cast: Cast) -> None:
    end(cast)
    said = her_page(cast)
    assert "Mental Helse" not in said
    assert "Nyfødte undersøkes av lege og helsesykepleier når de er seks uker gamle." in said
