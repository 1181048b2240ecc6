"""Read a card as resources: one, its history, what a search finds, and everything."""

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.covered import is_covered, origin_named
from helsekort.actions.knowing import Target
from helsekort.actions.shelf import (
    Shelf,
    about_woman,
    cards_of,
    named_bodies,
    named_parties,
    of_party,
    showable,
    take_down,
)
from helsekort.actions.whole_cards import whole_card
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.fhir.bundles import entries_of
from helsekort.fhir.fair_copy import FairCopy
from helsekort.fhir.matching import Found, find
from helsekort.fhir.search import Query
from helsekort.fhir.versions import Version
from helsekort.record.codes import DNR, FNR
from helsekort.record.identifiers import InvalidIdentifier, parse_national_number
from helsekort.record.ids import to_text
from helsekort.store import parties
from helsekort.store.database import Transaction

ABOUT = ("resource",)


def read_resource(
    actor: Actor, *, ctx: Context, card: int, kind: str, origin: int, version: int | None = None
) -> Version:
    """A thing on a card: the newest version, or the one asked for. Refused alike where it is not there."""
    with work(ctx, actor, Permission.READ_RESOURCE, card=card) as doing:
        shelf = take_down(doing, card)
        versions = _thing(doing, shelf, kind, origin)
        found = (
            next((each for each in versions if each.version == version), None) if version else versions[-1]
        )
        if found is None:
            doing.refuse("no-such-version")
        doing.audit(Event.READ, entries=shelf.entries([found]), about=ABOUT, up_to=shelf.last_seq)
        return found


def read_history(actor: Actor, *, ctx: Context, card: int, kind: str, origin: int) -> list[Version]:
    """All versions of a thing on a card, newest first."""
    with work(ctx, actor, Permission.READ_HISTORY, card=card) as doing:
        shelf = take_down(doing, card)
        versions = _thing(doing, shelf, kind, origin)
        doing.audit(Event.READ, entries=shelf.entries(versions), about=ABOUT, up_to=shelf.last_seq)
        return versions[::-1]


def _thing(doing: Work, shelf: Shelf, kind: str, origin: int) -> list[Version]:
    known = origin if is_covered(doing) else origin_named(doing, shelf.card, origin)
    versions = shelf.things.get(known, [])
    if not versions or versions[0].kind != kind:
        doing.refuse("no-such-resource")
    return versions


def search_card(actor: Actor, *, ctx: Context, card: int, query: Query) -> Found:
    """What a query finds on one card."""
    with work(ctx, actor, Permission.SEARCH_CARD, card=card) as doing:
        return _found(doing, [take_down(doing, card)], query)


def search_woman(actor: Actor, *, ctx: Context, woman: int, query: Query) -> Found:
    """What a query finds on those cards of a woman that the actor may open."""
    with work(ctx, actor, Permission.SEARCH_WOMAN, lambda tx: about_woman(tx, woman)) as doing:
        return _found(doing, _open_shelves(doing, woman, Permission.SEARCH_CARD), query)


def _open_shelves(doing: Work, woman: int, permission: Permission) -> list[Shelf]:
    found = cards_of(doing.tx, woman)
    return [take_down(doing, each.card) for each in found if doing.allows(permission, each.card)]


def _found(doing: Work, shelves: list[Shelf], query: Query) -> Found:
    found = find(query, [each for shelf in shelves for each in shelf.standing(query.as_of)], doing.now)
    included = [*found.included, *named_parties(doing.tx, showable(doing, found.elsewhere))]
    _audit(doing, shelves, [*found.matches, *found.included])
    return Found(found.matches, included, found.total, found.as_of, found.after)


def _audit(doing: Work, shelves: list[Shelf], shown: list[Version]) -> None:
    """One line for each card that was looked through; one without a card where there was none."""
    for shelf in shelves:
        doing.audit(
            Event.READ, card=shelf.card, entries=shelf.entries(shown), about=ABOUT, up_to=shelf.last_seq
        )
    if not shelves:
        doing.audit(Event.READ, about=ABOUT)


