"""What holds for everyone, logged in or not."""

from helsekort.access.actors import ActorKind
from helsekort.access.groups import DOOR, LOGGED_IN, PROVIDER_DOOR, ROLES, SESSIONS, SHARED_VIEW
from helsekort.access.permissions import Permission
from helsekort.access.ruling import Effect, Rule

RULES = (
    Rule("session-ended", Effect.DENY, LOGGED_IN, lambda actor, facts: not actor.live),
    Rule(
        "names-of-personnel",
        Effect.ALLOW,
        frozenset({Permission.READ_PARTY}),
        lambda actor, facts: actor.kind in (ActorKind.WOMAN, ActorKind.CLINICIAN),
    ),
    Rule(
        "own-drafts",
        Effect.ALLOW,
        frozenset({Permission.LIST_DRAFTS}),
        lambda actor, facts: actor.kind in (ActorKind.WOMAN, ActorKind.CLINICIAN),
    ),
    Rule(
        "demo-door", Effect.ALLOW, frozenset({Permission.ENTER_AS_PERSONA}), lambda actor, facts: facts.demo
    ),
    Rule(
        "provider-door",
        Effect.ALLOW,
        PROVIDER_DOOR,
        lambda actor, facts: actor.kind is ActorKind.NOBODY and not facts.demo,
    ),
    Rule(
        "no-role-chosen",
        Effect.DENY,
        LOGGED_IN - ROLES - SESSIONS,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and not actor.organisation,
    ),
    Rule(
        "acts-for-another",
        Effect.DENY,
        (LOGGED_IN | {Permission.KEEP_DRAFT}) - SHARED_VIEW - SESSIONS,
        lambda actor, facts: bool(actor.acting_for),
    ),
    Rule("own-role", Effect.ALLOW, ROLES, lambda actor, facts: actor.kind is ActorKind.CLINICIAN),
    Rule(
        "own-sessions",
        Effect.ALLOW,
        SESSIONS,
        lambda actor, facts: actor.kind in (ActorKind.WOMAN, ActorKind.CLINICIAN),
    ),
    Rule("door", Effect.ALLOW, DOOR, lambda actor, facts: True),
)
