"""Clients that others wrote, unchanged, against a running demo: each does what it can do.

What a client cannot do here is written in docs/api_clients.md, and each of those is tried here too.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from typing import Any

import fhirpy
import pytest
from fhirclient.client import FHIRClient
from fhirclient.models.bundle import Bundle
from fhirclient.models.episodeofcare import EpisodeOfCare
from fhirclient.models.observation import Observation
from fhirclient.models.patient import Patient
from fhirpy.base.exceptions import BaseFHIRError, MultipleResourcesFound, OperationOutcome, ResourceNotFound
from fhirpy.lib import SyncFHIRResource
from requests import HTTPError

from tests.api.resources import REASON, bundle, entry
from tests.fixtures.node import node
from tests.house.tree import ROOT
from tests.running import Running, running_demo

CLIENTS = ROOT / "tests" / "clients"
SYSTEM = "https://fhirpy.example"
WEIGHT = "29463-7"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Gives a running demo with Nora's story in it."""
    with running_demo(tmp_path_factory.mktemp("running")) as one:
        yield one


def _reason() -> list[dict[str, str]]:
    return [{"url": REASON, "valueString": "Tastefeil"}]


# --- fhirpy ------------------------------------------------------------------------------------------------


@pytest.fixture
def py(running: Running) -> fhirpy.SyncFHIRClient:
    """Gives a client made as its own first page tells."""
    return fhirpy.SyncFHIRClient(running.door, authorization=f"Bearer {running.token}")


def _new(py: fhirpy.SyncFHIRClient, resource: dict[str, Any]) -> SyncFHIRResource:
    kind, content = resource["resourceType"], {k: v for k, v in resource.items() if k != "resourceType"}
    return py.resource(kind, **content)


def _named(value: str) -> list[dict[str, str]]:
    return [{"system": SYSTEM, "value": value}]


def test_fhirpy_creates_reads_and_corrects(running: Running, py: fhirpy.SyncFHIRClient) -> None:
    made = _new(py, running.weight(identifier=_named("a"))).save()
    assert made.meta.versionId == "1"
    again = py.reference("Observation", made.id).to_resource()
    assert again["valueQuantity"]["value"] == 95.5
    again["valueQuantity"]["value"], again["status"], again["extension"] = 95.0, "corrected", _reason()
    again.save()
    assert again.meta.versionId == "2"
    with pytest.raises(MultipleResourcesFound, match="changed since"):  # its name for 412
        made.save()
    made.refresh()
    assert made.status == "corrected"
    history = py.execute(f"Observation/{made.id}/_history", method="get")
    assert [each.resource.meta.versionId for each in history.entry] == ["2", "1"]


def test_fhirpy_searches_inside_one_woman(running: Running, py: fhirpy.SyncFHIRClient) -> None:
    _new(py, running.weight(identifier=_named("b"))).save()
    found = py.resources("Observation").search(patient=running.woman, code=WEIGHT)
    assert found.count() == len(found.fetch_all()) == len(list(found.limit(1)))
    assert found.sort("-date").first().resourceType == "Observation"
    assert found.search(identifier=f"{SYSTEM}|b").get().identifier == _named("b")
    shown = py.resources("Observation").search(patient=running.woman).include("Observation", "encounter")
    assert {each.resource.resourceType for each in shown.fetch_raw().entry} == {"Observation", "Encounter"}
    recent = py.resources("Encounter").search(
        patient=running.woman, date__ge=running.ctx.today().replace(year=2000)
    )
    assert recent.count() > 0
    everything = py.execute(f"EpisodeOfCare/{running.card}/$everything", method="get")
    assert everything.total > 10


def test_fhirpy_gets_or_creates_once(running: Running, py: fhirpy.SyncFHIRClient) -> None:
    found = py.resources("Observation").search(identifier=f"{SYSTEM}|c")
    resource = _new(py, running.weight(identifier=_named("c")))
    (first, new), (second, newer) = found.get_or_create(resource), found.get_or_create(resource)
    assert (first.id, new, newer) == (second.id, True, False)


def test_fhirpy_sends_a_transaction(running: Running, py: fhirpy.SyncFHIRClient) -> None:
    sent = bundle("transaction", entry("POST", "Observation", running.weight(identifier=_named("d"))))
    answer = py.execute("", data=sent)
    assert answer.entry[0].response.status == "201 Created"


def test_what_fhirpy_cannot_do_here(running: Running, py: fhirpy.SyncFHIRClient) -> None:
    made = _new(py, running.weight(identifier=_named("e"))).save()
    acts = (
        made.delete,
        lambda: made.patch(status="final"),
        lambda: py.resources("Observation").search(identifier="x").update(made),
        made.is_valid,
        lambda: py.resources("Observation").fetch(),
        lambda: py.resources("Observation").search(patient=running.woman).elements("status").fetch(),
        lambda: _new(py, running.weight()).save(),
    )
    for act in acts:
        with pytest.raises(OperationOutcome):
            act()
    with pytest.raises(ResourceNotFound):
        py.reference("Observation", "0123456789ab-2").to_resource()
    with pytest.raises(BaseFHIRError):
        py.resources("Patient").search(name="Nora").fetch()


