"""What is stored is FHIR R4 to two readers that we did not write: fhirkit-rs and fhir.resources (R4B)."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import fhirkit
import pydantic
import pytest
from fhir.resources.R4B import get_fhir_model_class

from helsekort.actions.context import Context
from helsekort.fhir.heads import Head
from helsekort.fhir.stored import card_body, card_content, party_body, party_content
from helsekort.store import chain
from tests.cast import made_demo, open_house
from tests.fhir.contents import CARD_BODIES, CATALOGUE, PARTY_BODIES


def by_fhirkit(body: bytes) -> None:
    """Raises fhirkit.ValidationError; warnings count as errors."""
    found = fhirkit.parse(body, strict=True)
    assert found.issues == []
    # It read the same as we wrote, decimals and all.
    assert _exact(found.to_json().encode()) == _exact(body)


def by_fhir_resources(body: bytes) -> None:
    """Raises pydantic.ValidationError."""
    get_fhir_model_class(json.loads(body)["resourceType"]).model_validate_json(body)


def _exact(body: bytes) -> Any:  # noqa: ANN401  # as JSON gives it
    return json.loads(body, parse_float=lambda text: ("decimal", text))


VALIDATORS = pytest.mark.parametrize("accept", [by_fhirkit, by_fhir_resources])
REFUSED = (fhirkit.ValidationError, pydantic.ValidationError)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Gives a house in which every story of the demo has been lived."""
    folder: Path = tmp_path_factory.mktemp("demo")
    ctx = open_house(f"sqlite:///{folder / 'demo.db'}")
    assert set(made_demo(ctx)) >= {"kari", "nora", "silje"}
    yield ctx
    ctx.database.close()


def _rows(ctx: Context, tables: chain.Tables, owners: str) -> list[tuple[int, chain.EntryRow, bytes]]:
    with ctx.database.transaction(write=False) as tx:
        return [
            (owner, row, row.body)
            for (owner,) in tx.rows(owners)
            for row in chain.read(tx, tables, owner)
            if row.body is not None
        ]


@VALIDATORS
def test_one_of_each_in_every_status_is_accepted(accept: Callable[[bytes], None]) -> None:
    kinds = set()
    for body in [*CARD_BODIES, *PARTY_BODIES]:
        kinds.add(json.loads(body)["resourceType"])
        accept(body)
    assert len(kinds) == 13


@VALIDATORS
def test_all_that_the_demo_stores_is_accepted(demo: Context, accept: Callable[[bytes], None]) -> None:
    rows = _rows(demo, chain.CARDS, "SELECT card_id FROM card")
    rows += _rows(demo, chain.PARTIES, "SELECT party_id FROM party")
    kinds = set()
    for _, _, body in rows:
        kinds.add(json.loads(body)["resourceType"])
        accept(body)
    assert len(kinds) == 11


def test_all_that_the_demo_stores_comes_back_as_it_went(demo: Context) -> None:
    first: dict[tuple[int, int], int] = {}
    for card, row, body in _rows(demo, chain.CARDS, "SELECT card_id FROM card"):
        woman = int(_woman(demo, card))
        first.setdefault((card, row.origin), row.author)
        head = Head(
            card,
            row.origin,
            row.version,
            row.recorded,
            woman,
            row.author,
            first_author=first[card, row.origin] if row.version > 1 else 0,
        )
        assert card_body(card_content(body, CATALOGUE), head, CATALOGUE) == body
    for party, row, body in _rows(demo, chain.PARTIES, "SELECT party_id FROM party"):
        head = Head(party, row.origin, row.version, row.recorded, party, row.author)
        assert party_body(party_content(body), head) == body


def _woman(ctx: Context, card: int) -> int:
    with ctx.database.transaction(write=False) as tx:
        found = tx.row("SELECT woman FROM card WHERE card_id = ?", (card,))
    assert found is not None
    return int(found[0])


# --- a validator that accepts everything would say nothing ------------------------------------------------

NEEDED = {
    "EpisodeOfCare": "patient",
    "Encounter": "class",
    "Observation": "code",
    "RelatedPerson": "patient",
    "DiagnosticReport": "code",
}


def _break(name: str) -> bytes:
    """A stored resource, broken in one way."""
    by_kind = {json.loads(body)["resourceType"]: json.loads(body) for body in [*CARD_BODIES, *PARTY_BODIES]}
    weight = next(each for each in map(json.loads, CARD_BODIES) if each.get("valueQuantity"))
    changes: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "an element R4 does not have": (by_kind["Patient"], {"shoeSize": 38}),
        "two values": (weight, {"valueString": "72"}),
        "text for an object": (by_kind["Observation"], {"subject": "Patient/5"}),
        "no such day": (by_kind["Patient"], {"birthDate": "1995-13-40"}),
        "one for many": (by_kind["PractitionerRole"], {"code": by_kind["PractitionerRole"]["code"][0]}),
        "a word for a truth": (by_kind["Organization"], {"active": "perhaps"}),
    }
    resource, change = changes[name]
    return json.dumps({**resource, **change}).encode()


@VALIDATORS
@pytest.mark.parametrize(
    "name",
    [
        "an element R4 does not have",
        "two values",
        "text for an object",
        "no such day",
        "one for many",
        "a word for a truth",
    ],
)
def test_a_broken_resource_is_refused(accept: Callable[[bytes], None], name: str) -> None:
    with pytest.raises(REFUSED):
        accept(_break(name))


@VALIDATORS
@pytest.mark.parametrize(("kind", "element"), NEEDED.items())
def test_a_missing_element_is_refused(accept: Callable[[bytes], None], kind: str, element: str) -> None:
    resource = next(each for each in map(json.loads, CARD_BODIES) if each["resourceType"] == kind)
    accept(json.dumps(resource).encode())
    del resource[element]
    with pytest.raises(REFUSED):
        accept(json.dumps(resource).encode())


def test_decimals_survive_the_reader() -> None:
    body = next(body for body in CARD_BODIES if b'"value":72.50' in body)
    assert fhirkit.parse(body, strict=True).to_dict()["valueQuantity"]["value"] == Decimal("72.50")
