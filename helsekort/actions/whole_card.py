"""A card with the names of everyone on it, and which card is a woman's own; inside an action."""

from typing import Any

from helsekort.access.actors import Actor
from helsekort.actions import party_log
from helsekort.actions.opened import Opened, ResultState
from helsekort.actions.work import Target, Work
from helsekort.record.card import Card, Trail
from helsekort.store import cards, parties
from helsekort.store.database import Transaction


def own_card(tx: Transaction, actor: Actor) -> Target:
    """Where her card is: also where it was opened under a party that was later joined to her."""
    herself = parties.resolved(tx, actor.party)
    owners = (herself, *parties.joined_into(tx, herself))
    found = [card for party in owners if (card := cards.active_card_of(tx, party)) is not None]
    pregnant = (card for card in found if (known := cards.summary(tx, card)) and known.pregnant)
    return Target(next(pregnant, next(iter(found), None)))


def as_opened(doing: Work, card: Card, seen_before: int | None, results: dict[int, ResultState]) -> Opened:
    """The card with the names of everyone and every unit that stands on it."""
    authors, units = _people(card)
    woman = parties.resolved(doing.tx, card.opening.now.woman)
    units.update(cards.units_in_care(doing.tx, woman, doing.now))
    known = party_log.units(doing.tx, units)
    return Opened(
        card=card,
        woman=party_log.woman(doing.tx, card.opening.now.woman),
        names=parties.names(doing.tx, authors),
        roles=parties.roles(doing.tx, authors),
        units=parties.names(doing.tx, units),
        phones={unit: each.phone for unit, each in known.items() if each.phone},
        seen_before=seen_before,
        today=doing.ctx.today(),
        results=results,
        kinds={unit: each.kind for unit, each in known.items() if each.kind},
    )


def _people(card: Card) -> tuple[set[int], set[int]]:
    """Everyone and every unit that stands on a card."""
    authors: set[int] = set()
    units = {card.opening.now.organisation}
    trails: list[Trail[Any]] = [
        card.opening,
        *card.due_dates,
        *card.fetuses,
        *card.all_answers(),
        *card.reports,
        *(line.contact for line in card.contacts),
    ]
    for trail in trails:
        authors.update(entry.author for entry in trail.entries)
        units.update(entry.organisation for entry in trail.entries)
    authors.update(line.contact.now.held_by or 0 for line in card.contacts)
    authors.update(trail.now.set_by or 0 for trail in card.due_dates)
    return authors - {0}, units - {0}
