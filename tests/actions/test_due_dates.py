"""A due date is proposed by one act and comes into force by another; the old one is kept with the reason."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.actions import due_dates, worklists
from helsekort.actions.outcomes import KeyUsedBefore, Refused, Rejected, Stale
from helsekort.record.entries import DueDate, FromPaper
from helsekort.record.gestation import GestationalAge
from tests.cast import EDD, TODAY, Cast, new_key, read
from tests.store.stored import written

LATER = EDD + dt.timedelta(days=2)


def _due(edd: dt.date = LATER, length: int = 283, method: str = "US_EARLY") -> DueDate:
    return DueDate(edd, length, method, TODAY, TODAY)


def _propose(cast: Cast, due: DueDate, key: str | None = None) -> int:
    return due_dates.propose_due_date(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, due=due, key=key or new_key()
    )


def _confirm(
    cast: Cast,
    origin: int,
    why: str | None = "Tidlig ultralyd 12+1",
    base: int = 1,
    *,
    in_force: int | None = None,
    looked: bool = True,
) -> None:
    due_dates.confirm_due_date(
        cast.amir,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_version=base,
        why=why,
        in_force=in_force,
        looked=looked,
    )


def _summary_edd(cast: Cast) -> dt.date | None:
    rows = {row.card: row for row in worklists.list_women(cast.ingrid, ctx=cast.ctx)}
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
    assert card.age(TODAY) == GestationalAge(283 - (LATER - TODAY).days)
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
    assert card.due is not None
    assert card.due.length == 280
    assert card.age(TODAY) == GestationalAge(280 - (EDD - TODAY).days)


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


def test_confirmed_against_another_date_than_was_read_is_stale(cast: Cast) -> None:
    """Two tabs, two proposals: the second was compared with a date that is no longer in force."""
    first, second = _propose(cast, _due()), _propose(cast, _due(LATER + dt.timedelta(days=1)))
    stood = read(cast, cast.nora_card).due_trail
    assert stood is not None
    _confirm(cast, first, in_force=stood.origin)
    before = written(cast.ctx)
    with pytest.raises(Stale):
        _confirm(cast, second, in_force=stood.origin)
    with pytest.raises(Stale):
        _confirm(cast, first, "Another reason, from the other tab")
    assert written(cast.ctx) == before
    _confirm(cast, second, in_force=first)
    assert read(cast, cast.nora_card).due == replace(
        _due(LATER + dt.timedelta(days=1)),
        set_by=cast.ingrid.party,
        replaces=first,
        why="Tidlig ultralyd 12+1",
    )


ODD = {
    "the early scan done in week 31": (_due(), True),
    "the early scan in its window, two days later": (
        replace(_due(), measured_on=LATER - dt.timedelta(days=198)),
        False,
    ),
    "seven days later": (
        replace(_due(EDD + dt.timedelta(days=7)), measured_on=EDD - dt.timedelta(days=190)),
        False,
    ),
    "eight days later": (
        replace(_due(EDD + dt.timedelta(days=8)), measured_on=EDD - dt.timedelta(days=190)),
        True,
    ),
    "a method that goes after": (
        replace(_due(method="LMP_SURE"), measured_on=LATER - dt.timedelta(days=283)),
        True,
    ),
    "one that goes before": (
        replace(_due(method="ART_RETRIEVAL"), measured_on=LATER - dt.timedelta(days=269)),
        False,
    ),
    "280 days for the same day 0": (
        replace(_due(EDD - dt.timedelta(days=3), 280, "FOREIGN"), measured_on=None),
        False,
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_must_have_been_looked_at(cast: Cast, name: str) -> None:
    due, odd = ODD[name]
    origin = _propose(cast, due)
    if odd:
        with pytest.raises(Rejected) as caught:
            _confirm(cast, origin, looked=False)
        assert [(problem.field, problem.code) for problem in caught.value.problems] == [("looked", "missing")]
        _confirm(cast, origin)
    else:
        _confirm(cast, origin, looked=False)
    trail = read(cast, cast.nora_card).due_trail
    assert trail is not None
    assert trail.origin == origin


def _withdraw(cast: Cast, origin: int, reason: str = "Feil dato", base: int = 1) -> None:
    due_dates.withdraw_due_date(
        cast.amir, ctx=cast.ctx, card=cast.nora_card, origin=origin, base_version=base, reason=reason
    )


def test_a_wrong_proposal_is_taken_back_and_kept(cast: Cast) -> None:
    origin = _propose(cast, _due())
    with pytest.raises(Rejected):
        _withdraw(cast, origin, " ")
    with pytest.raises(Stale):
        _withdraw(cast, origin, base=2)
    _withdraw(cast, origin)
    card = read(cast, cast.nora_card)
    (trail,) = [trail for trail in card.due_dates if trail.origin == origin]
    assert not trail.stands
    assert trail.now.reason == "Feil dato"
    assert card.due is not None
    assert card.due.edd == EDD
    with pytest.raises(Refused):
        _confirm(cast, origin)


def test_a_date_in_force_is_not_taken_back(cast: Cast) -> None:
    origin = _propose(cast, _due())
    _confirm(cast, origin)
    with pytest.raises(Stale):
        _withdraw(cast, origin, base=2)
