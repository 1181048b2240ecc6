"""Recording a check-up: what is stored is what was sent, and what is doubtful is asked about first."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.actions import contacts, worklists
from helsekort.actions.contacts import confirmation_mark
from helsekort.actions.outcomes import Doubt, Rejected
from helsekort.record.entries import Absent, Contact, Fetus, Finding, FromPaper, Pressure
from helsekort.record.measurements import Level
from tests.cast import TODAY, Cast, check_up, finding, name_fetus, new_key, pressure, read, record
from tests.store.stored import breaks, content


def _record(cast: Cast, contact: Contact, *findings: Finding, confirmed: frozenset[str] = frozenset()) -> int:
    return contacts.record_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        contact=contact,
        findings=list(findings),
        key=new_key(),
        confirmed=confirmed,
    )


def test_what_was_recorded_is_read_back(cast: Cast) -> None:
    sent = [
        pressure(142, 92),
        finding("weight", Decimal("95.2")),
        finding("headache", False),
        finding("fetal_heart_rate", Decimal(140), fetus=cast.nora_fetus),
        finding("note", "Avtalt hjemmemåling «morgen» & kveld.\nNy kontroll."),
    ]
    origin = record(cast, cast.nora_card, *sent)
    line = read(cast, cast.nora_card).contact(origin)
    assert line is not None
    assert [trail.now for trail in line.findings] == [replace(each, contact=origin) for each in sent]
    assert line.contact.now == replace(check_up(), held_by=cast.ingrid.party)
    assert {trail.last.author for trail in line.findings} == {cast.ingrid.party}
    assert {trail.last.recorded for trail in line.findings} == {cast.ctx.now()}
    assert breaks(cast.ctx) == []


def test_not_asked_declined_no_and_zero_are_four_things(cast: Cast) -> None:
    record(
        cast,
        cast.nora_card,
        Finding("weight", None, TODAY, absent=Absent.DECLINED),
        finding("allergies", False),
        finding("headache", False),
        finding("births", Decimal(0)),
    )
    card = read(cast, cast.nora_card)
    assert card.latest("haemoglobin") is None
    declined, no, denied, zero = (card.latest(what) for what in ("weight", "headache", "allergies", "births"))
    assert declined is not None
    assert (declined.value, declined.absent) == (None, Absent.DECLINED)
    for found, value in ((no, False), (denied, False), (zero, Decimal(0))):
        assert found is not None
        assert found.absent is None
        assert found.value == value
        assert type(found.value) is type(value)


def test_one_of_the_two_numbers_of_a_blood_pressure_may_be_missing(cast: Cast) -> None:
    record(
        cast,
        cast.nora_card,
        Finding("blood_pressure", Pressure(None, Decimal(0)), TODAY, unverified="Hørt helt ned"),
    )
    found = read(cast, cast.nora_card).latest("blood_pressure")
    assert found is not None
    assert found.value == Pressure(None, Decimal(0))


def test_two_pressures_of_one_visit_both_stand(cast: Cast) -> None:
    first, second = pressure(), replace(pressure(118, 76), at=dt.time(9, 50))
    origin = record(cast, cast.nora_card, first, second)
    line = read(cast, cast.nora_card).contact(origin)
    assert line is not None
    assert [each.value for each in line.standing("blood_pressure")] == [first.value, second.value]


def test_the_summary_row_follows(cast: Cast) -> None:
    record(cast, cast.nora_card)
    rows = {row.card: row for row in worklists.list_women(cast.ingrid, ctx=cast.ctx)}
    assert rows[cast.nora_card].last_contact == TODAY
    assert rows[cast.nora_card].last_contact_kind == "check-up"
    assert rows[cast.nora_card].fetuses == 1
    assert rows[cast.kari_card].last_contact is None
    assert rows[cast.kari_card].fetuses is None


def test_twins_are_kept_apart(cast: Cast) -> None:
    second = name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")
    record(
        cast,
        cast.nora_card,
        finding("fetal_heart_rate", Decimal(140), fetus=second),
        finding("fetal_heart_rate", Decimal(130), fetus=cast.nora_fetus),
        finding("presentation", "BREECH", fetus=second),
    )
    card = read(cast, cast.nora_card)
    rates = {fetus: card.latest("fetal_heart_rate", fetus) for fetus in (cast.nora_fetus, second)}
    assert {fetus: found.value for fetus, found in rates.items() if found} == {
        cast.nora_fetus: Decimal(130),
        second: Decimal(140),
    }
    assert card.latest("presentation", cast.nora_fetus) is None
    assert [trail.now.label for trail in card.live_fetuses()] == ["A", "B"]


def test_a_label_is_never_given_twice(cast: Cast) -> None:
    with pytest.raises(Rejected) as caught:
        contacts.name_fetus(
            cast.amir, ctx=cast.ctx, card=cast.nora_card, fetus=Fetus("A", TODAY), key=new_key()
        )
    assert [(each.field, each.code) for each in caught.value.problems] == [("label", "taken")]


def _problems(cast: Cast, contact: Contact, *findings: Finding) -> list[tuple[str, str]]:
    before = content(cast.ctx)
    with pytest.raises(Rejected) as caught:
        _record(cast, contact, *findings)
    assert content(cast.ctx) == before
    return [(problem.field, problem.code) for problem in caught.value.problems]


def test_what_makes_no_sense_is_rejected_and_nothing_saved(cast: Cast) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    assert _problems(cast, check_up()) == [("form", "empty")]
    assert _problems(cast, check_up(tomorrow), pressure()) == [("on", "future")]
    assert _problems(cast, check_up(), pressure(on=tomorrow)) == [("blood_pressure", "future")]
    assert _problems(cast, check_up(TODAY - dt.timedelta(days=400)), pressure()) == [
        ("on", "outside-pregnancy")
    ]
    assert _problems(cast, check_up(), finding("shoe_size", Decimal(38))) == [("shoe_size", "unknown")]
    assert _problems(cast, check_up(), finding("systolic", Decimal(120))) == [("systolic", "unknown")]
    assert _problems(cast, check_up(), finding("weight", None)) == [("weight", "value-or-absent")]
    assert _problems(cast, check_up(), replace(finding("weight", Decimal(70)), absent=Absent.DECLINED)) == [
        ("weight", "value-or-absent")
    ]
    assert _problems(cast, check_up(), finding("weight", "seventy")) == [("weight", "form")]
    assert _problems(cast, check_up(), finding("weight", Decimal("NaN"))) == [("weight", "form")]
    assert _problems(cast, check_up(), finding("urine_protein", "LOTS")) == [("urine_protein", "form")]
    assert _problems(cast, check_up(), finding("note", "  ")) == [("note", "form")]
    assert _problems(cast, check_up(), finding("note", False)) == [("note", "form")]


def test_a_fetus_must_be_one_of_hers(cast: Cast) -> None:
    rate = finding("fetal_heart_rate", Decimal(140))
    assert _problems(cast, check_up(), rate) == [("fetal_heart_rate", "fetus")]
    assert _problems(cast, check_up(), replace(rate, fetus=1)) == [("fetal_heart_rate", "fetus")]
    assert _problems(cast, check_up(), replace(pressure(), fetus=cast.nora_fetus)) == [
        ("blood_pressure", "fetus")
    ]


def test_an_unusual_value_is_asked_about_once_and_stored_when_confirmed(cast: Cast) -> None:
    high = pressure(165, 80)
    before = content(cast.ctx)
    with pytest.raises(Doubt) as caught:
        _record(cast, check_up(), finding("headache", False), high)
    assert [(each.index, each.concern.what, each.concern.level) for each in caught.value.asked] == [
        (1, "systolic", Level.ASK)
    ]
    assert content(cast.ctx) == before
    with pytest.raises(Doubt):
        _record(cast, check_up(), high, confirmed=frozenset({confirmation_mark(pressure(166, 80))}))
    origin = _record(cast, check_up(), high, confirmed=frozenset({confirmation_mark(high)}))
    assert read(cast, cast.nora_card).contact(origin)


def test_an_impossible_value_is_stored_only_as_stated_with_a_reason(cast: Cast) -> None:
    slip = finding("weight", Decimal(905))
    with pytest.raises(Doubt) as caught:
        _record(cast, check_up(), slip, confirmed=frozenset({confirmation_mark(slip)}))
    assert [each.concern.level for each in caught.value.asked] == [Level.REFUSE]
    _record(cast, check_up(), replace(slip, unverified="Vekten viste dette to ganger"))
    found = read(cast, cast.nora_card).latest("weight")
    assert found is not None
    assert found.unverified == "Vekten viste dette to ganger"


def test_an_unusual_date_is_asked_about(cast: Cast) -> None:
    early = check_up(TODAY - dt.timedelta(days=200))
    old = pressure(on=early.on)
    with pytest.raises(Doubt) as caught:
        _record(cast, early, old)
    assert [each.index for each in caught.value.asked] == [None]
    assert _record(cast, early, old, confirmed=frozenset({confirmation_mark(early)}))


def test_from_paper_says_who_wrote_it_there(cast: Cast) -> None:
    paper = FromPaper("Sol Eikeland", TODAY - dt.timedelta(days=3))
    origin = _record(cast, replace(check_up(), paper=paper), pressure())
    line = read(cast, cast.nora_card).contact(origin)
    assert line is not None
    assert line.contact.now.held_by is None
    assert line.contact.now.paper == paper
    assert [trail.now.paper for trail in line.findings] == [paper]
    assert line.contact.last.author == cast.ingrid.party
    nobody = replace(check_up(), paper=FromPaper(" "))
    assert _problems(cast, nobody, pressure()) == [("paper_written_by", "missing")]


def test_facts_belong_to_no_contact(cast: Cast) -> None:
    origins = contacts.state_facts(
        cast.amir,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[finding("height", Decimal(168)), finding("rhd", "POS")],
        key=new_key(),
    )
    card = read(cast, cast.nora_card)
    assert tuple(trail.origin for trail in card.findings) == origins
    assert card.contacts == []


@pytest.mark.parametrize(
    ("at", "future"), [(dt.time(9, 59), False), (dt.time(10, 0), False), (dt.time(10, 1), True)]
)
def test_a_reading_cannot_have_been_taken_later_today(cast: Cast, at: dt.time, future: bool) -> None:
    """It is ten o'clock in Norway, which is nine by the server's clock."""
    reading = replace(pressure(), at=at)
    if future:
        with pytest.raises(Rejected) as caught:
            record(cast, cast.nora_card, reading)
        assert [(one.field, one.code) for one in caught.value.problems] == [("blood_pressure", "future-time")]
    else:
        record(cast, cast.nora_card, reading)
