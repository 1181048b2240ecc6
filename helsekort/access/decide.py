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
    """

    card_exists: bool = False
    owner: bool = False
    in_care: bool = False
    demo: bool = False
    own_draft: bool = False


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
        Permission.FIND_WOMAN,
        Permission.RECORD_CONTACT,
        Permission.CORRECT_CONTACT,
        Permission.MOVE_CONTACT,
        Permission.PROPOSE_DUE_DATE,
        Permission.CONFIRM_DUE_DATE,
        Permission.STATE_FACTS,
        Permission.NAME_FETUS,
    }
)
OWN = frozenset({Permission.OPEN_OWN_CARD, Permission.READ_OWN_LOG})
JOBS = frozenset(
    {
        Permission.REGISTER_PARTY,
        Permission.BEGIN_CARE,
        Permission.JOIN_WOMEN,
        Permission.PART_WOMEN,
        Permission.ERASE_BODY,
    }
)
DOOR = frozenset({Permission.RECOGNISE, Permission.LEAVE})
LOGGED_IN = frozenset(Permission) - DOOR - {Permission.ENTER_AS_PERSONA, Permission.KEEP_DRAFT}

RULES = (
    Rule("session-ended", Effect.DENY, LOGGED_IN, lambda actor, facts: not actor.live),
    Rule(
        "care-relation",
        Effect.ALLOW,
        CARE,
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.card_exists and facts.in_care,
    ),
    Rule(
        "care-relation-to-the-woman",
        Effect.ALLOW,
        frozenset({Permission.OPEN_NEW_CARD}),
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.in_care,
    ),
    Rule(
        "her-own",
        Effect.ALLOW,
        OWN,
        lambda actor, facts: actor.kind is ActorKind.WOMAN and facts.card_exists and facts.owner,
    ),
    Rule(
        "own-list",
        Effect.ALLOW,
        frozenset({Permission.LIST_WOMEN}),
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN,
    ),
    Rule(
        "own-draft",
        Effect.ALLOW,
        frozenset({Permission.KEEP_DRAFT, Permission.TAKE_DRAFT}),
        lambda actor, facts: actor.kind is ActorKind.CLINICIAN and facts.own_draft,
    ),
    Rule(
        "named-job",
        Effect.ALLOW,
        JOBS,
        lambda actor, facts: actor.kind is ActorKind.SYSTEM and bool(actor.job),
    ),
    Rule(
        "demo-door", Effect.ALLOW, frozenset({Permission.ENTER_AS_PERSONA}), lambda actor, facts: facts.demo
    ),
    Rule("door", Effect.ALLOW, DOOR, lambda actor, facts: True),
)


def decide(actor: Actor, permission: Permission, facts: Facts) -> Decision:
    """The first denial that holds, else the first allowance that holds, else no."""
    holding = [rule for rule in RULES if permission in rule.permissions and rule.holds(actor, facts)]
    for effect in (Effect.DENY, Effect.ALLOW):
        for rule in holding:
            if rule.effect is effect:
                return Decision(effect, rule.name)
    return Decision(Effect.DENY, "no-rule-allows")
