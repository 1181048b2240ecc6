"""What reviewers do: see which look-ups wait, see one, and say how it ended. They open no card."""

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.work import Work, work
from helsekort.audit import lines
from helsekort.audit.events import Event
from helsekort.record.reviewing import ReviewKind, ReviewOutcome
from helsekort.store import cards, glass, parties, reviews, secret_addresses
from helsekort.store.database import Transaction
from helsekort.store.reviews import OutcomeRow, Part, ReviewRow

MOST = 200
"""So many items are shown; those with most points come first."""
DAY = 24 * 60 * 60 * 1_000_000
MASKED = -1
"""In place of a woman whose address is secret: reviewers need not know who she is to judge who looked, and the unit
that looked tells where she is."""
LATELY = 90 * DAY
"""How far back those that were closed are shown, and counted."""


class ReviewLine(Struct, frozen=True):
    """One item. `woman` is empty where it is about no card, and where `masked`: her address is secret, and the unit
    stands beside. `own_unit`: it was looked as the reader's own unit, or by the reader.

    `outcome` is empty where nobody has closed it. `at` is microseconds; `why` are names of rules.
    """

    review: int
    kind: str
    at: int
    who: str
    role: str
    unit: str
    woman: str
    points: int
    why: tuple[str, ...]
    own_unit: bool
    masked: bool
    outcome: str = ""


class Reviews(Struct, frozen=True):
    """What waits and what was closed lately; `emergencies` is how many times the glass was broken lately."""

    waiting: list[ReviewLine]
    closed: list[ReviewLine]
    emergencies: int
    wrongful: int


class Done(Struct, frozen=True):
    """One thing that was done on the card: an event of the log, and when."""

    at: int
    event: str


class OpenedReview(Struct, frozen=True):
    """One item with the reason that was given and what was done. `until` is None where no glass was broken."""

    line: ReviewLine
    reason: str
    words: dict[Part, str]
    classes: tuple[str, ...]
    until: int | None
    done: list[Done]


def list_reviews(actor: Actor, *, ctx: Context) -> Reviews:
    """What waits, most points first, and what was closed lately."""
    with work(ctx, actor, Permission.LIST_REVIEWS) as doing:
        since = doing.now - LATELY
        waiting = reviews.waiting(doing.tx, MOST)
        closed = reviews.closed_since(doing.tx, since, MOST)
        shown = _lines(doing, [*waiting, *(row for row, _ in closed)])
        endings = [outcome.outcome for _, outcome in closed]
        for card in dict.fromkeys(row.card for row in waiting):
            doing.audit(Event.REVIEWS_LISTED, card=card)
        if not waiting:
            doing.audit(Event.REVIEWS_LISTED)
        return Reviews(
            waiting=shown[: len(waiting)],
            closed=[
                replace(line, outcome=outcome)
                for line, outcome in zip(shown[len(waiting) :], endings, strict=True)
            ],
            emergencies=glass.count_since(doing.tx, since),
            wrongful=endings.count(ReviewOutcome.WRONGFUL),
        )


def open_review(actor: Actor, *, ctx: Context, review: int) -> OpenedReview:
    """One item. Gone where there is none."""
    with work(ctx, actor, Permission.OPEN_REVIEW) as doing:
        row = reviews.find(doing.tx, review)
        if row is None:
            doing.gone("no-such-review")
        outcome = reviews.outcome(doing.tx, review)
        (line,) = _lines(doing, [row])
        summary = cards.summary(doing.tx, row.card)
        broken = (
            glass.find(doing.tx, summary.woman, row.party, row.organisation, row.at)
            if summary and row.kind == ReviewKind.GLASS
            else None
        )
        doing.audit(Event.REVIEW_READ, card=row.card)
        return OpenedReview(
            line=replace(line, outcome=outcome.outcome if outcome else ""),
            reason=broken.reason if broken else "",
            words=reviews.words(doing.tx, review),
            classes=broken.classes if broken else (),
            until=broken.until if broken else None,
            done=_done(doing, row, broken.until if broken else row.at + DAY),
        )


def close_review(actor: Actor, *, ctx: Context, review: int, outcome: str, words: str) -> None:
    """Say how it ended, once. Refused to a reviewer of the unit that looked; Rejected where something is missing, or
    another has closed it."""

    def which(tx: Transaction) -> Target:
        row = reviews.find(tx, review)
        if row is None:
            return Target()
        own = actor.organisation == row.organisation or actor.party == row.party
        return Target(row.card or None, other_unit=not own)

    with work(ctx, actor, Permission.CLOSE_REVIEW, which) as doing:
        problems = [] if outcome in set(ReviewOutcome) else [Problem("outcome", "choice")]
        problems += [] if words.strip() else [Problem("words", "missing")]
        if problems:
            raise Rejected(problems)
        row = OutcomeRow(review, outcome, doing.now, actor.party, actor.organisation)
        if not reviews.close(doing.tx, row):
            raise Rejected([Problem("outcome", "closed-before")])
        reviews.write(doing.tx, review, Part.OUTCOME, words.strip())
        doing.audit(Event.REVIEWED, about=(outcome,), outcome=outcome)


def erase_review_words(actor: Actor, *, ctx: Context, review: int, part: Part, basis: str) -> None:
    """Erase what was written about a review, on a stated legal basis. That it was written, and how the review ended,
    stays."""
    with work(ctx, actor, Permission.ERASE_REVIEW_WORDS) as doing:
        if not basis.strip():
            raise Rejected([Problem("basis", "missing")])
        if not reviews.erase(doing.tx, review, part, basis.strip(), doing.now):
            raise Rejected([Problem("part", "no-such-words")])
        doing.audit(Event.ERASED)


def _lines(doing: Work, rows: list[ReviewRow]) -> list[ReviewLine]:
    """The items with the names of those they are about."""
    women = {row.card: _woman(doing, row.card) for row in rows}
    people = {each for row in rows for each in (row.party, row.organisation)}
    names = parties.names(doing.tx, people | set(women.values()))
    roles = parties.roles(doing.tx, {row.party for row in rows})
    return [
        ReviewLine(
            review=row.review,
            kind=row.kind,
            at=row.at,
            who=names.get(row.party, ""),
            role=roles.get(row.party, ""),
            unit=names.get(row.organisation, ""),
            woman=names.get(women[row.card], ""),
            points=row.points,
            why=row.why,
            own_unit=row.organisation == doing.actor.organisation or row.party == doing.actor.party,
            masked=women[row.card] == MASKED,
        )
        for row in rows
    ]


def _woman(doing: Work, card: int) -> int:
    summary = cards.summary(doing.tx, card)
    if summary is None:
        return 0
    secret, _ = secret_addresses.is_secret(doing.tx, summary.woman, doing.actor.organisation)
    return MASKED if secret else parties.resolved(doing.tx, summary.woman)


def _done(doing: Work, row: ReviewRow, until: int) -> list[Done]:
    """What they did about the card in that time, oldest first."""
    return [
        Done(line.at, line.event)
        for line in (lines.of_card(doing.tx, row.card) if row.card else [])
        if line.party == row.party and line.organisation == row.organisation and row.at <= line.at < until
    ]
