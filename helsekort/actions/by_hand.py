"""What a person decides about a message that waits: whose it is, and what a single result in it means."""

from decimal import Decimal
from typing import Final

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.addressee import message_target, message_there
from helsekort.actions.answers import LEFT_OUTSIDE, WAITING, Answer
from helsekort.actions.cards import find_woman
from helsekort.actions.context import Context
from helsekort.actions.laboratories import STRANGERS
from helsekort.actions.letting_in import held_back
from helsekort.actions.outcomes import Problem, Refused, Rejected
from helsekort.actions.settling import CURRENT, ERASED, Part, parts_of, read_report, settle_report
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.fhir.times import NORWAY
from helsekort.kith.incoming import read_message
from helsekort.record.measurements import Kind, Level, concerns
from helsekort.store import inbox, laboratories, parties
from helsekort.store.inbox import FOR_GOOD, ReportRow
from helsekort.store.laboratories import WordRow

SAMPLED: Final = "sampled"
WHOSE: Final = frozenset(
    [
        "unknown-person",
        "number-fails",
        "person-unidentified",
        "birth-date-differs",
        "name-differs",
        "no-pregnancy",
        "two-pregnancies",
    ]
)
BY_HAND: Final = WHOSE | STRANGERS
"""Reasons that end when a person says whose it is."""
NO_PREGNANCY: Final = {"no-pregnancy": "none-then", "two-pregnancies": "two-then"}


def place_by_hand(actor: Actor, *, ctx: Context, message: int, number: str, pregnancy: str = SAMPLED) -> int:
    """Say whose a waiting message is, by her number; its card. It lands there as if the number had been right.

    One from a laboratory that does not answer here is let in by it. `pregnancy` is SAMPLED, the one that holds the
    day of the sample, or CURRENT. Rejected where she is not found (or not in the actor's care, alike), where no one
    pregnancy fits, where it is another's by what it says itself, and for a message that waits for another reason.
    """
    card = _card_of(actor, ctx, message, number)
    with work(
        ctx, actor, Permission.PLACE_BY_HAND, lambda tx: message_target(tx, actor, message, card)
    ) as doing:
        doing.by_the_service()
        if doing.summary is None or pregnancy not in (SAMPLED, CURRENT):
            raise Rejected([Problem("pregnancy", "unknown")])
        keys = _let_in(doing, message) or _that_wait(doing, message)
        if not keys:
            raise Rejected([Problem("message", "not-by-hand")])
        for key in keys:
            _place(doing, key, doing.summary.woman, pregnancy)
        placed = message_there(doing, message).card
        doing.audit(Event.MESSAGE_PLACED, card=placed)
        return placed


def _let_in(doing: Work, message: int) -> list[str]:
    """The reports of a message that was kept out for its laboratory, which from now on counts in them."""
    row = message_there(doing, message)
    if row.let_in or row.state != WAITING or row.reason not in STRANGERS:
        return []
    keys = inbox.reports_of(doing.tx, message)
    for key in keys:
        inbox.report(doing.tx, key, lock=True)
    if held_back(doing, read_message(inbox.raw(doing.tx, message), NORWAY), keys):
        return []
    inbox.let_in(doing.tx, message, FOR_GOOD)
    for key in keys:
        settle_report(doing, key)
    return keys


def _that_wait(doing: Work, message: int) -> list[str]:
    keys = inbox.reports_of(doing.tx, message)
    return [key for key in keys if _waits_for_her(inbox.report(doing.tx, key, lock=True))]


def _waits_for_her(row: ReportRow | None) -> bool:
    return row is not None and row.state == WAITING and row.reason in WHOSE


def _place(doing: Work, key: str, woman: int, pregnancy: str) -> None:
    if _waits_for_her(inbox.report(doing.tx, key)):
        inbox.place_report(doing.tx, key, woman, pregnancy)
        settle_report(doing, key)
    row = inbox.report(doing.tx, key)
    if row is None:
        return
    if row.reason in NO_PREGNANCY:
        raise Rejected([Problem("pregnancy", NO_PREGNANCY[row.reason])])
    whose = parts_of(doing, read_report(doing.tx, key), row)[0].woman
    if whose and parties.resolved(doing.tx, whose) != parties.resolved(doing.tx, woman):
        raise Rejected([Problem("number", "another-woman")])


def _card_of(actor: Actor, ctx: Context, message: int, number: str) -> int | None:
    """Her card, asked for only by one who may see the message; None for others, who are refused later."""
    with ctx.database.transaction(write=False) as tx:
        mine = message_target(tx, actor, message).own_message
    if not mine:
        return None
    try:
        return find_woman(actor, ctx=ctx, number=number)
    except Refused:
        raise Rejected([Problem("number", "no-card")]) from None


