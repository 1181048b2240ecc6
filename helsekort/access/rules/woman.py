"""The woman herself: what is hers, and what she has closed to others."""

from helsekort.access.actors import ActorKind
from helsekort.access.groups import ABOUT_HER, BREAKING, EMERGENCY, HER_SAY, LOGGED_IN, OWN, PRIVATE
from helsekort.access.permissions import Permission
from helsekort.access.ruling import Duty, Effect, Obligation, Rule

RULES = (
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
        "her-own-say",
        Effect.ALLOW,
        HER_SAY,
        lambda actor, facts: actor.kind is ActorKind.WOMAN and facts.owner and not facts.acting_for,
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
        # a girl's parents are not let in to her card, whatever her age: she may say no to nobody at home
        "parent",
        Effect.DENY,
        LOGGED_IN,
        lambda actor, facts: facts.parent,
    ),
    Rule(
        "behind-the-step-is-hers-alone",
        Effect.DENY,
        PRIVATE,
        # what the session says of it is denied by acts-for-another
        lambda actor, facts: facts.acting_for,
    ),
    Rule(
        "blocked",
        Effect.DENY,
        LOGGED_IN - EMERGENCY - BREAKING,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.blocked,
    ),
    Rule(
        "blocked-without-emergency",
        Effect.DENY,
        EMERGENCY,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.blocked and not facts.glass,
    ),
)

DUTIES = (
    Duty(
        "closed-classes",
        LOGGED_IN - EMERGENCY,
        lambda actor, facts: bool(facts.hidden_classes),
        frozenset({Obligation.HIDE_CLASSES}),
        lambda actor, facts: facts.hidden_classes,
    ),
    Duty(
        "closed-classes-without-emergency",
        EMERGENCY,
        lambda actor, facts: bool(facts.hidden_classes) and not facts.glass,
        frozenset({Obligation.HIDE_CLASSES}),
        lambda actor, facts: facts.hidden_classes,
    ),
)
