"""What the guideline says of a woman whom another system names: of her card, or of the one a visit stands on."""

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.log import read_card
from helsekort.actions.shelf import cards_of
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.guideline.guidance import Guidance, guidance
from helsekort.store.database import Transaction


def read_guidance_of(
    actor: Actor, *, ctx: Context, woman: int, visited: int | None = None
) -> tuple[int, Guidance]:
    """(card, what the guideline says of it today): `visited` where it is hers, else that of her pregnancy.

    Gone where the guideline is switched off. Refused where she has no card and where the actor does not care for her:
    both alike.
    """

    def which(tx: Transaction) -> Target:
        hers = [each.card for each in cards_of(tx, woman)]
        return Target(visited if visited in hers else next(iter(hers), None))

    with work(ctx, actor, Permission.READ_GUIDANCE, which) as doing:
        guideline = ctx.guideline or doing.gone("guideline-off")
        folded = read_card(doing)
        born = party_log.woman(doing.tx, folded.opening.now.woman).birth_date
        found = guidance(guideline, folded, ctx.today(), born)
        doing.audit(Event.READ, about=("guideline",), up_to=folded.last_seq)
        return doing.card, found
