"""She takes her log home: the lines that she may read, with what proves each, for a check without the service."""

import msgspec
from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.her_log import OfHers, rows_of_hers
from helsekort.actions.whole_card import own_card
from helsekort.actions.work import Work, work
from helsekort.audit import lines, places
from helsekort.audit.events import SHOWN_TO_HER, WRITES, Event
from helsekort.audit.notes import is_signed, key_text
from helsekort.audit.tree import inclusion
from helsekort.store import log_tree

PARTS = tuple(part.__name__.lower() for part in lines.PARTS)
"""The parts of a line by name, in the order of its leaf."""


class Entry(Struct, frozen=True):
    """A line: its place in the tree, its parts, each open (salt in hex, text) or closed (digest in hex), and the proof
    from its leaf to the root. A line of the first version was hashed whole: it has its leaf, and no parts."""

    place: int
    parts: list[tuple[str, str] | str]
    proof: list[str]
    leaf: str


class TakenLog(Struct, frozen=True):
    """A log taken home. `names` are of people and units by id, and not proven: the log holds ids alone. `waiting`
    lines had no checkpoint yet."""

    checkpoint: str
    key: str
    names: dict[str, str]
    entries: list[Entry]
    waiting: int


def take_own_log(actor: Actor, *, ctx: Context) -> bytes:
    """Her log as JSON, the newest line first: what her log shows of each line is open, the rest is closed."""
    with work(ctx, actor, Permission.TAKE_OWN_LOG, lambda tx: own_card(tx, actor)) as doing:
        if ctx.signer is not None:
            while places.seal(doing.tx, ctx.database.dialect, doing.now, ctx.signer):
                continue
        found = _taken(doing, rows_of_hers(doing, SHOWN_TO_HER))
        doing.audit(Event.LOG_READ, about=("taken",))
        return msgspec.json.format(msgspec.json.encode(found), indent=1)


def _taken(doing: Work, shown: list[OfHers]) -> TakenLog:
    newest = log_tree.newest_checkpoint(doing.tx)
    key = _key_of(doing, newest[1]) if newest else None
    if newest is None or key is None:
        return TakenLog("", "", {}, [], len(shown))
    size = newest[0]
    standing, nodes = log_tree.places_of_card(doing.tx, doing.card), places.Nodes(doing.tx)
    sealed = [(each, standing.get((each.row.at, each.row.line), size)) for each in shown]
    entries = [
        Entry(
            place, _parts(each), [node.hex() for node in inclusion(place, size, nodes)], each.row.leaf.hex()
        )
        for each, place in sealed
        if place < size
    ]
    return TakenLog(newest[1], key_text(key), _names(shown), entries, len(shown) - len(entries))


def _key_of(doing: Work, note: str) -> bytes | None:
    """The key that signed the newest checkpoint: ours, or the one before it."""
    keys = [doing.ctx.signer.public] if doing.ctx.signer else []
    keys += doing.ctx.outside.keys() if doing.ctx.outside else []
    return next((key for key in keys if is_signed(note, key)), None)


def _names(shown: list[OfHers]) -> dict[str, str]:
    """Who and where, of the lines that say it."""
    told = [each.told for each in shown if "who" in _told(each)]
    people = {str(one.person): one.who for one in told if one.who}
    return people | {str(one.organisation): one.unit for one in told if one.unit}


def _parts(each: OfHers) -> list[tuple[str, str] | str]:
    opened = lines.opened(each.row.salt, each.row.payload)
    if len(opened) != len(PARTS):
        return []
    told = _told(each)
    return [
        (salt.hex(), text.decode()) if name in told else lines.digest(salt, text).hex()
        for name, (salt, text) in zip(PARTS, opened, strict=True)
    ]


def _told(each: OfHers) -> set[str]:
    """The parts that say no more than her log does."""
    told = {"what"}
    # by its id a unit's name can be asked for: where the log does not name it, nor does this
    if not each.told.neutral and (each.told.unit or not each.line.organisation):
        told.add("who")
    # of looking, her log does not say at what
    if each.line.event in WRITES:
        told.add("about")
    if each.told.rule == each.line.rule:
        told.add("why")
    return told
