"""One example of each action of the national API; tests/actions/every_action.py takes them in."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import national, national_ending, national_writing
from helsekort.actions.national_writing import BlockWish
from helsekort.dhg.names import name_in
from helsekort.fhir.strict_json import Number, Object
from helsekort.record.identifiers import NationalNumber, parse_national_number
from tests import cast as made
from tests.cast import JOB, Cast

Arguments = dict[str, Any]
NORA, SILJE = 4, 6


def number(born: int = NORA) -> NationalNumber:
    return parse_national_number(made.number_of(born), allow_synthetic=True)


def _ingrid(cast: Cast) -> Actor:
    return cast.ingrid


def _strangers(cast: Cast) -> list[Actor]:
    """Everyone but those who care for her and she herself."""
    elsewhere = replace(cast.ingrid, organisation=cast.lars.organisation)
    return [cast.lars, elsewhere, cast.kari, JOB, NOBODY]


def _all_but_personnel(cast: Cast) -> list[Actor]:
    return [*_strangers(cast), cast.nora]


def _her(cast: Cast, **more: object) -> Arguments:
    return {"number": number(), **more}


def _record(cast: Cast, **more: object) -> Arguments:
    return _her(cast, card=cast.nora_card, **more)


def _opening(cast: Cast) -> Arguments:
    woman = made.make_woman(cast.ctx, "Silje Aas", SILJE)
    made.begin_care(cast.ctx, woman, cast.ingrid)
    return {"number": number(SILJE)}


def _height() -> BlockWish:
    sent = {"measurement": Number("30"), "measurementDate": "2026-03-09"}
    return BlockWish("symphysisFundalHeights", {**sent}, new=True)


def _measured(cast: Cast) -> Arguments:
    written = national_writing.write_national_block(
        cast.ingrid, ctx=cast.ctx, number=number(), card=cast.nora_card, wish=_height()
    )
    meta = written["metadata"]
    assert isinstance(meta, dict)
    item = name_in(str(meta["id"]))
    return _record(cast, block="symphysisFundalHeights", item=item)


def examples() -> Iterator[tuple[Any, ...]]:
    """(action, permission, needs, may, may_not)."""
    read, write = national, national_writing
    yield read.read_national_status, Permission.READ_NATIONAL_STATUS, _her, _ingrid, _strangers
    yield read.list_national_records, Permission.LIST_NATIONAL_RECORDS, _her, _ingrid, _strangers
    yield read.read_national_record, Permission.READ_NATIONAL_RECORD, _record, _ingrid, _strangers
    yield read.read_national_history, Permission.READ_NATIONAL_HISTORY, _record, _ingrid, _strangers
    ending: Object = {
        "metadata": {"version": Number("1")},
        "recordStatus": {"terminationDate": "2026-03-09"},
    }
    yield (
        national_ending.read_national_ending,
        Permission.READ_NATIONAL_RECORD,
        lambda cast: _record(cast, sent=ending),
        _ingrid,
        _strangers,
    )
    yield write.open_national_record, Permission.OPEN_NEW_CARD, _opening, _ingrid, _all_but_personnel
    yield (
        write.write_national_block,
        Permission.WRITE_NATIONAL_BLOCK,
        lambda cast: _record(cast, wish=_height()),
        _ingrid,
        _all_but_personnel,
    )
    yield (
        write.delete_national_item,
        Permission.WRITE_NATIONAL_BLOCK,
        _measured,
        _ingrid,
        _all_but_personnel,
    )
