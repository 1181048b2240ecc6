"""A due date is proposed by one act and comes into force by another; the old one is kept with the reason."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.actions import cards, due_dates
from helsekort.actions.outcomes import KeyUsedBefore, Refused, Rejected, Stale
from helsekort.record.entries import DueDate, FromPaper
from tests.cast import EDD, TODAY, Cast, new_key, read
from tests.store.stored import written

LATER = EDD + dt.timedelta(days=2)


def _due(edd: dt.date = LATER, length: int = 283, method: str = "US_EARLY") -> DueDate:
    return DueDate(edd, length, method, TODAY, TODAY)


def _propose(cast: Cast, due: DueDate, key: str | None = None) -> int:
    return due_dates.propose_due_date(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, due=due, key=key or new_key()
    )


def _confirm(cast: Cast, origin: int, why: str | None = "Tidlig ultralyd 12+1", base: int = 1) -> None:
    due_dates.confirm_due_date(
        cast.amir, ctx=cast.ctx, card=cast.nora_card, origin=origin, base_version=base, why=why
    )


def _summary_edd(cast: Cast) -> dt.date | None:
    rows = {row.card: row for row in cards.list_women(cast.ingrid, ctx=cast.ctx)}
    return rows[cast.nora_card].edd


def test_a_proposal_recalculates_nothing(cast: Cast) -> None:
    age = read(cast, cast.nora_card).age(TODAY)
    origin = _propose(cast, _due())
    card = read(cast, cast.nora_card)
    assert card.due is not None
    assert card.due.edd == EDD
    assert card.age(TODAY) == age
    assert _summary_edd(cast) == EDD
    (proposed,) = [trail.now for trail in card.due_dates if trail.origin == origin]
    assert proposed == replace(_due(), proposed=True, set_by=cast.ingrid.party)


def test_confirmed_it_is_in_force_and_the_old_one_is_kept(cast: Cast) -> None:
    first = read(cast, cast.nora_card).due_trail
    assert first is not None
    origin = _propose(cast, _due())
    _confirm(cast, origin)
    card = read(cast, cast.nora_card)
    assert card.due is not None
    assert (card.due.edd, card.due.replaces, card.due.why) == (LATER, first.origin, "Tidlig ultralyd 12+1")
    assert [trail.now.edd for trail in card.due_dates] == [EDD, LATER]
    age = card.age(TODAY)
    assert age is not None
    assert age.days == 283 - (LATER - TODAY).days
    assert _summary_edd(cast) == LATER


def test_replacing_one_demands_a_reason(cast: Cast) -> None:
    origin = _propose(cast, _due())
    before = written(cast.ctx)
    for why in (None, "", "  "):
        with pytest.raises(Rejected) as caught:
            _confirm(cast, origin, why)
        assert [(problem.field, problem.code) for problem in caught.value.problems] == [("why", "missing")]
    assert written(cast.ctx) == before


def test_confirmed_twice_is_once(cast: Cast) -> None:
    origin = _propose(cast, _due())
    _confirm(cast, origin)
    before = written(cast.ctx)
    _confirm(cast, origin)
    assert written(cast.ctx) == before


def test_a_proposal_that_changed_is_stale(cast: Cast) -> None:
    origin = _propose(cast, _due())
    with pytest.raises(Stale) as caught:
        _confirm(cast, origin, base=2)
    assert caught.value.due is not None
    assert caught.value.due.edd == LATER


def test_only_a_proposal_can_be_confirmed(cast: Cast) -> None:
    for origin in (1, 999, cast.nora_fetus):
        with pytest.raises(Refused):
            _confirm(cast, origin)


def test_a_foreign_date_keeps_its_own_length(cast: Cast) -> None:
    origin = _propose(cast, _due(EDD, 280, "FOREIGN"))
    _confirm(cast, origin)
    card = read(cast, cast.nora_card)
    age = card.age(TODAY)
    assert card.due is not None
    assert age is not None
    assert (card.due.length, age.days) == (280, 280 - (EDD - TODAY).days)


@pytest.mark.parametrize(
    ("due", "problem"),
    [
        (_due(method="TEA_LEAVES"), ("method", "unknown")),
        (_due(length=280), ("length", "not-this-method")),
        (_due(EDD, 400, "FOREIGN"), ("length", "outside")),
        (_due(EDD, 0, "FOREIGN"), ("length", "outside")),
        (_due(TODAY + dt.timedelta(days=400)), ("edd", "outside-pregnancy")),
        (_due(TODAY - dt.timedelta(days=60)), ("edd", "outside-pregnancy")),
        (replace(_due(), measured_on=TODAY + dt.timedelta(days=1)), ("measured_on", "future")),
    ],
)
def test_a_date_that_cannot_be_is_rejected(cast: Cast, due: DueDate, problem: tuple[str, str]) -> None:
    before = written(cast.ctx)
    with pytest.raises(Rejected) as caught:
        _propose(cast, due)
    assert problem in [(each.field, each.code) for each in caught.value.problems]
    assert written(cast.ctx) == before


def test_the_same_key_proposes_once(cast: Cast) -> None:
    key = new_key()
    origin = _propose(cast, _due(), key)
    before = written(cast.ctx)
    assert _propose(cast, _due(), key) == origin
    with pytest.raises(KeyUsedBefore) as caught:
        _propose(cast, _due(EDD), key)
    assert caught.value.origin == origin
    assert written(cast.ctx) == before


def test_from_paper_nobody_here_set_it(cast: Cast) -> None:
    origin = _propose(cast, replace(_due(), paper=FromPaper("Sol Eikeland")))
    (proposed,) = [trail.now for trail in read(cast, cast.nora_card).due_dates if trail.origin == origin]
    assert proposed.set_by is None
    assert proposed.paper == FromPaper("Sol Eikeland")
