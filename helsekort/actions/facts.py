"""Correct and withdraw a fact: a finding that belongs to no contact."""

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.judging import ask, judge_findings
from helsekort.actions.log import read_card
from helsekort.actions.outcomes import Problem, Rejected, Stale
from helsekort.actions.work import Work, work
from helsekort.actions.writing import card_pen
from helsekort.audit.events import Event
from helsekort.record.card import Trail
from helsekort.record.entries import Finding, Status

__all__ = ["correct_fact", "withdraw_fact"]


def correct_fact(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    origin: int,
    base_seq: int,
    finding: Finding,
    reason: str,
    confirmed: frozenset[str] = frozenset(),
) -> int:
    """Bring a fact to what it should say; its origin. It stays about the same thing and the same fetus.

    Stale where it has changed since `base_seq`, unless it already says this.
    """
    with work(ctx, actor, Permission.CORRECT_FACT, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        trail = _fact(doing, folded.findings, origin)
        before = trail.now
        kept = {
            "what": before.what,
            "fetus": before.fetus,
            "contact": None,
            "identifiers": before.identifiers,
        }
        wanted = replace(finding, **kept, status=Status.CORRECTED, reason=reason)
        same = replace(wanted, status=before.status, reason=before.reason) == before
        if trail.last.seq > base_seq and same:
            doing.audit(Event.READ, about=("repeated",))
            return origin
        if trail.last.seq > base_seq:
            raise Stale(fact=trail)
        if not trail.stands:
            doing.gone("no-such-fact")
        if same:
            raise Rejected([Problem("form", "nothing-changed")])
        _refuse_without(reason)
        ask(judge_findings(ctx, folded, [wanted], confirmed))
        pen.revise(origin, trail.last.version + 1, wanted)
        doing.audit(Event.CORRECTED, entries=pen.entries, about=("facts",))
        pen.put_down()
        return origin


def withdraw_fact(actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int, reason: str) -> None:
    """Mark a fact as withdrawn. It stays readable, with the reason."""
    with work(ctx, actor, Permission.CORRECT_FACT, card=card) as doing:
        pen = card_pen(doing)
        trail = _fact(doing, read_card(doing).findings, origin)
        if not trail.stands:
            if trail.now.reason != reason:
                raise Rejected([Problem("reason", "already-withdrawn")])
            doing.audit(Event.READ, about=("repeated",))
            return
        if trail.last.seq > base_seq:
            raise Stale(fact=trail)
        _refuse_without(reason)
        pen.revise(origin, trail.last.version + 1, replace(trail.now, status=Status.WITHDRAWN, reason=reason))
        doing.audit(Event.WITHDRAWN, entries=pen.entries, about=("facts",))
        pen.put_down()


def _fact(doing: Work, findings: list[Trail[Finding]], origin: int) -> Trail[Finding]:
    """The fact, if it is there; what a laboratory sent is the laboratory's to correct."""
    trail = next((each for each in findings if each.origin == origin), None)
    if trail is None or trail.now.lab is not None:
        doing.gone("no-such-fact")
    return trail


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Rejected([Problem("reason", "missing")])
