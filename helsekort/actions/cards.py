"""Open a card, find one, and the woman's own card and log."""

from collections.abc import Collection
from typing import Any

from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.held import as_shown_to_her, hidden_from_her
from helsekort.actions.log import read_card
from helsekort.actions.opened import LogLine, Opened, OwnCard
from helsekort.actions.opening import open_for
from helsekort.actions.result_states import result_states
from helsekort.actions.shelf import cards_of
from helsekort.actions.whole_card import as_opened, by_number, own_card
from helsekort.actions.work import Target, Work, same_woman, work
from helsekort.audit import lines
from helsekort.audit.events import SHOWN_TO_HER, Event
from helsekort.record.card import Card, Trail
from helsekort.record.entries import Status
from helsekort.record.reviewing import Way
from helsekort.store import cards, notices, parties, reviews
from helsekort.store.database import Transaction

REFERRED = "referred-to-the-unit"
"""The rule of access/decide.py by which a unit that was asked may read."""


def open_card(actor: Actor, *, ctx: Context, card: int, news: bool = True) -> Opened:
    """Her card for someone who cares for her. Refused alike where it may not be opened and where it is not.

    `news` is False for a page that does not tell what is new: what is new is then still new.
    """
    with work(ctx, actor, Permission.OPEN_CARD, card=card) as doing:
        day = ctx.today().isoformat()
        before = cards.seen_before(doing.tx, card, actor.party, day)
        card_now = read_card(doing)
        opened = as_opened(doing, card_now, before, result_states(doing, card_now))
        if news:
            cards.mark_seen(doing.tx, card, actor.party, before, opened.card.last_seq, day)
        doing.audit(Event.READ, about=("card",), up_to=opened.card.last_seq)
        return opened


def open_own_card(actor: Actor, *, ctx: Context, card: int | None = None) -> Opened:
    """A woman's own card, whole and at once, but for the results that a person shall tell her of first.

    Of None, the one of the pregnancy that goes on, else of the last one that is over.
    """

    def which(tx: Transaction) -> Target:
        return own_card(tx, actor) if card is None else Target(card)

    with work(ctx, actor, Permission.OPEN_OWN_CARD, which) as doing:
        opened = as_opened(doing, as_shown_to_her(doing, read_card(doing)), None, {})
        doing.audit(Event.READ, about=("card",), up_to=opened.card.last_seq)
        return replace(opened, notice=notices.waits(doing.tx, _herself(doing), Way.PAGE))


def list_own_cards(actor: Actor, *, ctx: Context) -> list[OwnCard]:
    """Every card of hers but those opened in error, the newest first."""
    with work(ctx, actor, Permission.LIST_OWN_CARDS, lambda tx: own_card(tx, actor)) as doing:
        summaries = cards_of(doing.tx, actor.party)
        openings = [(each.card, read_card(doing, each.card).opening.now) for each in summaries]
        doing.audit(Event.READ, about=("cards",))
        found = [
            OwnCard(number, opening.opened, opening.over is None and opening.active)
            for number, opening in openings
            if opening.status not in (Status.WITHDRAWN, Status.MISPLACED)
        ]
        return sorted(found, key=lambda one: one.opened, reverse=True)


def read_own_log(actor: Actor, *, ctx: Context) -> list[LogLine]:
    """Who opened her card, wrote on it or was refused; newest first."""
    with work(ctx, actor, Permission.READ_OWN_LOG, lambda tx: own_card(tx, actor)) as doing:
        shown = [
            line
            for line in lines.of_card(doing.tx, doing.card)
            if line.event in SHOWN_TO_HER and not line.hidden_from_her
        ]
        card = read_card(doing)
        hidden = _misplaced(card) | _held(doing, card)
        asked = {line.referral.now.to for line in as_shown_to_her(doing, card).referrals}
        shown = [line for line in shown if not line.entries or not set(line.entries) <= hidden]
        names = parties.names(doing.tx, {each for line in shown for each in (line.party, line.organisation)})
        ended = reviews.outcomes_of_card(doing.tx, doing.card)
        notices.take(doing.tx, _herself(doing), Way.PAGE, doing.now)
        doing.audit(Event.LOG_READ)
        return [_log_line(line, names, asked, ended) for line in reversed(shown)]


def _herself(doing: Work) -> list[int]:
    """The parties that she is."""
    return list(same_woman(doing.tx, doing.actor.party))


def _misplaced(card: Card) -> set[int]:
    """The sequences of what was made on the wrong woman: gone from her log too."""
    return {entry.seq for entry in card.misplaced}


def _held(doing: Work, card: Card) -> set[int]:
    """The sequences of all versions of what is held from her."""
    hidden = hidden_from_her(doing, card)
    asked = [trail for line in card.referrals for trail in (line.referral, line.way) if trail is not None]
    trails: list[Trail[Any]] = [*card.all_answers(), *card.reports, *card.attachments, *asked]
    return {entry.seq for trail in trails if trail.origin in hidden for entry in trail.entries}


def _log_line(
    line: lines.Line, names: dict[int, str], asked: Collection[int], ended: dict[tuple[int, int], str]
) -> LogLine:
    """Why they might is not told of a unit that she cannot see was `asked`: she reads that they did."""
    untold = line.rule == REFERRED and line.organisation not in asked
    return LogLine(
        at=line.at,
        event=line.event,
        who=names.get(line.party),
        role=line.category,
        unit=names.get(line.organisation),
        own=line.kind == ActorKind.WOMAN,
        about=line.about,
        rule="" if untold else line.rule,
        reviewed=ended.get((line.party, line.at), "") if line.event is Event.GLASS_BROKEN else "",
    )


def find_woman(actor: Actor, *, ctx: Context, number: str) -> int:
    """The card of the woman with this national number. Refused alike for every way it can fail."""
    with work(ctx, actor, Permission.FIND_WOMAN, lambda tx: by_number(ctx, tx, number)) as doing:
        doing.audit(Event.READ, about=("found",))
        return doing.card


def open_new_card(actor: Actor, *, ctx: Context, woman: int, key: str) -> int:
    """Open a card for a pregnancy; nothing is copied from an earlier one. Rejected where she has an active one."""
    with work(ctx, actor, Permission.OPEN_NEW_CARD, lambda tx: Target(woman=woman)) as doing:
        return open_for(doing, woman, key)[0]
