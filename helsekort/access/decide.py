"""May they? A pure function of who acts, what they want to do and the facts. Unknown is no; a denial wins.

This is the one place that decides who may read or write. The facts are read in the same transaction as the data.
"""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission


class Effect(StrEnum):
    ALLOW = "allow"
    DENY = "deny"


class Facts(Struct, frozen=True):
    """What is known about the card and the actor at this moment.

    `owner`: the card is the actor's own. `in_care`: a care relation between the actor, at this unit, and the
    woman is valid now. `demo`: the service runs as a demo. `own_draft`: the draft was typed by the actor.
    `own_message`: the message is addressed to the actor's unit. `referred`: a referral on the card waits for it.
    `handed_over`: mother and child were handed over to them, and that has not ended.
    `handed`: a summary on the card was sent to it.
    `own_launch`: the ticket from a local record is good,
    and the actor's or nobody's who is logged in.
    """

    card_exists: bool = False
    owner: bool = False
    in_care: bool = False
    demo: bool = False
    own_draft: bool = False
    own_message: bool = False
    referred: bool = False
    handed_over: bool = False
    handed: bool = False
    own_launch: bool = False


class Decision(Struct, frozen=True):
    """The answer and the name of the rule that gave it."""

    effect: Effect
    rule: str

    @property
    def allowed(self) -> bool:
        return self.effect is Effect.ALLOW


class Rule(Struct, frozen=True):
    """A named rule: for these permissions, this effect where `holds` says so."""

    name: str
    effect: Effect
    permissions: frozenset[Permission]
    holds: Callable[[Actor, Facts], bool]


