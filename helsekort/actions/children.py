"""Children: each born alive is a person of its own. Opened apart from the mother's card, and named later."""

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.born import found_part, person_of, to_child
from helsekort.actions.context import Context
from helsekort.actions.judging import LONGEST_TEXT
from helsekort.actions.outcomes import Problem, Rejected, Stale
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.record.children import ChildPart
from helsekort.record.codes import DNR, FNR
from helsekort.record.identifiers import InvalidIdentifier, Refusal, parse_national_number
from helsekort.record.parties import Child, NationalNumberFact
from helsekort.store import parties


class OpenedChild(Struct, frozen=True):
    """A child's part, opened. `person` is who it is, with its version; None for one that was not born alive.

    `hers`: the reader may open the mother's card too.
    """

    card: int
    part: ChildPart
    person: tuple[Child, int] | None
    names: dict[int, str]
    roles: dict[int, str]
    hers: bool


def open_child(actor: Actor, *, ctx: Context, card: int, origin: int) -> OpenedChild:
    """What stands about one child, and nothing of its mother. Gone for a fetus that was not born."""
    with work(ctx, actor, Permission.OPEN_CHILD, lambda tx: to_child(tx, actor, card, ctx.now())) as doing:
        part = found_part(doing, origin)
        authors = {entry.author for trail in part.trails for entry in trail.entries}
        doing.audit(Event.READ, about=("child",))
        return OpenedChild(
            card,
            part,
            person_of(doing, part),
            parties.names(doing.tx, authors),
            parties.roles(doing.tx, authors),
            doing.allows(Permission.OPEN_CARD, card),
        )


def name_child(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_version: int, name: str, number: str
) -> None:
    """Give a child its name, and its national number where it has one; what it was called before stays in its log."""
    with work(ctx, actor, Permission.NAME_CHILD, card=card) as doing:
        part = found_part(doing, origin)
        person = person_of(doing, part)
        if person is None or part.child is None:
            doing.gone("no-such-child")
        child, version = person
        if not name.strip() or len(name) > LONGEST_TEXT:
            raise Rejected([Problem("name", "outside" if name.strip() else "missing")])
        named = replace(child, name=name.strip(), numbers=_numbers(ctx, child, number.strip()))
        if named == child:
            doing.audit(Event.READ, about=("repeated",))
            return
        if version != base_version:
            raise Stale
        party_log.write(doing, part.child, named, version + 1)
        for fact in named.numbers:
            if not parties.add_number(doing.tx, fact.system, fact.value, part.child):
                raise Rejected([Problem("number", "belongs-to-another")])
        doing.audit(Event.WRITTEN, about=("child",))


def _numbers(ctx: Context, child: Child, number: str) -> tuple[NationalNumberFact, ...]:
    """Its numbers with this one, the newest first; what it has stays where nothing is stated."""
    if not number or number in {fact.value for fact in child.numbers}:
        return child.numbers
    try:
        parsed = parse_national_number(number, allow_synthetic=ctx.demo)
    except InvalidIdentifier as fault:
        wrong = "number-fails" if fault.reason is Refusal.CONTROL_DIGITS else "number-digits"
        raise Rejected([Problem("number", wrong)]) from fault
    system = FNR if parsed.kind == "fnr" else DNR
    return (NationalNumberFact(system, parsed.value, child.born), *child.numbers)
