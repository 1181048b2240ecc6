"""One example of each action on how a pregnancy ends; tests/actions/every_action.py takes them in."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import cards, children, closing, documents, endings
from helsekort.actions.endings import Ending
from tests import cast as made
from tests.cast import JOB, TODAY, Cast

Arguments = dict[str, Any]


def ended(cast: Cast, code: str = "STILL_BEFORE") -> Arguments:
    """Nora's pregnancy is over; what it takes to take that back."""
    ending = Ending(TODAY, {cast.nora_fetus: code})
    key = made.new_key()
    endings.end_pregnancy(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=key, looked=True)
    return {"card": cast.nora_card, "base_version": 2, "reason": "Feil kvinne"}


def _ending(cast: Cast) -> Arguments:
    return {"card": cast.nora_card, "ending": Ending(TODAY, {cast.nora_fetus: "LIVE"}), "key": made.new_key()}


def _one_of_two(cast: Cast) -> Arguments:
    second = made.name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")
    return {"card": cast.nora_card, "origin": second, "base_version": 1, "on": TODAY}


def _lost(cast: Cast) -> Arguments:
    one = _one_of_two(cast)
    endings.lose_fetus(cast.ingrid, ctx=cast.ctx, **one)
    del one["on"]
    return {**one, "base_version": 2, "reason": "Hjertelyd hørt"}


def _mistaken(cast: Cast) -> Arguments:
    one = _one_of_two(cast)
    del one["on"]
    return {**one, "reason": "Ført ved en feil"}


def born(cast: Cast) -> int:
    """Nora's child is born; its origin."""
    endings.end_pregnancy(cast.ingrid, ctx=cast.ctx, **_ending(cast), looked=True)
    return cast.nora_fetus


def _child(cast: Cast) -> Arguments:
    return {"card": cast.nora_card, "origin": born(cast)}


def _to_name(cast: Cast) -> Arguments:
    return {**_child(cast), "base_version": 1, "name": "Sander Sletten", "number": ""}


def _child_document(cast: Cast) -> Arguments:
    child = _child(cast)
    named = {"origin": made.hers(cast, child["origin"])}
    return {**child, **named, "edition": documents.SHARING, "door": "https://helsekort.example/fhir/r4"}


def _six_weeks_on(cast: Cast) -> Arguments:
    """Born so long ago that the card may be closed today."""
    days = cast.ctx.terms.lists.closing.days
    born_on = TODAY - dt.timedelta(days=days)
    ending = Ending(born_on, {cast.nora_fetus: "LIVE"})
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=made.new_key(), looked=True
    )
    return {"card": cast.nora_card, "born_on": born_on}


def _nothing(cast: Cast) -> Arguments:
    return {}


def _ingrid(cast: Cast) -> Actor:
    return cast.ingrid


def _nora(cast: Cast) -> Actor:
    return cast.nora


def _no_relation(cast: Cast) -> list[Actor]:
    return [cast.lars, cast.nora, cast.kari, JOB, NOBODY]


def _no_relation_nor_she(cast: Cast) -> list[Actor]:
    return [cast.lars, cast.kari, JOB, NOBODY]


def _no_woman(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.lars, JOB, NOBODY]


P = Permission


def examples() -> Iterator[tuple[Any, ...]]:
    yield endings.end_pregnancy, P.END_PREGNANCY, _ending, _ingrid, _no_relation
    yield closing.reopen_card, P.REOPEN_CARD, ended, _ingrid, _no_relation
    yield closing.close_card, P.CLOSE_CARD, _six_weeks_on, _ingrid, _no_relation
    yield endings.lose_fetus, P.LOSE_FETUS, _one_of_two, _ingrid, _no_relation
    yield endings.restore_fetus, P.LOSE_FETUS, _lost, _ingrid, _no_relation
    yield endings.withdraw_fetus, P.NAME_FETUS, _mistaken, _ingrid, _no_relation
    yield children.open_child, P.OPEN_CHILD, _child, _ingrid, _no_relation
    yield children.name_child, P.NAME_CHILD, _to_name, _ingrid, _no_relation
    yield documents.read_child_document, P.READ_CHILD_DOCUMENT, _child_document, _nora, _no_relation_nor_she
    yield cards.list_own_cards, P.LIST_OWN_CARDS, _nothing, _nora, _no_woman
