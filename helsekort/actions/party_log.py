"""Parties inside an action: read the newest version, write the next."""

from collections.abc import Iterable

from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.work import Work
from helsekort.fhir.heads import Head
from helsekort.fhir.stored import party_body, party_content
from helsekort.record.codes import ENH, HER, HPR
from helsekort.record.parties import Child, Clinician, Organisation, Party, Role, Woman
from helsekort.store import blocks, chain, parties
from helsekort.store.chain import PARTIES, NewEntry
from helsekort.store.database import Transaction

KINDS: dict[type[Party], str] = {
    Woman: "Patient",
    Child: "Patient",
    Clinician: "Practitioner",
    Organisation: "Organization",
    Role: "PractitionerRole",
}


def newest(tx: Transaction, party: int) -> tuple[Party, int] | None:
    """(party, version) as it stands; None where it is not there or its content was erased."""
    rows = chain.read(tx, PARTIES, party)
    if not rows or rows[-1].body is None:
        return None
    return party_content(rows[-1].body), rows[-1].version


def woman(tx: Transaction, party: int) -> Woman:
    """The woman behind a card, followed to the party she was joined to. LookupError where she is not there."""
    found = newest(tx, parties.resolved(tx, party))
    if not found or not isinstance(found[0], Woman):
        raise LookupError("the card's woman is not registered")
    return found[0]


def women(tx: Transaction, parties_of_cards: Iterable[int]) -> dict[int, Woman]:
    """The same for many at once. LookupError where one is not there."""
    wanted = set(parties_of_cards)
    herself = parties.all_resolved(tx, wanted)
    newest = dict(chain.read_newest(tx, PARTIES, set(herself.values())))
    found = {party: party_content(newest[one]) for party, one in herself.items() if one in newest}
    known = {party: each for party, each in found.items() if isinstance(each, Woman)}
    if known.keys() != wanted:
        raise LookupError("a card's woman is not registered")
    return known


def units(tx: Transaction, parties_of_units: Iterable[int]) -> dict[int, Organisation]:
    """What is registered of these units now; one that is not there is left out."""
    read = chain.read_newest(tx, PARTIES, set(parties_of_units))
    found = {party: party_content(body) for party, body in read}
    return {party: each for party, each in found.items() if isinstance(each, Organisation)}


def shown_name(party: Party) -> str:
    if isinstance(party, Child):
        return party.name or party.label
    return party.category if isinstance(party, Role) else party.name


def numbers(party: Party) -> list[tuple[str, str]]:
    """(system, value) of every number that a party is found by."""
    if isinstance(party, Woman | Child):
        return [(fact.system, fact.value) for fact in party.numbers]
    if isinstance(party, Clinician) and party.hpr:
        return [(HPR, party.hpr)]
    if isinstance(party, Organisation):
        return [(system, value) for system, value in ((ENH, party.number), (HER, party.her_id)) if value]
    return []


def register(doing: Work, party_id: int, party: Party) -> None:
    """A new party, found by its numbers. Rejected where one of them is another's."""
    parties.open_head(doing.tx, party_id, KINDS[type(party)], shown_name(party))
    write(doing, party_id, party, 1)
    index(doing, party, party_id)


def index(doing: Work, party: Party, party_id: int) -> None:
    """Let its numbers lead to a party, and its role to its unit. Rejected where a number is another's."""
    if isinstance(party, Role):
        parties.add_role(doing.tx, party.clinician, party.organisation, party.category)
    if isinstance(party, Organisation) and party.part_of is not None:
        blocks.put_under(doing.tx, party_id, party.part_of)
    for system, value in numbers(party):
        if not parties.add_number(doing.tx, system, value, party_id):
            raise Rejected([Problem("number", "belongs-to-another")])


def write(doing: Work, party_id: int, party: Party, version: int) -> None:
    """Append a version of a party and bring its head up to date."""
    head = chain.head(doing.tx, PARTIES, party_id, lock=True)
    if head is None:
        raise LookupError("a party needs a head")
    stands = Head(party_id, 1, version, doing.now, party_id, doing.actor.party)
    entry = NewEntry(
        1, version, doing.actor.party, doing.actor.organisation, doing.now, party_body(party, stands)
    )
    now = chain.append(doing.tx, PARTIES, party_id, head, [entry], doing.ctx.random_bytes)
    doing.chained(PARTIES, party_id, now)
    joined = party.joined_to if isinstance(party, Woman) else None
    parties.update_head(doing.tx, party_id, shown_name(party), joined)
