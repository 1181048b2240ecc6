"""To whom she has closed her cards, inside an action: rows put and ended, and what they were responsible for."""

from collections.abc import Callable

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.actions.follow_up import NOBODY, class_of_result, responsible_for
from helsekort.actions.knowing import Target, same_woman
from helsekort.actions.owing import class_of_task
from helsekort.actions.whole_card import own_card
from helsekort.actions.work import Work
from helsekort.record.ids import new_id
from helsekort.store import blocks, owed, parties, tasks
from helsekort.store.blocks import ALL, EVERYONE, Block
from helsekort.store.database import Transaction


def herself(tx: Transaction, actor: Actor) -> Target:
    """She, with the card whose log tells of it where she has one."""
    return Target(own_card(tx, actor).card, actor.party)


def close_to_everyone(doing: Work, woman: int) -> None:
    """Reserved: nobody but she herself."""
    put(doing, woman, EVERYONE, ALL)


def open_to_everyone(doing: Work, woman: int) -> None:
    """No longer reserved; what is closed to single ones stays closed."""
    end(doing, woman, EVERYONE, ALL)


def put(doing: Work, woman: int, whom: int, of_class: str) -> None:
    """A row for every party that is this woman: cards of hers can stand under each."""
    for party in dict.fromkeys(same_woman(doing.tx, woman)):
        there = {(each.whom, each.of_class) for each in blocks.standing(doing.tx, party)}
        if (whom, of_class) in there:
            continue
        row = Block(
            new_id(doing.ctx.random_bits),
            whom,
            of_class,
            doing.now,
            doing.actor.party,
            doing.actor.organisation,
            lent_from=0 if party == woman else woman,
        )
        blocks.add(doing.tx, party, row)


def end(doing: Work, woman: int, whom: int, of_class: str) -> None:
    for party in dict.fromkeys(same_woman(doing.tx, woman)):
        for each in blocks.standing(doing.tx, party):
            if (each.whom, each.of_class) == (whom, of_class):
                blocks.end(
                    doing.tx, party, each.block, doing.now, doing.actor.party, doing.actor.organisation
                )


def lend(doing: Work, woman: int, into: int) -> None:
    """Two parties are found to be one woman: what either has closed is closed on the cards of both."""
    for stood in list(dict.fromkeys(same_woman(doing.tx, into))):
        _lend(doing, woman, stood)
        _lend(doing, stood, woman)


def _lend(doing: Work, one: int, other: int) -> None:
    there = {(each.whom, each.of_class) for each in blocks.standing(doing.tx, other)}
    for each in blocks.standing(doing.tx, one):
        if (each.whom, each.of_class) not in there and not each.lent_from:
            number = new_id(doing.ctx.random_bits)
            lent = replace(each, block=number, since=doing.now, lent_from=one)
            blocks.add(doing.tx, other, lent)


def give_back(doing: Work, woman: int, into: int) -> None:
    """She is her own again: each keeps what was closed as her own, and not what the other closed."""
    for stood in list(dict.fromkeys(same_woman(doing.tx, into))):
        _give_back(doing, woman, stood)
        _give_back(doing, stood, woman)


def _give_back(doing: Work, one: int, other: int) -> None:
    for each in blocks.standing(doing.tx, one):
        if each.lent_from == other != one:
            blocks.end(doing.tx, one, each.block, doing.now, doing.actor.party, doing.actor.organisation)


def pass_on(
    doing: Work, card: int, woman: int, lost: Callable[[int, int], bool], of_class: str = ALL
) -> None:
    """Nobody is left responsible for what they cannot see: a result goes to another who follows her, a task to all.

    `lost` tells of a person at a unit whether the card, or what stands there of a class, is out of their sight.
    """
    for row in tasks.of_card(doing.tx, card):
        about = class_of_result(doing, row.what)
        if row.closed is None and of_class in (ALL, about) and lost(row.responsible, row.unit):
            heir = responsible_for(doing, woman, (), NOBODY, about)
            if heir.party or heir.unit:
                tasks.give(doing.tx, card, row.task, heir.party, heir.unit)
    for owner, kind in owed.owned(doing.tx, card):
        units = parties.units_of(doing.tx, owner)
        there = of_class in (ALL, class_of_task(doing, kind))
        if there and all(lost(owner, unit) for unit in units or [NOBODY]):
            owed.release(doing.tx, card, owner, kind)
