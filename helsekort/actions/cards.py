"""Open a card, find one, list them, and the woman's own card and log."""

from typing import Any

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.log import Pen, content_hash, day, read_card
from helsekort.actions.opened import LogLine, Opened, WorklistRow
from helsekort.actions.work import Target, Work, work
from helsekort.audit import lines
from helsekort.audit.events import SHOWN_TO_HER, Event
from helsekort.record.card import Card, Trail
from helsekort.record.codes import DNR, FNR
from helsekort.record.entries import CardOpened
from helsekort.record.gestation import gestational_age
from helsekort.record.identifiers import InvalidIdentifier, parse_national_number
from helsekort.record.ids import new_id
from helsekort.record.parties import Woman
from helsekort.store import cards, parties
from helsekort.store.cards import OPENING, Summary
from helsekort.store.database import Transaction


def open_card(actor: Actor, *, ctx: Context, card: int) -> Opened:
    """Her card for someone who cares for her. Refused alike where it may not be opened and where it is not."""
    with work(ctx, actor, Permission.OPEN_CARD, card=card) as doing:
        day = ctx.today().isoformat()
        before = cards.seen_before(doing.tx, card, actor.party, day)
        opened = _opened(doing, before)
        cards.mark_seen(doing.tx, card, actor.party, before, opened.card.last_seq, day)
        doing.audit(Event.READ, about=("card",), up_to=opened.card.last_seq)
        return opened


def open_own_card(actor: Actor, *, ctx: Context) -> Opened:
    """A woman's own card, whole and at once."""
    with work(ctx, actor, Permission.OPEN_OWN_CARD, lambda tx: _own(tx, actor)) as doing:
        opened = _opened(doing, None)
        doing.audit(Event.READ, about=("card",), up_to=opened.card.last_seq)
        return opened


def _own(tx: Transaction, actor: Actor) -> Target:
    """Her card, also where it was opened under a party that was later joined to her."""
    herself = parties.resolved(tx, actor.party)
    for party in (herself, *parties.joined_into(tx, herself)):
        card = cards.active_card_of(tx, party)
        if card is not None:
            return Target(card)
    return Target()


def _opened(doing: Work, seen_before: int | None) -> Opened:
    card = read_card(doing)
    authors, units = _people(card)
    return Opened(
        card=card,
        woman=party_log.woman(doing.tx, card.opening.now.woman),
        names=parties.names(doing.tx, authors),
        roles=parties.roles(doing.tx, authors),
        units=parties.names(doing.tx, units),
        phones=party_log.phones(doing.tx, units),
        seen_before=seen_before,
        today=doing.ctx.today(),
    )


def _people(card: Card) -> tuple[set[int], set[int]]:
    """Everyone and every unit that stands on a card."""
    authors: set[int] = set()
    units = {card.opening.now.organisation}
    trails: list[Trail[Any]] = [
        *card.due_dates,
        *card.fetuses,
        *card.all_findings(),
        *(line.contact for line in card.contacts),
    ]
    for trail in trails:
        authors.update(entry.author for entry in trail.entries)
        units.update(entry.organisation for entry in trail.entries)
    authors.update(line.contact.now.held_by or 0 for line in card.contacts)
    authors.update(trail.now.set_by or 0 for trail in card.due_dates)
    return authors - {0}, units - {0}


def read_own_log(actor: Actor, *, ctx: Context) -> list[LogLine]:
    """Who opened her card, wrote on it or was refused; newest first."""
    with work(ctx, actor, Permission.READ_OWN_LOG, lambda tx: _own(tx, actor)) as doing:
        shown = [
            line
            for line in lines.of_card(doing.tx, doing.card)
            if line.event in SHOWN_TO_HER and not line.hidden_from_her
        ]
        hidden = _misplaced(read_card(doing))
        shown = [line for line in shown if not line.entries or not set(line.entries) <= hidden]
        names = parties.names(doing.tx, {each for line in shown for each in (line.party, line.organisation)})
        doing.audit(Event.LOG_READ)
        return [_log_line(line, names) for line in reversed(shown)]


