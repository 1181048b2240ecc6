"""Schemathesis speaks to every door for programs: whatever it sends, no answer is a fault of ours.

The FHIR door by its own OpenAPI description, the others by one that the tests make of them; what fits the description
and what does not; with the demo's tokens, and with a provider's and a proof for each request.
"""

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
from hypothesis.errors import Unsatisfiable
from msgspec import Struct
from requests.structures import CaseInsensitiveDict
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette

from helsekort import app
from helsekort.api.dhg.door import PATH as NATIONAL
from helsekort.dhg.faults import STATUS, Code
from helsekort.record.ids import to_text
from tests.answers import KARI, answer, haemoglobin
from tests.answers import sent as as_messages
from tests.api import other_doors
from tests.api.asking import Headers, always, by_bearer, by_proof
from tests.api.dhg.national_caller import APPOINTMENT, National
from tests.api.other_doors import LABORATORY
from tests.api.resources import SYSTEM, encounter, fetus, observation, sent_bytes
from tests.bound import numbered
from tests.cast import Cast, make_cast, open_house
from tests.issuing import ORIGIN
from tests.store.stored import breaks

DEEP = os.environ.get("HELSEKORT_DEEP") == "1"
EXAMPLES = int(os.environ.get("HELSEKORT_EXAMPLES", "60" if DEEP else "4"))
"""Requests to each operation, of each of two kinds, by each of two ways to come in."""
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
FEWEST = 100
WHOLE = {"Observation": observation, "Encounter": encounter, "RelatedPerson": fetus}
LISTED = "antenatalAppointments"
CODES = {code.value: STATUS[code] for code in Code}


WAYS = {"bearer": by_bearer, "proof": by_proof}


class Service(Struct, frozen=True):
    """The service as it runs, the cast, who asks by which way, and Nora's record as the national API calls it."""

    cast: Cast
    running: Starlette
    asking: dict[str, Headers]
    national: National
    record: str

    def version(self, block: str) -> int:
        """Of a block that stands, or of the first item of a list; 1 where there is none."""
        stands = self.national.read().get(block) or {}
        one = stands[0] if isinstance(stands, list) else stands
        version: int = one.get("metadata", {}).get("version", 1)
        return version

    def item(self) -> str:
        """A check-up of hers; another where all were deleted."""
        stands = self.national.read().get(LISTED) or [self.national.write("POST", LISTED, APPOINTMENT)]
        found: str = stands[0]["metadata"]["id"]
        return found


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Gives the cast in a house of this module's own, that takes both kinds of tokens."""
    folder: Path = tmp_path_factory.mktemp("openapi")
    ctx = open_house(f"sqlite:///{folder / 'helsekort.db'}")
    cast = numbered(make_cast(ctx), demo=True)
    national = National(cast, cast.ingrid)
    national.write("POST", LISTED, APPOINTMENT)
    asking = {name: way(cast) for name, way in WAYS.items()}
    yield Service(cast, app.build(cast.ctx, origin=ORIGIN), asking, national, national.record_id())
    ctx.database.close()


def _real(case: Case, service: Service, choice: int) -> None:
    """Two of three cases lead to Nora's own card: what is made up alone would only ever be refused."""
    if case.operation.path == LABORATORY:
        _real_message(case, choice)
    elif case.operation.path.startswith(NATIONAL):
        _real_block(case, service, choice)
    else:
        _real_resource(case, service.cast, choice)


def _real_message(case: Case, choice: int) -> None:
    """A laboratory's message, with what was made up in the place of a value or not."""
    if choice:
        whole = as_messages(answer(KARI, haemoglobin("12.4")))[0].decode()
        case.body = whole.replace("12.4", str(case.body)[:20]) if choice > 1 else whole


def _real_block(case: Case, service: Service, choice: int) -> None:
    if choice and "id" in case.path_parameters:
        case.path_parameters["id"] = service.record
    if choice and "item" in case.path_parameters:
        case.path_parameters |= {"block": LISTED, "item": service.item()}
    if choice > 1 and case.method == "PUT" and isinstance(case.body, dict):
        block = case.path_parameters.get("block") or case.operation.path.rsplit("/", 1)[1]
        case.body = {**case.body, "metadata": {"version": service.version(block)}}


def _real_resource(case: Case, cast: Cast, choice: int) -> None:
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


def _worded(path: str, given: Response) -> None:
    """A fault has the form of its door: an OperationOutcome, a national code, or a sentence."""
    if given.status_code < 400:
        return
    if path.startswith("/dhg"):
        (code,) = given.headers["nhn-error-code"]
        assert CODES[code] == given.status_code or given.status_code in (401, 403, 404, 405, 413, 415), code
        assert set(given.json()) == {"errorCode", "errorMessage", "eventId"}
    elif path.startswith(("/fhir", "/cds-services")):
        outcome = given.json()
        assert outcome["resourceType"] == "OperationOutcome"
        assert all(issue["diagnostics"] for issue in outcome["issue"])
    else:
        assert given.content.strip()


def _speak(service: Service, schema: BaseSchema, mode: GenerationMode) -> Counter[int]:
    """Ask every operation; how many answers there were of each status. One that has nothing that could be wrong, as
    where a name in the path may be any text, is asked for nothing wrong."""
    tried: Counter[int] = Counter()
    for result in schema.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy(generation_mode=mode), choice=st.integers(0, 2))
        @settings(
            max_examples=EXAMPLES,
            phases=[Phase.generate],
            deadline=None,
            derandomize=not DEEP,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def speak(case: Case, choice: int) -> None:
            _real(case, service, choice)
            given = case.call()
            tried[given.status_code] += 1
            _worded(case.operation.full_path, given)
            case.validate_response(given, checks=list(CHECKS))

        try:
            speak()
        except Unsatisfiable:
            if mode is GenerationMode.POSITIVE:
                raise
    return tried


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("door", ["FHIR", "others"])
def test_no_request_is_a_fault_of_ours(service: Service, door: str, way: str, mode: GenerationMode) -> None:
    asked = always(service.running, service.asking[way])
    if door == "FHIR":
        schema = schemathesis.openapi.from_asgi("/fhir/r4/openapi.json", asked)
    else:
        schema = schemathesis.openapi.from_dict(other_doors.described())
        schema.app = asked
    tried = _speak(service, schema, mode)
    print(f"{door} {way} {mode.value}: {tried.total()} requests, by status {dict(sorted(tried.items()))}")
    assert tried.total() > FEWEST
    assert {status for status in tried if status >= 500} == set()
    assert {200, 400, 404} <= set(tried)
    assert 401 not in tried
    assert breaks(service.cast.ctx) == []
