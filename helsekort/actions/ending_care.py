"""A care relation ends by an act: one's own, or that of all at one's unit. She reads of it in her log."""

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.closing_out import pass_on
from helsekort.actions.context import Context
from helsekort.actions.knowing import same_woman
from helsekort.actions.shelf import cards_of
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.store import care


def end_care(actor: Actor, *, ctx: Context, card: int, whole_unit: bool = False) -> None:
    """From now on the actor, or everyone at the actor's unit, opens none of her cards.

    What they are responsible for goes to another who follows her. A referral that is accepted later begins a new one.
    """
    with work(ctx, actor, Permission.END_CARE, card=card) as doing:
        for party in dict.fromkeys(same_woman(doing.tx, doing.woman)):
            if whole_unit:
                care.end_of_unit(doing.tx, party, actor.organisation, doing.now)
            else:
                care.end_of_person(doing.tx, party, actor.party, actor.organisation, doing.now)

        def gone(person: int, unit: int) -> bool:
            return unit == actor.organisation and (whole_unit or person == actor.party)

        for each in cards_of(doing.tx, doing.woman):
            pass_on(doing, each.card, doing.woman, gone)
        doing.audit(Event.CARE_ENDED, about=("unit",) if whole_unit else ())
