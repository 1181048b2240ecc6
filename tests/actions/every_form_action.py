"""One example of each action of the forms, and of how a card begins: as in every_action.py."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import (
    cards,
    contacts,
    drafts,
    earlier,
    facts,
    guidance,
    guided_women,
    lists_by_finding,
    rows,
    taking_in,
)
from helsekort.guideline.acts import Act, Acted
from helsekort.record.taking_in import Newcomer, NumberKind, Why
from tests import cast as made
from tests.cast import JOB, Cast

Arguments = dict[str, Any]
Made = tuple[
    Callable[..., object],
    Permission,
    Callable[[Cast], Arguments],
    Callable[[Cast], Actor],
    Callable[[Cast], list[Actor]],
]
PATH = "/klinikk/kort/x/skjema/first-visit"


def _stranger(cast: Cast) -> Arguments:
    born = dt.date(1990, 5, 20)
    told = Newcomer("Thurid Moen", born, NumberKind.NATIONAL, made.number_of(20), "nb", Why.CAME)
    return {"newcomer": told, "key": made.new_key()}


def _without_card(cast: Cast) -> Arguments:
    woman = made.make_woman(cast.ctx, "Silje Aas", 6)
    made.begin_care(cast.ctx, woman, cast.ingrid)
    return {"woman": woman.party, "key": made.new_key()}


def _lars(cast: Cast) -> Actor:
    return cast.lars


def _no_unit(cast: Cast) -> list[Actor]:
    return [replace(cast.lars, organisation=0), cast.nora, cast.kari, JOB, NOBODY]


def _ingrid(cast: Cast) -> Actor:
    return cast.ingrid


def _nora(cast: Cast) -> Actor:
    return cast.nora


def _no_relation(cast: Cast) -> list[Actor]:
    return [cast.lars, cast.nora, cast.kari, JOB, NOBODY]


def _not_she(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.lars, cast.kari, JOB, NOBODY]


def _strangers(cast: Cast) -> list[Actor]:
    return [cast.ingrid, JOB, NOBODY]


def _no_clinician(cast: Cast) -> list[Actor]:
    return [cast.nora, JOB, NOBODY]


def _no_person(cast: Cast) -> list[Actor]:
    return [JOB, NOBODY]


def _stated(cast: Cast) -> Arguments:
    stated = [made.finding("allergies", False)]
    (origin,) = contacts.state_facts(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=stated, key=made.new_key()
    )
    return {"card": cast.nora_card, "origin": origin, "base_seq": 999, "reason": "Tastefeil"}


def _kept(cast: Cast) -> Arguments:
    place = {"card": cast.nora_card, "path": PATH}
    drafts.keep_draft(cast.ingrid, ctx=cast.ctx, fields=[("height", "168")], **place)
    return place


def _own(cast: Cast) -> Arguments:
    return {
        "card": cast.nora_card,
        "findings": [made.finding("allergies", "Penicillin")],
        "rows": [],
        "key": made.new_key(),
    }


def _found(cast: Cast) -> Arguments:
    made.record(cast, cast.nora_card, made.pressure(152, 94))
    then = guidance.read_guidance(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).then
    (one,) = [each for each in then.found if each.name == "blood_pressure.raised"]
    act = Act(Acted.DONE)
    return {
        "card": cast.nora_card,
        "rule": one.name,
        "rests_on": one.basis,
        "act": act,
        "key": made.new_key(),
    }


def examples() -> Iterator[Made]:
    """What the forms need beside writing answers."""
    yield (
        facts.correct_fact,
        Permission.CORRECT_FACT,
        lambda cast: {**_stated(cast), "finding": made.finding("allergies", "Penicillin")},
        _ingrid,
        _no_relation,
    )
    yield taking_in.take_in_woman, Permission.TAKE_IN_WOMAN, _stranger, _lars, _no_unit
    yield cards.open_new_card, Permission.OPEN_NEW_CARD, _without_card, _ingrid, _no_relation
    yield facts.withdraw_fact, Permission.CORRECT_FACT, _stated, _ingrid, _no_relation
    yield rows.answer_own, Permission.ANSWER_OWN, _own, _nora, _not_she
    yield (
        earlier.read_earlier_cards,
        Permission.READ_EARLIER_CARDS,
        lambda cast: {"card": cast.nora_card},
        _ingrid,
        _no_relation,
    )
    yield (
        guidance.read_guidance,
        Permission.READ_GUIDANCE,
        lambda cast: {"card": cast.nora_card},
        _ingrid,
        _no_relation,
    )
    yield (
        guided_women.read_guidance_of,
        Permission.READ_GUIDANCE,
        lambda cast: {"woman": cast.nora.party},
        _ingrid,
        _no_relation,
    )
    yield guidance.read_own_guidance, Permission.READ_OWN_GUIDANCE, lambda cast: {}, _nora, _strangers
    yield guidance.act_on_guidance, Permission.ACT_ON_GUIDANCE, _found, _ingrid, _no_relation
    yield guidance.look_at_guideline, Permission.LOOK_AT_GUIDELINE, lambda cast: {}, _ingrid, _no_clinician
    yield (
        lists_by_finding.list_by_finding,
        Permission.LIST_BY_FINDING,
        lambda cast: {},
        _ingrid,
        _no_clinician,
    )
    yield drafts.list_drafts, Permission.LIST_DRAFTS, lambda cast: {}, _ingrid, _no_person
    yield drafts.find_draft, Permission.LIST_DRAFTS, _kept, _ingrid, _no_person
    yield drafts.drop_draft, Permission.LIST_DRAFTS, _kept, _ingrid, _no_person
