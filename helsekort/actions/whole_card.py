"""A card with the names of everyone on it, and which card is a woman's own; inside an action."""

from typing import Any

from helsekort.access.actors import Actor, ActorKind
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.covered import covers_of, is_covered
from helsekort.actions.discreet_units import discreet
from helsekort.actions.held import closed_on, closed_to_her
from helsekort.actions.knowing import Target
from helsekort.actions.opened import Opened, ResultState
from helsekort.actions.referral_steps import REFERRED, basis
from helsekort.actions.work import Work
from helsekort.record.card import Card, Trail
from helsekort.record.channels import PLACE, Channel
from helsekort.record.codes import DNR, FNR
from helsekort.record.entries import Referral, ReferralAnswer, Step
from helsekort.record.epicrisis import Delivery
from helsekort.record.identifiers import InvalidIdentifier, parse_national_number
from helsekort.store import cards, glass, parties
from helsekort.store.database import Transaction

GLASS = "break-glass"
"""The rule of access/rules/emergency.py by which an emergency lets in."""


def own_card(tx: Transaction, actor: Actor) -> Target:
    """Where her card is: also where it was opened under a party that was later joined to her."""
    herself = parties.resolved(tx, actor.herself)
    owners = (herself, *parties.joined_into(tx, herself))
    found = [card for party in owners if (card := cards.active_card_of(tx, party)) is not None]
    pregnant = (card for card in found if (known := cards.summary(tx, card)) and known.pregnant)
    return Target(next(pregnant, next(iter(found), None)))


def as_opened(
    doing: Work,
    card: Card,
    seen_before: int | None,
    results: dict[int, ResultState],
    *,
    placeless: bool = False,
    by: Channel | None = None,
) -> Opened:
    """The card with the names of everyone and every unit that stands on it; `placeless`, or where places are hidden
    from who reads, no unit has a name, a kind or a phone. Nor has one whose name would tell, where she reads it or it
    goes `by` a channel on which others may."""
    placeless = placeless or PLACE in doing.decision.hide
    authors, units = _people(card)
    asked = _asked_units(card)
    woman = parties.resolved(doing.tx, card.opening.now.woman)
    units.update(_following(doing, card, woman))
    if by is not None or doing.actor.kind is ActorKind.WOMAN:
        hide = closed_on(doing, by) if by is not None else closed_to_her(doing)
        unnamed = discreet(doing, units | asked, hide).unnamed
        units, asked = units - unnamed, asked - unnamed
    known = {} if placeless else party_log.units(doing.tx, units)
    return Opened(
        card=card,
        woman=party_log.woman(doing.tx, card.opening.now.woman),
        names=parties.names(doing.tx, authors),
        roles=parties.roles(doing.tx, authors),
        units={} if placeless else parties.names(doing.tx, units),
        phones={unit: each.phone for unit, each in known.items() if each.phone},
        seen_before=seen_before,
        today=doing.ctx.today(),
        results=results,
        kinds={unit: each.kind for unit, each in known.items() if each.kind},
        asked_units={} if placeless else parties.names(doing.tx, asked),
        glass_until=_glass_until(doing),
        covers=covers_of(doing, card.card) if is_covered(doing) else None,
    )


def _glass_until(doing: Work) -> int:
    """When the emergency access ends that this rests on; 0 where it rests on none."""
    if doing.decision.rule != GLASS or doing.summary is None:
        return 0
    actor = doing.actor
    found = glass.open_now(doing.tx, doing.summary.woman, actor.party, actor.organisation, doing.now)
    return max((row.until for row in found), default=0)


def _following(doing: Work, card: Card, woman: int) -> set[int]:
    """The units that follow her now. One that was asked to is there only where this card shows that it was asked."""
    asked = {basis(card.card, line.referral.origin) for line in card.referrals}
    # who followed her already when a second referral was accepted has no relation of that one
    accepted = {line.referral.now.to for line in card.referrals if line.step is Step.ACCEPTED}
    return {
        unit
        for unit, why in cards.units_in_care(doing.tx, woman, doing.now)
        if why in asked or unit in accepted or not why.startswith(REFERRED)
    }


def _people(card: Card) -> tuple[set[int], set[int]]:
    """Everyone that stands on a card, and every unit that wrote there about her."""
    authors: set[int] = set()
    units = {card.opening.now.organisation}
    trails: list[Trail[Any]] = [
        card.opening,
        *card.due_dates,
        *card.fetuses,
        *card.all_answers(),
        *card.reports,
        *card.attachments,
        *(line.contact for line in card.contacts),
    ]
    for trail in trails:
        authors.update(entry.author for entry in trail.entries)
        units.update(entry.organisation for entry in trail.entries)
    authors.update(line.contact.now.held_by or 0 for line in card.contacts)
    authors.update(trail.now.set_by or 0 for trail in card.due_dates)
    authors.update(entry.author for trail in _referred(card) for entry in trail.entries)
    return authors - {0}, units - {0}


def _referred(card: Card) -> list[Trail[Any]]:
    referred = [trail for line in card.referrals for trail in (line.referral, line.way) if trail is not None]
    return [*referred, *(trail for line in card.epicrises for trail in line.trails)]


def _asked_units(card: Card) -> set[int]:
    """The units that referrals name, and those whose people wrote them: to be asked is not yet to follow her."""
    found: set[int] = set()
    for trail in _referred(card):
        found.update(entry.organisation for entry in trail.entries)
        for entry in trail.entries:
            if isinstance(entry.content, Referral):
                found.update({entry.content.to, entry.content.otherwise or 0})
            if isinstance(entry.content, Delivery):
                found.add(entry.content.to)
            if isinstance(entry.content, ReferralAnswer):
                found.update({entry.content.to, entry.content.instead or 0})
    return found - {0}


def by_number(ctx: Context, tx: Transaction, number: str) -> Target:
    """The newest card of the woman with this national number; none where it is nobody's, or no number."""
    try:
        parsed = parse_national_number(number, allow_synthetic=ctx.demo)
    except InvalidIdentifier:
        return Target()
    party = parties.by_number(tx, FNR if parsed.kind == "fnr" else DNR, parsed.value)
    if party is None:
        return Target()
    return own_card(tx, Actor(ActorKind.WOMAN, party))
