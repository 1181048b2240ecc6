"""OpenAPI descriptions of the doors that publish none: the national API, the laboratory's, CDS Hooks and `/health`.

For the tests alone. What a body may hold is told from examples: a number may be any number, a text any text.
"""

from typing import Any

from helsekort.api.cds.routes import HOOKS
from helsekort.api.dhg.door import PATH
from helsekort.guideline.hooks import SERVICES
from tests.api.dhg.national_caller import APPOINTMENT, BLOCKS, HEIGHT

Json = dict[str, Any]
LABORATORY = "/meldinger/lab"
TEXT: Json = {"type": "string"}
LISTS: dict[str, Json] = {"antenatalAppointments": APPOINTMENT, "symphysisFundalHeights": HEIGHT}
HOOK: Json = {
    "hook": "patient-view",
    "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
    "context": {"userId": "PractitionerRole/x", "patientId": "x", "encounterId": "y", "draftOrders": {}},
    "prefetch": {"x": None},
}
ENDING: Json = {
    "recordStatus": "TERMINATED",
    "deliveryDate": "2026-03-09",
    "liveBirth": True,
    "metadata": {"version": 1},
}


def described() -> Json:
    """All of them as one description."""
    blocks = {**BLOCKS, **LISTS}
    paths: Json = {
        "/health": {"get": _asked([])},
        HOOKS: {"get": _asked([])},
        LABORATORY: {"post": _asked([], {"text/plain": {"schema": TEXT}})},
        PATH + "/status": {"get": _asked([])},
        PATH + "/history": {"get": _asked([])},
        PATH + "/history/{id}": {"get": _asked(["id"])},
        PATH + "/record": {"post": _asked([])},
        PATH + "/record/{id}": {"get": _asked(["id"])},
        PATH + "/record/{id}/updateStatus": {"post": _asked(["id"], _json(ENDING))},
        PATH + "/record/{id}/{block}/{item}": {
            "put": _asked(["id", "block", "item"], _json(APPOINTMENT)),
            "delete": _asked(["id", "block", "item"]),
        },
    }
    for service in SERVICES:
        paths[f"{HOOKS}/{service}"] = {"post": _asked([], _json(HOOK))}
    for block, example in blocks.items():
        sent = {**example, "metadata": {"version": 1}}
        paths[PATH + "/record/{id}/" + block] = {
            "post": _asked(["id"], _json(example)),
            "put": _asked(["id"], _json(sent)),
        }
    return {"openapi": "3.1.0", "info": {"title": "Other doors", "version": "1"}, "paths": paths}


def _asked(names: list[str], sent: Json | None = None) -> Json:
    """An operation: its names in the path, and what is sent."""
    made: Json = {
        "parameters": [{"name": name, "in": "path", "required": True, "schema": TEXT} for name in names],
        "responses": {"default": {"description": "Any answer."}},
    }
    return made | ({"requestBody": {"required": True, "content": sent}} if sent else {})


def _json(example: Json) -> Json:
    return {"application/json": {"schema": _like(example)}}


def _like(value: object) -> Json:
    """What is of the same kind as an example, all the way down; no part of an object must be there."""
    match value:
        case dict():
            return {"type": "object", "properties": {name: _like(part) for name, part in value.items()}}
        case list():
            return {"type": "array", "items": {"anyOf": [_like(each) for each in value]}, "maxItems": 4}
        case None:
            return {}
        case bool():
            return {"type": ["boolean", "null"]}
        case int() | float():
            return {"type": ["number", "null"]}
        case _:
            # as often as any text one that could be meant
            return {"anyOf": [{"type": ["string", "null"]}, {"const": value}]}
