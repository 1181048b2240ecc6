"""What comes with a token of another system: each scope, a system alone, a laboratory's, and one with an attest."""

import pytest
from msgspec.structs import replace

from helsekort.access.decide import Facts, decide
from helsekort.access.groups import DOOR, MESSAGES
from helsekort.access.permissions import Permission
from helsekort.access.rules.systems import ABOUT_A_WOMAN
from helsekort.access.scopes import SCOPES, TOLD, Scope, granting, told_of
from helsekort.access.tokens.saying import REFUSALS
from tests.access.people import ALL_BUT_HERS, CLINICIAN, TOKENS

ALONE, ATTESTED, SENDER, USER = (TOKENS[key].actor for key in ("alone", "attest", "lab", "user"))
CARED_FOR = TOKENS["user"].facts

PEOPLE = {key: (who.actor, who.facts) for key, who in TOKENS.items()}
# `x` where it is allowed to a token with every scope.
MATRIX = """
                      user stranger attest other alone shut far lab
read_resource         x    .        x      .     .     .    .   .
read_history          x    .        x      .     .     .    .   .
search_card           x    .        x      .     .     .    .   .
search_woman          x    .        x      .     .     .    .   .
read_everything       x    .        x      .     .     .    .   .
read_everything_of    x    .        x      .     .     .    .   .
read_document         x    .        x      .     .     .    .   .
read_child_document   x    .        x      .     .     .    .   .
read_summary          x    .        x      .     .     .    .   .
preview_notification  x    .        x      .     .     .    .   .
open_file             x    .        x      .     .     .    .   .
read_patient          x    .        x      .     .     .    .   .
find_patient          x    .        x      .     .     .    .   .
read_party            x    x        x      x     .     .    .   .
read_national_status  x    .        x      .     x     .    .   .
list_national_records x    .        x      .     .     .    .   .
read_national_record  x    .        x      .     .     .    .   .
read_national_history x    .        x      .     .     .    .   .
create_resource       x    .        x      .     .     .    .   .
update_resource       x    .        x      .     .     .    .   .
write_bundle          x    .        x      .     .     .    .   .
open_new_card         x    .        x      .     .     .    .   .
write_national_block  x    .        x      .     .     .    .   .
end_pregnancy         x    .        x      .     .     .    .   .
read_guidance         x    .        x      .     .     .    .   .
ask_launch            x    .        x      .     .     .    .   .
receive_message       .    .        .      .     .     .    .   x
work_inbox            .    .        .      .     .     .    .   x
recognise             x    x        x      x     x     x    x   x
recognise_caller      x    x        x      x     x     x    x   x
leave                 x    x        x      x     x     x    x   x
"""


def _table() -> dict[str, dict[str, bool]]:
    heads, *rows = [line.split() for line in MATRIX.strip().splitlines()]
    return {name: dict(zip(heads, (mark == "x" for mark in marks), strict=True)) for name, *marks in rows}


@pytest.mark.parametrize("permission", Permission)
def test_matrix(permission: Permission) -> None:
    """What is not in the table is allowed to no token: it is for people at the pages."""
    allowed = {who: decide(actor, permission, facts).allowed for who, (actor, facts) in PEOPLE.items()}
    assert allowed == _table().get(permission.value, dict.fromkeys(PEOPLE, False))


@pytest.mark.parametrize("scope", SCOPES, ids=lambda each: each.name)
def test_a_scope_gives_what_it_says_and_nothing_else(scope: Scope) -> None:
    for who, (actor, facts) in PEOPLE.items():
        own = replace(actor, scopes=frozenset([scope.name]))
        reached = {each for each in Permission if decide(own, each, facts).allowed} - DOOR
        whole = {each for each in Permission if decide(actor, each, facts).allowed} - DOOR
        assert reached == whole & scope.permissions, who


