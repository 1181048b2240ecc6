"""A woman stands before a clinician and is on no list of theirs: registered where she is not known, and taken in.

Known or not, it is one act with one answer: whoever takes her in says so, and she reads it in her log.
"""

import hashlib

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.agreeing import agree, agreed
from helsekort.actions.context import Context
from helsekort.actions.judging import LONGEST_TEXT
from helsekort.actions.knowing import Target, same_woman
from helsekort.actions.log import content_hash
from helsekort.actions.opening import open_for
from helsekort.actions.outcomes import KeyUsedBefore, Problem, Rejected
from helsekort.actions.referral_steps import DAY
from helsekort.actions.shelf import about_woman, cards_of
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record import ids
from helsekort.record.agreements import LegalBasis, Said
from helsekort.record.identifiers import InvalidIdentifier
from helsekort.record.parties import NationalNumberFact, Woman
from helsekort.record.reviewing import NoticeKind, Way
from helsekort.record.taking_in import Newcomer, Why, basis, is_same, number_of, wrong
from helsekort.store import cards, chain, parties
from helsekort.store.chain import PARTIES
from helsekort.store.database import Transaction


class TakenIn(Struct, frozen=True):
    """Where she is now. `known`: she was registered before; `opened`: the card is a new one."""

    card: int
    known: bool
    opened: bool


def take_in_woman(actor: Actor, *, ctx: Context, newcomer: Newcomer, key: str) -> TakenIn:
    """Her card for who takes her in: the one of the pregnancy that goes on, else a new one.

    Where the number is someone's whose name or birth date is another, it is refused as all else is, and stands in that
    one's log. The same key takes in one woman, however often it comes.
    """
    with work(ctx, actor, Permission.TAKE_IN_WOMAN, lambda tx: _whose(ctx, tx, newcomer)) as doing:
        trial = ctx.legal_basis is LegalBasis.TRIAL
        found_wrong = wrong(newcomer, ctx.today(), allow_synthetic=ctx.demo, trial=trial)
        problems = [Problem(*each) for each in found_wrong]
        if len(newcomer.name) > LONGEST_TEXT:
            problems.append(Problem("name", "outside"))
        if problems or newcomer.why is None:
            raise Rejected(problems)
        number = number_of(newcomer, allow_synthetic=ctx.demo)
        found = _party(doing.tx, number)
        known = party_log.newest(doing.tx, found) if found is not None else None
        if found is None:
            woman = _registered(doing, newcomer, number, key)
        elif known is None or not isinstance(known[0], Woman) or not is_same(known[0], newcomer):
            doing.refuse("another-person")
        else:
            woman = found
        # whoever cares for her already, and whatever cards she has: they see it from the relation on that begins here
        doing.by_the_service()
        # the relation first: until it stands, PostgreSQL shows none of her cards, and takes no new one
        began = _begin_care(doing, woman, newcomer.why)
        consents = trial and _consents(doing, woman, newcomer)
        card, opened = _card(doing, woman, key)
        if consents:
            doing.audit(Event.CONSENT, card=card, about=("given",))
        _tell(doing, card, newcomer.why, began=began)
        return TakenIn(card, known is not None, opened)


def _whose(ctx: Context, tx: Transaction, newcomer: Newcomer) -> Target:
    """Whose number it is, so that a refusal stands in her own log."""
    try:
        found = _party(tx, number_of(newcomer, allow_synthetic=ctx.demo))
    except InvalidIdentifier:
        return Target()
    return about_woman(tx, found) if found is not None else Target()


def _party(tx: Transaction, number: NationalNumberFact | None) -> int | None:
    found = parties.by_number(tx, number.system, number.value) if number else None
    return parties.resolved(tx, found) if found is not None else None


def _registered(doing: Work, newcomer: Newcomer, number: NationalNumberFact | None, key: str) -> int:
    """A party of her own. Its id follows from the key: who sends the form twice does not register two women."""
    actor, content = doing.actor.party, content_hash(newcomer)
    woman = _id_of(actor, key)
    if not cards.take_key(doing.tx, woman, actor, f"person {key}", content, cards.OPENING, doing.now):
        before = cards.used_key(doing.tx, woman, actor, f"person {key}")
        if before is None or before[0] != content:
            raise KeyUsedBefore(cards.OPENING)
        return woman
    numbers = (number,) if number else ()
    party_log.register(
        doing, woman, Woman(newcomer.name.strip(), newcomer.birth_date, numbers, newcomer.language)
    )
    doing.audit(Event.REGISTERED)
    return woman


def _id_of(actor: int, key: str) -> int:
    digest = hashlib.sha256(f"{actor} {key}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - ids.BITS) or 1


def _card(doing: Work, woman: int, key: str) -> tuple[int, bool]:
    # her log is locked first: of two who take her in at once, the later finds the earlier's card
    chain.head(doing.tx, PARTIES, woman, lock=True)
    going_on = next((each for each in cards_of(doing.tx, woman) if each.pregnant), None)
    return (going_on.card, False) if going_on else open_for(doing, woman, key)


def _consents(doing: Work, woman: int, newcomer: Newcomer) -> bool:
    """Whether she consents by this, and had not before. Who has withdrawn it is taken in by nobody: she opens it."""
    if agreed(doing, woman).said is Said.WITHDRAWN:
        doing.refuse("withdrawn")
    return agree(doing, woman, newcomer.informed)


def _begin_care(doing: Work, woman: int, why: Why) -> bool:
    """A care relation on the word of who takes her in, for a time; False beside one that stands."""
    actor = doing.actor
    if any(
        cards.in_care(doing.tx, each, actor.party, actor.organisation, doing.now)
        for each in same_woman(doing.tx, woman)
    ):
        return False
    longest = doing.ctx.terms.taken_in.days
    until = doing.now + min(longest, doing.ctx.care_days or longest) * DAY
    cards.begin_care(doing.tx, woman, actor.party, actor.organisation, doing.now, until, basis(why))
    return True


def _tell(doing: Work, card: int, why: Why, *, began: bool) -> None:
    """Say it in her log; and let her know, who may not know of this one who follows her from now on."""
    if not began:
        doing.audit(Event.READ, card=card, about=("found",))
        return
    doing.audit(Event.TAKEN_IN, card=card, about=(why,))
    if doing.summary is not None:
        doing.notify(NoticeKind.TAKEN_IN, Way.PAGE)
