"""May they? A pure function of who acts, what they want to do and the facts. Unknown is no; a denial wins.

This is the one place that decides who may read or write. The facts are read in the same transaction as the data.
The rules stand by theme in `access/rules/`; here they become one list.
"""

from helsekort.access.actors import Actor
from helsekort.access.facts import Facts
from helsekort.access.permissions import Permission
from helsekort.access.rules import care, emergency, everyone, systems, unit, woman
from helsekort.access.ruling import Decision, Duty, Effect, Obligation, Rule

__all__ = ["DUTIES", "RULES", "Decision", "Duty", "Effect", "Facts", "Obligation", "Rule", "decide"]

RULES: tuple[Rule, ...] = (
    *everyone.RULES,
    *emergency.RULES,
    *care.RULES,
    *woman.RULES,
    *unit.RULES,
    *systems.RULES,
)
DUTIES: tuple[Duty, ...] = (*care.DUTIES, *woman.DUTIES, *emergency.DUTIES)


def by_permission(rules: tuple[Rule, ...]) -> dict[Permission, tuple[Rule, ...]]:
    """The rules that speak of each permission, in their order."""
    return {each: tuple(rule for rule in rules if each in rule.permissions) for each in Permission}


_ABOUT = by_permission(RULES)


def decide(actor: Actor, permission: Permission, facts: Facts) -> Decision:
    """The first denial that holds, else the first allowance that holds with all it obliges to, else no."""
    holding = [rule for rule in _ABOUT.get(permission, ()) if rule.holds(actor, facts)]
    for rule in holding:
        if rule.effect is Effect.DENY:
            return Decision(Effect.DENY, rule.name)
    for rule in holding:
        if rule.effect is Effect.ALLOW:
            return _with_duties(rule, actor, permission, facts)
    return Decision(Effect.DENY, "no-rule-allows")


def _with_duties(rule: Rule, actor: Actor, permission: Permission, facts: Facts) -> Decision:
    duties = [duty for duty in DUTIES if permission in duty.permissions and duty.holds(actor, facts)]
    if not duties:
        return Decision(Effect.ALLOW, rule.name)
    return Decision(
        Effect.ALLOW,
        rule.name,
        frozenset[Obligation]().union(*(duty.obligations for duty in duties)),
        frozenset[str]().union(*(duty.hides(actor, facts) for duty in duties)),
    )
