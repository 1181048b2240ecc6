"""One example of each action on messages and results; tests/actions/every_action.py takes them in."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import by_hand, inbox, laboratories, receiving, results
from helsekort.actions.results import ResultKey
from tests.answers import (
    NORA,
    STRANGER,
    answer,
    ferritin,
    haemoglobin,
    hiv,
    keep,
    receive,
    sent,
    waiting,
)
from tests.answers import (
    results as found,
)
from tests.cast import JOB, LAB, TORGET, Cast, number_of

Arguments = dict[str, Any]


def _amir(cast: Cast) -> Actor:
    """Messages to Torget, where he works."""
    return cast.amir


def _laboratory(cast: Cast) -> Actor:
    return LAB


def _not_the_laboratory(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.lars, cast.nora, JOB, NOBODY]


def _no_clinician(cast: Cast) -> list[Actor]:
    return [cast.nora, LAB, JOB, NOBODY]


def _another_unit(cast: Cast) -> list[Actor]:
    elsewhere = replace(cast.amir, organisation=cast.lars.organisation)
    return [cast.ingrid, cast.lars, elsewhere, cast.nora, LAB, JOB, NOBODY]


def _no_relation(cast: Cast) -> list[Actor]:
    return [*_another_unit(cast)[1:]]


def _message(cast: Cast) -> Arguments:
    """A message about someone unknown waits for Torget."""
    receive(cast.ctx, *sent(answer(STRANGER, haemoglobin("12.4"))))
    (number,) = waiting(cast.ctx)
    return {"message": number}


def _kept(cast: Cast) -> Arguments:
    keep(cast.ctx, *sent(answer(NORA, haemoglobin("12.4"))))
    return {}


def _result(cast: Cast, what: str = "haemoglobin") -> Arguments:
    item = hiv("Negativ") if what == "hiv" else haemoglobin("12.4")
    receive(cast.ctx, *sent(answer(NORA, item)))
    trail = found(cast, cast.nora_card)[what]
    return {"card": cast.nora_card, "origins": (trail.origin,), "up_to": trail.last.seq}


def _keys(cast: Cast) -> Arguments:
    """The result is Amir's, who asked for it."""
    arguments = _result(cast)
    return {"results": (ResultKey(arguments["card"], arguments["origins"][0]),)}


def _placing(cast: Cast) -> Arguments:
    return {**_message(cast), "number": number_of(4)}


def _setting_aside(cast: Cast) -> Arguments:
    return {**_message(cast), "why": "Ringt laboratoriet"}


def _giving(cast: Cast) -> Arguments:
    return {**_keys(cast), "to": cast.ingrid.party}


def _held(cast: Cast) -> Arguments:
    return _result(cast, "hiv")


def _sent_in(cast: Cast) -> Arguments:
    return {"raw": sent(answer(NORA, haemoglobin("12.4")))[0]}


def _card(cast: Cast) -> Arguments:
    return {"card": cast.nora_card}


def _nothing(cast: Cast) -> Arguments:
    return {}


def _single(cast: Cast) -> Arguments:
    """A ferritin in a unit that nobody can reckon waits for Torget."""
    receive(cast.ctx, *sent(answer(NORA, ferritin("24", "mol"))))
    (number,) = waiting(cast.ctx)
    (item,) = inbox.open_message(cast.amir, ctx=cast.ctx, message=number).items
    return {"message": number, "item": item.handle}


def _meaning(cast: Cast) -> Arguments:
    return {**_single(cast), "what": "ferritin", "value": Decimal(24)}


def _laboratory_of(cast: Cast) -> Arguments:
    return {"her_id": "900199", "name": "Ny lab", "serves": (TORGET,)}


def _job(cast: Cast) -> Actor:
    return JOB


def _no_job(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.lars, cast.nora, LAB, NOBODY]


def _ingrid(cast: Cast) -> Actor:
    return cast.ingrid


P = Permission


def examples() -> Iterator[tuple[Any, ...]]:
    yield receiving.receive_message, P.RECEIVE_MESSAGE, _sent_in, _laboratory, _not_the_laboratory
    yield receiving.work_inbox, P.WORK_INBOX, _kept, _laboratory, _not_the_laboratory
    yield inbox.list_inbox, P.LIST_INBOX, _nothing, _amir, _no_clinician
    yield inbox.open_message, P.OPEN_MESSAGE, _message, _amir, _another_unit
    yield by_hand.place_by_hand, P.PLACE_BY_HAND, _placing, _amir, _another_unit
    yield by_hand.leave_outside, P.LEAVE_OUTSIDE, _single, _amir, _another_unit
    yield by_hand.read_by_hand, P.READ_BY_HAND, _meaning, _amir, _another_unit
    yield inbox.set_aside, P.SET_ASIDE, _setting_aside, _amir, _another_unit
    yield laboratories.register_laboratory, P.REGISTER_LABORATORY, _laboratory_of, _job, _no_job
    yield laboratories.list_laboratories, P.LIST_LABORATORIES, _nothing, _job, _no_job
    yield inbox.list_outside, P.LIST_OUTSIDE, _card, _amir, _no_relation
    yield results.list_results, P.LIST_RESULTS, _nothing, _amir, _no_clinician
    yield results.mark_result_seen, P.MARK_RESULT_SEEN, _result, _amir, _no_relation
    yield results.mark_told, P.MARK_TOLD, _held, _amir, _no_relation
    yield results.who_may_take, P.WHO_MAY_TAKE, _card, _amir, _no_relation
    yield results.take_responsibility, P.TAKE_RESPONSIBILITY, _keys, _ingrid, _no_relation
    yield results.give_responsibility, P.GIVE_RESPONSIBILITY, _giving, _amir, _no_relation
