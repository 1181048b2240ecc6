"""Health personnel at their desk: lists, whoever stands before them, drafts, messages, tickets from a local record."""

from helsekort.access.actors import ActorKind
from helsekort.access.permissions import Permission
from helsekort.access.ruling import Effect, Rule

RULES = (
    Rule(
        "asked-of-the-unit",
        Effect.ALLOW,
        frozenset({Permission.ANSWER_INQUIRY}),
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.own_inquiry,
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
                Permission.LIST_TO_TELL,
                Permission.LIST_INQUIRIES,
            }
        ),
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN,
    ),
    Rule(
        "stands-before-them",
        Effect.ALLOW,
        frozenset({Permission.TAKE_IN_WOMAN}),
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN,
    ),
    Rule(
        "own-draft",
        Effect.ALLOW,
        frozenset({Permission.KEEP_DRAFT, Permission.TAKE_DRAFT}),
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.own_draft,
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
)
