"""A child inside an action: made a person by the birth, and found on its mother's card."""

from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.held import as_shown_to_her
from helsekort.actions.knowing import Target
from helsekort.actions.log import read_card
from helsekort.actions.work import Work
from helsekort.record.card import Card, Trail
from helsekort.record.children import ChildPart, child_part
from helsekort.record.classes import shared
from helsekort.record.endings import FetusState
from helsekort.record.entries import Fetus, Status
from helsekort.record.ids import new_id
from helsekort.record.parties import Child
from helsekort.store import handovers, parties
from helsekort.store.database import Transaction


def child_of(doing: Work, fetus: Fetus, trail: Trail[Fetus] | None = None) -> int | None:
    """The party of one that was born alive: made now, or the one it was before the birth was taken back."""
    if fetus.state is not FetusState.BORN_ALIVE or fetus.state_on is None:
        return None
    for entry in trail.entries if trail else []:
        if isinstance(entry.content, Fetus) and entry.content.child is not None:
            return entry.content.child
    child = Child(fetus.label, fetus.state_on)
    party = new_id(doing.ctx.random_bits)
    parties.open_head(doing.tx, party, party_log.KINDS[Child], party_log.shown_name(child))
    party_log.write(doing, party, child, 1)
    return party


def found_part(doing: Work, origin: int) -> ChildPart:
    """The child's part of the action's card."""
    part = child_part(shown_with_child(doing), origin, doing.ctx.catalogue)
    if part is None:
        doing.gone("no-such-child")
    return part


def person_of(doing: Work, part: ChildPart) -> tuple[Child, int] | None:
    """Who a child is, and in which version."""
    found = party_log.newest(doing.tx, part.child) if part.child is not None else None
    return (found[0], found[1]) if found and isinstance(found[0], Child) else None


def to_child(tx: Transaction, actor: Actor, card: int, now: int) -> Target:
    """A card, and whether its children were handed over to this reader."""
    return Target(card, handed_over=bool(handovers.on_card(tx, card, actor.party, actor.organisation, now)))


def shown_with_child(doing: Work) -> Card:
    """The card as far as its reader may see what is of the children: who was handed them sees of a sensitivity class
    only what was ticked."""
    card, tx, actor = read_card(doing), doing.tx, doing.actor
    if actor.kind is ActorKind.WOMAN:
        return as_shown_to_her(doing, card)
    if doing.allows(Permission.OPEN_CARD, doing.card):
        return card
    handed = handovers.on_card(tx, doing.card, actor.party, actor.organisation, doing.now)
    lines = [line for line in card.referrals if line.referral.origin in handed]
    ticked = {each for line in lines for each in line.referral.now.classes}
    return shared(card, doing.ctx.catalogue, frozenset(doing.ctx.catalogue.classes) - ticked)


def growing_again(fetus: Fetus, reason: str) -> Fetus:
    """One of which it was said by mistake that it was born, or lost."""
    return replace(
        fetus, state=FetusState.GROWING, state_on=None, child=None, status=Status.CORRECTED, reason=reason
    )