def _misplaced(card: Card) -> set[int]:
    """The sequences of what was made on the wrong woman: gone from her log too."""
    return {entry.seq for entry in card.misplaced}


def _log_line(line: lines.Line, names: dict[int, str]) -> LogLine:
    return LogLine(
        at=line.at,
        event=line.event,
        who=names.get(line.party),
        role=line.category,
        unit=names.get(line.organisation),
        own=line.kind == ActorKind.WOMAN,
        about=line.about,
        rule=line.rule,
    )


def list_women(actor: Actor, *, ctx: Context) -> list[WorklistRow]:
    """The women this clinician, at this unit, has a care relation to; nearest due date first."""
    with work(ctx, actor, Permission.LIST_WOMEN) as doing:
        found = cards.cards_in_care(doing.tx, actor.party, actor.organisation, doing.now)
        women = {summary.woman: party_log.woman(doing.tx, summary.woman) for summary in found}
        for summary in found:
            doing.audit(Event.LISTED, card=summary.card)
        if not found:
            doing.audit(Event.LISTED)
        rows = [_row(ctx, summary, women[summary.woman].name, women) for summary in found]
        return sorted(rows, key=lambda row: (row.edd is None, row.edd, row.name))


def _row(ctx: Context, summary: Summary, name: str, women: dict[int, Woman]) -> WorklistRow:
    edd = day(summary.edd)
    age = (
        gestational_age(ctx.today(), edd, summary.length, oldest_days=ctx.terms.oldest_days)
        if edd and summary.length
        else None
    )
    return WorklistRow(
        card=summary.card,
        name=name,
        birth_date=women[summary.woman].birth_date,
        edd=edd,
        length=summary.length,
        fetuses=summary.fetuses,
        last_contact=day(summary.last_contact),
        last_contact_kind=summary.last_contact_kind,
        age=age,
    )


def find_woman(actor: Actor, *, ctx: Context, number: str) -> int:
    """The card of the woman with this national number. Refused alike for every way it can fail."""
    with work(ctx, actor, Permission.FIND_WOMAN, lambda tx: _by_number(ctx, tx, number)) as doing:
        doing.audit(Event.READ, about=("found",))
        return doing.card


def _by_number(ctx: Context, tx: Transaction, number: str) -> Target:
    try:
        parsed = parse_national_number(number, allow_synthetic=ctx.demo)
    except InvalidIdentifier:
        return Target()
    party = parties.by_number(tx, FNR if parsed.kind == "fnr" else DNR, parsed.value)
    if party is None:
        return Target()
    return _own(tx, Actor(ActorKind.WOMAN, party))


def open_new_card(actor: Actor, *, ctx: Context, woman: int, key: str) -> int:
    """Open a card for a pregnancy; nothing is copied from an earlier one."""
    with work(ctx, actor, Permission.OPEN_NEW_CARD, lambda tx: Target(woman=woman)) as doing:
        content = content_hash(woman)
        # the key is taken first: of two at once the database lets one go on, and the other finds its card
        if not cards.take_key(doing.tx, woman, actor.party, key, content, OPENING, doing.now):
            made = cards.opened_with(doing.tx, woman, actor.party, key)
            doing.audit(Event.READ, card=made, about=("repeated",))
            return made
        card = new_id(ctx.random_bits)
        cards.open_head(doing.tx, card, woman)
        cards.take_key(doing.tx, card, actor.party, key, content, OPENING, doing.now)
        pen = Pen(doing, card, woman)
        pen.add(CardOpened(woman, ctx.today(), actor.organisation))
        doing.audit(Event.WRITTEN, card=card, entries=pen.entries, about=("card",))
        pen.put_down()
        return card
