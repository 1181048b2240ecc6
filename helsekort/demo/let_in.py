"""Lets some people of a synthetic country be chosen at the demo's door, beside those of the stories."""

from helsekort.access.actors import ActorKind
from helsekort.actions import registry
from helsekort.actions.context import Context
from helsekort.actions.sessions import personas
from helsekort.demo.country.land import Land, shown
from helsekort.demo.living import DEMO
from helsekort.store.parties import PersonaRow


def let_in(ctx: Context, land: Land) -> list[str]:
    """One of each kind; their keys. Those who are let in already stay as they are."""
    known = {one.key for one in personas(ctx)}
    keys = []
    for place, (kind, post, title) in enumerate(shown(land), len(known) + 2):
        keys.append(f"{kind}-{land.plan.seed}")
        if keys[-1] not in known:
            row = PersonaRow(
                keys[-1], place, ActorKind.CLINICIAN, post.party, post.unit, post.category, title
            )
            registry.register_persona(DEMO, ctx=ctx, persona=row)
    return keys
