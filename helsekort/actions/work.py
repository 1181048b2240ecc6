"""The four stops, in the one place that cannot be passed by: decide, act, store, audit.

`work` opens the transaction, reads the facts, decides, and commits only what has left an audit line. A refusal
is written in a transaction of its own, so that the rollback does not erase it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import NoReturn

from msgspec import Struct, field
from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.decide import Decision, Effect, decide
from helsekort.access.groups import BREAKING
from helsekort.access.limits import Use
from helsekort.access.permissions import Permission
from helsekort.access.rules.emergency import PURPOSES
from helsekort.access.ruling import Obligation
from helsekort.access.scopes import told_of
from helsekort.actions import limiting
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target, facts_of
from helsekort.actions.limiting import UsedUp
from helsekort.actions.outcomes import Gone, NoRoom, Refused, Unavailable
from helsekort.audit import lines
from helsekort.audit.events import Event
from helsekort.audit.lines import Chained
from helsekort.fhir.times import NORWAY
from helsekort.record.ids import new_id
from helsekort.record.reviewing import NoticeKind, ReviewKind, Way
from helsekort.record.spans import Spans
from helsekort.store import (
    blocks,
    notices,
    reviews,
    secret_addresses,
)
from helsekort.store.cards import Summary
from helsekort.store.chain import CARDS, Head, Tables
from helsekort.store.database import JOB, Acting, Busy, Transaction, Unwritable
from helsekort.store.notices import NoticeRow
from helsekort.store.reviews import ReviewRow

SILENT = frozenset({Permission.RECOGNISE, Permission.RECOGNISE_CALLER})
UNSEEN = frozenset(
    {
        Permission.FOLLOW_LAUNCH,
        Permission.KEEP_DRAFT,
        Permission.BREAK_GLASS,
        Permission.CLOSE_REVIEW,
        Permission.ANSWER_INQUIRY,
        Permission.TAKE_IN_WOMAN,
        Permission.TELL_OF_EMERGENCY,
    }
)
"""What may be done about a card without seeing anything of it."""


class Work(Struct):
    """One action under way."""

    ctx: Context
    tx: Transaction
    actor: Actor
    permission: Permission
    decision: Decision
    now: int
    card: int = 0
    summary: Summary | None = None
    secret: bool = False  # the woman's address is
    told: list[lines.Line] = field(default_factory=list)
    ends: dict[tuple[str, int], Chained] = field(default_factory=dict)
    services: bool = False

    @property
    def woman(self) -> int:
        """The party that the action's card was opened for; 0 where it is about no card."""
        return self.summary.woman if self.summary else 0

    def refuse(self, rule: str) -> NoReturn:
        """End as a refusal although the rules allowed it."""
        raise _Denied(Decision(Effect.DENY, rule), self.card, actor=self.actor)

    def gone(self, what: str) -> NoReturn:
        """End because what was asked for is not on a card she may open. Nothing is written, and nothing changed."""
        raise _Denied(Decision(Effect.DENY, what), self.card, gone=True)

    def also(self, permission: Permission, card: int) -> Summary:
        """Decide on a second card in the same action; its summary. Denied, nothing is done on either."""
        with self._deciding():
            summary, facts = facts_of(self.ctx, self.tx, self.actor, Target(card), self.now)
            decision = decide(self.actor, permission, facts)
            if not decision.allowed or summary is None:
                raise _Denied(decision, card if summary else 0)
            _stand(self.tx, self.actor, permission, self.now, card)
        return summary

    @contextmanager
    def _deciding(self) -> Iterator[None]:
        """Inside, heads of cards can be read that the actor does not see."""
        self.tx.deciding()
        yield
        if self.services:
            self.by_the_service()
        else:
            _stand(self.tx, self.actor, self.permission, self.now, self.card)

    def by_the_service(self) -> None:
        """From here on the database takes it for the service's own work, which reaches cards that the actor does not
        see: settling what a laboratory sent, handing on what nobody looked at. What they are shown, `allows` says.
        """
        self.services = True
        self.tx.as_actor(JOB)

    def allows(self, permission: Permission, card: int) -> bool:
        """Whether the actor may do this on another card; what they may not is left out, and is no refusal."""
        return self.decided(permission, card).allowed

    def decided(self, permission: Permission, card: int) -> Decision:
        """What they may on another card, and what of it stays hidden."""
        _, facts = facts_of(self.ctx, self.tx, self.actor, Target(card), self.now)
        return decide(self.actor, permission, facts)

    def hidden_on(self, card: int) -> frozenset[str]:
        """The classes that are hidden from the actor on a card of which a list tells, whether they may open it or not:
        what is of one of them stands on no list of theirs."""
        _, facts = facts_of(self.ctx, self.tx, self.actor, Target(card), self.now)
        return facts.hidden_classes

    def closed_among(self, numbers: Iterable[int]) -> frozenset[int]:
        """Of these cards, those that are closed to the actor whole: no list of theirs shows them."""
        if self.actor.kind is not ActorKind.CLINICIAN:
            return frozenset()
        there = set(numbers)
        with self._deciding():
            closed = blocks.closed_among(self.tx, there, self.actor.party, self.actor.organisation)
            return closed | secret_addresses.closed_among(self.tx, there - closed, self.actor.organisation)

    def notify(self, kind: NoticeKind, way: Way) -> None:
        """Let her know that there is something to read, or her clinic that there is something to tell. Of one card one
        notice waits at a time."""
        assert self.summary is not None  # noqa: S101  # a notice is about a card
        if not notices.waits_of_card(self.tx, self.card, way):
            row = NoticeRow(self.summary.woman, self.now, new_id(self.ctx.random_bits), kind, way, self.card)
            notices.add(self.tx, row)

    def put_up_today(self, kind: ReviewKind) -> None:
        """One item for all that the actor does about the card on this day in Norway."""
        if self.card:
            midnight = dt.datetime.combine(self.ctx.today(), dt.time.min, NORWAY)
            self.put_up(kind, int(midnight.timestamp()) * 1_000_000)

    def put_up(self, kind: ReviewKind, at: int | None = None) -> int:
        """An item for those who review what the actor does here from a moment on, by default now; its id."""
        review, began = new_id(self.ctx.random_bits), self.now if at is None else at
        actor = self.actor
        reviews.add(self.tx, ReviewRow(review, kind, self.card, actor.party, actor.organisation, began))
        return review

    def audit(
        self,
        event: Event,
        *,
        card: int | None = None,
        entries: tuple[int, ...] = (),
        spans: Spans = (),
        about: tuple[str, ...] = (),
        up_to: int = 0,
        hidden_from_her: bool = False,
        reason: str = "",
        outcome: str = "",
        classes: frozenset[str] = frozenset(),
    ) -> None:
        """Say what was done; committed with it. Of many entries, `spans` are their stretches; `reason` and `outcome`
        are codes, and `classes` are the sensitivity classes that were read."""
        actor = self.actor
        self.told.append(
            lines.Line(
                event=event,
                at=self.now,
                card=self.card if card is None else card,
                permission=self.permission,
                rule=self.decision.rule,
                kind=actor.kind,
                party=actor.party,
                organisation=actor.organisation,
                category=actor.category,
                job=actor.job,
                entries=entries,
                spans=spans,
                about=about,
                up_to=up_to,
                hidden_from_her=hidden_from_her,
                purpose=actor.purpose or PURPOSES.get(self.decision.rule, ""),
                reason=reason,
                legal_entity=actor.legal_entity,
                client=actor.client,
                acting_for=actor.acting_for,
                classes=tuple(sorted(classes)),
                hidden=tuple(sorted(self.decision.hide)),
                outcome=outcome,
                decision_ref=actor.decision_ref,
                self_selected=actor.self_selected,
            )
        )

    def chained(self, tables: Tables, owner: int, head: Head) -> None:
        """A chain was written on, and ends there now: the line says so, so that no one can write it anew unseen."""
        self.ends[tables.log, owner] = Chained(tables.log, owner, head.last_seq, head.last_hash)

    def to_write(self) -> list[lines.Line]:
        """What was told, each card's ends with the last line about it, and all others with the last line."""
        ends: dict[int, list[Chained]] = {}
        last = {line.card: at for at, line in enumerate(self.told)}
        for end in self.ends.values():
            place = last.get(end.owner, len(self.told) - 1) if end.log == CARDS.log else len(self.told) - 1
            ends.setdefault(place, []).append(end)
        return [
            replace(line, heads=tuple(ends[at])) if at in ends else line for at, line in enumerate(self.told)
        ]