@pytest.mark.parametrize("permission", sorted(set(Permission) - DOOR))
def test_a_token_without_scopes_reaches_nothing_and_is_told_which_it_lacks(permission: Permission) -> None:
    for actor, facts in PEOPLE.values():
        decision = decide(replace(actor, scopes=frozenset()), permission, facts)
        assert not decision.allowed
        if granting(permission):
            assert told_of(decision.rule).split()[1:] == sorted(granting(permission))


@pytest.mark.parametrize(
    "permission", sorted(set(Permission) - DOOR - MESSAGES - {Permission.READ_NATIONAL_STATUS})
)
def test_a_system_alone_reaches_no_card_whatever_else_holds(permission: Permission) -> None:
    names = {name: True for name in Facts.__struct_fields__ if isinstance(getattr(Facts(), name), bool)}
    for actor in (ALONE, SENDER, replace(ALONE, job="registry"), replace(ALONE, party=7)):
        assert not decide(actor, permission, Facts(**names)).allowed


@pytest.mark.parametrize("permission", sorted(ABOUT_A_WOMAN))
@pytest.mark.parametrize("card_exists", [True, False])
def test_an_attest_about_another_is_told_alike_of_a_card_that_is_there_and_one_that_is_not(
    permission: Permission, card_exists: bool
) -> None:
    decision = decide(ATTESTED, permission, Facts(card_exists=card_exists, in_care=card_exists))
    assert not decision.allowed
    assert told_of(decision.rule)


def test_an_attest_about_another_leaves_open_only_what_is_about_nobody() -> None:
    """Whatever else is known of her: what is left is the desk's own, and stating an emergency."""
    of_another = replace(CLINICIAN, attested=99)

    def allowed(facts: Facts) -> set[Permission]:
        return {each for each in Permission if decide(of_another, each, facts).allowed}

    assert allowed(ALL_BUT_HERS) - allowed(Facts()) == DESK
    assert allowed(replace(ALL_BUT_HERS, attested=True)) - allowed(Facts()) > DESK


DESK = {
    Permission.KEEP_DRAFT,
    Permission.TAKE_DRAFT,
    Permission.FOLLOW_LAUNCH,
    Permission.ANSWER_INQUIRY,
    Permission.OPEN_MESSAGE,
    Permission.SET_ASIDE,
    Permission.LEAVE_OUTSIDE,
    Permission.READ_BY_HAND,
    Permission.PLACE_BY_HAND,
    Permission.BREAK_GLASS,
}
"""What a token reaches by no scope, and what a reason of its own opens."""


@pytest.mark.parametrize(
    "permission", sorted(set(Permission) - DOOR - MESSAGES - {Permission.READ_NATIONAL_STATUS})
)
def test_a_system_alone_is_told_that_it_is_alone(permission: Permission) -> None:
    scoped = replace(ALONE, scopes=granting(permission) or frozenset({"none"}))
    rule = decide(scoped, permission, Facts(card_exists=True, in_care=True)).rule
    assert rule == "system-alone" if granting(permission) else told_of(rule)


def test_whoever_came_without_a_token_is_asked_for_no_scope() -> None:
    plain = replace(USER, client=0, scopes=frozenset())
    assert decide(plain, Permission.OPEN_CARD, CARED_FOR).allowed


def test_what_may_be_told_of_a_refusal_has_a_sentence() -> None:
    assert set(REFUSALS) == TOLD
    assert told_of("no-rule-allows") == told_of("session-ended") == ""


def test_scopes_are_one_to_one_with_those_of_smart() -> None:
    named = [each.smart for each in SCOPES if each.smart]
    assert len(set(named)) == len(named)
    assert len({each.name for each in SCOPES}) == len(SCOPES)


def test_a_unit_that_is_cleared_is_told_of_one_whose_address_is_secret() -> None:
    secret = Facts(card_exists=True, unit_in_care=True, secret_address=True)
    assert not decide(ALONE, Permission.READ_NATIONAL_STATUS, secret).allowed
    assert decide(ALONE, Permission.READ_NATIONAL_STATUS, replace(secret, cleared=True)).allowed
