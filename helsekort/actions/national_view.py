"""A woman's card by her number, and as the national model shows it, inside an action."""

from helsekort.access.actors import ActorKind
from helsekort.actions import party_log
from helsekort.actions.held import as_shown_to_her, shown_on
from helsekort.actions.knowing import Target
from helsekort.actions.work import Work
from helsekort.dhg import record
from helsekort.dhg.record import CITIZEN, PERSONNEL, SERVICE, Signer
from helsekort.dhg.view import View
from helsekort.record.card import Card
from helsekort.record.channels import PLACE, Channel
from helsekort.record.codes import DNR, FNR
from helsekort.record.identifiers import NationalNumber
from helsekort.record.parties import Clinician, Organisation, Woman
from helsekort.store import cards, parties
from helsekort.store.database import Transaction


def woman_with(tx: Transaction, number: NationalNumber) -> int | None:
    """The woman with a number, as the party she is now."""
    party = parties.by_number(tx, FNR if number.kind == "fnr" else DNR, number.value)
    return parties.resolved(tx, party) if party is not None else None


def her_card(tx: Transaction, number: NationalNumber, card: int) -> Target:
    """A card, where it is the card of the woman with this number; nothing where it is another's."""
    woman, summary = woman_with(tx, number), cards.summary(tx, card)
    if woman is None or summary is None or parties.resolved(tx, summary.woman) != woman:
        return Target()
    return Target(card)


def as_read(doing: Work, card: Card) -> Card:
    """The card as its reader may see it: she herself as on all that she may share."""
    if doing.actor.kind is not ActorKind.WOMAN:
        return card
    return shown_on(doing, as_shown_to_her(doing, card), Channel.SHARED)


def view_of(doing: Work, card: Card) -> View:
    """A card through the table of the national model."""
    name = party_log.woman(doing.tx, card.opening.now.woman).name
    return View(card, doing.ctx.national, doing.ctx.catalogue, name)


def signers(doing: Work, card: Card) -> dict[tuple[int, int], Signer]:
    """Everyone who has written on a card, as the model says who they are."""
    pairs = record.signed(card)
    roles = parties.roles(doing.tx, {author for author, _ in pairs})
    return {pair: _signer(doing, *pair, roles.get(pair[0], "")) for pair in pairs}


def _signer(doing: Work, author: int, unit: int, role: str) -> Signer:
    person, place = party_log.newest(doing.tx, author), party_log.newest(doing.tx, unit)
    shown = PLACE not in doing.decision.hide
    organisation = place[0] if shown and place and isinstance(place[0], Organisation) else None
    at = (organisation.number or "", organisation.name) if organisation else ("", "")
    match person[0] if person else None:
        case Clinician(name=name, hpr=hpr):
            return Signer(PERSONNEL, name, hpr or "", role, *at)
        case Woman(name=name):
            return Signer(CITIZEN, name)
        case _:
            return Signer(SERVICE, "", "", "", *at)
