"""All that stands on a woman's cards is erased at once, inside an action. The rows stay, and with them the proof."""

from msgspec.structs import replace

from helsekort.actions.knowing import same_woman
from helsekort.actions.log import Pen, read_card, summary_of
from helsekort.actions.shelf import cards_of
from helsekort.actions.work import Work
from helsekort.audit.events import Event
from helsekort.record.entries import Status, Step
from helsekort.record.epicrisis import Delivered
from helsekort.store import (
    cards,
    care,
    chain,
    deliveries,
    desk,
    erased_messages,
    files,
    handovers,
    inbox,
    inquiries,
    launches,
    owed,
    private_views,
    referrals,
    reviews,
    tasks,
)
from helsekort.store.reviews import Part

ANSWERS = ("inquiry",)
"""What a line says where answers to what she asked were erased too."""


def erase_cards(doing: Work, woman: int, basis: str) -> int:
    """Erase the content of every card of hers, and end all that anyone had to do with them; how many entries went.

    What is left of a card says that it was opened, by which unit and when, and that it was withdrawn.
    """
    openings = {each.card: read_card(doing, each.card).opening.now for each in cards_of(doing.tx, woman)}
    there = [card for card, opening in openings.items() if opening.reason != basis]
    erased = sum(_erase(doing, card, basis) for card in there)
    for card in sorted(openings.keys() - set(there)):
        # what people wrote since, beside a card that was erased before
        if _erase_beside(doing, card):
            doing.audit(Event.ERASED, card=card, about=ANSWERS)
    for party in dict.fromkeys(same_woman(doing.tx, woman)):
        care.end_all(doing.tx, party, doing.now)
    return erased


def _erase(doing: Work, card: int, basis: str) -> int:
    kept = _withdraw(doing, card, basis)
    rows = chain.read(doing.tx, chain.CARDS, card)
    gone = [row for row in rows if row.seq not in kept and row.body is not None]
    for report in erased_messages.reports_of_card(doing.tx, card):
        inbox.report(doing.tx, report, lock=True)
        erased_messages.erase_report(doing.tx, report, doing.now)
    for row in gone:
        chain.erase(doing.tx, chain.CARDS, card, row.seq, basis, doing.now)
    for origin in sorted({row.origin for row in rows}):
        _end(doing, card, origin)
    private_views.forget_classes(doing.tx, card, doing.now, doing.actor.party)
    for review in reviews.of_card(doing.tx, card):
        # why the card was opened in an emergency is of the log; what was said of violence is about her
        reviews.erase(doing.tx, review, Part.CLOSED_CLASS, basis, doing.now)
    launches.remove_of_card(doing.tx, card)
    # what the entries said must not live on in the row that lists show, nor in the hash of what was sent
    cards.blank_keys(doing.tx, card)
    bare = read_card(doing, card)
    cards.update_summary(doing.tx, summary_of(bare, bare.opening.now.woman))
    about = ANSWERS if _erase_beside(doing, card) else ()
    doing.audit(Event.ERASED, card=card, entries=tuple(row.seq for row in gone), about=about)
    return len(gone)


def _erase_beside(doing: Work, card: int) -> bool:
    """What people wrote beside a card: drafts, and answers to her about look-ups. Whether there were any answers."""
    desk.forget_drafts(doing.tx, card)
    return inquiries.erase_texts(doing.tx, card)


def _withdraw(doing: Work, card: int, basis: str) -> set[int]:
    """Say on the card that it is withdrawn; the sequences that stay: this one, and the one that opened it."""
    opening = read_card(doing, card).opening
    pen = Pen(doing, card, opening.now.woman)
    withdrawn = replace(
        opening.now, active=False, status=Status.WITHDRAWN, reason=basis, ended=None, over=None
    )
    pen.revise(opening.origin, opening.last.version + 1, withdrawn)
    doing.audit(Event.WITHDRAWN, card=card, entries=pen.entries, about=("card",))
    pen.put_down()
    return {opening.entries[0].seq, *pen.entries}


def _end(doing: Work, card: int, origin: int) -> None:
    """What others could still open or wait for, by the thing it came of."""
    referrals.close(doing.tx, card, origin, Step.WITHDRAWN)
    handovers.end(doing.tx, card, origin, doing.now)
    deliveries.close(doing.tx, card, origin, Delivered.WITHDRAWN)
    owed.close(doing.tx, card, origin)
    tasks.forget(doing.tx, card, origin, doing.now, doing.actor.party)
    files.erase(doing.tx, card, origin)
