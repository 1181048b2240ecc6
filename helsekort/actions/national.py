"""Read by the national API: whether she has a record, one whole, those there are, and every version of one."""

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.covered import covered_object
from helsekort.actions.knowing import Target
from helsekort.actions.log import read_card
from helsekort.actions.national_view import as_read, her_card, signers, view_of, woman_with
from helsekort.actions.shelf import about_woman, cards_of
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.dhg import record
from helsekort.dhg.names import Name, uuid_of
from helsekort.dhg.view import all_entries
from helsekort.fhir.strict_json import Object, Tree
from helsekort.record.card import Card
from helsekort.record.identifiers import NationalNumber
from helsekort.store.database import Transaction

ABOUT = ("facts",)


class NationalStatus(Struct, frozen=True):
    """What a system asks before anything else. `card` is the newest card, 0 where there is none."""

    active: bool
    card: int
    last_changed: int


def _herself(tx: Transaction, number: NationalNumber) -> Target:
    woman = woman_with(tx, number)
    return about_woman(tx, woman) if woman is not None else Target()


def read_national_status(actor: Actor, *, ctx: Context, number: NationalNumber) -> NationalStatus:
    """Whether the woman with this number has a record, and when it was last changed."""
    with work(ctx, actor, Permission.READ_NATIONAL_STATUS, lambda tx: _herself(tx, number)) as doing:
        newest = _cards(doing, number, Permission.READ_NATIONAL_STATUS)[:1]
        doing.audit(Event.READ, about=ABOUT)
        if not newest:
            return NationalStatus(False, 0, 0)
        card = newest[0]
        last = max(entry.recorded for entry in all_entries(card))
        return NationalStatus(card.pregnant, card.card, last)


def list_national_records(actor: Actor, *, ctx: Context, number: NationalNumber) -> list[Tree]:
    """Every record of hers that the actor may open, with its status; active ones first."""
    with work(ctx, actor, Permission.LIST_NATIONAL_RECORDS, lambda tx: _herself(tx, number)) as doing:
        found = _cards(doing, number, Permission.READ_NATIONAL_RECORD)
        for card in found:
            doing.audit(Event.READ, card=card.card, about=ABOUT, up_to=card.last_seq)
        if not found:
            doing.audit(Event.READ, about=ABOUT)
        return [
            covered_object(doing, card.card, record.record_metadata(card, signers(doing, card)))
            for card in found
        ]


def _cards(doing: Work, number: NationalNumber, permission: Permission) -> list[Card]:
    """Those of her cards that the actor may do this with."""
    woman = woman_with(doing.tx, number)
    found = cards_of(doing.tx, woman) if woman is not None else []
    allowed = [each for each in found if doing.allows(permission, each.card)]
    return [as_read(doing, read_card(doing, each.card)) for each in allowed]


def read_national_record(actor: Actor, *, ctx: Context, number: NationalNumber, card: int) -> Object:
    """One record whole, as the model's JSON."""
    with work(ctx, actor, Permission.READ_NATIONAL_RECORD, lambda tx: her_card(tx, number, card)) as doing:
        view = view_of(doing, as_read(doing, read_card(doing)))
        doing.audit(Event.READ, about=ABOUT, up_to=view.card.last_seq)
        return covered_object(doing, card, record.record_tree(view, signers(doing, view.card)))


def read_national_history(actor: Actor, *, ctx: Context, number: NationalNumber, card: int) -> Object:
    """Every version of every block and item of one record, newest first."""
    with work(ctx, actor, Permission.READ_NATIONAL_HISTORY, lambda tx: her_card(tx, number, card)) as doing:
        view = view_of(doing, as_read(doing, read_card(doing)))
        doing.audit(Event.READ, about=ABOUT, up_to=view.card.last_seq)
        told = record.history(view, signers(doing, view.card))
        return covered_object(doing, card, {"recordId": uuid_of(Name(card)), "history": told})
