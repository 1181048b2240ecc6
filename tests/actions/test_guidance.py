"""What the guideline says of a card, who reads it, and what it takes for a finding to be done with."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.actions import guidance, results, rows
from helsekort.actions.cards import open_own_card, read_own_log
from helsekort.actions.contacts import record_contact
from helsekort.actions.guidance import act_on_guidance, look_at_guideline, read_guidance, read_own_guidance
from helsekort.actions.outcomes import Gone, Rejected
from helsekort.actions.printing import Edition, print_card
from helsekort.guideline.acts import GROUP, Act, Acted
from helsekort.guideline.guidance import Found
from helsekort.guideline.schedule import State
from helsekort.record.entries import Finding
from tests import cast as made
from tests.cast import MOMENT, TODAY, Cast, new_key

RAISED = "blood_pressure.raised"
DAY = 86_400_000_000
DONE = Act(Acted.DONE)


def _finding(cast: Cast, name: str = RAISED) -> Found:
    then = read_guidance(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).then
    return next(one for one in then.found if one.name == name)


def _open(cast: Cast) -> list[str]:
    then = read_guidance(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).then
    return [one.name for one in then.open()]


def _act(cast: Cast, act: Act, one: Found | None = None, key: str = "") -> int:
    found = one or _finding(cast)
    return act_on_guidance(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        rule=found.name,
        rests_on=found.basis,
        act=act,
        key=key or new_key(),
    )


def _later(cast: Cast, days: int) -> Cast:
    return replace(cast, ctx=cast.ctx.at(MOMENT + days * DAY))


def _visit(cast: Cast, *findings: Finding) -> int:
    """A check-up of the cast's own day."""
    return record_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        contact=made.check_up(cast.ctx.today()),
        findings=list(findings),
        key=new_key(),
    )


@pytest.fixture
def raised(cast: Cast) -> Cast:
    """Nora, whose blood pressure today was 152/94."""
    made.record(cast, cast.nora_card, made.pressure(152, 94))
    return cast


def test_a_finding_rests_on_what_was_measured_with_its_day(raised: Cast) -> None:
    one = _finding(raised)
    assert one.basis == "Overtrykk 152 (10.03.2026); Undertrykk 94 (10.03.2026)"
    assert RAISED in _open(raised)


@pytest.mark.parametrize(
    "act", [DONE, Act(Acted.DECLINED, why="Vil ikke"), Act(Acted.NOT_INDICATED, why="Fulgt på sykehuset")]
)
def test_what_was_done_with_is_not_asked_for_again_until_something_new_is_known(
    raised: Cast, act: Act
) -> None:
    _act(raised, act)
    assert RAISED not in _open(raised)
    assert RAISED not in _open(_later(raised, 30))
    later = _later(raised, 0)
    _visit(later, made.pressure(148, 92))
    assert RAISED in _open(later)


def test_one_thing_is_not_asked_for_twice_by_a_graver_and_a_milder_rule(raised: Cast) -> None:
    """High on two days: once that is done with, the same reading is not brought up as high on one."""
    later = _later(raised, 3)
    _visit(later, made.pressure(148, 92, later.ctx.today()))
    two_days = "blood_pressure.hypertension"
    assert [name for name in _open(later) if name.startswith("blood_pressure")] == [two_days]
    _act(later, DONE, _finding(later, two_days))
    assert [name for name in _open(later) if name.startswith("blood_pressure")] == []


def test_what_was_put_off_comes_back_on_its_day(raised: Cast) -> None:
    _act(raised, Act(Acted.DEFERRED, until=TODAY + dt.timedelta(days=3), why="Måles hjemme"))
    assert RAISED not in _open(_later(raised, 2))
    assert RAISED in _open(_later(raised, 3))


def test_what_is_asked_at_each_visit_comes_back_at_the_next(cast: Cast) -> None:
    made.record(cast, cast.nora_card, made.pressure())
    _act(cast, Act(Acted.DECLINED, why="Vil ikke"), _finding(cast, "urine.not_tested"))
    assert "urine.not_tested" not in _open(cast)
    later = _later(cast, 7)
    _visit(later, made.pressure(on=later.ctx.today()))
    assert "urine.not_tested" in _open(later)


def test_it_is_written_on_the_card_once_and_can_be_taken_back(raised: Cast) -> None:
    one, key = _finding(raised), new_key()
    origin = _act(raised, DONE, one, key)
    assert _act(raised, DONE, one, key) == origin
    (trail,) = made.read(raised, raised.nora_card).rows_of(GROUP)
    assert trail.now.value("guideline_finding") == "Høyt blodtrykk"
    assert trail.now.value("guideline_basis") == one.basis
    rows.withdraw_row(
        raised.ingrid,
        ctx=raised.ctx,
        card=raised.nora_card,
        origin=origin,
        base_seq=trail.last.seq,
        reason="Feil",
    )
    assert RAISED in _open(raised)


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (Act(Acted.DECLINED), "why"),
        (Act(Acted.NOT_INDICATED, why="  "), "why"),
        (Act(Acted.DEFERRED, why="Måles hjemme"), "until"),
        (Act(Acted.DEFERRED, until=TODAY, why="Måles hjemme"), "until"),
    ],
)
def test_what_is_not_said_is_asked_for_and_nothing_is_written(raised: Cast, act: Act, fault: str) -> None:
    with pytest.raises(Rejected) as told:
        _act(raised, act)
    assert [one.field for one in told.value.problems] == [fault]
    assert made.read(raised, raised.nora_card).rows_of(GROUP) == []


