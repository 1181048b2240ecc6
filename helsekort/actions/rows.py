"""What a form holds, written at once; and rows corrected and withdrawn."""

from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.files_along import end_files
from helsekort.actions.held import as_shown_to_her
from helsekort.actions.judging import ask, judge_findings
from helsekort.actions.judging_rows import judge_rows
from helsekort.actions.log import content_hash, read_card
from helsekort.actions.outcomes import Problem, Rejected, Stale
from helsekort.actions.work import Work, work
from helsekort.actions.writing import card_pen, note_written, written_before
from helsekort.audit.events import Event
from helsekort.record.card import Trail
from helsekort.record.entries import Finding, Row, Status

__all__ = ["answer_own", "correct_row", "withdraw_row", "write_answers"]


def write_answers(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    findings: list[Finding],
    rows: list[Row],
    key: str,
    confirmed: frozenset[str] = frozenset(),
) -> tuple[int, ...]:
    """Write findings and rows in one transaction; their origins, findings first.

    The same key and content writes nothing twice. Rejected with every problem, Doubt with every open question.
    """
    with work(ctx, actor, Permission.WRITE_ANSWERS, card=card) as doing:
        return _write(doing, findings, rows, key, confirmed)


def answer_own(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    findings: list[Finding],
    rows: list[Row],
    key: str,
    confirmed: frozenset[str] = frozenset(),
) -> tuple[int, ...]:
    """The same by the woman on her own card: all of it is marked as said by herself, until someone takes it over."""
    with work(ctx, actor, Permission.ANSWER_OWN, card=card) as doing:
        hers = [replace(each, by_woman=True, paper=None) for each in findings]
        her_rows = [replace(each, by_woman=True, paper=None) for each in rows]
        return _write(doing, hers, her_rows, key, confirmed)


def _write(
    doing: Work, findings: list[Finding], rows: list[Row], key: str, confirmed: frozenset[str]
) -> tuple[int, ...]:
    pen, ctx = card_pen(doing), doing.ctx
    content = content_hash(findings, rows)
    used = written_before(doing, key, content)
    if used is not None:
        return tuple(range(used, used + len(findings) + len(rows)))
    if not findings and not rows:
        raise Rejected([Problem("form", "empty")])
    folded = read_card(doing)
    if doing.actor.kind is ActorKind.WOMAN:
        # a question about what she has not been told would tell her of it
        folded = as_shown_to_her(doing, folded)
    asked = judge_findings(ctx, folded, findings, confirmed)
    ask(asked + judge_rows(ctx, folded, rows, confirmed))
    origins = (*(pen.add(finding) for finding in findings), *(pen.add(row) for row in rows))
    note_written(doing, key, content, origins[0])
    doing.audit(Event.WRITTEN, entries=pen.entries, about=("facts",))
    pen.put_down()
    return origins


def correct_row(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    origin: int,
    base_seq: int,
    row: Row,
    reason: str,
    confirmed: frozenset[str] = frozenset(),
) -> int:
    """Bring a row to what it should say; its origin. It keeps its group, its fetus and its contact.

    Stale where it has changed since `base_seq`, unless it already says this.
    """
    with work(ctx, actor, Permission.CORRECT_ROW, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        trail = _standing(doing, folded.rows, origin)
        before = trail.now
        wanted = replace(
            row,
            group=before.group,
            fetus=before.fetus,
            contact=before.contact,
            identifiers=before.identifiers,
            status=Status.CORRECTED,
            reason=reason,
        )
        same = replace(wanted, status=before.status, reason=before.reason) == before
        if trail.last.seq > base_seq:
            if same:
                doing.audit(Event.READ, about=("repeated",))
                return origin
            raise Stale(row=trail)
        if same:
            raise Rejected([Problem("form", "nothing-changed")])
        if not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        others = replace(folded, rows=[each for each in folded.rows if each.origin != origin])
        ask(judge_rows(ctx, others, [wanted], confirmed))
        pen.revise(origin, trail.last.version + 1, wanted)
        doing.audit(Event.CORRECTED, entries=pen.entries, about=("facts",))
        pen.put_down()
        return origin


def withdraw_row(actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int, reason: str) -> None:
    """Mark a row and its files as withdrawn. They stay readable, with the reason."""
    with work(ctx, actor, Permission.WITHDRAW_ROW, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        trail = next((each for each in folded.rows if each.origin == origin), None)
        if trail is None:
            doing.gone("no-such-row")
        if not trail.stands:
            if trail.now.reason != reason:
                raise Rejected([Problem("reason", "already-withdrawn")])
            doing.audit(Event.READ, about=("repeated",))
            return
        if trail.last.seq > base_seq:
            raise Stale(row=trail)
        if not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        gone = replace(trail.now, status=Status.WITHDRAWN, reason=reason)
        pen.revise(origin, trail.last.version + 1, gone)
        end_files(pen, folded, [origin], Status.WITHDRAWN, reason)
        doing.audit(Event.WITHDRAWN, entries=pen.entries, about=("facts",))
        pen.put_down()


def _standing(doing: Work, rows: list[Trail[Row]], origin: int) -> Trail[Row]:
    """The row, if it is there and stands."""
    trail = next((each for each in rows if each.origin == origin and each.stands), None)
    if trail is None:
        doing.gone("no-such-row")
    return trail
