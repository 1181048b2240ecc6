"""Write by the national API: open a record, write a block or an item of a list, take an item back."""

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.agreeing import NO_CONSENT
from helsekort.actions.context import Context
from helsekort.actions.incoming_judge import judge_of
from helsekort.actions.knowing import Target
from helsekort.actions.log import Pen, read_card, read_entries
from helsekort.actions.national_view import her_card, signers, view_of, woman_with
from helsekort.actions.opening import open_for
from helsekort.actions.outcomes import Rejected
from helsekort.actions.shelf import about_woman, cards_of
from helsekort.actions.taken import came_by_api
from helsekort.actions.work import Work, work
from helsekort.actions.writing import card_pen
from helsekort.audit.events import Event
from helsekort.dhg.changes import Change, Terms
from helsekort.dhg.faults import Code, Fault, invalid
from helsekort.dhg.names import Name
from helsekort.dhg.plan import plan_appointment, plan_block, plan_delete, plan_measured
from helsekort.dhg.record import part_tree, record_metadata
from helsekort.dhg.sent import in_error, version_in
from helsekort.dhg.table import Block
from helsekort.dhg.view import MOST, Part, View
from helsekort.fhir.outcome import NotAccepted
from helsekort.fhir.strict_json import Object
from helsekort.record.card import Card, fold
from helsekort.record.entries import Contact, Content, DueDate, Entry, Fetus, Status
from helsekort.record.identifiers import NationalNumber
from helsekort.store.database import Transaction

NO_RECORD = Fault(Code.RECORD, "There is no such active record. GET status says which one is.")
DELETED = Fault(Code.DELETED, "This was deleted. Create a new one.")
ABOUT: dict[type[Content], str] = {Fetus: "fetus", DueDate: "due-date"}


class BlockWish(Struct, frozen=True):
    """One write. `item` names what a PUT of a list item is about; `new` is a POST."""

    block: str
    sent: Object
    new: bool
    item: Name | None = None


def open_national_record(actor: Actor, *, ctx: Context, number: NationalNumber) -> Object:
    """Open a card for a pregnancy of the woman with this number. Fault where she has an active one."""
    with work(ctx, actor, Permission.OPEN_NEW_CARD, lambda tx: _about(tx, number)) as doing:
        woman = woman_with(doing.tx, number)
        if woman is None:
            doing.refuse("no-such-woman")
        try:
            # a key for each pregnancy: of two at once the second finds the first one's card
            card, _ = open_for(doing, woman, f"national-{len(cards_of(doing.tx, woman))}")
        except Rejected as rejected:
            if NO_CONSENT in rejected.problems:
                says = (
                    "She has given no consent, and while the service is on trial no record is opened without."
                )
                raise Fault(Code.NO_CONSENT, says) from None
            says = "She has an active record, and a pregnancy has one. GET status names it."
            raise Fault(Code.EXISTS, says) from None
        folded = read_card(doing, card)
        return {"metadata": record_metadata(folded, signers(doing, folded))}


def _about(tx: Transaction, number: NationalNumber) -> Target:
    woman = woman_with(tx, number)
    return about_woman(tx, woman) if woman is not None else Target()


def write_national_block(
    actor: Actor,
    *,
    ctx: Context,
    number: NationalNumber,
    card: int,
    wish: BlockWish,
    confirmed: frozenset[str] = frozenset(),
) -> Object:
    """Write a block or an item, as it then stands. Fault, with nothing written, where it cannot be taken."""
    with work(ctx, actor, Permission.WRITE_NATIONAL_BLOCK, lambda tx: her_card(tx, number, card)) as doing:
        pen = card_pen(doing)
        view = view_of(doing, _active(doing))
        block = ctx.national.blocks[wish.block]
        part = _addressed(view, block, wish)
        changes = _planned(view, block, wish, part, Terms(ctx.today(), pen.next, ctx.terms.norwegian_length))
        if wish.new and not changes and not block.from_start:
            raise invalid(block.name, "nothing in it has a place in the record. Send at least one property.")
        origin = changes[0].origin if wish.new and changes else (part.name.origin if part else 0)
        _judge(doing, view.card, changes, confirmed)
        _write(doing, pen, changes)
        after = view_of(doing, read_card(doing))
        shown = after.item(block.name, origin) if block.items else after.block(block.name)
        if shown is None:
            raise LookupError("what was written is not there")
        return part_tree(shown, after, signers(doing, after.card))


def delete_national_item(
    actor: Actor, *, ctx: Context, number: NationalNumber, card: int, block: str, item: Name
) -> None:
    """Take back an item of a list. It stays in the record's history, with the reason."""
    with work(ctx, actor, Permission.WRITE_NATIONAL_BLOCK, lambda tx: her_card(tx, number, card)) as doing:
        pen = card_pen(doing)
        view = view_of(doing, _active(doing))
        about, wish = ctx.national.blocks[block], BlockWish(block, {}, new=False, item=item)
        part = _there(view, about, wish)
        terms = Terms(ctx.today(), pen.next, ctx.terms.norwegian_length)
        _write(doing, pen, plan_delete(view, about, part, terms))


def _active(doing: Work) -> Card:
    """The card, if its pregnancy has not ended."""
    card = read_card(doing)
    if not card.opening.now.active:
        raise NO_RECORD
    return card