CARE = frozenset(
    {
        Permission.OPEN_CARD,
        Permission.PRINT_CARD,
        Permission.FIND_WOMAN,
        Permission.ASK_LAUNCH,
        Permission.READ_LACKING,
        Permission.MARK_TAKEN,
        Permission.RECORD_CONTACT,
        Permission.CORRECT_CONTACT,
        Permission.MOVE_CONTACT,
        Permission.PROPOSE_DUE_DATE,
        Permission.CONFIRM_DUE_DATE,
        Permission.STATE_FACTS,
        Permission.WRITE_ANSWERS,
        Permission.CORRECT_ROW,
        Permission.WITHDRAW_ROW,
        Permission.NAME_FETUS,
        Permission.END_PREGNANCY,
        Permission.REOPEN_CARD,
        Permission.CLOSE_CARD,
        Permission.LOSE_FETUS,
        Permission.READ_RESOURCE,
        Permission.READ_HISTORY,
        Permission.SEARCH_CARD,
        Permission.READ_EVERYTHING,
        Permission.READ_DOCUMENT,
        Permission.PREVIEW_NOTIFICATION,
        Permission.CREATE_RESOURCE,
        Permission.UPDATE_RESOURCE,
        Permission.WRITE_BUNDLE,
        Permission.READ_NATIONAL_RECORD,
        Permission.READ_NATIONAL_HISTORY,
        Permission.WRITE_NATIONAL_BLOCK,
        Permission.LIST_OUTSIDE,
        Permission.MARK_RESULT_SEEN,
        Permission.MARK_TOLD,
        Permission.WHO_MAY_TAKE,
        Permission.READ_EARLIER_CARDS,
        Permission.READ_GUIDANCE,
        Permission.ACT_ON_GUIDANCE,
        Permission.CORRECT_FACT,
    }
)
REFERRED = frozenset({Permission.OPEN_REFERRAL, Permission.ANSWER_REFERRAL})
CARE |= REFERRED | {
    Permission.WHERE_TO_REFER,
    Permission.DRAFT_REFERRAL,
    Permission.SEND_REFERRAL,
    Permission.REPLY_TO_QUESTION,
    Permission.TAKE_BACK_REFERRAL,
    Permission.ATTACH_FILE,
    Permission.OPEN_FILE,
    Permission.WITHDRAW_FILE,
}
CHILD = frozenset({Permission.OPEN_CHILD, Permission.NAME_CHILD, Permission.READ_CHILD_DOCUMENT})
"""A child's part alone: so that a rule can one day let in its other parent, who may read nothing of hers."""
HANDED = frozenset({Permission.OPEN_EPICRISIS, Permission.ACKNOWLEDGE_EPICRISIS})
CARE |= {
    Permission.WRITE_EPICRISIS,
    Permission.SIGN_EPICRISIS,
    Permission.SEND_EPICRISIS,
    Permission.OPEN_EPICRISIS,
}
RESPONSIBILITY = frozenset({Permission.TAKE_RESPONSIBILITY, Permission.GIVE_RESPONSIBILITY})
MESSAGES = frozenset({Permission.RECEIVE_MESSAGE, Permission.WORK_INBOX})
LABORATORY = "laboratory"
"""The job that takes messages. It may nothing else, for another system's token stands for it."""
ABOUT_HER = frozenset(
    {
        Permission.SEARCH_WOMAN,
        Permission.READ_EVERYTHING_OF,
        Permission.READ_SUMMARY,
        Permission.READ_PATIENT,
        Permission.FIND_PATIENT,
        Permission.READ_NATIONAL_STATUS,
        Permission.LIST_NATIONAL_RECORDS,
    }
)
OWN = frozenset(
    {
        Permission.OPEN_OWN_CARD,
        Permission.LIST_OWN_CARDS,
        Permission.PRINT_OWN_CARD,
        Permission.OPEN_FILE,
        Permission.READ_OWN_LOG,
        Permission.READ_OWN_GUIDANCE,
        Permission.ANSWER_OWN,
        Permission.READ_RESOURCE,
        Permission.READ_HISTORY,
        Permission.SEARCH_CARD,
        Permission.READ_EVERYTHING,
        Permission.READ_DOCUMENT,
        Permission.READ_CHILD_DOCUMENT,
        Permission.READ_NATIONAL_RECORD,
        Permission.READ_NATIONAL_HISTORY,
    }
)
JOBS = frozenset(
    {
        Permission.REGISTER_PARTY,
        Permission.BEGIN_CARE,
        Permission.JOIN_WOMEN,
        Permission.PART_WOMEN,
        Permission.ERASE_BODY,
        Permission.REGISTER_LABORATORY,
        Permission.LIST_LABORATORIES,
        Permission.LOAD_CARDS,
    }
)
DOOR = frozenset({Permission.RECOGNISE, Permission.LEAVE})
LOGGED_IN = frozenset(Permission) - DOOR - {Permission.ENTER_AS_PERSONA, Permission.KEEP_DRAFT}

