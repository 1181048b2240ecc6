"""Named jobs of the service, and the door where messages come in."""

from helsekort.access.actors import ActorKind
from helsekort.access.groups import JOBS, LABORATORY, MESSAGES
from helsekort.access.ruling import Effect, Rule

RULES = (
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
)
