"""Whom a provider's identity is here: matched by number, never by name; inside an action."""

from msgspec import Struct

from helsekort.access.actors import ActorKind
from helsekort.access.login.identity import HELSEID, Identity, Relation
from helsekort.actions import party_log
from helsekort.actions.shelf import cards_of
from helsekort.actions.work import Work
from helsekort.record.agreements import may_give_mandate
from helsekort.record.codes import DNR, ENH, FNR, HPR
from helsekort.record.identifiers import (
    InvalidIdentifier,
    NationalNumber,
    parse_hpr_number,
    parse_national_number,
    parse_organisation_number,
)
from helsekort.record.ids import new_id
from helsekort.record.parties import NationalNumberFact, Woman
from helsekort.store import blocks, mandates, parties
from helsekort.store.database import Transaction

SYSTEMS = {"fnr": FNR, "dnr": DNR}


class Person(Struct, frozen=True):
    """Who comes in, and as what."""

    kind: ActorKind
    party: int
    organisation: int = 0
    category: str = ""
    acting_for: int = 0
    legal_entity: int = 0
    point_of_care: int = 0


class Unknown(Struct, frozen=True):
    """Why nobody comes in: person, organisation, role or card."""

    why: str


def who_came(doing: Work, identity: Identity) -> Person | Unknown:
    """The person here. A woman without a card, and one whose mandate has ended, are told apart from nobody."""
    return _clinician(doing.tx, identity) if identity.provider == HELSEID else _woman(doing, identity)


def _clinician(tx: Transaction, identity: Identity) -> Person | Unknown:
    try:
        hpr = parse_hpr_number(identity.hpr).value
        entity, unit = (
            parties.by_number(tx, ENH, parse_organisation_number(number).value) or 0
            for number in (identity.parent, identity.child)
        )
    except InvalidIdentifier as invalid:
        return Unknown("person" if invalid.identifier == "hpr_number" else "organisation")
    party = parties.by_number(tx, HPR, hpr)
    if party is None:
        return Unknown("person")
    if not entity and not unit:
        return Unknown("organisation")
    roles = parties.roles_at(tx, party, entity, unit)
    if not roles:
        return Unknown("role")
    blocks.put_under_first(tx, unit, entity)
    organisation, category = roles[0] if len(roles) == len(roles[:1]) else (0, "")
    return Person(ActorKind.CLINICIAN, party, organisation, category, legal_entity=entity, point_of_care=unit)


def _woman(doing: Work, identity: Identity) -> Person | Unknown:
    try:
        number = parse_national_number(identity.pid, allow_synthetic=True)
        of = parse_national_number(identity.represented or identity.pid, allow_synthetic=True)
    except InvalidIdentifier:
        return Unknown("card")
    herself = _party(doing.tx, of)
    # nobody is in yet: whether she has a card is asked of the heads alone
    doing.tx.deciding()
    if herself is None or not cards_of(doing.tx, herself):
        return Unknown("card")
    if not identity.represented or number == of:
        return Person(ActorKind.WOMAN, herself)
    return _agent(doing, identity, number, herself)


def _agent(doing: Work, identity: Identity, number: NationalNumber, woman: int) -> Person | Unknown:
    """One who acts for her; written down the first time, so that she can see and end it."""
    # those who are pregnant are either under sixteen, whose parents see nothing here, or decide for themselves
    born = party_log.woman(doing.tx, woman).birth_date
    if identity.relation is not Relation.MANDATE or not may_give_mandate(born, doing.ctx.today()):
        return Unknown("card")
    agent = _party(doing.tx, number) or _new_party(doing, identity, number)
    mandates.use(doing.tx, woman, agent, identity.relation, doing.now)
    standing = mandates.of(doing.tx, woman, agent)
    if standing is None or standing.ended is not None:
        return Unknown("card")
    return Person(ActorKind.WOMAN, agent, acting_for=woman)


def _new_party(doing: Work, identity: Identity, number: NationalNumber) -> int:
    """A person with a number, as any who may one day have a card."""
    party = Woman(identity.name, None, (NationalNumberFact(SYSTEMS[number.kind], number.value),))
    made = new_id(doing.ctx.random_bits)
    parties.open_head(doing.tx, made, party_log.KINDS[Woman], party_log.shown_name(party))
    party_log.write(doing, made, party, 1)
    for system, value in party_log.numbers(party):
        parties.add_number(doing.tx, system, value, made)
    return made


def _party(tx: Transaction, number: NationalNumber) -> int | None:
    """Who has this number, followed to whom she was joined to."""
    found = parties.by_number(tx, SYSTEMS[number.kind], number.value)
    return None if found is None else parties.resolved(tx, found)
