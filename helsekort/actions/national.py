"""Read by the national API: whether she has a record, one whole, those there are, and every version of one."""

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.held import as_shown_to_her
from helsekort.actions.log import read_card, read_entries
from helsekort.actions.shelf import about_woman, cards_of
from helsekort.actions.work import Target, Work, work
from helsekort.audit.events import Event
from helsekort.dhg import record
from helsekort.dhg.names import Name, uuid_of
from helsekort.dhg.record import CITIZEN, PERSONNEL, SERVICE, Signer
from helsekort.dhg.view import View
from helsekort.fhir.strict_json import Object, Tree
from helsekort.record.card import Card
from helsekort.record.classes import shared
from helsekort.record.codes import DNR, FNR
from helsekort.record.identifiers import NationalNumber
from helsekort.record.parties import Clinician, Organisation, Woman
from helsekort.store import cards, parties
from helsekort.store.database import Transaction

ABOUT = ("facts",)


class NationalStatus(Struct, frozen=True):
    """What a system asks before anything else. `card` is the newest card, 0 where there is none."""

    active: bool
    card: int
    last_changed: int


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


def _herself(tx: Transaction, number: NationalNumber) -> Target:
    woman = woman_with(tx, number)
    return about_woman(tx, woman) if woman is not None else Target()


def read_national_status(actor: Actor, *, ctx: Context, number: NationalNumber) -> NationalStatus:
    """Whether the woman with this number has a record, and when it was last changed."""
    with work(ctx, actor, Permission.READ_NATIONAL_STATUS, lambda tx: _herself(tx, number)) as doing:
        newest = _cards(doing, number)[:1]
        doing.audit(Event.READ, about=ABOUT)
        if not newest:
            return NationalStatus(False, 0, 0)
        card = newest[0]
        last = max(entry.recorded for entry in read_entries(doing.tx, ctx.catalogue, card.card))
        return NationalStatus(card.opening.now.active, card.card, last)


def list_national_records(actor: Actor, *, ctx: Context, number: NationalNumber) -> list[Tree]:
    """Every record of hers that the actor may open, with its status; active ones first."""
    with work(ctx, actor, Permission.LIST_NATIONAL_RECORDS, lambda tx: _herself(tx, number)) as doing:
        found = _cards(doing, number)
        for card in found:
            doing.audit(Event.READ, card=card.card, about=ABOUT, up_to=card.last_seq)
        if not found:
            doing.audit(Event.READ, about=ABOUT)
        return [record.record_metadata(card, signers(doing, card)) for card in found]


def _cards(doing: Work, number: NationalNumber) -> list[Card]:
    woman = woman_with(doing.tx, number)
    found = cards_of(doing.tx, woman) if woman is not None else []
    allowed = [each for each in found if doing.allows(Permission.READ_NATIONAL_RECORD, each.card)]
    return [as_read(doing, read_card(doing, each.card)) for each in allowed]


def read_national_record(actor: Actor, *, ctx: Context, number: NationalNumber, card: int) -> Object:
    """One record whole, as the model's JSON."""
    with work(ctx, actor, Permission.READ_NATIONAL_RECORD, lambda tx: her_card(tx, number, card)) as doing:
        view = view_of(doing, as_read(doing, read_card(doing)))
        doing.audit(Event.READ, about=ABOUT, up_to=view.card.last_seq)
        return record.record_tree(view, signers(doing, view.card))


def read_national_history(actor: Actor, *, ctx: Context, number: NationalNumber, card: int) -> Object:
    """Every version of every block and item of one record, newest first."""
    with work(ctx, actor, Permission.READ_NATIONAL_HISTORY, lambda tx: her_card(tx, number, card)) as doing:
        view = view_of(doing, as_read(doing, read_card(doing)))
        doing.audit(Event.READ, about=ABOUT, up_to=view.card.last_seq)
        told = record.history(view, signers(doing, view.card))
        return {"recordId": uuid_of(Name(card)), "history": told}


def as_read(doing: Work, card: Card) -> Card:
    """The card as its reader may see it: she herself as on all that she may share."""
    if doing.actor.kind is not ActorKind.WOMAN:
        return card
    return shared(as_shown_to_her(doing, card), doing.ctx.catalogue)


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
    organisation = place[0] if place and isinstance(place[0], Organisation) else None
    at = (organisation.number or "", organisation.name) if organisation else ("", "")
    match person[0] if person else None:
        case Clinician(name=name, hpr=hpr):
            return Signer(PERSONNEL, name, hpr or "", role, *at)
        case Woman(name=name):
            return Signer(CITIZEN, name)
        case _:
            return Signer(SERVICE, "", "", "", *at)
