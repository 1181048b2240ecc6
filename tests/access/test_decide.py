"""Who may do what: the whole matrix, as one table that can be read."""

import pytest
from msgspec.structs import replace

from helsekort.access import decide as deciding
from helsekort.access import groups
from helsekort.access.actors import NOBODY, Actor, ActorKind, system
from helsekort.access.decide import Decision, Duty, Effect, Facts, Obligation, Rule, decide
from helsekort.access.permissions import Permission
from helsekort.access.step_up import needs_step_up

CLINICIAN = Actor(ActorKind.CLINICIAN, 7, 8, "JO")
WOMAN = Actor(ActorKind.WOMAN, 9)
JOB = system("registry")
EVERYONE = (CLINICIAN, WOMAN, JOB, NOBODY)

# Who, and what is known of them and the card.
PEOPLE = {
    "cares": (CLINICIAN, Facts(card_exists=True, in_care=True)),
    "no-card": (CLINICIAN, Facts(card_exists=False, in_care=True)),
    "lars": (CLINICIAN, Facts(card_exists=True)),
    "typist": (CLINICIAN, Facts(own_draft=True)),
    "herself": (WOMAN, Facts(card_exists=True, owner=True)),
    "another": (WOMAN, Facts(card_exists=True)),
    "job": (JOB, Facts(card_exists=True)),
    "nameless": (system(""), Facts(card_exists=True)),
    "nobody": (NOBODY, Facts(card_exists=True)),
    "demo": (NOBODY, Facts(demo=True)),
    "lab": (system("laboratory"), Facts()),
    "unit": (CLINICIAN, Facts(own_message=True)),
    "ticket": (CLINICIAN, Facts(card_exists=True, own_launch=True)),
    "came": (NOBODY, Facts(card_exists=True, own_launch=True, demo=True)),
    "out": (NOBODY, Facts(card_exists=True, own_launch=True)),
    "placer": (CLINICIAN, Facts(card_exists=True, in_care=True, own_message=True)),
}

