"""An emergency opens a card for a time, and someone of another unit looks at it afterwards."""

from helsekort.access.actors import ActorKind
from helsekort.access.groups import BREAKING, CLOSED_IN_EMERGENCY, EMERGENCY, REVIEWS
from helsekort.access.permissions import Permission
from helsekort.access.ruling import Duty, Effect, Obligation, Rule

PURPOSES = {"break-glass": "BTG", "emergency-stated": "BTG"}
"""A rule -> the purpose of use (the trust framework's) of what is done by it."""

RULES = (
    # before the care relation: what was done in an emergency is logged as that
    Rule(
        "break-glass",
        Effect.ALLOW,
        EMERGENCY,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.card_exists and facts.glass,
    ),
    Rule(
        "emergency-stated",
        Effect.ALLOW,
        BREAKING,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.card_exists,
    ),
    Rule(
        "reviewers-list",
        Effect.ALLOW,
        REVIEWS,
        lambda actor, facts: actor.kind is ActorKind.REVIEWER,
    ),
    Rule(
        "reviewer-of-another-unit",
        Effect.ALLOW,
        frozenset({Permission.CLOSE_REVIEW}),
        lambda actor, facts: actor.kind is ActorKind.REVIEWER and facts.other_unit,
    ),
    Rule(
        # what she shall be told has an owner, also where nobody follows her any more
        "left-to-them",
        Effect.ALLOW,
        frozenset({Permission.TELL_OF_EMERGENCY}),
        lambda actor, facts: (
            actor.kind in (ActorKind.CLINICIAN, ActorKind.REVIEWER)
            and facts.card_exists
            and facts.left_to_them
        ),
    ),
)

DUTIES = (
    Duty(
        "emergency-needs-a-reason",
        BREAKING,
        lambda actor, facts: True,
        frozenset({Obligation.ASK_REASON, Obligation.REVIEW}),
    ),
    Duty(
        "closed-in-an-emergency",
        EMERGENCY,
        lambda actor, facts: (
            facts.glass and bool(facts.hidden_in_emergency | CLOSED_IN_EMERGENCY - facts.glass_classes)
        ),
        frozenset({Obligation.HIDE_CLASSES}),
        lambda actor, facts: facts.hidden_in_emergency | CLOSED_IN_EMERGENCY - facts.glass_classes,
    ),
    Duty(
        "she-is-told-of-an-emergency",
        EMERGENCY,
        # what is opened of the class of violence is told by her clinic: others may read along on her page
        lambda actor, facts: facts.glass and not facts.glass_classes,
        frozenset({Obligation.NOTIFY_HER}),
    ),
)
