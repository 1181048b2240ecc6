"""Named jobs of the service: register people and units, enter care relations, join and part, erase by law."""

import msgspec

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import closing_out, party_log
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.log import read_card, summary_of
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.card import Card
from helsekort.record.entries import Attachment, Step
from helsekort.record.epicrisis import Delivered
from helsekort.record.ids import new_id
from helsekort.record.parties import Party, Woman
from helsekort.store import (
    cards,
    chain,
    deliveries,
    erased_messages,
    files,
    handovers,
    inbox,
    owed,
    parties,
    referrals,
    tasks,
)
from helsekort.store.parties import PersonaRow

DAY = 24 * 60 * 60 * 1_000_000


def register_party(actor: Actor, *, ctx: Context, party: Party, party_id: int | None = None) -> int:
    """Register a person, a unit or a role, or the next version of one. Rejected where a number is another's."""
    with work(ctx, actor, Permission.REGISTER_PARTY) as doing:
        if party_id is None:
            party_id = new_id(ctx.random_bits)
            party_log.register(doing, party_id, party)
        else:
            stands = party_log.newest(doing.tx, party_id)
            if stands is None:
                raise Rejected([Problem("party_id", "no-such-party")])
            if isinstance(party, Woman) and isinstance(stands[0], Woman):
                # a new name or number says nothing of who she was found to be; only join and part do
                party = msgspec.structs.replace(party, joined_to=stands[0].joined_to)
            party_log.write(doing, party_id, party, stands[1] + 1)
            party_log.index(doing, party, party_id)
        doing.audit(Event.REGISTERED)
        return party_id


def begin_care(
    actor: Actor,
    *,
    ctx: Context,
    woman: int,
    clinician: int,
    organisation: int,
    basis: str,
    until: int | None = None,
) -> None:
    """A care relation from now on, with its source (an appointment, a referral, the unit's list)."""
    with work(ctx, actor, Permission.BEGIN_CARE, lambda tx: Target(woman=woman)) as doing:
        if until is None and ctx.care_days is not None:
            until = doing.now + ctx.care_days * DAY
        cards.begin_care(doing.tx, woman, clinician, organisation, doing.now, until, basis)
        doing.audit(Event.CARE_BEGUN)


def join_women(actor: Actor, *, ctx: Context, woman: int, into: int) -> None:
    """Two parties found to be one woman: an entry says so, and both numbers lead to her."""
    with work(ctx, actor, Permission.JOIN_WOMEN, lambda tx: Target(woman=woman)) as doing:
        known = party_log.newest(doing.tx, into)
        if woman == into or not known or not isinstance(known[0], Woman) or known[0].joined_to is not None:
            raise Rejected([Problem("into", "not-another-woman")])
        # a party is followed one step only
        if parties.joined_into(doing.tx, woman):
            raise Rejected([Problem("woman", "others-are-joined-to-her")])
        cards.lend_care(doing.tx, woman, into, doing.now)
        closing_out.lend(doing, woman, into)
        _link(doing, woman, into)


def part_women(actor: Actor, *, ctx: Context, woman: int) -> None:
    """Undo a joining: the party is its own woman again."""
    with work(ctx, actor, Permission.PART_WOMEN, lambda tx: Target(woman=woman)) as doing:
        stands = parties.resolved(doing.tx, woman)
        cards.return_care(doing.tx, woman, stands, doing.now)
        closing_out.give_back(doing, woman, stands)
        _link(doing, woman, None)


def _link(doing: Work, woman: int, into: int | None) -> None:
    stands = party_log.newest(doing.tx, woman)
    if not stands or not isinstance(stands[0], Woman):
        raise Rejected([Problem("woman", "not-a-woman")])
    changed = msgspec.structs.replace(stands[0], joined_to=into)
    party_log.write(doing, woman, changed, stands[1] + 1)
    doing.audit(Event.REGISTERED)


def erase_body(actor: Actor, *, ctx: Context, card: int, seq: int, basis: str) -> None:
    """Erase the content of one entry on a stated legal basis; chain, verify and reading hold and say so.

    Where it came from a laboratory, the messages of its whole report are erased with it: rows and digests stay, what
    stands on the card of other results stays, and what the laboratory sends of that report later waits for a person.

    Of a file all versions go, and its bytes. Rejected for the entry that opens the card: without it no other entry of
    the card could be read.
    """
    with work(ctx, actor, Permission.ERASE_BODY, card=card) as doing:
        if doing.summary is None:
            doing.refuse("no-such-card")
        if not basis.strip():
            raise Rejected([Problem("basis", "missing")])
        chain.head(doing.tx, chain.CARDS, card, lock=True)
        if seq in {entry.seq for entry in read_card(doing).opening.entries}:
            raise Rejected([Problem("seq", "opens-the-card")])
        behind = _reports_behind(doing, card, seq)
        origin = _origin(doing, card, seq)
        erased = _versions_of_file(read_card(doing), origin) or (seq,)
        if not [one for one in erased if chain.erase(doing.tx, chain.CARDS, card, one, basis, doing.now)]:
            raise Rejected([Problem("seq", "no-such-body")])
        # what the body said must not live on in the row that lists show, nor in the hash of what was sent
        cards.blank_keys(doing.tx, card)
        cards.update_summary(doing.tx, summary_of(read_card(doing), doing.summary.woman))
        if origin is not None:
            referrals.close(doing.tx, card, origin, Step.WITHDRAWN)
            handovers.end(doing.tx, card, origin, doing.now)
            if origin in erased:
                files.erase(doing.tx, card, origin)
            deliveries.close(doing.tx, card, origin, Delivered.WITHDRAWN)
            owed.close(doing.tx, card, origin)
            if not any(row.body for row in chain.read(doing.tx, chain.CARDS, card, {origin})):
                tasks.forget(doing.tx, card, origin, doing.now, actor.party)
        for report in behind:
            erased_messages.erase_report(doing.tx, report, doing.now)
        doing.audit(Event.ERASED, entries=erased)


def _versions_of_file(card: Card, origin: int | None) -> tuple[int, ...]:
    """The sequences of a file's entries: all tell of the same bytes, and go together. Empty for other things."""
    entries = [
        *(entry for trail in card.attachments for entry in trail.entries),
        *(entry for entry in card.misplaced if isinstance(entry.content, Attachment)),
    ]
    return tuple(entry.seq for entry in entries if entry.origin == origin)


def _reports_behind(doing: Work, card: int, seq: int) -> list[str]:
    """The laboratory's reports that an entry was taken from: what they said lies in their messages too."""
    origin = _origin(doing, card, seq)
    if origin is None:
        return []
    reports = erased_messages.reports_behind(doing.tx, card, origin)
    for report in reports:
        inbox.report(doing.tx, report, lock=True)
    return reports


def _origin(doing: Work, card: int, seq: int) -> int | None:
    return next((row.origin for row in chain.read(doing.tx, chain.CARDS, card) if row.seq == seq), None)


def register_persona(actor: Actor, *, ctx: Context, persona: PersonaRow) -> None:
    """Let one of the demo's fictive people be chosen at the door."""
    with work(ctx, actor, Permission.REGISTER_PARTY) as doing:
        parties.add_persona(doing.tx, persona)
        doing.audit(Event.REGISTERED)