def _addressed(view: View, block: Block, wish: BlockWish) -> Part | None:
    """What the request is about, in the version its sender read; None for what is new."""
    if block.items and wish.new:
        return None
    if not block.items:
        part = view.block(block.name)
        if wish.new and part is not None and not part.blank:
            raise Fault(Code.EXISTS, f"{block.name} is there. Read it, and update it with PUT.")
        if wish.new:
            return None
        if part is None:
            raise Fault(Code.NOT_THERE, f"{block.name} is not there yet. Create it with POST.")
    else:
        part = _there(view, block, wish)
    _refuse_stale(part, wish)
    return part


def _there(view: View, block: Block, wish: BlockWish) -> Part:
    """The item that is named."""
    name = wish.item
    part = view.item(block.name, name.origin) if name and name.card == view.card.card else None
    if part is None:
        raise Fault(Code.NOT_THERE, f"{block.name} has no such item in this record.")
    if view.is_withdrawn(part):
        raise DELETED
    return part


def _refuse_stale(part: Part, wish: BlockWish) -> None:
    version = version_in(wish.sent)
    if part.version >= MOST:
        raise Fault(
            Code.VERSION, f"This has had {MOST} versions, and can only be changed on the card itself."
        )
    if version != part.version:
        raise Fault(Code.VERSION, "It was changed since the version that you sent. Read it again.")


def _planned(view: View, block: Block, wish: BlockWish, part: Part | None, terms: Terms) -> list[Change]:
    if in_error(wish.sent):
        if not block.items or part is None:
            raise invalid("metadata.enteredInError", "only an item of a list is taken back as a whole.")
        return plan_delete(view, block, part, terms)
    if not block.items:
        return plan_block(view, block, wish.sent, terms)
    if wish.new:
        _refuse_twin(view, block, wish, terms)
    return _item(view, block, wish.sent, terms, part.name.origin if part else 0)


def _item(view: View, block: Block, sent: Object, terms: Terms, origin: int) -> list[Change]:
    if block.items == "contacts":
        return plan_appointment(view, block, sent, terms, view.card.contact(origin))
    trail = next((each for each in view.card.all_findings() if each.origin == origin), None)
    return plan_measured(view, block, sent, terms, trail)


def _refuse_twin(view: View, block: Block, wish: BlockWish, terms: Terms) -> None:
    """What is sent twice is written once: nothing would be new about it beside an item that stands."""
    for part in view.items(block.name):
        if part.says and not _item(view, block, wish.sent, terms, part.name.origin):
            raise Fault(Code.EXISTS, f"{block.name} has an item that says this. Update that one.")


# --- judged as what comes by the FHIR door, and written --------------------------------------------------------


def _judge(doing: Work, card: Card, changes: list[Change], confirmed: frozenset[str]) -> None:
    """Fault for the first value that cannot be, or that someone must confirm."""
    around, judge = _without(doing, card, changes), judge_of(doing, confirmed)
    for change in changes:
        if not _stands(change.content) or isinstance(change.content, Fetus):
            continue
        try:
            judge(around, change.content)
        except NotAccepted as refused:
            issue = refused.issues[0]
            code = f" The code is {issue.mark}" if issue.mark else ""
            raise invalid(change.place, issue.says + code) from None


def _stands(content: Content) -> bool:
    return content.status in (Status.FINAL, Status.CORRECTED)


def _without(doing: Work, card: Card, changes: list[Change]) -> Card:
    """The card as it would be without what is changed, and with the check-ups and fetuses that are new."""
    gone = {each.origin for each in changes}
    actor = doing.actor
    left = [
        each for each in read_entries(doing.tx, doing.ctx.catalogue, card.card) if each.origin not in gone
    ]
    new = [
        Entry(each.origin, each.origin, 1, doing.now, actor.party, actor.organisation, each.content)
        for each in changes
        if isinstance(each.content, Contact | Fetus) and _stands(each.content)
    ]
    return fold(card.card, [*left, *new], card.oldest_days)


def _write(doing: Work, pen: Pen, changes: list[Change]) -> None:
    if not changes:
        doing.audit(Event.READ, about=("repeated",))
        return
    for change in changes:
        content = _completed(doing, change.content)
        if change.new:
            pen.add(content)
        else:
            pen.revise(change.origin, change.version, content)
    about = dict.fromkeys(_about_of(change.content) for change in changes)
    doing.audit(_event(changes), entries=pen.entries, about=tuple(about))
    pen.put_down()
    came_by_api(doing, pen.entries)


def _completed(doing: Work, content: Content) -> Content:
    """With what only the service knows: who did it."""
    if isinstance(content, Contact) and content.status is Status.FINAL:
        return replace(content, held_by=doing.actor.party)
    if isinstance(content, DueDate) and content.status is Status.FINAL:
        return replace(content, set_by=doing.actor.party)
    return content


def _about_of(content: Content) -> str:
    return content.kind if isinstance(content, Contact) else ABOUT.get(type(content), "facts")


def _event(changes: list[Change]) -> Event:
    if all(change.content.status is Status.WITHDRAWN for change in changes):
        return Event.WITHDRAWN
    return Event.WRITTEN if all(change.new for change in changes) else Event.CORRECTED
