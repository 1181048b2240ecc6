"""A child inside an action: made a person by the birth, and found on its mother's card."""

from helsekort.actions import party_log
from helsekort.actions.log import read_card
from helsekort.actions.work import Work
from helsekort.record.card import Trail
from helsekort.record.children import ChildPart, child_part
from helsekort.record.endings import FetusState
from helsekort.record.entries import Fetus
from helsekort.record.ids import new_id
from helsekort.record.parties import Child
from helsekort.store import parties


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
    part = child_part(read_card(doing), origin, doing.ctx.catalogue)
    if part is None:
        doing.gone("no-such-child")
    return part


def person_of(doing: Work, part: ChildPart) -> tuple[Child, int] | None:
    """Who a child is, and in which version."""
    found = party_log.newest(doing.tx, part.child) if part.child is not None else None
    return (found[0], found[1]) if found and isinstance(found[0], Child) else None
