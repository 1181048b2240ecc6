"""What an emergency opens, and who reviews: beside the matrix of test_decide.py, for facts of their own."""

import pytest
from msgspec.structs import replace

from helsekort.access import groups
from helsekort.access.actors import Actor, ActorKind
from helsekort.access.decide import Facts, Obligation, decide
from helsekort.access.permissions import Permission

CLINICIAN = Actor(ActorKind.CLINICIAN, 7, 8, "LE")
REVIEWER = Actor(ActorKind.REVIEWER, 11, 12)
GLASS = Facts(card_exists=True, glass=True)


def _allowed(actor: Actor, facts: Facts) -> set[Permission]:
    return {each for each in Permission if decide(actor, each, facts).allowed} - groups.DOOR


def test_an_emergency_opens_what_it_names_and_nothing_else() -> None:
    assert _allowed(CLINICIAN, GLASS) - _allowed(CLINICIAN, Facts(card_exists=True)) == groups.EMERGENCY
    assert _allowed(CLINICIAN, replace(GLASS, card_exists=False)) == _allowed(CLINICIAN, Facts())


@pytest.mark.parametrize("permission", sorted(groups.EMERGENCY))
def test_what_is_done_in_an_emergency_is_logged_as_that_whatever_else_lets_in(permission: Permission) -> None:
    assert decide(CLINICIAN, permission, replace(GLASS, in_care=True)).rule == "break-glass"


@pytest.mark.parametrize("permission", sorted(groups.EMERGENCY))
def test_she_is_told_of_every_opening_but_not_on_her_page_of_violence(permission: Permission) -> None:
    assert Obligation.NOTIFY_HER in decide(CLINICIAN, permission, GLASS).obligations
    opened = replace(GLASS, glass_classes=frozenset({"violence"}))
    assert Obligation.NOTIFY_HER not in decide(CLINICIAN, permission, opened).obligations


@pytest.mark.parametrize("permission", sorted(groups.EMERGENCY))
def test_what_she_has_closed_opens_in_an_emergency_and_violence_with_its_own_reason(
    permission: Permission,
) -> None:
    """For someone in care to whom a class is closed too; what is no part of the emergency stays as she closed it."""
    stands = replace(GLASS, in_care=True, hidden_classes=frozenset({"infection", "violence"}))
    assert decide(CLINICIAN, permission, stands).hide == {"violence", "third-person"}
    assert Obligation.HIDE_CLASSES in decide(CLINICIAN, permission, stands).obligations
    opened = replace(stands, glass_classes=frozenset({"violence"}))
    assert decide(CLINICIAN, permission, opened).hide == {"third-person"}
    assert decide(CLINICIAN, permission, replace(stands, glass=False)).hide == {"infection", "violence"}
    assert decide(CLINICIAN, Permission.READ_RESOURCE, stands).hide == {"infection", "violence"}


@pytest.mark.parametrize("permission", sorted(groups.EMERGENCY))
def test_where_nothing_is_left_closed_nothing_is_said_to_be_hidden(permission: Permission) -> None:
    """What opens with a reason of its own is open; what is closed for another cause stays so."""
    opened = replace(GLASS, glass_classes=groups.CLOSED_IN_EMERGENCY)
    assert decide(CLINICIAN, permission, opened).hide == frozenset()
    assert Obligation.HIDE_CLASSES not in decide(CLINICIAN, permission, opened).obligations
    beside = replace(opened, hidden_in_emergency=frozenset({"place"}))
    assert decide(CLINICIAN, permission, beside).hide == {"place"}
    assert Obligation.HIDE_CLASSES in decide(CLINICIAN, permission, beside).obligations


def test_the_glass_is_broken_with_a_reason_and_for_review() -> None:
    stated = decide(CLINICIAN, Permission.BREAK_GLASS, Facts(card_exists=True))
    assert stated.obligations == {Obligation.ASK_REASON, Obligation.REVIEW}
    assert not decide(CLINICIAN, Permission.BREAK_GLASS, Facts()).allowed


@pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.CLINICIAN])
def test_only_health_personnel_break_the_glass(kind: ActorKind) -> None:
    actor = Actor(kind, 7, 8, job="registry")
    assert not decide(actor, Permission.BREAK_GLASS, GLASS).allowed
    assert decide(actor, Permission.OPEN_CARD, GLASS).rule != "break-glass"


def test_a_reviewer_reviews_and_opens_no_card() -> None:
    everything = Facts(
        card_exists=True, owner=True, in_care=True, own_message=True, referred=True, handed=True, glass=True
    )
    assert _allowed(REVIEWER, everything) == groups.REVIEWS
    assert _allowed(REVIEWER, replace(everything, other_unit=True)) == groups.REVIEWS | {
        Permission.CLOSE_REVIEW
    }


def test_nobody_else_closes_a_review() -> None:
    facts = replace(GLASS, in_care=True, owner=True, demo=True, other_unit=True)
    for kind in set(ActorKind) - {ActorKind.REVIEWER}:
        actor = Actor(kind, 7, 8, job="registry")
        assert not decide(actor, Permission.CLOSE_REVIEW, facts).allowed
