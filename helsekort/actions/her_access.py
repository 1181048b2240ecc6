"""Who may see her card and why, and to whom she has closed it: what her access page is made of."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.agreeing import Agreed, agreed
from helsekort.actions.closing_out import herself
from helsekort.actions.context import Context
from helsekort.actions.discreet_units import discreet
from helsekort.actions.held import as_shown_to_her, closed_to_her
from helsekort.actions.knowing import same_woman
from helsekort.actions.log import read_card
from helsekort.actions.opened import Opened
from helsekort.actions.referral_steps import REFERRED, basis
from helsekort.actions.shelf import cards_of
from helsekort.actions.whole_card import as_opened
from helsekort.actions.work import Work, work
from helsekort.audit import lines
from helsekort.audit.events import Event
from helsekort.record.card import Card
from helsekort.record.channels import PLACE
from helsekort.record.classes import UNNAMED
from helsekort.record.epicrisis import Delivered
from helsekort.record.referring import UNANSWERED
from helsekort.store import blocks, care, glass, handovers, parties
from helsekort.store.blocks import ALL

PERSON, UNIT = "Practitioner", "Organization"
LOOKED = (Event.READ, Event.PRINTED)
EMERGENCY, ASKED, HANDED, SENT, LOOKED_ONLY = "emergency", "asked", "handed", "sent", ""
"""Why someone may see a part: in an emergency, for an hour; their unit was asked about her; it was handed mother and
child; it was sent a summary. "": they looked, and may no more."""
FEWEST_LETTERS, MOST_FOUND = 3, 20


class Seer(Struct, frozen=True):
    """Someone at a unit, or a whole unit where `person` is 0, who may see her card or has seen it.

    Where the unit's name would tell, neither has an id or a name. `basis` is what that rests on, as it is stored, or
    one of the words above. Times are microseconds; `until` None is without an end, `looked` None is never. `closed`:
    she has closed the card to them.
    """

    person: int
    name: str
    role: str
    unit: int
    unit_name: str
    basis: str
    since: int | None
    until: int | None
    looked: int | None
    closed: bool


class Closed(Struct, frozen=True):
    """One block. `on_her_word`: the unit that wrote it down, "" where she did it."""

    whom: int
    name: str
    of_class: str
    since: int
    on_her_word: str
    unit: int  # that one; 0 where she did it


class Found(Struct, frozen=True):
    """Someone, or a whole unit, that can be closed out."""

    party: int
    name: str
    whole_unit: bool
    role: str
    units: tuple[str, ...]


class Access(Struct, frozen=True):
    """All of it. `entities`: by unit, what it belongs to and that one's name. `consent_by`: who wrote down that she
    consents; "" where she said it, or it would tell."""

    seers: list[Seer]
    closed: list[Closed]
    entities: dict[int, tuple[int, str]]
    agreed: Agreed
    consent_by: str = ""


def read_access(actor: Actor, *, ctx: Context) -> Access:
    """Her own page of it. What is hidden from her view is not here either: a unit that she cannot see was asked, and
    what was closed of a class that is kept off her page. One whose name would tell has none."""
    with work(ctx, actor, Permission.READ_ACCESS, lambda tx: herself(tx, actor)) as doing:
        doing.audit(Event.LOG_READ, about=("access",))
        return _for_her(doing, _access(doing, actor.party))


def _for_her(doing: Work, access: Access) -> Access:
    """What her page tells, where others may read along: units whose name would tell are one, without a name; what is
    of a class that is kept off her page is not there, but for what she closed herself."""
    hide = closed_to_her(doing)
    whose = {one.whom: parties.units_of(doing.tx, one.whom) or [one.whom] for one in access.closed}
    at = {seer.unit for seer in access.seers} | {one.unit for one in access.closed}
    agreed_at = access.agreed.organisation
    found = discreet(doing, at.union({agreed_at}, *whose.values()), hide)
    closed = [
        replace(
            one,
            name="" if found.unnamed.issuperset(whose[one.whom]) else one.name,
            on_her_word="" if one.unit in found.unnamed else one.on_her_word,
        )
        for one in access.closed
        if one.of_class not in hide
        and not (one.unit and found.gone.issuperset(whose[one.whom]))
        and one.unit not in found.gone
    ]
    seers = [
        replace(seer, person=0, name="", role="", unit=0, unit_name="")
        if seer.unit in found.unnamed
        else seer
        for seer in access.seers
        if seer.unit not in found.gone
    ]
    consent_by = "" if agreed_at in found.unnamed else access.consent_by
    return replace(access, seers=seers, closed=closed, consent_by=consent_by)


def read_blocks(actor: Actor, *, ctx: Context, card: int) -> tuple[Opened, Access]:
    """The same for who cares for her, so that something can be closed or opened on her word."""
    with work(ctx, actor, Permission.READ_BLOCKS, card=card) as doing:
        opened = as_opened(doing, read_card(doing), None, {})
        doing.audit(Event.READ, about=("access",))
        return opened, _access(doing, doing.woman)


def _access(doing: Work, woman: int) -> Access:
    hers = list(dict.fromkeys(same_woman(doing.tx, woman)))
    shown = [as_shown_to_her(doing, read_card(doing, each.card)) for each in cards_of(doing.tx, woman)]
    looked = _looked(doing, [card.card for card in shown])
    found = dict(_seers(doing, hers, shown, looked))
    for (person, unit), at in sorted(looked.items(), key=lambda one: -one[1]):
        found.setdefault((person, unit), _seer(person, unit, LOOKED_ONLY, looked=at))
    seers = _named(doing, woman, list(found.values()))
    closed, said = _closed(doing, hers), agreed(doing, woman)
    units = {seer.unit for seer in seers}
    entities = blocks.entities(doing.tx, units)
    names = _names(doing, entities.values())
    return Access(
        seers,
        closed,
        {unit: (entity, names.get(entity, "")) for unit, entity in entities.items()},
        said,
        _names(doing, [said.by]).get(said.by, "") if said.by else "",
    )


def _seer(
    person: int,
    unit: int,
    basis: str,
    *,
    since: int | None = None,
    until: int | None = None,
    looked: int | None = None,
) -> Seer:
    return Seer(person, "", "", unit, "", basis, since, until, looked, closed=False)


def _seers(
    doing: Work, hers: list[int], shown: list[Card], looked: dict[tuple[int, int], int]
) -> Iterable[tuple[tuple[int, int], Seer]]:
    """Those with a care relation now, each once with what began it; then units that may see a part."""
    asked = {basis(card.card, line.referral.origin) for card in shown for line in card.referrals}
    for party in hers:
        for row in reversed(care.relations(doing.tx, party, doing.now)):
            if row.basis.startswith(REFERRED) and row.basis not in asked:
                continue
            key = (row.clinician, row.organisation)
            yield (
                key,
                _seer(
                    *key,
                    row.basis,
                    since=row.since,
                    until=row.until,
                    looked=looked.get(key),
                ),
            )
    for party in hers:
        for broken in glass.standing(doing.tx, party, doing.now):
            # the same whatever was opened with a reason of its own: others may read along here
            key = (broken.clinician, broken.organisation)
            until, at = broken.until, looked.get(key)
            yield key, _seer(*key, EMERGENCY, since=broken.opened, until=until, looked=at)
    for card in shown:
        handed = handovers.standing(doing.tx, card.card, doing.now)
        for line in card.referrals:
            to = line.referral.now.to
            if line.referral.origin in handed:
                yield (0, to), _seer(0, to, HANDED)
            elif line.referral.stands and line.step in UNANSWERED:
                yield (0, to), _seer(0, to, ASKED)
        for each in card.epicrises:
            for trail in each.deliveries:
                if trail.stands and trail.now.step is not Delivered.WITHDRAWN:
                    yield (0, trail.now.to), _seer(0, trail.now.to, SENT)


def _looked(doing: Work, numbers: Iterable[int]) -> dict[tuple[int, int], int]:
    """When each of the personnel last opened one of these cards, by her log: a line about single things tells of more
    than that, and is left out."""
    found: dict[tuple[int, int], int] = {}
    for number in numbers:
        for line in lines.of_card(doing.tx, number):
            plain = line.event in LOOKED and not line.entries and not line.hidden_from_her
            if plain and line.kind == ActorKind.CLINICIAN:
                key = (line.party, line.organisation)
                found[key] = max(found.get(key, 0), line.at)
    return found


def _named(doing: Work, woman: int, seers: list[Seer]) -> list[Seer]:
    names = _names(doing, {each for seer in seers for each in (seer.person, seer.unit)})
    roles = parties.roles(doing.tx, {seer.person for seer in seers})
    return [
        Seer(
            seer.person,
            names.get(seer.person, ""),
            roles.get(seer.person, ""),
            seer.unit,
            names.get(seer.unit, ""),
            seer.basis,
            seer.since,
            seer.until,
            seer.looked,
            ALL in blocks.classes_closed(doing.tx, woman, seer.person or seer.unit, seer.unit),
        )
        for seer in seers
    ]


def _names(doing: Work, wanted: Iterable[int]) -> dict[int, str]:
    """What they are called; no unit is named where it would tell where she is."""
    ids = set(wanted)
    found = parties.names(doing.tx, ids)
    if PLACE in doing.decision.hide:
        found |= dict.fromkeys(party_log.units(doing.tx, ids), UNNAMED)
    return found


def _closed(doing: Work, hers: list[int]) -> list[Closed]:
    """What stands, each once whatever parties she is; that she is reserved is said elsewhere."""
    rows = [row for party in hers for row in blocks.standing(doing.tx, party) if row.whom != blocks.EVERYONE]
    once = {(row.whom, row.of_class): row for row in reversed(rows)}
    names = _names(doing, {each for row in once.values() for each in (row.whom, row.organisation)})
    return [
        Closed(
            row.whom,
            names.get(row.whom, ""),
            row.of_class,
            row.since,
            names.get(row.organisation, ""),
            row.organisation,
        )
        for row in sorted(once.values(), key=lambda row: row.since)
    ]


def find_personnel(actor: Actor, *, ctx: Context, name: str) -> list[Found]:
    """Health personnel and units whose name has these letters, at most twenty; none for fewer than three letters."""
    with work(ctx, actor, Permission.FIND_PERSONNEL, lambda tx: herself(tx, actor)) as doing:
        doing.audit(Event.LOG_READ, about=("access",))
        wanted = "".join(each for each in name if each.isalnum() or each in " -.'").strip()
        if len(wanted) < FEWEST_LETTERS:
            return []
        return [_found(doing, *row) for row in parties.personnel_named(doing.tx, wanted, MOST_FOUND)]


def who_is(actor: Actor, *, ctx: Context, party: int) -> Found:
    """One of them by id, before anything is closed. Gone where it is nobody that can be closed out."""
    with work(ctx, actor, Permission.FIND_PERSONNEL, lambda tx: herself(tx, actor)) as doing:
        kind = parties.kind_of(doing.tx, party)
        if kind not in (PERSON, UNIT):
            doing.gone("nobody-to-close-out")
        doing.audit(Event.LOG_READ, about=("access",))
        unnamed = party in discreet(doing, [party], ()).unnamed
        found = _found(doing, party, "" if unnamed else _names(doing, [party]).get(party, ""), kind)
        return replace(found, units=()) if PLACE in doing.decision.hide else found


def _found(doing: Work, party: int, name: str, kind: str) -> Found:
    there = parties.units_of(doing.tx, party)
    told = party_log.units(doing.tx, set(there) - discreet(doing, there, ()).unnamed)
    units = tuple(each.name for each in told.values())
    return Found(party, name, kind == UNIT, parties.roles(doing.tx, [party]).get(party, ""), units)
