"""One example of each action on who may see her card; tests/actions/every_action.py takes them in."""

from collections.abc import Iterator
from typing import Any

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import blocks, consents, ending_care, her_access
from tests.cast import JOB, Cast

Arguments = dict[str, Any]


def _nothing(cast: Cast) -> Arguments:
    return {}


def _amir(cast: Cast) -> Arguments:
    return {"whom": cast.amir.party}


def _her_amir(cast: Cast) -> Arguments:
    return {"card": cast.nora_card, "whom": cast.amir.party}


def _written(cast: Cast) -> Arguments:
    blocks.block_on_her_word(cast.ingrid, ctx=cast.ctx, **_her_amir(cast))
    return _her_amir(cast)


def _card(cast: Cast) -> Arguments:
    return {"card": cast.nora_card}


def _ingrid(cast: Cast) -> Actor:
    return cast.ingrid


def _nora(cast: Cast) -> Actor:
    return cast.nora


def _no_woman(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.lars, JOB, NOBODY]


def _no_relation(cast: Cast) -> list[Actor]:
    return [cast.lars, cast.nora, cast.kari, JOB, NOBODY]


P = Permission


def examples() -> Iterator[tuple[Any, ...]]:
    yield her_access.read_access, P.READ_ACCESS, _nothing, _nora, _no_woman
    yield her_access.find_personnel, P.FIND_PERSONNEL, lambda cast: {"name": "Amir"}, _nora, _no_woman
    yield (
        her_access.who_is,
        P.FIND_PERSONNEL,
        lambda cast: {"party": cast.amir.party},
        _nora,
        _no_woman,
    )
    yield her_access.read_blocks, P.READ_BLOCKS, _card, _ingrid, _no_relation
    yield blocks.block_access, P.BLOCK_ACCESS, _amir, _nora, _no_woman
    yield blocks.lift_block, P.LIFT_BLOCK, _amir, _nora, _no_woman
    yield blocks.block_on_her_word, P.BLOCK_ON_HER_WORD, _her_amir, _ingrid, _no_relation
    yield blocks.lift_on_her_word, P.LIFT_ON_HER_WORD, _written, _ingrid, _no_relation
    yield ending_care.end_care, P.END_CARE, _card, _ingrid, _no_relation
    yield consents.give_consent, P.GIVE_CONSENT, _nothing, _nora, _no_woman
    yield consents.withdraw_consent, P.WITHDRAW_CONSENT, _nothing, _nora, _no_woman
    yield (
        consents.record_consent,
        P.RECORD_CONSENT,
        lambda cast: {"woman": cast.nora.party},
        _ingrid,
        _no_relation,
    )
