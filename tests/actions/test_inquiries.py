"""Why did they look: she asks, the unit answers once, and she reads it beside the line she asked about."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.actions import cards
from helsekort.actions.blocks import block_access, lift_block
from helsekort.actions.her_access import read_access, who_is
from helsekort.actions.inquiries import answer_inquiry, ask_why, list_inquiries
from helsekort.actions.opened import AskedWhy
from helsekort.actions.outcomes import Gone, Refused, Rejected
from helsekort.actions.printing import Edition, print_card, print_own_card
from helsekort.actions.registry import register_party
from helsekort.actions.resources import read_party
from helsekort.record.parties import Clinician, Organisation, Role
from tests.actions.every_log_action import asked, looked
from tests.cast import JOB, MOMENT, TODAY, Cast, begin_care


def _why(cast: Cast) -> list[AskedWhy | None]:
    log = cards.read_own_log(cast.nora, ctx=cast.ctx)
    return [line.why for line in log if line.person == cast.amir.party and line.event == "read"]


def test_the_question_and_its_answer_stand_beside_the_line(cast: Cast) -> None:
    place = asked(cast)
    assert _why(cast) == [AskedWhy(MOMENT)]
    answer_inquiry(cast.amir, ctx=cast.ctx, **place, code="other", text=" Jeg lette etter et svar. ")
    assert _why(cast) == [AskedWhy(MOMENT, "other", MOMENT, "Amir Rahimi", "Jeg lette etter et svar.")]
    assert list_inquiries(cast.amir, ctx=cast.ctx) == []


def test_the_unit_sees_who_looked_whose_card_and_when(cast: Cast) -> None:
    asked(cast)
    (row,) = list_inquiries(cast.amir, ctx=cast.ctx)
    assert (row.who, row.woman, row.day) == ("Amir Rahimi", "Nora Haugen Sletten", TODAY)
    assert list_inquiries(cast.ingrid, ctx=cast.ctx) == []
    # and she sees that they saw it
    events = [line.event for line in cards.read_own_log(cast.nora, ctx=cast.ctx)]
    assert "why-read" in events


def test_the_same_is_asked_once_and_answered_once(cast: Cast) -> None:
    place = asked(cast)
    ask_why(cast.nora, ctx=cast.ctx, **looked(cast))
    assert len(list_inquiries(cast.amir, ctx=cast.ctx)) == 1
    answer_inquiry(cast.amir, ctx=cast.ctx, **place, code="care", text="")
    with pytest.raises(Gone):
        answer_inquiry(cast.amir, ctx=cast.ctx, **place, code="mistake", text="En feil.")
    assert [why.code for why in _why(cast) if why] == ["care", "care"]


def test_nothing_is_asked_of_someone_who_did_not_look_that_day(cast: Cast) -> None:
    right = looked(cast)
    for wrong in (
        {**right, "person": cast.ingrid.party},
        {**right, "organisation": cast.ingrid.organisation},
        {**right, "day": TODAY - dt.timedelta(days=1)},
        {"person": cast.nora.party, "organisation": 0, "day": TODAY},
    ):
        with pytest.raises(Gone):
            ask_why(cast.nora, ctx=cast.ctx, **wrong)
    with pytest.raises(Gone):
        ask_why(cast.kari, ctx=cast.ctx, **right)
    assert list_inquiries(cast.amir, ctx=cast.ctx) == []


def test_one_who_was_refused_can_be_asked_about(cast: Cast) -> None:
    with pytest.raises(Refused):
        cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card)
    ask_why(cast.nora, ctx=cast.ctx, person=cast.lars.party, organisation=cast.lars.organisation, day=TODAY)
    (row,) = list_inquiries(cast.lars, ctx=cast.ctx)
    answer_inquiry(cast.lars, ctx=cast.ctx, card=row.card, inquiry=row.inquiry, code="mistake", text="Feil.")


@pytest.mark.parametrize(
    ("code", "text", "field"),
    [
        ("", "", "code"),
        ("none", "", "code"),
        ("other", " ", "text"),
        ("mistake", "", "text"),
        ("care", "x" * 20_000, "text"),
    ],
)
def test_an_answer_that_is_none_is_refused_by_name(cast: Cast, code: str, text: str, field: str) -> None:
    place = asked(cast)
    with pytest.raises(Rejected) as caught:
        answer_inquiry(cast.amir, ctx=cast.ctx, **place, code=code, text=text)
    assert [problem.field for problem in caught.value.problems] == [field]
    assert len(list_inquiries(cast.amir, ctx=cast.ctx)) == 1


# --- units whose name would tell ------------------------------------------------------------------------------


def _at(cast: Cast, unit: str) -> Actor:
    """Amir, at another unit of this name, to which Nora has a care relation."""
    place = register_party(JOB, ctx=cast.ctx, party=Organisation(unit))
    person = register_party(JOB, ctx=cast.ctx, party=Clinician("Vera Vik"))
    register_party(JOB, ctx=cast.ctx, party=Role(person, place, "LE"))
    actor = replace(cast.amir, party=person, organisation=place)
    begin_care(cast.ctx, cast.nora, actor)
    return actor


def test_a_visit_where_the_unit_says_what_it_was_about_is_told_neutrally(cast: Cast) -> None:
    cards.open_card(_at(cast, "Poliklinikk for rus og avhengighet"), ctx=cast.ctx, card=cast.nora_card)
    (line,) = (line for line in cards.read_own_log(cast.nora, ctx=cast.ctx) if line.who == "Vera Vik")
    assert line.neutral


def test_a_visit_at_a_refuge_is_of_the_class_and_leaves_no_trace_in_her_log(cast: Cast) -> None:
    before = cards.read_own_log(cast.nora, ctx=cast.ctx)
    cards.open_card(_at(cast, "Overgrepsmottaket i Fjordby"), ctx=cast.ctx, card=cast.nora_card)
    assert cards.read_own_log(cast.nora, ctx=cast.ctx) == before


@pytest.mark.parametrize("unit", ["DPS Fjordby", "Poliklinikk for rus og avhengighet"])
def test_where_she_may_be_overlooked_such_a_unit_has_no_name_anywhere(cast: Cast, unit: str) -> None:
    """Not by its id either: her page of who may see the card says that there is one, and names nobody at it."""
    there = _at(cast, unit)
    cards.open_card(there, ctx=cast.ctx, card=cast.nora_card)
    made = {"ctx": cast.ctx, "card": cast.nora_card}
    paper = print_card(cast.ingrid, edition=Edition.SHARING, **made)
    for opened in (
        cards.open_own_card(cast.nora, ctx=cast.ctx),
        print_own_card(cast.nora, ctx=cast.ctx),
        paper,
    ):
        assert unit not in {*opened.units.values(), *opened.asked_units.values()}
        assert there.organisation not in {*opened.phones, *opened.kinds}
    seers = read_access(cast.nora, ctx=cast.ctx).seers
    assert [(one.person, one.name, one.unit) for one in seers if not one.unit_name] == [(0, "", 0)]
    assert who_is(cast.nora, ctx=cast.ctx, party=there.organisation).name == ""
    assert who_is(cast.nora, ctx=cast.ctx, party=there.party).units == ()
    with pytest.raises(Refused):
        read_party(cast.nora, ctx=cast.ctx, kind="Organization", party=there.organisation)
    # those who care for her see it by its name
    assert unit in cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).units.values()
    assert unit in print_card(cast.ingrid, edition=Edition.ARCHIVE, **made).units.values()
    assert read_party(cast.ingrid, ctx=cast.ctx, kind="Organization", party=there.organisation)


def test_what_she_closed_to_a_refuge_stands_without_its_name_and_can_be_opened(cast: Cast) -> None:
    refuge = _at(cast, "Krisesenteret i Fjordby").organisation
    block_access(cast.nora, ctx=cast.ctx, whom=refuge)
    (closed,) = read_access(cast.nora, ctx=cast.ctx).closed
    assert (closed.name, closed.whom) == ("", refuge)
    assert [line.event for line in cards.read_own_log(cast.nora, ctx=cast.ctx)].count("blocked") == 0
    lift_block(cast.nora, ctx=cast.ctx, whom=refuge)
    assert read_access(cast.nora, ctx=cast.ctx).closed == []