class NotAudited(AssertionError):
    """An action came to its end without saying what it did. Nothing was committed."""


class _Denied(Exception):
    def __init__(
        self, decision: Decision, card: int, *, gone: bool = False, actor: Actor | None = None
    ) -> None:
        super().__init__(decision.rule)
        self.gone = gone
        self.actor = actor
        self.decision = decision
        self.card = card


@contextmanager
def busy_as_unavailable() -> Iterator[None]:
    """A database that cannot answer now, as an outcome that entrances know."""
    try:
        yield
    except Busy as error:
        raise unavailable(error) from error


def unavailable(error: Busy) -> Unavailable:
    """What entrances know of a database that did not take a transaction."""
    return NoRoom() if isinstance(error, Unwritable) else Unavailable()


Locate = Callable[[Transaction], Target]


def work(
    ctx: Context,
    actor: Actor,
    permission: Permission,
    locate: Locate | None = None,
    *,
    card: int | None = None,
    address: str = "",
) -> AbstractContextManager[Work]:
    """Open an action on a card, or on what `locate` finds. Refused, Unavailable and TooMany are raised from here.

    `address` is where a request comes from, needed only where nobody knows who asks, and never written.
    """
    use = limiting.use_of(ctx, actor, permission, address)
    opened = _work(ctx, actor, permission, locate, card, use)
    return opened if use is None else _limited(ctx, use, opened)


