"""A woman whose address is secret: two conditions to be let in, and no word of where she is but to who treats her."""

from typing import Any

import pytest
from msgspec.structs import replace

from helsekort.access.decide import Facts, decide
from helsekort.access.groups import EMERGENCY, LOGGED_IN
from helsekort.access.permissions import Permission
from helsekort.access.ruling import Obligation
from helsekort.actions import (
    cards,
    national,
    private_views,
    registry,
    reviewing,
    rows,
    secret_addresses,
)
from helsekort.actions.outcomes import Refused, Rejected
from helsekort.record.entries import Cell, Finding, Row, Step
from helsekort.record.identifiers import parse_national_number
from helsekort.record.measurements import Kind
from tests import answers, bound
from tests import cast as made
from tests.actions import every_emergency_action as example
from tests.actions.every_private_action import stepped
from tests.actions.every_referral_action import answer, sent
from tests.actions.test_no_trace_anywhere import CATALOGUE
from tests.cast import JOB, TODAY, Cast
from tests.web.partner_views import Hers, for_others

CANARY = "Utkikken"
"""Stands in every place that tells of one."""
PLACES = ("Solsiden", "Torget", "Nordlia", "Fjordlaboratoriet", "55 00 00 10", CANARY)
CLINICIAN = made.Actor(made.ActorKind.CLINICIAN, 7, 8, "JO")


def hide(cast: Cast, level: str = "StrictlyConfidential") -> None:
    secret_addresses.set_address_level(JOB, ctx=cast.ctx, woman=cast.nora.party, level=level)


def clear(cast: Cast, organisation: int, *, cleared: bool = True) -> None:
    secret_addresses.clear_unit(JOB, ctx=cast.ctx, organisation=organisation, cleared=cleared)


def opens(cast: Cast, who: made.Actor) -> bool:
    try:
        cards.open_card(who, ctx=cast.ctx, card=cast.nora_card)
    except Refused:
        return False
    return True


def test_both_conditions_must_hold_and_act_at_once(cast: Cast) -> None:
    assert opens(cast, cast.ingrid)
    hide(cast)
    assert not opens(cast, cast.ingrid), "in care, and the unit is not cleared"
    clear(cast, cast.ingrid.organisation)
    clear(cast, cast.lars.organisation)
    assert [opens(cast, who) for who in (cast.ingrid, cast.amir, cast.lars)] == [True, False, False]
    clear(cast, cast.ingrid.organisation, cleared=False)
    assert not opens(cast, cast.ingrid)
    hide(cast, "Unclassified")
    assert opens(cast, cast.amir)


def test_a_secret_of_one_of_two_parties_that_are_one_woman_is_of_both(cast: Cast) -> None:
    other = made.make_woman(cast.ctx, "Nora H. Sletten", 5)
    secret_addresses.set_address_level(JOB, ctx=cast.ctx, woman=other.party, level="Confidential")
    assert opens(cast, cast.ingrid)
    registry.join_women(JOB, ctx=cast.ctx, woman=other.party, into=cast.nora.party)
    assert not opens(cast, cast.ingrid)


@pytest.mark.parametrize("level", ["", "secret", "strictlyconfidential"])
def test_a_level_that_the_register_has_not_is_refused(cast: Cast, level: str) -> None:
    with pytest.raises(Rejected):
        hide(cast, level)
    assert opens(cast, cast.ingrid)


@pytest.mark.parametrize("permission", sorted(LOGGED_IN))
def test_no_permission_goes_past_the_two_conditions(permission: Permission) -> None:
    everything = Facts(True, in_care=True, own_message=True, referred=True, handed=True, secret_address=True)
    assert not decide(CLINICIAN, permission, everything).allowed
    cleared = replace(everything, cleared=True)
    found = decide(CLINICIAN, permission, cleared)
    assert found.allowed == decide(CLINICIAN, permission, replace(cleared, secret_address=False)).allowed
    assert not found.allowed or Obligation.REVIEW in found.obligations, "each access is looked at"
    in_emergency = replace(everything, glass=True)
    assert decide(CLINICIAN, permission, in_emergency).allowed == (permission in EMERGENCY)


def _written(cast: Cast) -> None:
    """Every field that tells of a place, in a row where it has one; an answer of a laboratory, and a referral."""
    said: list[Finding] = []
    for key, one in CATALOGUE.measurables.items():
        group = next((each for each in CATALOGUE.groups.values() if key in each.fields), None)
        if not one.place or one.kind is not Kind.TEXT or (group and group.about != "woman"):
            continue
        if group is None:
            said.append(Finding(key, CANARY, TODAY))
        elif not group.required and group.repeats:
            given: dict[str, Any] = {"card": cast.nora_card, "findings": [], "key": made.new_key()}
            row = Row(
                group.key, TODAY, (Cell(key, CANARY), Cell("note", "Annet"))[: 1 + ("note" in group.fields)]
            )
            rows.write_answers(cast.ingrid, ctx=cast.ctx, rows=[row], **given)
    rows.write_answers(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=said, rows=[], key=made.new_key()
    )
    answers.receive(cast.ctx, *answers.sent(answers.answer(answers.NORA, answers.haemoglobin("12.1"))))
    answer(cast, sent(cast), Step.ACCEPTED)


def seen(cast: Cast) -> dict[str, str]:
    """What she can be shown, and what is made for others, as text; by where it stands."""
    return {**Hers(cast).seen(), **for_others(cast)}


def test_no_place_stands_in_anything_she_can_be_shown(cast: Cast) -> None:
    _written(cast)
    before = " ".join(seen(cast).values())
    assert {place for place in PLACES if place in before} == set(PLACES), "the control: they stand there"
    hide(cast)
    clear(cast, cast.ingrid.organisation)
    for where, text in seen(cast).items():
        assert [place for place in PLACES if place in text] == [], where


def test_who_treats_her_sees_every_place_and_so_does_she_behind_the_step(cast: Cast) -> None:
    _written(cast)
    hide(cast)
    clear(cast, cast.ingrid.organisation)
    theirs = cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    hers = private_views.open_private_card(cast.nora, ctx=cast.ctx, token=stepped(cast))
    for opened in (theirs, hers):
        assert CANARY in repr(opened.card)
        assert "Solsiden helsestasjon" in opened.units.values()


def test_reviewers_learn_who_looked_and_not_at_whom(cast: Cast) -> None:
    """The unit that looked stands there, and would tell where she is."""
    example.broken(cast)
    reviewer = example.reviewer(cast.amir)

    def told() -> list[reviewing.ReviewLine]:
        (line,) = reviewing.list_reviews(reviewer, ctx=cast.ctx).waiting
        return [line, reviewing.open_review(reviewer, ctx=cast.ctx, review=line.review).line]

    assert [(one.woman, one.masked) for one in told()] == [("Nora Haugen Sletten", False)] * 2
    hide(cast)
    assert [(one.woman, one.masked, one.unit) for one in told()] == [("", True, "Nordlia legesenter")] * 2


def test_a_system_by_itself_is_told_only_where_its_unit_is_cleared(cast: Cast) -> None:
    known = bound.numbered(cast)
    system = bound.recognised(known.ctx, bound.SYSTEM_AT_SOLSIDEN)
    number = parse_national_number(made.number_of(4), allow_synthetic=True)

    def is_told() -> bool:
        try:
            return national.read_national_status(system, ctx=known.ctx, number=number).active
        except Refused:
            return False

    assert is_told()
    hide(known)
    assert not is_told()
    clear(known, system.organisation)
    assert is_told()
