"""Schemathesis speaks to the door by its OpenAPI description: whatever it sends, no answer is a fault of ours."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from helsekort import app
from helsekort.record.ids import to_text
from tests.api.callers import token_of
from tests.api.resources import SYSTEM, encounter, fetus, observation, sent_bytes
from tests.cast import Cast, make_cast, open_house
from tests.store.stored import breaks

EXAMPLES = 60 if os.environ.get("HELSEKORT_DEEP") == "1" else 10
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
FEWEST = 100
WHOLE = {"Observation": observation, "Encounter": encounter, "RelatedPerson": fetus}


@pytest.fixture(scope="module")
def spoken_to(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Gives the cast in a house of this module's own."""
    folder: Path = tmp_path_factory.mktemp("openapi")
    ctx = open_house(f"sqlite:///{folder / 'helsekort.db'}")
    yield make_cast(ctx)
    ctx.database.close()


def _real(case: Case, cast: Cast, choice: int) -> None:
    """Two of three cases lead to Nora's own card: what is made up alone would only ever be refused."""
    card, woman = to_text(cast.nora_card), to_text(cast.nora.party)
    here = {"Patient": woman, "EpisodeOfCare": card}
    kind = case.operation.path.split("/")[1]
    if choice and "id" in case.path_parameters:
        case.path_parameters["id"] = here.get(kind, f"{card}-{choice + 1}")
    query: Any = case.query
    if choice and case.method == "GET" and case.operation.path == f"/{kind}" and isinstance(query, dict):
        query["patient"] = woman
    if choice and isinstance(case.body, dict) and kind in WHOLE:
        case.body = _nearly_whole(case.body, cast, kind, choice)
        case.headers = case.headers if choice > 1 else CaseInsensitiveDict({})


def _nearly_whole(made_up: dict[str, Any], cast: Cast, kind: str, choice: int) -> dict[str, Any]:
    """A resource that would be taken, with one element or none from what was made up."""
    whole: dict[str, Any] = json.loads(sent_bytes(WHOLE[kind](cast)))
    strange = dict(list(made_up.items())[: choice - 1])
    return whole | {"identifier": [{"system": SYSTEM, "value": str(len(made_up))}]} | strange


def test_no_request_is_a_fault_of_ours(spoken_to: Cast) -> None:
    application = app.build(spoken_to.ctx)
    schema = schemathesis.openapi.from_asgi("/fhir/r4/openapi.json", application)
    token, tried = token_of(spoken_to, spoken_to.ingrid), Counter[int]()
    for result in schema.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy(), choice=st.integers(0, 2))
        @settings(
            max_examples=EXAMPLES,
            phases=[Phase.generate],
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def speak(case: Case, choice: int) -> None:
            _real(case, spoken_to, choice)
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            tried[answer.status_code] += 1
            case.validate_response(answer, checks=list(CHECKS))

        speak()
    print(f"requests {tried.total()}, by status {dict(sorted(tried.items()))}")
    assert tried.total() > FEWEST
    assert {status for status in tried if status >= 500} == set()
    assert {200, 201, 400, 404, 422} <= set(tried)
    assert breaks(spoken_to.ctx) == []