def test_an_act_is_about_what_was_seen(raised: Cast) -> None:
    """Somebody measured again meanwhile: the older finding is not done away with unseen."""
    seen = _finding(raised)
    made.record(raised, raised.nora_card, made.pressure(156, 100))
    with pytest.raises(Rejected):
        _act(raised, DONE, seen)
    with pytest.raises(Rejected):
        act_on_guidance(
            raised.ingrid,
            ctx=raised.ctx,
            card=raised.nora_card,
            rule="term.post_term",
            rests_on="",
            act=DONE,
            key=new_key(),
        )
    assert made.read(raised, raised.nora_card).rows_of(GROUP) == []


def test_switched_off_there_is_nothing_to_read_or_to_do(raised: Cast) -> None:
    seen = _finding(raised)
    off = replace(raised, ctx=replace(raised.ctx, guideline=None))
    with pytest.raises(Gone):
        read_guidance(off.ingrid, ctx=off.ctx, card=off.nora_card)
    with pytest.raises(Gone):
        _act(off, DONE, seen)
    with pytest.raises(Gone):
        look_at_guideline(off.ingrid, ctx=off.ctx)
    assert read_own_guidance(off.nora, ctx=off.ctx) == guidance.OwnGuidance()


def test_she_reads_her_own_findings_and_visits(raised: Cast) -> None:
    own = read_own_guidance(raised.nora, ctx=raised.ctx)
    assert RAISED in [one.name for one in own.found]
    assert {each.visit.key: each.state for each in own.planned}["week_36"] is State.NOT_YET


def test_nothing_is_said_to_her_of_what_she_has_not_been_told(cast: Cast) -> None:
    """Hepatitis B is held until somebody has told her: neither that it was found, nor that it is missing."""
    made.record(cast, cast.nora_card, made.pressure(), made.finding("hbsag", "POS"))
    whole = read_guidance(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).then
    assert "infections.hepatitis_b_plan" in [one.name for one in whole.found]
    own = read_own_guidance(cast.nora, ctx=cast.ctx)
    assert [one.name for one in own.found if one.name.endswith(("hepatitis_b_plan", "hbsag_not_taken"))] == []
    _act(cast, DONE, _finding(cast, "infections.hepatitis_b_plan"))
    assert open_own_card(cast.nora, ctx=cast.ctx).card.rows_of(GROUP) == []
    assert ("guideline",) not in [
        line.about for line in read_own_log(cast.nora, ctx=cast.ctx) if line.event == "written"
    ]


def test_nothing_is_said_to_her_by_rules_that_read_what_may_be_held(cast: Cast) -> None:
    """ "You are offered a test" would be said until an answer waits, and then no more."""
    made.record(cast, cast.nora_card, made.pressure())
    whole = read_guidance(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).then
    assert "infections.hiv_not_taken" in [one.name for one in whole.found]
    before = [one.name for one in read_own_guidance(cast.nora, ctx=cast.ctx).found]
    assert [name for name in before if name.startswith("infections.")] == []


def test_what_was_done_about_an_infection_is_on_no_shared_view(cast: Cast) -> None:
    """She has been told; whom she shows her card must not learn it from what somebody did."""
    name = "infections.hepatitis_b_plan"
    taken = [made.finding("hbsag", "POS"), *(made.finding(what, "NEG") for what in ("hiv", "syphilis"))]
    made.record(cast, cast.nora_card, made.pressure(), *taken)
    card = made.read(cast, cast.nora_card)
    held = tuple(each.origin for what in taken for each in card.series(what.what))
    results.mark_told(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origins=held, up_to=card.last_seq)
    _act(cast, DONE, _finding(cast, name))
    shared = print_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, edition=Edition.SHARING).card
    assert shared.rows_of(GROUP) == []
    assert name not in [one.name for one in read_own_guidance(cast.nora, ctx=cast.ctx).found]


def test_of_a_protected_topic_nothing_is_said_to_her(raised: Cast) -> None:
    guideline = raised.ctx.guideline
    assert guideline is not None
    topics = tuple(replace(each, protected=each.key == "blood_pressure") for each in guideline.pack.topics)
    ctx = replace(raised.ctx, guideline=replace(guideline, pack=replace(guideline.pack, topics=topics)))
    held = replace(raised, ctx=ctx)
    assert RAISED in _open(held)
    assert RAISED not in [one.name for one in read_own_guidance(held.nora, ctx=ctx).found]
    _act(held, DONE)
    assert open_own_card(held.nora, ctx=ctx).card.rows_of(GROUP) == []


def test_a_day_gone_by_is_judged_by_the_rules_of_that_day_and_of_today(cast: Cast) -> None:
    origin = made.record(cast, cast.nora_card, made.pressure(152, 94))
    guided = read_guidance(cast.ingrid, ctx=_later(cast, 5).ctx, card=cast.nora_card, contact=origin)
    assert guided.then.on == guided.by_today.on == TODAY
    with pytest.raises(Gone):
        read_guidance(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, contact=9999)


def test_the_day_one_looked_last_stays_through_the_day(cast: Cast) -> None:
    assert look_at_guideline(cast.ingrid, ctx=cast.ctx).before is None
    assert look_at_guideline(cast.ingrid, ctx=cast.ctx).before is None
    later = _later(cast, 5).ctx
    assert [look_at_guideline(cast.ingrid, ctx=later).before for _ in "ab"] == [TODAY, TODAY]
