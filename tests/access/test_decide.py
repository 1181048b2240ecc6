"""Who may do what, one rule at a time; the whole matrix is docs/access.md, read by test_access_page.py."""

import pytest
from msgspec.structs import replace

from helsekort.access import decide as deciding
from helsekort.access import groups
from helsekort.access.actors import NOBODY, Actor
from helsekort.access.decide import Decision, Duty, Effect, Facts, Obligation, Rule, decide
from helsekort.access.permissions import Permission
from helsekort.access.step_up import needs_step_up
from tests.access.people import CLINICIAN, JOB, WHO, WOMAN

EVERYONE = (CLINICIAN, WOMAN, JOB, NOBODY)
PEOPLE = {key: (who.actor, who.facts) for key, who in WHO.items()}


def test_the_classes_that_stay_hidden_are_those_that_are_closed_and_those_that_no_emergency_opens() -> None:
    def hidden(who: str) -> frozenset[str]:
        return decide(*_asked(who, Permission.OPEN_CARD)).hide

    assert hidden("cares") == frozenset()
    assert hidden("classes") == {"mind"}
    assert hidden("urgent") == hidden("barred") == {"violence", "third-person"}
    assert hidden("violence") == {"third-person"}
    assert decide(*_asked("shares", Permission.OPEN_OWN_CARD)).hide == {"mind"}


def _asked(who: str, permission: Permission) -> tuple[Actor, Permission, Facts]:
    return WHO[who].actor, permission, WHO[who].facts


def test_who_was_asked_may_open_and_answer_that_referral_and_nothing_else() -> None:
    facts = Facts(card_exists=True, referred=True)
    allowed = {each for each in Permission if decide(CLINICIAN, each, facts).rule == "referred-to-the-unit"}
    assert allowed == {Permission.OPEN_REFERRAL, Permission.ANSWER_REFERRAL}
    for actor in (WOMAN, JOB, NOBODY):
        assert not any(decide(actor, each, facts).allowed for each in allowed)


def test_who_was_handed_mother_and_child_reads_the_child_and_what_was_chosen() -> None:
    facts = Facts(card_exists=True, handed_over=True)
    allowed = {each for each in Permission if decide(CLINICIAN, each, facts).rule == "handed-over"}
    assert allowed == {Permission.OPEN_CHILD, Permission.READ_CHILD_DOCUMENT, Permission.OPEN_REFERRAL}
    for other in (WOMAN, JOB, NOBODY, replace(CLINICIAN, live=False)):
        assert not decide(other, Permission.OPEN_CHILD, facts).allowed


def test_who_was_asked_why_answers_that_and_nothing_else() -> None:
    facts = Facts(own_inquiry=True)
    allowed = {each for each in Permission if decide(CLINICIAN, each, facts).rule == "asked-of-the-unit"}
    assert allowed == {Permission.ANSWER_INQUIRY}
    for actor in (WOMAN, JOB, NOBODY, replace(CLINICIAN, live=False)):
        assert not decide(actor, Permission.ANSWER_INQUIRY, facts).allowed


def test_who_was_sent_a_summary_may_open_and_acknowledge_it_and_nothing_else() -> None:
    facts = Facts(card_exists=True, handed=True)
    allowed = {each for each in Permission if decide(CLINICIAN, each, facts).rule == "handed-to-the-unit"}
    assert allowed == {Permission.OPEN_EPICRISIS, Permission.ACKNOWLEDGE_EPICRISIS}
    for actor in (WOMAN, JOB, NOBODY):
        assert not any(decide(actor, each, facts).allowed for each in allowed)


@pytest.mark.parametrize("permission", sorted(groups.LOGGED_IN))
def test_an_ended_session_is_denied_whatever_else_holds(permission: Permission) -> None:
    everything = Facts(True, True, True, demo=True, own_draft=True)
    for actor in EVERYONE:
        assert decide(replace(actor, live=False), permission, everything) == Decision(
            Effect.DENY, "session-ended"
        )


def test_what_is_typed_when_the_session_has_ended_can_be_kept() -> None:
    assert decide(replace(CLINICIAN, live=False), Permission.KEEP_DRAFT, Facts(own_draft=True)).allowed


@pytest.mark.parametrize(
    "facts",
    [Facts(own_draft=True), Facts(card_exists=True, own_draft=True), Facts(card_exists=True, owner=True)],
)
def test_a_woman_keeps_a_draft_about_her_own_card_alone(facts: Facts) -> None:
    whole = Facts(card_exists=True, owner=True, own_draft=True)
    assert decide(WOMAN, Permission.KEEP_DRAFT, whole).allowed
    assert not decide(WOMAN, Permission.KEEP_DRAFT, facts).allowed