def leave_outside(actor: Actor, *, ctx: Context, message: int, item: str) -> None:
    """Say that a result which waits is not for the card: it is kept outside, and listed. `item` is SentItem.handle.

    It holds for the result as it was sent; sent otherwise, it waits anew. Rejected where it does not wait so.
    """
    with work(ctx, actor, Permission.LEAVE_OUTSIDE, lambda tx: message_target(tx, actor, message)) as doing:
        doing.by_the_service()
        found = _waiting(doing, message, item)
        _say(doing, found, LEFT_OUTSIDE, "")
        doing.audit(Event.MESSAGE_SET_ASIDE, card=found.part.card, about=("item",))


def read_by_hand(
    actor: Actor,
    *,
    ctx: Context,
    message: int,
    item: str,
    what: str,
    value: Decimal | str,
    sure: bool = False,
) -> int:
    """Say what a result that waits means: the card it lands on. `what` and `value` are the catalogue's, in its unit.

    Rejected for what the catalogue does not take, for a value that cannot be, for an unusual one unless `sure`, for a
    result without the day of its sample, and before it is known whose it is.
    """
    with work(ctx, actor, Permission.READ_BY_HAND, lambda tx: message_target(tx, actor, message)) as doing:
        doing.by_the_service()
        found = _waiting(doing, message, item)
        problems = [*_unready(doing, found, what), *_unfit(doing, found, what, value, sure=sure)]
        if problems:
            raise Rejected(problems)
        _say(doing, found, what, str(value))
        landed = message_there(doing, message).card
        doing.audit(Event.MESSAGE_PLACED, card=landed, about=("item",))
        return landed


class _Waiting(Struct, frozen=True):
    """A result that waits, where it stands."""

    key: str
    part: Part
    answer: Answer


def _waiting(doing: Work, message: int, item: str) -> _Waiting:
    if message_there(doing, message).let_in:
        for key in inbox.reports_of(doing.tx, message):
            row = inbox.report(doing.tx, key, lock=True)
            if row is None or row.state == ERASED:
                continue
            parts = parts_of(doing, read_report(doing.tx, key), row)
            for part in parts:
                for answer in part.answers:
                    if answer.fate == WAITING and answer.content.hex() == item:
                        return _Waiting(key, part, answer)
    raise Rejected([Problem("item", "changed")])


def _unready(doing: Work, found: _Waiting, what: str) -> list[Problem]:
    before = found.answer.finding
    if before is not None and before.what != what:
        # its trail on the card is of one thing, from the first version to the last
        return [Problem("what", "another-before")]
    collected = found.answer.item.collected
    if collected is None or collected.on > doing.ctx.today():
        return [Problem("item", "no-sample-date")]
    return [] if found.part.woman and not found.part.reason else [Problem("item", "whose-first")]


def _unfit(doing: Work, found: _Waiting, what: str, value: Decimal | str, *, sure: bool) -> list[Problem]:
    """What speaks against a value, by the catalogue."""
    catalogue, collected = doing.ctx.catalogue, found.answer.item.collected
    measurable = catalogue.measurables.get(what)
    kinds = {Kind.QUANTITY: Decimal, Kind.CODE: str}
    if measurable is None or measurable.kind not in kinds or measurable.per_fetus:
        return [Problem("what", "unknown")]
    fits = isinstance(value, kinds[measurable.kind])
    if isinstance(value, str):
        fits = fits and value in catalogue.codes(what)
    if not fits or (isinstance(value, Decimal) and not value.is_finite()):
        return [Problem("value", "form")]
    if collected is None:
        return []
    levels = {each.level for each in concerns(catalogue, what, value, collected.on, [])}
    if Level.REFUSE in levels:
        return [Problem("value", "implausible")]
    return [Problem("value", "unusual")] if levels and not sure else []


def _say(doing: Work, found: _Waiting, what: str, value: str) -> None:
    """Keep the word, and settle with it. Refused where it would land on the card of someone not in care."""
    before = set(inbox.results_of(doing.tx, found.key)) | {found.part.card}
    word = WordRow(
        found.key, found.answer.item.key, found.answer.content, what, value, doing.now, doing.actor.party
    )
    laboratories.add_word(doing.tx, word)
    settle_report(doing, found.key)
    after = set(inbox.results_of(doing.tx, found.key)) | {found.part.card}
    for card in sorted(after - {0}):
        if (card == found.part.card or card not in before) and not doing.allows(Permission.OPEN_CARD, card):
            doing.refuse("not-in-care")
