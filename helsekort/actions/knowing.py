"""What is known of a card and of who acts, read in the transaction of the action: the facts that `decide` judges."""

from collections.abc import Iterator

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.channels import channel_of
from helsekort.access.decide import Facts
from helsekort.actions.context import Context
from helsekort.record.channels import PLACE, Channel
from helsekort.store import blocks, cards, glass, mandates, parties, private_views, secret_addresses
from helsekort.store.cards import Summary
from helsekort.store.database import Transaction
from helsekort.store.glass import GlassRow

PARENT = "parent"
"""As what a parent acts; the mandate's word for it."""


class Target(Struct, frozen=True):
    """What an action is about: a card, a woman without a card, or neither. None is "no such thing"."""

    card: int | None = None
    woman: int | None = None
    own_draft: bool = False
    own_message: bool = False
    referred: bool = False
    handed_over: bool = False
    handed: bool = False
    own_launch: bool = False
    other_unit: bool = False
    private: bool = False
    own_inquiry: bool = False
    left_to_them: bool = False


def facts_of(
    ctx: Context, tx: Transaction, actor: Actor, target: Target, now: int
) -> tuple[Summary | None, Facts]:
    """The summary of the card that is the target, None where there is none, and what is known of it and the actor."""
    known = None
    if target.card:
        known = cards.summary_and_standing(tx, target.card, actor.party, actor.organisation, now)
    summary, standing = known if known else (None, cards.Standing(closed=True, secret=True))
    woman = summary.woman if summary else target.woman
    closed = _closed(tx, woman, actor) if standing.closed else frozenset[str]()
    in_care = actor.kind is ActorKind.CLINICIAN and (standing.cared_for or _in_care(tx, woman, actor, now))
    secret, cleared = _secret(tx, woman, actor) if standing.secret else (False, False)
    coordinates = in_care and not standing.fully and not _in_care(tx, woman, actor, now, fully=True)
    open_anyway = in_care and not coordinates and not closed and (cleared or not secret)
    broken = None if open_anyway else _broken(tx, summary, actor, now)
    places = {PLACE} if secret and not (in_care and cleared) and not target.private else set[str]()
    owner, relation = _ownership(tx, woman, actor)
    facts = Facts(
        card_exists=summary is not None,
        owner=owner,
        acting_for=bool(relation),
        parent=relation == PARENT,
        in_care=in_care,
        demo=ctx.demo,
        own_draft=target.own_draft,
        own_message=target.own_message,
        referred=target.referred,
        handed_over=target.handed_over,
        handed=target.handed,
        own_launch=target.own_launch,
        blocked=blocks.ALL in closed,
        hidden_classes=_hidden(ctx, tx, actor, target, in_care=in_care, coordinates=coordinates)
        | (closed - {blocks.ALL})
        | places,
        hidden_in_emergency=ctx.catalogue.hidden_on(Channel.GLASS, broken.classes) | places
        if broken
        else frozenset(),
        glass=broken is not None,
        glass_classes=frozenset(broken.classes if broken else ()),
        other_unit=target.other_unit,
        secret_address=secret,
        cleared=cleared,
        own_inquiry=target.own_inquiry,
        left_to_them=target.left_to_them,
        attested=bool(actor.attested) and woman is not None and parties.resolved(tx, woman) == actor.attested,
        unit_in_care=woman is not None and _asked_by_a_system(tx, woman, actor, now),
    )
    return summary, facts


def _secret(tx: Transaction, woman: int | None, actor: Actor) -> tuple[bool, bool]:
    """Whether her address is secret, and whether the actor's unit is cleared for such."""
    return (False, False) if woman is None else secret_addresses.is_secret(tx, woman, actor.organisation)


def _closed(tx: Transaction, woman: int | None, actor: Actor) -> frozenset[str]:
    """What she has closed to this actor, or to the unit whose system asks by itself; to herself and to the service's
    jobs nothing can be closed."""
    if woman is None or (actor.kind is not ActorKind.CLINICIAN and not actor.client):
        return frozenset()
    return blocks.classes_closed(tx, woman, actor.party, actor.organisation)


def _broken(tx: Transaction, summary: Summary | None, actor: Actor, now: int) -> GlassRow | None:
    """The emergency access of this actor, at this unit, to the card's woman; asked only where the whole card does not
    stand open to them anyway."""
    if summary is None or actor.kind is not ActorKind.CLINICIAN:
        return None
    found = glass.open_now(tx, summary.woman, actor.party, actor.organisation, now)
    return next((row for row in found if row.classes), next(iter(found), None))


def _hidden(
    ctx: Context, tx: Transaction, actor: Actor, target: Target, *, in_care: bool, coordinates: bool
) -> frozenset[str]:
    """The sensitivity classes that do not go by the way the actor comes."""
    channel = channel_of(actor, in_care=in_care, private=target.private, coordinates=coordinates)
    if channel is None:
        return frozenset()
    opened = private_views.opened(tx, target.card) if channel is Channel.PRIVATE and target.card else ()
    return ctx.catalogue.hidden_on(channel, opened)


def _ownership(tx: Transaction, woman: int | None, actor: Actor) -> tuple[bool, str]:
    """Whether it is hers, or hers for whom the actor may act now; and as what they act, empty for herself."""
    if woman is None or actor.kind is not ActorKind.WOMAN:
        return False, ""
    if parties.resolved(tx, woman) != parties.resolved(tx, actor.herself):
        return False, ""
    if not actor.acting_for:
        return True, ""
    mandate = mandates.of(tx, actor.acting_for, actor.party)
    return (True, mandate.relation) if mandate and mandate.ended is None else (False, "")


def _asked_by_a_system(tx: Transaction, woman: int, actor: Actor, now: int) -> bool:
    """Whether the unit whose system asks by itself cares for her."""
    if actor.kind is not ActorKind.SYSTEM or not actor.organisation:
        return False
    return any(cards.unit_in_care(tx, party, actor.organisation, now) for party in same_woman(tx, woman))


def _in_care(tx: Transaction, woman: int | None, actor: Actor, now: int, *, fully: bool = False) -> bool:
    return woman is not None and any(
        cards.in_care(tx, party, actor.party, actor.organisation, now, fully=fully)
        for party in same_woman(tx, woman)
    )


def same_woman(tx: Transaction, woman: int) -> Iterator[int]:
    """Every party that is this woman: a relation to any of them is a relation to her."""
    herself = parties.resolved(tx, woman)
    yield herself
    if woman != herself:
        yield woman
    yield from parties.joined_into(tx, herself)
