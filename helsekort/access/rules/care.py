"""Health personnel and a woman: a care relation, a referral, a handover, a summary that was sent."""

from helsekort.access.actors import ActorKind
from helsekort.access.groups import ABOUT_HER, CARE, CHILD, HANDED, ON_HER_WORD, REFERRED, RESPONSIBILITY
from helsekort.access.permissions import Permission
from helsekort.access.ruling import Effect, Rule

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
