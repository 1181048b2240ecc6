"""A caller at the FHIR door, as one of the cast, and how its answers are read."""

import json
from itertools import count
from typing import Any

import httpx2
from starlette.testclient import TestClient

from helsekort import app
from helsekort.access.actors import NOBODY, Actor
from helsekort.actions import registry, sessions
from helsekort.store.parties import PersonaRow
from tests.api.resources import Resource, sent_bytes
from tests.cast import JOB, Cast

JSON = "application/fhir+json"
_places = count(1)


def token_of(cast: Cast, actor: Actor) -> str:
    """A token as `helsekort token` gives one."""
    place = next(_places)
    row = PersonaRow(
        f"p{place}", place, actor.kind, actor.party, actor.organisation, actor.category or "-", "Fiktiv"
    )
    registry.register_persona(JOB, ctx=cast.ctx, persona=row)
    return sessions.enter_as_persona(NOBODY, ctx=cast.ctx, persona=row.key)


class Caller:
    """Someone's system at the door."""

    def __init__(self, cast: Cast, actor: Actor | None) -> None:
        self.cast = cast
        headers = {"Authorization": f"Bearer {token_of(cast, actor)}"} if actor else {}
        self.client = TestClient(app.build(cast.ctx), "http://testserver/fhir/r4", headers=headers)

    def get(self, path: str, **headers: str) -> httpx2.Response:
        return self.client.get(path, headers=headers)

    def post(self, path: str, resource: Resource | bytes, **headers: str) -> httpx2.Response:
        return self._send("POST", path, resource, headers)

    def put(self, path: str, resource: Resource | bytes, **headers: str) -> httpx2.Response:
        return self._send("PUT", path, resource, headers)

    def _send(
        self, method: str, path: str, resource: Resource | bytes, headers: dict[str, str]
    ) -> httpx2.Response:
        body = resource if isinstance(resource, bytes) else sent_bytes(resource)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.request(method, path, content=body, headers={"Content-Type": JSON, **named})

    def create(self, resource: Resource, key: str = "one") -> dict[str, Any]:
        """Written, as it stands."""
        answer = self.post(f"/{resource['resourceType']}", resource, Idempotency_Key=key)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def found(self, path: str) -> list[dict[str, Any]]:
        """What a search finds, matches only."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return [
            each["resource"] for each in answer.json().get("entry", []) if each["search"]["mode"] == "match"
        ]


def issues(answer: httpx2.Response, status: int) -> list[dict[str, Any]]:
    """The problems of an OperationOutcome, each with a remedy."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/fhir+json; charset=utf-8"
    told = json.loads(answer.text)
    assert told["resourceType"] == "OperationOutcome"
    assert all(issue["diagnostics"].endswith(".") for issue in told["issue"])
    found: list[dict[str, Any]] = told["issue"]
    return found


def places(answer: httpx2.Response, status: int = 422) -> list[str]:
    """Where the problems stand."""
    return [place for issue in issues(answer, status) for place in issue.get("expression", [""])]
