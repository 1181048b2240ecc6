"""The log's tree grows: lines that wait get their places, and a checkpoint is signed. No request waits for it."""

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import limiting
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.work import busy_as_unavailable, work
from helsekort.audit import lines, places
from helsekort.audit.events import WRITES, Event
from helsekort.store import audit_lines, log_tree

FULL = 1000
"""When so many lines wait, they are sealed before the minute is over."""


def seal_log(ctx: Context) -> str | None:
    """One checkpoint over the lines that wait, at most places.MOST of them; None where none waits, or nobody can sign.

    The service's own work, for nobody: it says nothing of anyone, and is its own proof.
    """
    if ctx.signer is None:
        return None
    with busy_as_unavailable(), ctx.database.transaction() as tx:
        return places.seal(tx, ctx.database.dialect, ctx.now(), ctx.signer)


def count_unsealed(ctx: Context) -> int:
    """How many lines wait; counted up to FULL."""
    with busy_as_unavailable(), ctx.database.transaction(write=False) as tx:
        return log_tree.count_waiting(tx, FULL)


def sealed_after(ctx: Context, size: int) -> list[str]:
    """The notes of every checkpoint of more than `size` lines, the oldest first: for a copy elsewhere."""
    with busy_as_unavailable(), ctx.database.transaction(write=False) as tx:
        return [note for _, note in log_tree.checkpoints(tx, size)]


def tell_refused(ctx: Context) -> None:
    """Say in the log how many were refused by limits in windows that are over. The service's own work, for nobody."""
    with busy_as_unavailable():
        limiting.tell_ended(ctx)


def erase_line(actor: Actor, *, ctx: Context, card: int, at: int, line: int, basis: str) -> None:
    """Erase what a line of the log says, on a stated legal basis. Its leaf stands, and all proofs hold.

    What verify needs of it, the line that tells of this act says in its place: names of no one. Rejected for the line
    that stands for a whole card that was loaded.
    """
    with work(ctx, actor, Permission.ERASE_LINE, card=card) as doing:
        if doing.summary is None:
            doing.refuse("no-such-card")
        if not basis.strip():
            raise Rejected([Problem("basis", "missing")])
        erased = audit_lines.erase(doing.tx, card, at, line, basis, doing.now)
        if erased is None:
            raise Rejected([Problem("line", "no-such-line")])
        said = lines.read(erased)
        if said.event is Event.LOADED:
            raise Rejected([Problem("line", "stands-for-the-card")])
        doing.audit(
            Event.ERASED, about=("log-line",), entries=said.entries if said.event is Event.ERASED else ()
        )
        wrote = said.entries if said.event in WRITES else ()
        doing.told[-1] = replace(
            doing.told[-1],
            lines=((at, line), *said.lines),
            stands_for=wrote + said.stands_for,
            heads=said.heads,
        )