# --- fhirclient --------------------------------------------------------------------------------------------


@pytest.fixture
def smart(running: Running) -> FHIRClient:
    """Gives a client whose session bears the token, for its own login is not ours yet."""
    client = FHIRClient({"app_id": "tests", "api_base": running.door})
    client.server.session.headers["Authorization"] = f"Bearer {running.token}"
    assert client.prepare()
    return client


def test_fhirclient_reads_creates_and_corrects(running: Running, smart: FHIRClient) -> None:
    assert EpisodeOfCare.read(running.card, smart.server).status == "active"
    assert Patient.read(running.woman, smart.server).name[0].text
    named = [{"system": "https://smart.example", "value": "a"}]
    made = Observation(Observation(running.weight(identifier=named)).create(smart.server))
    made.valueQuantity.value, made.status = 95.0, "corrected"
    changed = Observation({**made.as_json(), "extension": _reason()})
    answer = changed.update(smart.server)
    assert (answer["meta"]["versionId"], answer["valueQuantity"]["value"]) == ("2", 95.0)
    with pytest.raises(HTTPError, match="412"):
        changed.update(smart.server)


def test_fhirclient_searches_and_pages(running: Running, smart: FHIRClient) -> None:
    wanted = {"patient": running.woman, "code": WEIGHT, "_count": "1"}
    found = list(Observation.where(wanted).perform_resources_iter(smart.server))
    assert len(found) > 1
    assert {each.resource_type for each in found} == {"Observation"}
    either = {"patient": running.woman, "status": {"$or": ["final", "corrected"]}}
    assert list(Observation.where(either).perform_resources_iter(smart.server))


def test_fhirclient_sends_a_transaction(running: Running, smart: FHIRClient) -> None:
    named = [{"system": "https://smart.example", "value": "b"}]
    sent = Bundle(bundle("transaction", entry("POST", "Observation", running.weight(identifier=named))))
    assert sent.create(smart.server)["entry"][0]["response"]["status"] == "201 Created"


def test_what_fhirclient_cannot_do_here(running: Running, smart: FHIRClient) -> None:
    found = next(iter(Observation.where({"patient": running.woman}).perform_resources_iter(smart.server)))
    with pytest.raises(HTTPError, match="405"):
        found.delete(smart.server)
    with pytest.raises(HTTPError, match="400"):
        next(
            Observation.where({"patient": running.woman, "date": {"$gt": "2020"}}).perform_iter(smart.server)
        )
    with pytest.raises(HTTPError, match="428"):
        Observation(running.weight()).create(smart.server)


# --- fhir-kit-client and @medplum/core ---------------------------------------------------------------------


def _run(program: str, running: Running) -> dict[str, Any]:
    """What a program saw."""
    given = {
        "origin": running.origin,
        "door": running.door,
        "token": running.token,
        "woman": running.woman,
        "card": running.card,
        "weight": running.weight(),
        "key": program,
    }
    ran = subprocess.run(
        [node(CLIENTS), CLIENTS / program, json.dumps(given)],
        capture_output=True,
        text=True,
        check=False,
        cwd=CLIENTS,
        env={**os.environ, "NODE_ENV": "test"},
    )
    assert ran.returncode == 0, ran.stderr
    seen: dict[str, Any] = json.loads(ran.stdout)
    return seen


def test_fhir_kit_client(running: Running) -> None:
    seen = _run("fhir_kit.mjs", running)
    assert seen.pop("location").startswith(f"{running.door}/Observation/{running.card}-")
    assert seen.pop("pages") == seen["found"] == seen.pop("posted") == seen.pop("compartment")
    assert seen.pop("back") == seen["found"]
    assert seen.pop("found") > 1
    assert seen == {
        "fhirVersion": "4.0.1",
        "episode": running.card,
        "resolved": "Patient",
        "created": 95.5,
        "updated": ["2", 96.5],
        "stale": 412,
        "first": "final",
        "history": 2,
        "everything": "searchset",
        "transaction": "201 Created",
        "batch": "200",
        "deleted": 405,
        "patched": 405,
        "across": 400,
        "system": 404,
        "typeHistory": 404,
        "smart": {},
    }


def test_medplum(running: Running) -> None:
    seen = _run("medplum.mjs", running)
    assert seen.pop("pages") == seen["found"] == seen.pop("resources")
    assert seen.pop("found") > 1
    told = {name: seen.pop(name) for name in ("deleted", "patched", "upserted", "across")}
    assert "entered-in-error" in told["deleted"]
    assert "send it whole" in told["patched"]
    assert "Search for it first" in told["upserted"]
    assert "across women" in told["across"]
    assert ["GET metadata" in each for each in seen.pop("missing")] == [True] * 2
    assert seen == {
        "summary": "document",
        "episode": running.card,
        "reference": "Patient",
        "created": 95.5,
        "once": True,
        "gathered": ["Patient", "Bundle"],
        "updated": ["2", 96.5],
        "first": "final",
        "history": 2,
        "one": "Observation",
        "everything": "searchset",
        "batch": "200",
        "transaction": "201 Created",
    }