@pytest.mark.parametrize("actor", EVERYONE)
def test_what_no_rule_speaks_of_is_denied(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "_ABOUT", deciding.by_permission(()))
    everything = Facts(True, True, True, True, True)
    for permission in Permission:
        assert decide(actor, permission, everything) == Decision(Effect.DENY, "no-rule-allows")


@pytest.mark.parametrize("actor", EVERYONE)
def test_a_permission_that_does_not_exist_is_denied(actor: Actor) -> None:
    everything = Facts(True, True, True, True, True)
    for unknown in ("open_every_card", "", None):
        assert not decide(actor, unknown, everything).allowed  # type: ignore[arg-type]  # what is tried here


def test_without_facts_only_the_doors_and_the_lists_are_open() -> None:
    allowed = {
        (actor.kind.value, permission.value)
        for actor in EVERYONE
        for permission in Permission
        if decide(actor, permission, Facts()).allowed
    }
    doors = {
        (actor.kind.value, door) for actor in EVERYONE for door in ("recognise", "recognise_caller", "leave")
    }
    names = {(kind, "read_party") for kind in ("clinician", "woman")}
    jobs = {("system", job.value) for job in groups.JOBS}
    listing = (
        "list_to_tell",
        "list_women",
        "list_unit",
        "list_inbox",
        "list_results",
        "list_drafts",
        "list_referrals",
        "list_homecomings",
        "list_epicrises",
        "list_tasks",
        "look_at_guideline",
        "list_by_finding",
        "take_in_woman",
        "list_inquiries",
    )
    lists = {("clinician", name) for name in listing} | {("woman", "list_drafts")}
    doors |= {("nobody", door.value) for door in groups.PROVIDER_DOOR}
    own = {(kind, each.value) for kind in ("clinician", "woman") for each in groups.SESSIONS}
    roles = {("clinician", each.value) for each in groups.ROLES}
    assert allowed == doors | jobs | lists | names | own | roles


@pytest.mark.parametrize("permission", Permission)
def test_one_who_acts_for_a_woman_looks_at_her_card_and_does_nothing_else(permission: Permission) -> None:
    agent = replace(WOMAN, acting_for=10)
    facts = Facts(card_exists=True, owner=True, acting_for=True, own_draft=True)
    allowed = decide(agent, permission, facts).allowed
    assert allowed == (permission in groups.SHARED_VIEW | groups.SESSIONS | groups.DOOR)


@pytest.mark.parametrize("permission", Permission)
def test_before_a_role_is_chosen_nothing_is_open(permission: Permission) -> None:
    nowhere = replace(CLINICIAN, organisation=0)
    facts = Facts(card_exists=True, in_care=True, own_draft=True, own_message=True, referred=True)
    allowed = decide(nowhere, permission, facts).allowed
    # a form that was half written is kept for whoever wrote it
    kept = {Permission.KEEP_DRAFT}
    assert allowed == (permission in groups.ROLES | groups.SESSIONS | groups.DOOR | kept)


def test_what_was_proved_is_good_for_some_minutes_and_then_no_more() -> None:
    minute = 60_000_000
    proved = replace(WOMAN, proved=1000 * minute)
    assert not needs_step_up(proved, 1010 * minute, 10)
    assert needs_step_up(proved, 1010 * minute + 1, 10)
    assert needs_step_up(WOMAN, 1000 * minute, 10), "nobody knows when"


