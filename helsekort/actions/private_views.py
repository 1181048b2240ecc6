"""The step on her own page to what she alone reads there, and what a clinician opens behind it together with her.

Nothing before the step tells whether there is anything behind it: it is there for every woman, always alike.
"""

from collections.abc import Callable

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.held import HeldRow, as_shown_to_her, held_rows
from helsekort.actions.her_log import log_of_hers
from helsekort.actions.knowing import Target
from helsekort.actions.log import read_card
from helsekort.actions.opened import LogLine, Opened
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.sessions import MINUTE, token_hash
from helsekort.actions.whole_card import as_opened, own_card
from helsekort.actions.work import Work, work
from helsekort.audit.events import BEHIND_THE_STEP, SHOWN_TO_HER, Event
from helsekort.record.channels import Channel, Passage
from helsekort.store import private_views
from helsekort.store.database import Transaction
from helsekort.store.private_views import OpenedClass

Locate = Callable[[Transaction], Target]


def show_more(actor: Actor, *, ctx: Context, token: str) -> None:
    """Let her session see what lies behind the step, for the minutes of a setting. Only she herself can."""
    with work(ctx, actor, Permission.SHOW_MORE, lambda tx: own_card(tx, actor)) as doing:
        until = doing.now + ctx.private_minutes * MINUTE
        private_views.take_step(doing.tx, token_hash(token), actor.party, until, doing.now)
        doing.audit(Event.SHOWN_MORE)


def hide_again(actor: Actor, *, ctx: Context, token: str) -> None:
    """Step back before the minutes have passed."""
    with work(ctx, actor, Permission.HIDE_AGAIN, lambda tx: own_card(tx, actor)) as doing:
        private_views.step_back(doing.tx, token_hash(token))
        doing.audit(Event.SHOWN_MORE, about=("hidden",))


def open_private_card(actor: Actor, *, ctx: Context, token: str) -> Opened:
    """Her card with what the table lets behind the step. Gone where her session has not taken it, or no longer."""
    with work(ctx, actor, Permission.OPEN_PRIVATE_CARD, _behind(ctx, actor, token)) as doing:
        _stepped(doing, token)
        opened = as_opened(doing, as_shown_to_her(doing, read_card(doing)), None, {})
        doing.audit(Event.SHOWN_MORE, about=("card",), up_to=opened.card.last_seq)
        return opened


def read_private_log(actor: Actor, *, ctx: Context, token: str) -> list[LogLine]:
    """Her log with what was done behind the step, and with who wrote what stands there; newest first."""
    with work(ctx, actor, Permission.READ_PRIVATE_LOG, _behind(ctx, actor, token)) as doing:
        _stepped(doing, token)
        found = log_of_hers(doing, SHOWN_TO_HER | BEHIND_THE_STEP)
        doing.audit(Event.SHOWN_MORE, about=("log",))
        return found


def _behind(ctx: Context, actor: Actor, token: str) -> Locate:
    """Her card, and whether she comes by the channel behind the step."""

    def which(tx: Transaction) -> Target:
        stepped = private_views.is_open(tx, token_hash(token), actor.party, ctx.now())
        return Target(own_card(tx, actor).card, private=stepped)

    return which


def _stepped(doing: Work, token: str) -> None:
    if not private_views.is_open(doing.tx, token_hash(token), doing.actor.party, doing.now):
        doing.gone("the-step-is-not-taken")


class HerView(Struct, frozen=True):
    """What stands between her and her card: the classes `opened` behind the step, and the rows of which something
    waits for someone to tell her, by origin."""

    opened: list[str]
    waiting: dict[int, HeldRow]


def read_her_view(actor: Actor, *, ctx: Context, card: int) -> HerView:
    """What she reads alone, and what waits: for those who talk with her."""
    with work(ctx, actor, Permission.READ_HER_VIEW, card=card) as doing:
        found = HerView(private_views.opened(doing.tx, card), held_rows(doing, read_card(doing)))
        doing.audit(Event.CLASS_OPENED, about=("read",))
        return found


def open_class(actor: Actor, *, ctx: Context, card: int, name: str) -> None:
    """Open a class behind the step, together with her. Rejected for one that the table does not let be opened."""
    with work(ctx, actor, Permission.OPEN_CLASS, card=card) as doing:
        _may_be_opened(ctx, name)
        if name not in private_views.opened(doing.tx, card):
            opened = OpenedClass(name, doing.now, actor.party, actor.organisation)
            private_views.open_class(doing.tx, card, opened)
        doing.audit(Event.CLASS_OPENED, about=("opened",))


def close_class(actor: Actor, *, ctx: Context, card: int, name: str) -> None:
    """Close it again. Closing what is closed changes nothing."""
    with work(ctx, actor, Permission.CLOSE_CLASS, card=card) as doing:
        _may_be_opened(ctx, name)
        private_views.close_class(doing.tx, card, name, doing.now, actor.party)
        doing.audit(Event.CLASS_OPENED, about=("closed",))


def _may_be_opened(ctx: Context, name: str) -> None:
    known = ctx.catalogue.classes.get(name)
    if known is None or known.channels[Channel.PRIVATE] is not Passage.OPENED:
        raise Rejected([Problem("name", "choice")])
