"""The same door as an OpenAPI 3.1 description, for tools that speak HTTP and not FHIR. Made from the same sources."""

from typing import Any

import msgspec
from msgspec.json import schema_components

from helsekort.fhir.capability import BOUND, DOCUMENTS, EVERYTHING, IN_DEMO, interactions_of
from helsekort.fhir.explain import SET_BY_US
from helsekort.fhir.forms import ID
from helsekort.fhir.outcome import OperationOutcome
from helsekort.fhir.profiles import ALL, CREATED, FILES, FORMS, LOG, ON_CARD, RULES
from helsekort.fhir.resources.binary import Binary
from helsekort.fhir.search import CONTROLS, parameters_of

JSON = "application/fhir+json"
REF = "#/components/schemas/"
Json = dict[str, Any]
ANSWERS = {
    "400": "The form of what was sent is at fault.",
    "401": "There is no token, its session has ended, or its proof does not hold.",
    "403": "The token does not reach this, whoever it is asked about: a scope, an attest.",
    "404": "Not there, or not yours to see.",
    "405": "This cannot be done here.",
    "406": "Something else than JSON was wanted.",
    "410": "The law had the content erased.",
    "412": "It was changed since the version that was read.",
    "413": "A body has at most 1 MB.",
    "415": "Something else than JSON was sent.",
    "422": "The form is right and the meaning is not, or a key was used for another content.",
    "428": "A write says what makes it one and the same, or which version it has read.",
    "429": "This was done as often as it may be for now; Retry-After says how many seconds to wait.",
    "503": "The record cannot be written now.",
}
_QUESTION = ("400", "401", "403", "404", "406", "410", "429", "503")
_WRITE = ("400", "401", "403", "404", "406", "412", "413", "415", "422", "428", "429", "503")
SENT = "Sent"
"""Ends the names of schemas of what is sent: id and meta may be left out there."""


def description(version: str, door: str, *, bound: bool = False) -> Json:
    """The whole description as JSON values. `door` is its address; `bound` where tokens are a provider's."""
    paths: Json = {"/metadata": {"get": _metadata()}, "/": {"post": _bundle()}}
    for kind in sorted(ALL):
        paths |= _paths(kind)
    paths |= _open_paths(FORMS, "Read one form.", "All forms, or the one with this address.")
    for kind in RULES:
        where = "Only where the guideline is switched on."
        paths |= _open_paths(
            kind, f"Read one rule. {where}", f"All rules, or the one with this address. {where}"
        )
    herself: Json = {"name": "patient", "in": "query", "required": True, "schema": {"type": "string"}}
    paths[f"/{LOG}"] = {"get": _question("Her log, for the woman herself.", "Bundle", [herself])}
    paths[f"/{FILES}/{{id}}"] = {"get": _question("Read the bytes of one file.", FILES, [_id()])}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Helsekort for gravide: FHIR R4",
            "version": version,
            "description": BOUND if bound else IN_DEMO,
        },
        "servers": [{"url": door}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "dpop" if bound else "bearer"}},
            "schemas": _schemas(),
        },
    }


def body(version: str, door: str, *, bound: bool = False) -> bytes:
    """The same as JSON."""
    return msgspec.json.encode(description(version, door, bound=bound))


def _schemas() -> Json:
    _, schemas = schema_components([*ALL.values(), Binary, OperationOutcome], ref_template=REF + "{name}")
    for name in [each for each in schemas if each in ("Quantity", "Compared")]:
        schemas[name]["properties"]["value"] = {"type": "number"}
    for kind in CREATED:
        needed = [name for name in schemas[kind]["required"] if name not in SET_BY_US]
        schemas[kind + SENT] = {**schemas[kind], "required": needed}
    for kind, needed in ((FORMS, ["item"]), *((kind, ["version", "status"]) for kind in RULES)):
        schemas[kind] = {
            "type": "object",
            "required": ["resourceType", "id", "url", *needed],
            "properties": {"resourceType": {"const": kind}},
        }
    schemas["Bundle"] = {
        "type": "object",
        "required": ["resourceType", "type"],
        "properties": {"resourceType": {"const": "Bundle"}, "type": {"type": "string"}},
    }
    schemas["BundleSent"] = _bundle_sent()
    return schemas


def _bundle_sent() -> Json:
    request = {
        "type": "object",
        "required": ["method", "url"],
        "properties": {
            "method": {"enum": ["GET", "POST", "PUT"]},
            **{name: {"type": "string"} for name in ("url", "ifNoneExist", "ifMatch")},
        },
        "additionalProperties": False,
    }
    entry = {
        "type": "object",
        "required": ["request"],
        "properties": {
            "fullUrl": {"type": "string"},
            "resource": {"anyOf": [{"$ref": REF + kind + SENT} for kind in CREATED]},
            "request": request,
        },
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "required": ["resourceType", "type", "entry"],
        "properties": {
            "resourceType": {"const": "Bundle"},
            "type": {"enum": ["transaction", "batch"]},
            "entry": {"type": "array", "items": entry},
        },
        "additionalProperties": False,
    }


