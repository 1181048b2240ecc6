"""Close her cards to someone, and open them again: by her, or by a unit on her word. It holds from the next request."""

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.closing_out import end, herself, pass_on, put
from helsekort.actions.context import Context
from helsekort.actions.discreet_units import discreet
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.shelf import cards_of
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.ids import to_text
from helsekort.store import blocks, parties
from helsekort.store.blocks import ALL

CAN_BE_CLOSED_OUT = ("Practitioner", "Organization")


def block_access(actor: Actor, *, ctx: Context, whom: int, of_class: str = ALL) -> None:
    """She closes her cards, or one class of what stands there, to a person, a unit or all of an enterprise.

    What they are responsible for goes to another who follows her. Closed twice it is closed once.
    """
    with work(ctx, actor, Permission.BLOCK_ACCESS, lambda tx: herself(tx, actor)) as doing:
        _close(doing, actor.party, whom, of_class)


def lift_block(actor: Actor, *, ctx: Context, whom: int, of_class: str = ALL) -> None:
    """She opens again what she had closed. What went to others meanwhile stays theirs."""
    with work(ctx, actor, Permission.LIFT_BLOCK, lambda tx: herself(tx, actor)) as doing:
        _open(doing, actor.party, whom, of_class)


def block_on_her_word(actor: Actor, *, ctx: Context, card: int, whom: int, of_class: str = ALL) -> None:
    """The same by who cares for her, because she said so."""
    with work(ctx, actor, Permission.BLOCK_ON_HER_WORD, card=card) as doing:
        _close(doing, doing.woman, whom, of_class)


def lift_on_her_word(actor: Actor, *, ctx: Context, card: int, whom: int, of_class: str = ALL) -> None:
    """Open again on her word what this unit closed on her word; what she closed herself, she opens herself.

    Refused alike where nothing such stands: what she has closed to others is not to be tried out.
    """
    with work(ctx, actor, Permission.LIFT_ON_HER_WORD, card=card) as doing:
        written = {
            (row.whom, row.of_class)
            for row in blocks.standing(doing.tx, doing.woman)
            if row.organisation == actor.organisation
        }
        if (whom, of_class) not in written:
            doing.refuse("not-closed-here")
        _open(doing, doing.woman, whom, of_class)


def _close(doing: Work, woman: int, whom: int, of_class: str) -> None:
    _check(doing, whom, of_class)
    put(doing, woman, whom, of_class)

    def closed_out(person: int, unit: int) -> bool:
        return of_class in blocks.classes_closed(doing.tx, woman, person, unit)

    for each in cards_of(doing.tx, woman):
        pass_on(doing, each.card, woman, closed_out, of_class)
    _tell(doing, Event.BLOCKED, whom, of_class)


def _open(doing: Work, woman: int, whom: int, of_class: str) -> None:
    _check(doing, whom, of_class)
    end(doing, woman, whom, of_class)
    _tell(doing, Event.UNBLOCKED, whom, of_class)


def _tell(doing: Work, event: Event, whom: int, of_class: str) -> None:
    """With the id of whom, and the class, for the log's proof of it; neither is shown in words.

    Of a class that is kept off her page, and of a unit where a visit is of such, her log tells nothing either: someone
    may read it with her.
    """
    kept_off = doing.ctx.catalogue.kept_off_her_page
    units = parties.units_of(doing.tx, whom) or [whom]
    gone = discreet(doing, units, kept_off).gone
    doing.audit(
        event,
        about=("block", to_text(whom), *([of_class] if of_class else [])),
        hidden_from_her=of_class in kept_off or gone.issuperset(units),
    )


def _check(doing: Work, whom: int, of_class: str) -> None:
    problems = []
    if parties.kind_of(doing.tx, whom) not in CAN_BE_CLOSED_OUT:
        problems.append(Problem("whom", "choice"))
    if of_class != ALL and of_class not in doing.ctx.catalogue.classes:
        problems.append(Problem("of_class", "choice"))
    if problems:
        raise Rejected(problems)