@pytest.mark.parametrize("first", [True, False])
def test_a_denial_wins_wherever_it_stands(first: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    denial = Rule("blocked", Effect.DENY, frozenset({Permission.OPEN_CARD}), lambda actor, facts: True)
    rules = (denial, *deciding.RULES) if first else (*deciding.RULES, denial)
    monkeypatch.setattr(deciding, "_ABOUT", deciding.by_permission(rules))
    actor, facts = PEOPLE["cares"]
    assert decide(actor, Permission.OPEN_CARD, facts) == Decision(Effect.DENY, "blocked")
    assert decide(actor, Permission.RECORD_CONTACT, facts).allowed


def test_rules_have_names_of_their_own() -> None:
    names = [rule.name for rule in deciding.RULES]
    assert len(set(names)) == len(names)
    assert "no-rule-allows" not in names


CLOSED = Facts(True, in_care=True, own_message=True, referred=True, handed=True, own_draft=True, blocked=True)


@pytest.mark.parametrize("permission", sorted(groups.LOGGED_IN - groups.BREAKING))
def test_one_whom_she_has_blocked_may_nothing_about_her(permission: Permission) -> None:
    assert not decide(CLINICIAN, permission, CLOSED).allowed
    # she herself, and the jobs that bring in what concerns her, are no one that she can block
    for actor in (WOMAN, JOB):
        open_to_all = replace(CLOSED, blocked=False)
        assert decide(actor, permission, CLOSED) == decide(actor, permission, open_to_all)


def test_an_emergency_opens_the_card_to_one_who_is_blocked_and_lets_him_do_nothing_else() -> None:
    allowed = {
        each for each in groups.LOGGED_IN if decide(CLINICIAN, each, replace(CLOSED, glass=True)).allowed
    }
    assert allowed == groups.EMERGENCY | groups.BREAKING


def test_classes_that_are_closed_stay_hidden_whatever_rule_allows() -> None:
    closed = frozenset({"infection", "mind"})
    for who in ("cares", "herself"):
        actor, facts = PEOPLE[who]
        reads = replace(facts, hidden_classes=closed)
        found = decide(actor, Permission.READ_RESOURCE, reads)
        assert found.allowed
        assert found.hide == closed
        assert found.obligations == {Obligation.HIDE_CLASSES}
        assert decide(actor, Permission.READ_RESOURCE, facts).obligations == frozenset()
    actor, facts = PEOPLE["lars"]
    assert decide(actor, Permission.READ_RESOURCE, replace(facts, hidden_classes=closed)).hide == frozenset()


def test_all_that_an_allowance_obliges_to_comes_together(monkeypatch: pytest.MonkeyPatch) -> None:
    may = frozenset({Permission.OPEN_CARD})
    duties = [
        Duty("told", may, lambda actor, facts: True, frozenset({Obligation.NOTIFY_HER})),
        Duty("asked", may, lambda actor, facts: facts.glass, frozenset({Obligation.ASK_REASON})),
        Duty("other", groups.OWN, lambda actor, facts: True, frozenset({Obligation.REVIEW})),
    ]
    monkeypatch.setattr(deciding, "DUTIES", (*deciding.DUTIES, *duties))
    actor, facts = PEOPLE["cares"]
    hidden = replace(facts, hidden_classes=frozenset({"mind"}))
    assert decide(actor, Permission.OPEN_CARD, hidden).obligations == {
        Obligation.HIDE_CLASSES,
        Obligation.NOTIFY_HER,
    }
    assert decide(actor, Permission.OPEN_CARD, replace(hidden, glass=True)).obligations == {
        Obligation.HIDE_CLASSES,
        Obligation.NOTIFY_HER,
        Obligation.ASK_REASON,
    }


@pytest.mark.parametrize("permission", sorted(groups.LOGGED_IN))
def test_a_parent_is_let_in_to_nothing_of_hers(permission: Permission) -> None:
    """A parent who acts for a pregnant girl, as the girl's own session, and as personnel who is her parent."""
    for actor in (WOMAN, replace(WOMAN, acting_for=99), CLINICIAN):
        facts = Facts(True, True, True, acting_for=True, parent=True, own_draft=True, referred=True)
        found = decide(actor, permission, facts)
        assert not found.allowed
        assert found.rule in ({"parent", "acts-for-another"} if actor.acting_for else {"parent"})
    assert decide(WOMAN, Permission.OPEN_OWN_CARD, Facts(True, True)).allowed, "she herself is"
    paper = decide(CLINICIAN, Permission.PRINT_CARD, Facts(card_exists=True, in_care=True))
    assert paper.allowed, "and her card is handed to her on paper"


@pytest.mark.parametrize("permission", sorted(groups.HER_SAY))
def test_nobody_says_in_her_place_who_may_see_it(permission: Permission) -> None:
    """Either sign that another acts is enough: what the session says, and what is known of the mandate."""
    assert decide(WOMAN, permission, Facts(True, True)).allowed
    assert not decide(WOMAN, permission, Facts(True, True, acting_for=True)).allowed
    assert not decide(replace(WOMAN, acting_for=99), permission, Facts(True, True)).allowed


@pytest.mark.parametrize("permission", sorted(groups.PRIVATE))
def test_one_who_acts_for_her_never_sees_what_lies_behind_the_step(permission: Permission) -> None:
    assert decide(WOMAN, permission, Facts(True, True)).allowed
    for actor, facts in (
        (WOMAN, Facts(True, True, acting_for=True)),
        (replace(WOMAN, acting_for=99), Facts(True, True)),
    ):
        assert not decide(actor, permission, facts).allowed