def _paths(kind: str) -> Json:
    can = interactions_of(kind)
    one, all_of = f"/{kind}/{{id}}", f"/{kind}"
    paths: Json = {one: {"get": _question(f"Read one {kind}.", kind, [_id()])}}
    version = {"name": "version", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
    paths[one + "/_history/{version}"] = {
        "get": _question(f"Read a version of one {kind}.", kind, [_id(), version])
    }
    if "update" in can:
        paths[one]["put"] = _write(f"Correct or withdraw one {kind}.", kind, [_id(), _header("If-Match")])
    if "history-instance" in can:
        paths[one + "/_history"] = {"get": _question(f"All versions of one {kind}.", "Bundle", [_id()])}
    if kind in EVERYTHING:
        paths[one + "/$everything"] = {"get": _question("A card whole.", "Bundle", [_id()])}
    for name, says in DOCUMENTS.get(kind, {}).items():
        paths[f"{one}/${name}"] = {"get": _question(says, "Bundle", [_id()])}
    if "search-type" in can:
        paths[all_of + "/_search"] = {"post": _posted_search(kind)}
        if kind in ON_CARD:
            says = f"Search {kind} of one woman or card."
            paths[all_of] = {"get": _question(says, "Bundle", _search_parameters(kind))}
    if kind in CREATED:
        keys = [_header("Idempotency-Key"), _header("If-None-Exist"), _header("Helsekort-Confirm")]
        paths.setdefault(all_of, {})["post"] = _write(f"Write a new {kind}.", kind, keys, new=True)
    return paths


def _open_paths(kind: str, one: str, all_of_them: str) -> Json:
    """What is open to anyone: our forms, and the rules of the guideline."""
    url = {"name": "url", "in": "query", "schema": {"type": "string"}}
    named = {**_id(), "schema": {"type": "string"}}
    read = {**_question(one, kind, [named]), "security": []}
    search = {**_question(all_of_them, "Bundle", [url]), "security": []}
    return {f"/{kind}/{{id}}": {"get": read}, f"/{kind}": {"get": search}}


def _id() -> Json:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": f"^{ID.pattern}$"},
    }


def _header(name: str) -> Json:
    return {"name": name, "in": "header", "required": False, "schema": {"type": "string"}}


def _search_parameters(kind: str) -> list[Json]:
    named = {each.name: each.says for each in parameters_of(kind).values()} | CONTROLS
    return [
        {"name": name, "in": "query", "description": says, "schema": {"type": "string"}}
        for name, says in named.items()
    ]


def _metadata() -> Json:
    answer = _question("What the door can do.", "", [])
    return {**answer, "security": [], "responses": _answers("200", "", ("406",))}


def _question(says: str, schema: str, parameters: list[Json]) -> Json:
    return {"summary": says, "parameters": parameters, "responses": _answers("200", schema, _QUESTION)}


def _posted_search(kind: str) -> Json:
    form = {name["name"]: {"type": "string"} for name in _search_parameters(kind)}
    content = {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": form}}}
    asked = _question(f"Search {kind} by a form, so that nothing stands in an address.", "Bundle", [])
    responses = asked["responses"] | _answers("200", "Bundle", ("413", "415"))
    return {**asked, "requestBody": {"content": content}, "responses": responses}


def _write(says: str, kind: str, parameters: list[Json], *, new: bool = False) -> Json:
    responses = _answers("200", kind, _WRITE)
    if new:
        responses |= _answers("201", kind, ())
    return {
        "summary": says,
        "parameters": parameters,
        "requestBody": {"required": True, "content": {JSON: {"schema": {"$ref": REF + kind + SENT}}}},
        "responses": responses,
    }


def _bundle() -> Json:
    content = {JSON: {"schema": {"$ref": REF + "BundleSent"}}}
    return {
        "summary": "A transaction (all or nothing, on one card) or a batch (each by itself).",
        "parameters": [_header("Idempotency-Key"), _header("Helsekort-Confirm")],
        "requestBody": {"required": True, "content": content},
        "responses": _answers("200", "Bundle", _WRITE),
    }


def _answers(status: str, schema: str, faults: tuple[str, ...]) -> Json:
    good: Json = {"schema": {"$ref": REF + schema}} if schema else {}
    fault = {JSON: {"schema": {"$ref": REF + "OperationOutcome"}}}
    answers: Json = {status: {"description": "As asked.", "content": {JSON: good}}}
    return answers | {each: {"description": ANSWERS[each], "content": fault} for each in faults}
