"""What holds for everyone, logged in or not."""

from helsekort.access.actors import ActorKind
from helsekort.access.groups import DOOR, LOGGED_IN
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
    Rule("door", Effect.ALLOW, DOOR, lambda actor, facts: True),
)