RULES = (
    Rule("session-ended", Effect.DENY, LOGGED_IN, lambda actor, facts: not actor.live),
    Rule(
        "care-relation",
        Effect.ALLOW,
        CARE | CHILD | RESPONSIBILITY,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.card_exists and facts.in_care,
    ),
    Rule(
        "care-relation-to-the-woman",
        Effect.ALLOW,
        ABOUT_HER | {Permission.OPEN_NEW_CARD},
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.in_care,
    ),
    Rule(
        "her-own",
        Effect.ALLOW,
        OWN,
        lambda actor, facts: actor.kind is ActorKind.WOMAN and facts.card_exists and facts.owner,
    ),
    Rule(
        "she-herself",
        Effect.ALLOW,
        ABOUT_HER - {Permission.FIND_PATIENT},
        lambda actor, facts: actor.kind is ActorKind.WOMAN and facts.owner,
    ),
    Rule(
        "names-of-personnel",
        Effect.ALLOW,
        frozenset({Permission.READ_PARTY}),
        lambda actor, facts: actor.kind in (ActorKind.WOMAN, ActorKind.CLINICIAN),
    ),
    Rule(
        "own-list",
        Effect.ALLOW,
        frozenset(
            {
                Permission.LIST_WOMEN,
                Permission.LIST_UNIT,
                Permission.LIST_INBOX,
                Permission.LIST_RESULTS,
                Permission.LIST_REFERRALS,
                Permission.LOOK_AT_GUIDELINE,
                Permission.LIST_HOMECOMINGS,
                Permission.LIST_EPICRISES,
                Permission.LIST_TASKS,
                Permission.LIST_BY_FINDING,
            }
        ),
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN,
    ),
    Rule(
        "own-drafts",
        Effect.ALLOW,
        frozenset({Permission.LIST_DRAFTS}),
        lambda actor, facts: actor.kind in (ActorKind.WOMAN, ActorKind.CLINICIAN),
    ),
    Rule(
        "own-draft",
        Effect.ALLOW,
        frozenset({Permission.KEEP_DRAFT, Permission.TAKE_DRAFT}),
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.own_draft,
    ),
    Rule(
        "her-own-draft",
        Effect.ALLOW,
        frozenset({Permission.KEEP_DRAFT}),
        lambda actor, facts: (
            actor.kind is ActorKind.WOMAN and facts.own_draft and facts.card_exists and facts.owner
        ),
    ),
    Rule(
        "own-launch",
        Effect.ALLOW,
        frozenset({Permission.FOLLOW_LAUNCH}),
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.own_launch,
    ),
    Rule(
        "demo-launch",
        Effect.ALLOW,
        frozenset({Permission.FOLLOW_LAUNCH}),
        lambda actor, facts: actor.kind is ActorKind.NOBODY and facts.own_launch and facts.demo,
    ),
    Rule(
        "named-job",
        Effect.ALLOW,
        JOBS,
        lambda actor, facts: actor.kind is ActorKind.SYSTEM and actor.job not in ("", LABORATORY),
    ),
    Rule(
        "message-door",
        Effect.ALLOW,
        MESSAGES,
        lambda actor, facts: actor.kind is ActorKind.SYSTEM and actor.job == LABORATORY,
    ),
    Rule(
        "addressed-to-the-unit",
        Effect.ALLOW,
        frozenset(
            {
                Permission.OPEN_MESSAGE,
                Permission.SET_ASIDE,
                Permission.LEAVE_OUTSIDE,
                Permission.READ_BY_HAND,
            }
        ),
        # once it is known whose it is, only those who care for her read it
        lambda actor, facts: (
            actor.kind is ActorKind.CLINICIAN
            and facts.own_message
            and (facts.in_care or not facts.card_exists)
        ),
    ),
    Rule(
        "addressed-to-the-unit-about-one-in-care",
        Effect.ALLOW,
        frozenset({Permission.PLACE_BY_HAND}),
        lambda actor, facts: (
            actor.kind is ActorKind.CLINICIAN and facts.own_message and facts.card_exists and facts.in_care
        ),
    ),
    Rule(
        "referred-to-the-unit",
        Effect.ALLOW,
        REFERRED,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.card_exists and facts.referred,
    ),
    Rule(
        "handed-over",
        Effect.ALLOW,
        frozenset({Permission.OPEN_CHILD, Permission.READ_CHILD_DOCUMENT, Permission.OPEN_REFERRAL}),
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.card_exists and facts.handed_over,
    ),
    Rule(
        "handed-to-the-unit",
        Effect.ALLOW,
        HANDED,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.card_exists and facts.handed,
    ),
    Rule(
        "demo-door", Effect.ALLOW, frozenset({Permission.ENTER_AS_PERSONA}), lambda actor, facts: facts.demo
    ),
    Rule("door", Effect.ALLOW, DOOR, lambda actor, facts: True),
)


def by_permission(rules: tuple[Rule, ...]) -> dict[Permission, tuple[Rule, ...]]:
    """The rules that speak of each permission, in their order."""
    return {each: tuple(rule for rule in rules if each in rule.permissions) for each in Permission}


_ABOUT = by_permission(RULES)


def decide(actor: Actor, permission: Permission, facts: Facts) -> Decision:
    """The first denial that holds, else the first allowance that holds, else no."""
    holding = [rule for rule in _ABOUT.get(permission, ()) if rule.holds(actor, facts)]
    for effect in (Effect.DENY, Effect.ALLOW):
        for rule in holding:
            if rule.effect is effect:
                return Decision(effect, rule.name)
    return Decision(Effect.DENY, "no-rule-allows")
