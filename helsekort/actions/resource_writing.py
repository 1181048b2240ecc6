"""Write resources on a card: one new, one changed, or many at once where all are written or none."""

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.agreeing import NO_CONSENT
from helsekort.actions.context import Context
from helsekort.actions.held import sees_all
from helsekort.actions.incoming import Incoming, Key
from helsekort.actions.knowing import Target
from helsekort.actions.opening import open_for
from helsekort.actions.outcomes import KeyUsedBefore, Rejected, Stale
from helsekort.actions.shelf import about_woman, cards_of, take_down
from helsekort.actions.taken import came_by_api
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.fhir import strict_json
from helsekort.fhir.accept import NOT_YET, content_of, with_resolved
from helsekort.fhir.bundles import Answered
from helsekort.fhir.changes import new_faults
from helsekort.fhir.explain import references
from helsekort.fhir.heads import Head
from helsekort.fhir.kept import lost
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.stored import card_body
from helsekort.fhir.strict_json import Object
from helsekort.fhir.versions import Version
from helsekort.record.entries import CardOpened
from helsekort.record.ids import entry_id
from helsekort.store.cards import OPENING
from helsekort.store.database import Transaction

ORDER = ("RelatedPerson", "Encounter", "Observation")
"""What others refer to is written first."""
WITHOUT_CONSENT = Issue(
    "suppressed",
    "While the service is on trial, a card is opened only with her consent, and she has given none. Ask her.",
    "EpisodeOfCare.patient",
)
SECOND_CARD = Issue(
    "business-rule",
    "She has an active card, and a pregnancy has one. Write on that one: EpisodeOfCare?patient=ID names it.",
    "EpisodeOfCare.status",
)


class Written(Struct, frozen=True):
    """A resource as it now stands, and whether this made it so."""

    version: Version
    new: bool


class Wish(Struct, frozen=True):
    """One write. `origin` is 0 for a create; `place` is its path in a Bundle, empty where it stands alone."""

    sent: Object
    kind: str
    keys: tuple[Key, ...] = ()
    origin: int = 0
    base_version: int = 0
    full_url: str = ""
    place: str = ""


def create_resource(
    actor: Actor,
    *,
    ctx: Context,
    wish: Wish,
    card: int = 0,
    woman: int = 0,
    confirmed: frozenset[str] = frozenset(),
) -> Written:
    """Write a new thing on a card, or on the only active card of a woman. The same key and content writes nothing.

    NotAccepted with every problem; KeyUsedBefore for another content under the same key.
    """
    place = _Place(card, woman)
    with work(ctx, actor, Permission.CREATE_RESOURCE, place.find) as doing:
        place.refuse_several()
        incoming = Incoming(doing, confirmed)
        origin, new = incoming.create(wish.sent, list(wish.keys))
        _put_down(doing, incoming)
        return Written(_as_it_stands(doing, incoming, [origin])[0], new)


class _Place:
    """The card named, or her active one."""

    def __init__(self, card: int, woman: int) -> None:
        self._card, self._woman = card, woman
        self._several = False

    def find(self, tx: Transaction) -> Target:
        """Looked for inside the action, which then decides on it."""
        if self._card:
            return Target(self._card)
        hers = cards_of(tx, self._woman)
        # after a birth her card goes on, until there is another pregnancy
        active = [each.card for each in hers if each.pregnant] or [each.card for each in hers if each.active]
        self._several = bool(active[1:])
        return Target(active[0] if active else None, self._woman)

    def refuse_several(self) -> None:
        """NotAccepted where she has several active cards: nothing says which is meant."""
        if self._several:
            says = "She has several active cards. Refer to an Encounter on the one that is meant."
            raise NotAccepted([Issue("multiple-matches", says)])


def _put_down(doing: Work, incoming: Incoming) -> None:
    """Say in the log what is written, and write it."""
    entries, about = incoming.pen.entries, tuple(incoming.about)
    if not entries:
        doing.audit(Event.READ, about=("repeated",))
        return
    event = Event.CORRECTED if incoming.corrected else Event.WRITTEN
    doing.audit(Event.WITHDRAWN if incoming.withdrawn else event, entries=entries, about=about)
    incoming.pen.put_down()
    came_by_api(doing, entries)


def update_resource(
    actor: Actor, *, ctx: Context, card: int, wish: Wish, confirmed: frozenset[str] = frozenset()
) -> Written:
    """Correct or withdraw a thing on a card. Stale where it was changed since the version that was read."""
    with work(ctx, actor, Permission.UPDATE_RESOURCE, card=card) as doing:
        incoming = Incoming(doing, confirmed)
        changed = incoming.update(wish.sent, wish.kind, wish.origin, wish.base_version)
        _put_down(doing, incoming)
        return Written(_as_it_stands(doing, incoming, [wish.origin])[0], changed)


