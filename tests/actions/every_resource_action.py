"""One example of each action of the FHIR door; tests/actions/every_action.py takes them in."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import documents, resource_writing, resources
from helsekort.actions.incoming import Key
from helsekort.actions.resource_writing import Wish
from helsekort.fhir.search import read_query
from helsekort.fhir.strict_json import Object, read
from helsekort.record.codes import FNR
from tests import cast as made
from tests.api.resources import episode, observation, sent_bytes
from tests.cast import JOB, Cast

Arguments = dict[str, Any]


def _ingrid(cast: Cast) -> Actor:
    return cast.ingrid


def _strangers(cast: Cast) -> list[Actor]:
    """Everyone but those who care for her and she herself."""
    elsewhere = replace(cast.ingrid, organisation=cast.lars.organisation)
    return [cast.lars, elsewhere, cast.kari, JOB, NOBODY]


def _all_but_personnel(cast: Cast) -> list[Actor]:
    return [*_strangers(cast), cast.nora]


def _card(cast: Cast, **more: object) -> Arguments:
    return {"card": cast.nora_card, **more}


def _woman(cast: Cast, **more: object) -> Arguments:
    return {"woman": cast.nora.party, **more}


def tree(resource: dict[str, Any]) -> Object:
    """A resource as the door reads it."""
    return read(sent_bytes(resource))[0]


def wish(cast: Cast, key: str = "one", **changes: object) -> Wish:
    """The wish to write a weight on Nora's card."""
    return Wish(tree(observation(cast, **changes)), "Observation", (Key(key),))


def _change(cast: Cast) -> Arguments:
    written = resource_writing.create_resource(
        cast.ingrid, ctx=cast.ctx, wish=wish(cast), card=cast.nora_card
    )
    changed = observation(cast, value="71.0", status="corrected", reason="Tastefeil")
    changed["id"] = written.version.id
    origin = int(written.version.id.partition("-")[2])
    return _card(cast, wish=Wish(tree(changed), "Observation", origin=origin, base_version=1))


def _opening(cast: Cast) -> Arguments:
    woman = made.make_woman(cast.ctx, "Silje Aas", 6)
    made.begin_care(cast.ctx, woman, cast.ingrid)
    return {"woman": woman.party, "key": "one", "sent": tree(episode(cast, woman.party))}


def examples() -> Iterator[tuple[Any, ...]]:
    """(action, permission, needs, may, may_not)."""
    yield from _reading()
    yield from _documents()
    yield from _writing()


def _documents() -> Iterator[tuple[Any, ...]]:
    yield (
        documents.read_document,
        Permission.READ_DOCUMENT,
        lambda cast: {**_card(cast), "edition": documents.WHOLE, "door": "https://helsekort.example/fhir/r4"},
        _ingrid,
        _strangers,
    )
    yield (
        documents.read_summary,
        Permission.READ_SUMMARY,
        lambda cast: {**_woman(cast), "door": "https://helsekort.example/fhir/r4"},
        _ingrid,
        _strangers,
    )


def _reading() -> Iterator[tuple[Any, ...]]:
    yield (
        resources.read_resource,
        Permission.READ_RESOURCE,
        lambda cast: _card(cast, kind="EpisodeOfCare", origin=1),
        _ingrid,
        _strangers,
    )
    yield (
        resources.read_history,
        Permission.READ_HISTORY,
        lambda cast: _card(cast, kind="EpisodeOfCare", origin=1),
        _ingrid,
        _strangers,
    )
    searched = read_query("Observation", [("status", "final")])
    yield (
        resources.search_card,
        Permission.SEARCH_CARD,
        lambda cast: _card(cast, query=searched),
        _ingrid,
        _strangers,
    )
    yield (
        resources.search_woman,
        Permission.SEARCH_WOMAN,
        lambda cast: _woman(cast, query=searched),
        _ingrid,
        _strangers,
    )
    yield resources.read_everything, Permission.READ_EVERYTHING, _card, _ingrid, _strangers
    yield resources.read_everything_of, Permission.READ_EVERYTHING_OF, _woman, _ingrid, _strangers
    yield resources.read_patient, Permission.READ_PATIENT, _woman, _ingrid, _strangers
    yield (
        resources.find_patient,
        Permission.FIND_PATIENT,
        lambda cast: {"system": FNR, "value": made.number_of(4)},
        _ingrid,
        _all_but_personnel,
    )
    yield (
        resources.read_party,
        Permission.READ_PARTY,
        lambda cast: {"kind": "Practitioner", "party": cast.amir.party},
        _ingrid,
        lambda cast: [JOB, NOBODY],
    )


def _writing() -> Iterator[tuple[Any, ...]]:
    yield (
        resource_writing.create_resource,
        Permission.CREATE_RESOURCE,
        lambda cast: _card(cast, wish=wish(cast)),
        _ingrid,
        _all_but_personnel,
    )
    yield resource_writing.update_resource, Permission.UPDATE_RESOURCE, _change, _ingrid, _all_but_personnel
    yield (
        resource_writing.write_bundle,
        Permission.WRITE_BUNDLE,
        lambda cast: _card(cast, wishes=[wish(cast)]),
        _ingrid,
        _all_but_personnel,
    )
    yield (
        resource_writing.create_episode,
        Permission.OPEN_NEW_CARD,
        _opening,
        _ingrid,
        lambda cast: [cast.nora, JOB, NOBODY],
    )
