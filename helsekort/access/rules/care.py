"""Health personnel and a woman: a care relation, a referral, a handover, a summary that was sent."""

from helsekort.access.actors import ActorKind
from helsekort.access.groups import (
    ABOUT_HER,
    CARE,
    CHILD,
    EMERGENCY,
    HANDED,
    LOGGED_IN,
    ON_HER_WORD,
    REFERRED,
    RESPONSIBILITY,
)
from helsekort.access.permissions import Permission
from helsekort.access.ruling import Duty, Effect, Obligation, Rule

RULES = (
    Rule(
        "care-relation",
        Effect.ALLOW,
        CARE | CHILD | RESPONSIBILITY | ON_HER_WORD,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.card_exists and facts.in_care,
    ),
    Rule(
        "care-relation-to-the-woman",
        Effect.ALLOW,
        ABOUT_HER | {Permission.OPEN_NEW_CARD, Permission.RECORD_CONSENT},
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.in_care,
    ),
    Rule(
        # two conditions: that she is in their care, and that the unit is marked for it
        "secret-address-at-a-unit-not-cleared",
        Effect.DENY,
        LOGGED_IN - EMERGENCY,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.secret_address and not facts.cleared,
    ),
    Rule(
        "secret-address-without-emergency",
        Effect.DENY,
        EMERGENCY,
        lambda actor, facts: (
            actor.kind is ActorKind.CLINICIAN
            and facts.secret_address
            and not facts.cleared
            and not facts.glass
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
)

DUTIES = (
    Duty(
        # who looks where a woman in hiding is followed, is looked at
        "secret-address-is-reviewed",
        LOGGED_IN,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.secret_address,
        frozenset({Obligation.REVIEW}),
    ),
)