class Whole(Struct, frozen=True):
    """Cards whole: the entries of a Bundle in texts of `bundles.entries_of`, and how many they are."""

    texts: list[bytes]
    total: int


def read_everything(actor: Actor, *, ctx: Context, card: int) -> Whole:
    """A card whole: what stands on it, the woman, and everyone and every unit it names."""
    with work(ctx, actor, Permission.READ_EVERYTHING, card=card) as doing:
        return _everything(doing, [whole_card(doing, card)])


def read_everything_of(actor: Actor, *, ctx: Context, woman: int) -> Whole:
    """Those cards of a woman that the actor may open, whole, and she herself first."""
    with work(ctx, actor, Permission.READ_EVERYTHING_OF, lambda tx: about_woman(tx, woman)) as doing:
        herself = _newest(doing, woman, "Patient").body
        open_to = [
            each.card
            for each in cards_of(doing.tx, woman)
            if doing.allows(Permission.READ_EVERYTHING, each.card)
        ]
        return _everything(doing, [whole_card(doing, card) for card in open_to], herself)


def _everything(doing: Work, copies: list[FairCopy], herself: bytes | None = None) -> Whole:
    for each in copies:
        doing.audit(Event.READ, card=each.card, spans=each.spans, about=ABOUT, up_to=each.last_seq)
    if not copies:
        doing.audit(Event.READ, about=ABOUT)
    named = named_bodies(doing.tx, showable(doing, frozenset[str]().union(*(each.named for each in copies))))
    first = [] if herself is None else [herself]
    others = [each for each in named if each != herself]
    texts = [entries_of(first), *(each.text for each in copies), entries_of(others)]
    return Whole(texts, len(first) + sum(each.total for each in copies) + len(others))


def read_patient(actor: Actor, *, ctx: Context, woman: int, version: int | None = None) -> Version:
    """A woman as a Patient, for someone who cares for her and for herself."""
    with work(ctx, actor, Permission.READ_PATIENT, lambda tx: about_woman(tx, woman)) as doing:
        found = _newest(doing, woman, "Patient", version)
        doing.audit(Event.READ, about=ABOUT)
        return found


def find_patient(actor: Actor, *, ctx: Context, system: str, value: str) -> Version:
    """The woman with this national number. Refused alike for every way it can fail."""
    with work(ctx, actor, Permission.FIND_PATIENT, lambda tx: _by_number(ctx, tx, system, value)) as doing:
        party = _by_number(ctx, doing.tx, system, value).woman
        if party is None:
            doing.refuse("no-such-woman")
        doing.audit(Event.READ, about=("found",))
        return _newest(doing, party, "Patient")


def _by_number(ctx: Context, tx: Transaction, system: str, value: str) -> Target:
    try:
        parsed = parse_national_number(value, allow_synthetic=ctx.demo)
    except InvalidIdentifier:
        return Target()
    known = FNR if parsed.kind == "fnr" else DNR
    party = parties.by_number(tx, known, parsed.value) if system in ("", known) else None
    return about_woman(tx, parties.resolved(tx, party)) if party is not None else Target()


def _newest(doing: Work, party: int, kind: str, version: int | None = None) -> Version:
    versions = of_party(doing.tx, party)
    if version is not None:
        versions = [each for each in versions if each.version == version]
    if not versions or versions[-1].kind != kind:
        doing.refuse("no-such-party")
    return versions[-1]


def _asking(actor: Actor) -> Target:
    """Nobody; of a woman who asks herself, so that where she is stays hidden where her address is secret."""
    return Target(woman=actor.party if actor.kind is ActorKind.WOMAN else None)


def read_party(actor: Actor, *, ctx: Context, kind: str, party: int, version: int | None = None) -> Version:
    """A clinician, a role or a unit. A woman is not read this way."""
    with work(ctx, actor, Permission.READ_PARTY, lambda tx: _asking(actor)) as doing:
        if kind == "Patient":
            doing.refuse("no-such-party")
        found = _newest(doing, party, kind, version)
        if not showable(doing, [f"{kind}/{to_text(party)}"]):
            doing.refuse("no-such-party")
        doing.audit(Event.READ, about=ABOUT)
        return found
