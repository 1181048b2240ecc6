"""Emergency access: one woman's card for a time, with a reason, told to her and reviewed by another unit."""

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.whole_card import by_number
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.reviewing import NoticeKind, Reason, ReviewKind, Way
from helsekort.store import chain, glass, reviews
from helsekort.store.glass import GlassRow
from helsekort.store.reviews import Part

MINUTE = 60_000_000
VIOLENCE = "violence"
"""The sensitivity class that opens with a reason of its own alone."""


class Emergency(Struct, frozen=True):
    """The card that was opened. `until` is None where they may open it anyway (microseconds)."""

    card: int
    until: int | None


def break_glass(
    actor: Actor, *, ctx: Context, number: str, reason: str, words: str, about_violence: str = ""
) -> Emergency:
    """Open the card of the woman with this national number in an emergency.

    `reason` is a code of `Reason`, `words` say why; `about_violence`, why what is noted of violence is needed too.
    Whoever sees the whole card anyway is let in without it. Rejected where
    a reason is missing, before anything is looked up; Refused alike for every number that leads to no card.
    """
    _demand(reason, words)
    with work(ctx, actor, Permission.BREAK_GLASS, lambda tx: by_number(ctx, tx, number)) as doing:
        # of two that are sent at once the second finds the glass broken
        chain.head(doing.tx, chain.CARDS, doing.card, lock=True)
        classes = (VIOLENCE,) if about_violence.strip() else ()
        open_now = _open_now(doing, classes)
        if open_now is not None:
            doing.audit(Event.READ, about=("found",))
            return open_now
        until = _break(doing, reason, classes)
        review = doing.put_up(ReviewKind.GLASS)
        reviews.write(doing.tx, review, Part.REASON, words.strip())
        if classes:
            reviews.write(doing.tx, review, Part.CLOSED_CLASS, about_violence.strip())
            doing.audit(Event.GLASS_BROKEN, about=classes, hidden_from_her=True, classes=frozenset(classes))
        doing.notify(NoticeKind.GLASS, Way.CLINIC if classes else Way.PAGE)
        doing.audit(Event.GLASS_BROKEN, about=(reason,), reason=reason)
        return Emergency(doing.card, until)


def _demand(reason: str, words: str) -> None:
    problems = [] if reason in set(Reason) else [Problem("reason", "choice")]
    problems += [] if words.strip() else [Problem("words", "missing")]
    if problems:
        raise Rejected(problems)


def _open_now(doing: Work, classes: tuple[str, ...]) -> Emergency | None:
    """How the card stands open to them already; None where the glass must be broken."""
    actor = doing.actor
    broken = glass.open_now(doing.tx, _woman(doing), actor.party, actor.organisation, doing.now)
    if broken:
        enough = (row.until for row in broken if set(classes) <= set(row.classes))
        return next((Emergency(doing.card, until) for until in enough), None)
    stands = doing.decided(Permission.OPEN_CARD, doing.card)
    return Emergency(doing.card, None) if stands.allowed and not stands.hide else None


def _woman(doing: Work) -> int:
    assert doing.summary is not None  # noqa: S101  # allowed only where there is a card
    return doing.summary.woman


def _break(doing: Work, reason: str, classes: tuple[str, ...]) -> int:
    """Open the card to them; until when."""
    actor, until = doing.actor, doing.now + doing.ctx.glass_minutes * MINUTE
    row = GlassRow(
        _woman(doing), actor.party, actor.organisation, doing.now, until, doing.card, reason, classes
    )
    glass.add(doing.tx, row)
    return until