def write_bundle(
    actor: Actor,
    *,
    ctx: Context,
    wishes: list[Wish],
    card: int = 0,
    woman: int = 0,
    confirmed: frozenset[str] = frozenset(),
) -> list[Answered]:
    """Write many things on one card: all, or none. References by `urn:uuid:` are resolved; answers in order."""
    place = _Place(card, woman)
    with work(ctx, actor, Permission.WRITE_BUNDLE, place.find) as doing:
        place.refuse_several()
        incoming = Incoming(doing, confirmed)
        done: dict[str, tuple[int, bool]] = {}
        resolved: dict[str, str] = {}
        issues: list[Issue] = []
        failed: set[str] = set()
        for wish in sorted(wishes, key=_order):
            try:
                done[wish.place] = _write_one(incoming, wish, resolved)
            except NotAccepted as refused:
                own = _own_faults(refused.issues, wish, failed)
                issues += [issue.within(f"{wish.place}.resource") for issue in own]
                failed.add(wish.full_url)
            except (Stale, KeyUsedBefore) as outcome:
                outcome.add_note(wish.place)
                raise
            origin = done[wish.place][0] if wish.place in done else NOT_YET
            resolved[wish.full_url] = f"{wish.kind}/{entry_id(doing.card, origin)}"
        if issues:
            raise NotAccepted(issues)
        _put_down(doing, incoming)
        stands = _as_it_stands(doing, incoming, [done[wish.place][0] for wish in wishes])
        return [
            _answered(version, done[wish.place][1], wish)
            for version, wish in zip(stands, wishes, strict=True)
        ]


def _as_it_stands(doing: Work, incoming: Incoming, origins: list[int]) -> list[Version]:
    """The newest version of each as who wrote it sees it; the card is only read again for what was there before, and
    where something may be hidden from them. What they have just sent themselves they get back in any case."""
    put = {origin: incoming.version(origin) for origin in origins}
    again = None in put.values() or not sees_all(doing)
    things = take_down(doing, doing.card).things if again else {}
    found = [things[origin][-1] if origin in things else put[origin] for origin in origins]
    return [version or doing.refuse("no-such-resource") for version in found]


def _order(wish: Wish) -> tuple[bool, int]:
    return (bool(wish.origin), ORDER.index(wish.kind) if wish.kind in ORDER else len(ORDER))


def _write_one(incoming: Incoming, wish: Wish, resolved: dict[str, str]) -> tuple[int, bool]:
    unresolved: list[Issue] = []
    sent = with_resolved(wish.sent, resolved, wish.kind, unresolved)
    if unresolved or not isinstance(sent, dict):
        raise NotAccepted(unresolved)
    if wish.origin:
        return wish.origin, incoming.update(sent, wish.kind, wish.origin, wish.base_version)
    return incoming.create(sent, list(wish.keys))


def _own_faults(issues: list[Issue], wish: Wish, failed: set[str]) -> list[Issue]:
    """Without echoes: that an entry refers to a faulty one is no fault of its own."""
    echoes = not failed.isdisjoint(reference for _, reference in references(wish.sent, wish.kind))
    return [issue for issue in issues if not (echoes and issue.code == "not-found")]


def _answered(version: Version, new: bool, wish: Wish) -> Answered:
    created = new and not wish.origin
    return Answered("201 Created" if created else "200 OK", version)


def create_episode(actor: Actor, *, ctx: Context, sent: Object, woman: int, key: str) -> Written:
    """Open a card for a pregnancy, from an EpisodeOfCare. NotAccepted where it would not be stored as it was sent,
    and where she has an active one."""
    with work(ctx, actor, Permission.OPEN_NEW_CARD, lambda tx: about_woman(tx, woman)) as doing:
        content = content_of(sent, NOT_YET, OPENING, ctx.catalogue)
        opened = CardOpened(woman, ctx.today(), actor.organisation)
        head = Head(NOT_YET, OPENING, 1, doing.now, woman, actor.party)
        stored = strict_json.own(card_body(opened, head, ctx.catalogue))
        issues = [*new_faults(content), *lost(sent, stored)]
        if issues:
            raise NotAccepted(issues)
        try:
            card, new = open_for(doing, woman, key)
        except Rejected as rejected:
            raise NotAccepted([WITHOUT_CONSENT if NO_CONSENT in rejected.problems else SECOND_CARD]) from None
        return Written(take_down(doing, card).things[OPENING][-1], new)
