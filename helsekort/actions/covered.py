"""What goes out to the woman names things by their covers (record/covers.py), so that no gap tells of what is hidden.

Health personnel and their systems see the sequences themselves: they have stored them, and correct by them.
"""

from helsekort.access.actors import ActorKind
from helsekort.actions.work import Work
from helsekort.dhg.names import Name, name_in, uuid_of
from helsekort.fhir.strict_json import Object, Tree
from helsekort.record.covers import Covers
from helsekort.record.ids import LEAST_COVER
from helsekort.store import chain
from helsekort.store.chain import CARDS


def covers_of(doing: Work, card: int) -> Covers:
    """The covers of a card."""
    return Covers(card, chain.first_hash(doing.tx, CARDS, card))


def is_covered(doing: Work) -> bool:
    """Whether the names of things are covered for this reader: hers, and of who acts for her."""
    return doing.actor.kind is ActorKind.WOMAN


def origin_named(doing: Work, card: int, named: int) -> int:
    """The thing that this reader means by a number; 0 where it is no name that they could have been given.

    Personnel may mean it by its cover too, which stands in what is made for sharing.
    """
    if is_covered(doing) or named >= LEAST_COVER:
        return covers_of(doing, card).origin(named)
    return named


def covered_object(doing: Work, card: int, told: Object) -> Object:
    """An object of the national model with its UUIDs covered for this reader."""
    if not is_covered(doing):
        return told
    covers = covers_of(doing, card)
    return {name: _covered(covers, value) for name, value in told.items()}


def _covered(covers: Covers, value: Tree) -> Tree:
    if isinstance(value, dict):
        return {name: _covered(covers, each) for name, each in value.items()}
    if isinstance(value, list):
        return [_covered(covers, each) for each in value]
    name = name_in(value) if isinstance(value, str) else None
    if name is None or name.card != covers.card or not name.origin:
        return value
    return uuid_of(Name(name.card, covers.of(name.origin), name.block))
