"""What a rule is, and what it can answer. The rules themselves lie by theme in `access/rules/`."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.facts import Facts
from helsekort.access.permissions import Permission


class Effect(StrEnum):
    ALLOW = "allow"
    DENY = "deny"


class Obligation(StrEnum):
    """What must be done when something is allowed; the action that opened `work` sees to it."""

    HIDE_CLASSES = "hide-classes"  # leave out what is of the decision's classes
    ASK_REASON = "ask-reason"  # it is done only with a reason
    NOTIFY_HER = "notify-her"  # tell the woman, in words that give nothing away
    REVIEW = "review"  # someone of another unit looks at it afterwards


class Decision(Struct, frozen=True):
    """The answer, the name of the rule that gave it, what it obliges to, and the classes that stay hidden."""

    effect: Effect
    rule: str
    obligations: frozenset[Obligation] = frozenset()
    hide: frozenset[str] = frozenset()

    @property
    def allowed(self) -> bool:
        return self.effect is Effect.ALLOW


Holds = Callable[[Actor, Facts], bool]


class Rule(Struct, frozen=True):
    """A named rule: for these permissions, this effect where `holds` says so."""

    name: str
    effect: Effect
    permissions: frozenset[Permission]
    holds: Holds


def no_classes(_actor: Actor, _facts: Facts) -> frozenset[str]:
    """Hides nothing."""
    return frozenset()


class Duty(Struct, frozen=True):
    """What comes with an allowance where `holds` says so, whichever rule gave it. It allows nothing by itself."""

    name: str
    permissions: frozenset[Permission]
    holds: Holds
    obligations: frozenset[Obligation]
    hides: Callable[[Actor, Facts], frozenset[str]] = no_classes
