"""Named jobs of the service, the door where messages come in, and what a token of another system may not."""

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.facts import Facts
from helsekort.access.groups import (
    ABOUT_HER,
    CARE,
    CHILD,
    DOOR,
    HANDED,
    JOBS,
    LABORATORY,
    MESSAGES,
    ON_HER_WORD,
    RESPONSIBILITY,
)
from helsekort.access.permissions import Permission
from helsekort.access.ruling import Effect, Holds, Rule
from helsekort.access.scopes import WITHOUT, granting

EVERYTHING = frozenset(Permission) - DOOR
STATUS = frozenset({Permission.READ_NATIONAL_STATUS})
ABOUT_A_WOMAN = (
    CARE
    | CHILD
    | HANDED
    | RESPONSIBILITY
    | ON_HER_WORD
    | ABOUT_HER
    | {Permission.OPEN_NEW_CARD, Permission.RECORD_CONSENT}
)


def _by_itself(actor: Actor) -> bool:
    """A system with a token, and nobody's name."""
    return actor.kind is ActorKind.SYSTEM and actor.client != 0


def _outside(scopes: frozenset[str]) -> Holds:
    return lambda actor, facts: actor.client != 0 and not scopes & actor.scopes


def _without_scope() -> tuple[Rule, ...]:
    """One rule for all permissions that the same scopes give; what no scope gives, no token reaches."""
    giving = {each: granting(each) for each in Permission if each in EVERYTHING}
    alike: dict[frozenset[str], set[Permission]] = {}
    for permission, scopes in giving.items():
        alike.setdefault(scopes, set()).add(permission)
    return tuple(
        Rule(" ".join([WITHOUT, *sorted(scopes)]), Effect.DENY, frozenset(permissions), _outside(scopes))
        for scopes, permissions in alike.items()
    )


def _another_woman(actor: Actor, facts: Facts) -> bool:
    return actor.attested != 0 and not facts.attested


RULES = (
    *_without_scope(),
    Rule(
        "system-alone",
        Effect.DENY,
        EVERYTHING - MESSAGES - STATUS,
        lambda actor, facts: _by_itself(actor),
    ),
    Rule("attest-of-another", Effect.DENY, ABOUT_A_WOMAN, _another_woman),
    Rule(
        "status-for-a-unit-in-care",
        Effect.ALLOW,
        STATUS,
        lambda actor, facts: (
            _by_itself(actor)
            and not actor.job
            and facts.unit_in_care
            and not facts.blocked
            and (facts.cleared or not facts.secret_address)
        ),
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
)
