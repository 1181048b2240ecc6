"""What her earlier cards say: offered on a new one, and copied only by an act."""

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.log import read_card
from helsekort.actions.shelf import cards_of
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.record.card import Card


class EarlierCards(Struct, frozen=True):
    """Other cards of the same woman that the reader may open, newest first."""

    cards: tuple[Card, ...]


def read_earlier_cards(actor: Actor, *, ctx: Context, card: int) -> EarlierCards:
    """The earlier cards of the woman whose card this is. Each that is read is said in her log; none is changed."""
    with work(ctx, actor, Permission.READ_EARLIER_CARDS, card=card) as doing:
        woman = doing.summary.woman if doing.summary else 0
        others = [
            each.card
            for each in cards_of(doing.tx, woman)
            if each.card != card and doing.allows(Permission.READ_EARLIER_CARDS, each.card)
        ]
        read = [read_card(doing, each) for each in others]
        for each in read:
            doing.audit(Event.READ, card=each.card, about=("card",), up_to=each.last_seq)
        doing.audit(Event.READ, about=("card",))
        return EarlierCards(tuple(sorted(read, key=lambda one: one.opening.now.opened, reverse=True)))
