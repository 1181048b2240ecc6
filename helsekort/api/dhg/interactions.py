"""What can be asked by the national API, each translated into an action."""

from helsekort.access.actors import Actor
from helsekort.actions import endings, national, national_ending, national_writing
from helsekort.actions.context import Context
from helsekort.actions.national_writing import BlockWish
from helsekort.actions.outcomes import KeyUsedBefore, Rejected
from helsekort.api.dhg.door import ABSENT, Answer, Call
from helsekort.dhg.faults import Code, Fault, invalid
from helsekort.dhg.names import Name, card_in, name_in, uuid_of
from helsekort.dhg.record import moment
from helsekort.dhg.sent import version_in
from helsekort.dhg.table import Block
from helsekort.fhir.strict_json import Object

LOOKED = "ending"
UNFIT = "the record does not allow this."
ENDINGS = {
    "future": "the day lies in the future.",
    "outside-pregnancy": "the day lies outside of any pregnancy with this due date.",
    "fetus": "the fetuses were changed meanwhile. Read the record again.",
    "already-over": "the pregnancy is over already. Read the record again.",
    "missing": (
        "this is unusual: a check-up stands on a later day, or the outcome is not called so in this week. Where it is"
        " meant, send it again with the header Helsekort-Confirm. The code is ending"
    ),
}
"""What `end_pregnancy` says no to, in the words of this door."""
NOWHERE = Name(0, 0)
"""No item is called so: what cannot be read as a UUID of ours is looked for all the same, and logged."""


def status(call: Call, ctx: Context, actor: Actor) -> Answer:
    """Whether she has a record, and when it was last changed."""
    found = national.read_national_status(actor, ctx=ctx, number=call.number)
    tree: Object = {
        # no consent and no death is kept here yet, and what is not known is null
        "hasGivenConsent": True if found.card else None,
        "hasActiveMaternityRecord": found.active,
        "deceased": None,
    }
    if found.card:
        tree["lastChangedDateTime"] = moment(found.last_changed)
        tree["latestRecordId"] = uuid_of(Name(found.card))
    return Answer(200, tree)


def open_record(call: Call, ctx: Context, actor: Actor) -> Answer:
    """A new record for her pregnancy."""
    return Answer(201, national_writing.open_national_record(actor, ctx=ctx, number=call.number))


def record(call: Call, ctx: Context, actor: Actor) -> Answer:
    """One record whole."""
    card = card_in(call.path["id"])
    return Answer(200, national.read_national_record(actor, ctx=ctx, number=call.number, card=card))


def records(call: Call, ctx: Context, actor: Actor) -> Answer:
    """Her records, this pregnancy's and earlier ones', with their status."""
    listed = national.list_national_records(actor, ctx=ctx, number=call.number)
    return Answer(200, {"history": listed})


def history(call: Call, ctx: Context, actor: Actor) -> Answer:
    """Every version of every block and item of one record, newest first."""
    card = card_in(call.path["id"])
    return Answer(200, national.read_national_history(actor, ctx=ctx, number=call.number, card=card))


def update_status(call: Call, ctx: Context, actor: Actor) -> Answer:
    """End the record of a pregnancy: a birth, or another end."""
    card = card_in(call.path["id"])
    ending = national_ending.read_national_ending(
        actor, ctx=ctx, number=call.number, card=card, sent=call.sent
    )
    key = f"national-ending {call.path['id']} {version_in(call.sent)}"
    try:
        endings.end_pregnancy(
            actor, ctx=ctx, card=card, ending=ending, key=key, looked=LOOKED in call.confirmed
        )
    except Rejected as rejected:
        raise invalid("recordStatus", ENDINGS.get(rejected.problems[0].code, UNFIT)) from None
    except KeyUsedBefore:
        raise Fault(Code.VERSION, "This version was ended before. Read it again.") from None
    whole = national.read_national_record(actor, ctx=ctx, number=call.number, card=card)
    return Answer(200, {"metadata": whole["metadata"]})


def create(call: Call, ctx: Context, actor: Actor) -> Answer:
    """A block that is not there yet, or a new item of a list."""
    block = _block(call, ctx)
    return Answer(201, _write(call, ctx, actor, BlockWish(block.name, call.sent, new=True)))


def update(call: Call, ctx: Context, actor: Actor) -> Answer:
    """The next version of a block."""
    block = _block(call, ctx)
    if block.items:
        raise ABSENT
    return Answer(200, _write(call, ctx, actor, BlockWish(block.name, call.sent, new=False)))


def update_item(call: Call, ctx: Context, actor: Actor) -> Answer:
    """The next version of an item of a list."""
    wish = BlockWish(_list(call, ctx).name, call.sent, new=False, item=_item(call))
    return Answer(200, _write(call, ctx, actor, wish))


def delete_item(call: Call, ctx: Context, actor: Actor) -> Answer:
    """Take back an item of a list; it stays in the history."""
    block, card = _list(call, ctx).name, card_in(call.path["id"])
    national_writing.delete_national_item(
        actor, ctx=ctx, number=call.number, card=card, block=block, item=_item(call)
    )
    return Answer(204)


def _write(call: Call, ctx: Context, actor: Actor, wish: BlockWish) -> Object:
    return national_writing.write_national_block(
        actor,
        ctx=ctx,
        number=call.number,
        card=card_in(call.path["id"]),
        wish=wish,
        confirmed=call.confirmed,
    )


def _item(call: Call) -> Name:
    return name_in(call.path["item"]) or NOWHERE


def _block(call: Call, ctx: Context) -> Block:
    found = ctx.national.blocks.get(call.path["block"])
    if found is None:
        raise ABSENT
    return found


def _list(call: Call, ctx: Context) -> Block:
    block = _block(call, ctx)
    if not block.items:
        raise ABSENT
    return block