# x: allowed. Nothing stands for no.
MATRIX = """
                      cares no-card lars typist herself another job nameless nobody demo lab unit ticket came out placer
open_card             x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
find_woman            x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
break_glass           x     .       x    .      .       .       .   .        .      .    .   .    x      .    .   x
list_reviews          .     .       .    .      .       .       .   .        .      .    .   .    .      .    .   .
open_review           .     .       .    .      .       .       .   .        .      .    .   .    .      .    .   .
close_review          .     .       .    .      .       .       .   .        .      .    .   .    .      .    .   .
list_to_tell          x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
tell_of_emergency     x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
score_look_ups        .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
erase_review_words    .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
ask_launch            x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
follow_launch         .     .       .    .      .       .       .   .        .      .    .   .    x      x    .   .
read_lacking          x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
mark_taken            x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
list_women            x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
list_unit             x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
record_contact        x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
correct_contact       x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
move_contact          x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
propose_due_date      x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
confirm_due_date      x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
state_facts           x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
write_answers         x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
correct_row           x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
withdraw_row          x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
correct_fact          x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
answer_own            .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
name_fetus            x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
end_pregnancy         x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
reopen_card           x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
close_card            x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
lose_fetus            x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
open_child            x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
name_child            x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
read_child_document   x     .       .    .      x       .       .   .        .      .    .   .    .      .    .   x
list_own_cards        .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
open_own_card         .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
read_own_log          .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
read_access           .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
find_personnel        .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
block_access          .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
lift_block            .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
read_blocks           x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
block_on_her_word     x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
lift_on_her_word      x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
end_care              x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
give_consent          .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
withdraw_consent      .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
record_consent        x     x       .    .      .       .       .   .        .      .    .   .    .      .    .   x
show_more             .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
hide_again            .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
open_private_card     .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
read_private_log      .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
read_her_view         x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
open_class            x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
close_class           x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
take_own_log          .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
ask_why               .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
list_inquiries        x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
answer_inquiry        .     .       .    .      .       .       .   .        .      .    .   .    .      .    .   .
print_card            x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
print_own_card        .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
keep_draft            .     .       .    x      .       .       .   .        .      .    .   .    .      .    .   .
take_draft            .     .       .    x      .       .       .   .        .      .    .   .    .      .    .   .
list_drafts           x     x       x    x      x       x       .   .        .      .    .   x    x      .    .   x
read_earlier_cards    x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
read_guidance         x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
read_own_guidance     .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
act_on_guidance       x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
look_at_guideline     x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
list_by_finding       x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
open_new_card         x     x       .    .      .       .       .   .        .      .    .   .    .      .    .   x
take_in_woman         x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
read_resource         x     .       .    .      x       .       .   .        .      .    .   .    .      .    .   x
read_history          x     .       .    .      x       .       .   .        .      .    .   .    .      .    .   x
search_card           x     .       .    .      x       .       .   .        .      .    .   .    .      .    .   x
search_woman          x     x       .    .      x       .       .   .        .      .    .   .    .      .    .   x
read_everything       x     .       .    .      x       .       .   .        .      .    .   .    .      .    .   x
read_document         x     .       .    .      x       .       .   .        .      .    .   .    .      .    .   x
read_everything_of    x     x       .    .      x       .       .   .        .      .    .   .    .      .    .   x
read_summary          x     x       .    .      x       .       .   .        .      .    .   .    .      .    .   x
preview_notification  x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
read_patient          x     x       .    .      x       .       .   .        .      .    .   .    .      .    .   x
find_patient          x     x       .    .      .       .       .   .        .      .    .   .    .      .    .   x
read_party            x     x       x    x      x       x       .   .        .      .    .   x    x      .    .   x
create_resource       x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
update_resource       x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
write_bundle          x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
read_national_status  x     x       .    .      x       .       .   .        .      .    .   .    .      .    .   x
list_national_records x     x       .    .      x       .       .   .        .      .    .   .    .      .    .   x
read_national_record  x     .       .    .      x       .       .   .        .      .    .   .    .      .    .   x
read_national_history x     .       .    .      x       .       .   .        .      .    .   .    .      .    .   x
write_national_block  x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
receive_message       .     .       .    .      .       .       .   .        .      .    x   .    .      .    .   .
work_inbox            .     .       .    .      .       .       .   .        .      .    x   .    .      .    .   .
list_inbox            x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
open_message          .     .       .    .      .       .       .   .        .      .    .   x    .      .    .   x
place_by_hand         .     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
leave_outside         .     .       .    .      .       .       .   .        .      .    .   x    .      .    .   x
read_by_hand          .     .       .    .      .       .       .   .        .      .    .   x    .      .    .   x
set_aside             .     .       .    .      .       .       .   .        .      .    .   x    .      .    .   x
list_outside          x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
list_results          x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
mark_result_seen      x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
mark_told             x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
who_may_take          x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
take_responsibility   x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
give_responsibility   x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
where_to_refer        x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
draft_referral        x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
send_referral         x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
reply_to_question     x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
take_back_referral    x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
list_tasks            x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
list_referrals        x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
list_homecomings      x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
open_referral         x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
answer_referral       x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
attach_file           x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
open_file             x     .       .    .      x       .       .   .        .      .    .   .    .      .    .   x
withdraw_file         x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
write_epicrisis       x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
sign_epicrisis        x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
send_epicrisis        x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
list_epicrises        x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
open_epicrisis        x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
acknowledge_epicrisis .     .       .    .      .       .       .   .        .      .    .   .    .      .    .   .
register_party        .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
begin_care            .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
join_women            .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
part_women            .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
erase_line            .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
export_audit_events   .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
erase_body            .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
register_laboratory   .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
list_laboratories     .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
load_cards            .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
set_address_level     .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
clear_unit            .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
enter_as_persona      .     .       .    .      .       .       .   .        .      x    .   .    .      x    .   .
register_client       .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
list_clients          .     .       .    .      .       .       x   .        .      .    .   .    .      .    .   .
recognise             x     x       x    x      x       x       x   x        x      x    x   x    x      x    x   x
recognise_caller      x     x       x    x      x       x       x   x        x      x    x   x    x      x    x   x
leave                 x     x       x    x      x       x       x   x        x      x    x   x    x      x    x   x
begin_login           .     .       .    .      .       .       .   .        x      .    .   .    .      .    x   .
take_login            .     .       .    .      .       .       .   .        x      .    .   .    .      .    x   .
not_let_in            .     .       .    .      .       .       .   .        x      .    .   .    .      .    x   .
log_in                .     .       .    .      .       .       .   .        x      .    .   .    .      .    x   .
end_by_provider       .     .       .    .      .       .       .   .        x      .    .   .    .      .    x   .
list_roles            x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
choose_role           x     x       x    x      .       .       .   .        .      .    .   x    x      .    .   x
list_sessions         x     x       x    x      x       x       .   .        .      .    .   x    x      .    .   x
end_session           x     x       x    x      x       x       .   .        .      .    .   x    x      .    .   x
end_her_sessions      x     .       .    .      .       .       .   .        .      .    .   .    .      .    .   x
list_mandates         .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
end_mandate           .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
resume_mandate        .     .       .    .      x       .       .   .        .      .    .   .    .      .    .   .
"""


def _table() -> dict[str, dict[str, bool]]:
    heads, *rows = [line.split() for line in MATRIX.strip().splitlines()]
    return {name: dict(zip(heads, (mark == "x" for mark in marks), strict=True)) for name, *marks in rows}


def test_the_table_is_whole() -> None:
    table = _table()
    assert list(table) == [permission.value for permission in Permission]
    assert all(set(row) == set(PEOPLE) for row in table.values())


@pytest.mark.parametrize("permission", Permission)
def test_matrix(permission: Permission) -> None:
    allowed = {who: decide(actor, permission, facts).allowed for who, (actor, facts) in PEOPLE.items()}
    assert allowed == _table()[permission.value]


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


@pytest.mark.parametrize("permission", sorted(groups.PRIVATE))
def test_one_who_acts_for_her_never_sees_what_lies_behind_the_step(permission: Permission) -> None:
    assert decide(WOMAN, permission, Facts(True, True)).allowed
    for actor, facts in (
        (WOMAN, Facts(True, True, acting_for=True)),
        (replace(WOMAN, acting_for=99), Facts(True, True)),
    ):
        assert not decide(actor, permission, facts).allowed