@contextmanager
def _limited(ctx: Context, use: Use, opened: AbstractContextManager[Work]) -> Iterator[Work]:
    """Count what has a limit, however it ends; refused where it is used up, told once."""
    limiting.refuse_spent(ctx, use)
    try:
        with opened as doing:
            yield doing
    except UsedUp:
        with busy_as_unavailable():
            raise limiting.refusal(ctx, use) from None
    except Unavailable:
        raise
    except Exception:
        with busy_as_unavailable():
            limiting.count_apart(ctx, use)
        raise


@contextmanager
def _work(
    ctx: Context,
    actor: Actor,
    permission: Permission,
    locate: Locate | None,
    card: int | None,
    use: Use | None,
) -> Iterator[Work]:
    now = ctx.now()
    try:
        with ctx.database.transaction() as tx:
            if use is not None:
                limiting.count(tx, use)
            if locate or card:
                tx.deciding()
            target = locate(tx) if locate else Target(card)
            summary, facts = facts_of(ctx, tx, actor, target, now)
            decision = decide(actor, permission, facts)
            if not decision.allowed:
                raise _Denied(decision, summary.card if summary else 0)
            about = summary.card if summary else 0
            if permission not in SILENT:
                _stand(tx, actor, permission, now, about)
            started = Work(ctx, tx, actor, permission, decision, now, about, summary, facts.secret_address)
            yield started
            if Obligation.NOTIFY_HER in decision.obligations:
                started.notify(NoticeKind.GLASS, Way.PAGE)
            if Obligation.REVIEW in decision.obligations and permission not in BREAKING:
                started.put_up_today(ReviewKind.SECRET_ADDRESS)
            if not started.told and permission not in SILENT:
                raise NotAudited(permission)
            if started.told:
                lines.write(tx, started.to_write(), ctx.random_bytes, ctx.random_bits)
    except _Denied as denied:
        if denied.gone:
            raise Gone from None
        _write_refusal(ctx, denied.actor or actor, permission, denied, now)
        raise Refused(told_of(denied.decision.rule)) from None
    except Busy as error:
        raise unavailable(error) from error


def _stand(tx: Transaction, actor: Actor, permission: Permission, now: int, card: int) -> None:
    """Tell the database who acts from here on. Where it does not show them the card, they are refused after all."""
    seen = tx.as_actor(as_acting(actor, now), card)
    if card and not seen and permission not in UNSEEN:
        raise _Denied(Decision(Effect.DENY, "second-wall"), card)


def as_acting(actor: Actor, now: int) -> Acting:
    """The actor as the database knows them; whom a woman acts for stands in the place of a unit."""
    unit = actor.acting_for if actor.kind is ActorKind.WOMAN else actor.organisation
    return Acting(actor.kind, actor.party, unit, now)


def _write_refusal(ctx: Context, actor: Actor, permission: Permission, denied: _Denied, now: int) -> None:
    try:
        with ctx.database.transaction() as tx:
            refused = Work(ctx, tx, actor, permission, denied.decision, now, denied.card)
            refused.audit(Event.REFUSED)
            lines.write(tx, refused.told, ctx.random_bytes, ctx.random_bits)
    except Busy as error:
        raise unavailable(error) from error
