"""Bad input: a clear answer, nothing changed, never a fault of ours."""

from collections.abc import Callable
from typing import Any

import pytest

from helsekort.fhir.explain import LONGEST_LIST
from helsekort.fhir.outcome import MOST_TOLD
from helsekort.record.ids import to_text
from tests.api.callers import JSON, Caller, issues
from tests.api.resources import bundle, encounter, entry, fetus, observation, pressure, sent_bytes
from tests.cast import Cast, begin_care, make_woman
from tests.store.stored import written

Change = Callable[[bytes], bytes]
GOOD = b'"status": "final"'

HOSTILE: dict[str, tuple[Change, int]] = {
    "nothing": (lambda body: b"", 400),
    "not json": (lambda body: b"<Observation/>", 400),
    "a list": (lambda body: b"[" + body + b"]", 400),
    "a number": (lambda body: b"1", 400),
    "something after it": (lambda body: body + b" {}", 400),
    "a comment": (lambda body: b"/* */" + body, 400),
    "cut off": (lambda body: body[:-10], 400),
    "a byte order mark": (lambda body: b"\xef\xbb\xbf" + body, 400),
    "UTF-16": (lambda body: body.decode().encode("utf-16"), 400),
    "bytes that are no text": (lambda body: body.replace(b"final", b"fin\xffal"), 400),
    "a doubled name": (lambda body: body.replace(GOOD, GOOD + b', "status": "final"'), 400),
    "a doubled name within": (lambda body: body.replace(b'"unit"', b'"code": "kg", "unit"'), 400),
    "NaN": (lambda body: body.replace(b"72.50", b"NaN"), 400),
    "infinity": (lambda body: body.replace(b"72.50", b"-Infinity"), 400),
    "a number as text": (lambda body: body.replace(b"72.50", b'"72.50"'), 400),
    "a truth as text": (lambda body: body.replace(b"72.50", b"true"), 400),
    "a number of a gigabyte": (lambda body: body.replace(b"72.50", b"1e999999999"), 400),
    "a number of many digits": (lambda body: body.replace(b"72.50", b"7" * 5000), 400),
    "a number near nothing": (lambda body: body.replace(b"72.50", b"1e-400"), 400),
    "a leading zero": (lambda body: body.replace(b"72.50", b"072.50"), 400),
    "half a character": (lambda body: body.replace(b"final", b"\\ud800"), 400),
    "a null sign": (lambda body: body.replace(b"final", b"fi\\u0000nal"), 400),
    "null": (lambda body: body.replace(b'"final"', b"null"), 400),
    "an empty object": (lambda body: body.replace(b"72.50", b"{}"), 400),
    "an empty text": (lambda body: body.replace(b'"final"', b'" "'), 400),
    "depth": (lambda body: body.replace(b"72.50", b"[" * 5000 + b"]" * 5000), 400),
    "open brackets": (lambda body: b"[" * 900_000, 400),
    "quotation marks": (lambda body: b'{"a":"' + b'\\"' * 400_000, 400),
    "a long text": (lambda body: body.replace(b'"final"', b'"' + b"a" * 5000 + b'"'), 400),
    "an unknown element": (lambda body: body.replace(GOOD, GOOD + b', "shoeSize": 38'), 422),
    "an extension of a text": (lambda body: body.replace(GOOD, GOOD + b', "_status": {"id": "a"}'), 422),
    "an unknown extension": (
        lambda body: body.replace(
            GOOD, GOOD + b', "extension": [{"url": "http://x.example", "valueString": "y"}]'
        ),
        400,
    ),
    "contained": (
        lambda body: body.replace(GOOD, GOOD + b', "contained": [{"resourceType": "Patient"}]'),
        422,
    ),
    "an unknown code": (lambda body: body.replace(b"29463-7", b"00000-0"), 422),
    "a part's code": (lambda body: body.replace(b"29463-7", b"8480-6"), 400),
    "an unknown unit": (lambda body: body.replace(b'"code": "kg"', b'"code": "[lb_av]"'), 400),
    "an unknown status": (lambda body: body.replace(b"final", b"finished"), 400),
    "an id of 65 signs": (lambda body: body.replace(GOOD, GOOD + b', "id": "' + b"a" * 65 + b'"'), 400),
    "a reference to nowhere": (lambda body: body.replace(b"Patient/", b"http://x.example/Patient/"), 400),
    "a contained reference": (lambda body: body.replace(b"Patient/", b"#Patient/"), 400),
    "no such day": (lambda body: body.replace(b"2026-03-10", b"2026-02-30"), 400),
    "a week for a day": (lambda body: body.replace(b"2026-03-10", b"2026-W10-2"), 400),
    "a month for a day": (lambda body: body.replace(b"2026-03-10", b"2026-03"), 400),
    "a time without offset": (lambda body: body.replace(b"2026-03-10", b"2026-03-10T10:00:00"), 400),
    "a day to come": (lambda body: body.replace(b"2026-03-10", b"2026-03-11"), 422),
    "the year 0": (lambda body: body.replace(b"2026-03-10", b"0000-03-10"), 400),
    "another type": (lambda body: body.replace(b'"Observation"', b'"Encounter"'), 400),
    "no type": (lambda body: body.replace(b'"resourceType"', b'"kind"'), 400),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_json(cast: Cast, ingrid: Caller, name: str) -> None:
    change, status = HOSTILE[name]
    good = sent_bytes(observation(cast))
    bad = change(good)
    assert bad != good
    before = written(cast.ctx)
    told = issues(ingrid.post("/Observation", bad, Idempotency_Key="k"), status)
    assert all(issue["severity"] == "error" for issue in told)
    assert written(cast.ctx) == before


def test_the_unharmed_body_is_taken(cast: Cast, ingrid: Caller) -> None:
    assert ingrid.post("/Observation", sent_bytes(observation(cast)), Idempotency_Key="k").status_code == 201


def test_what_was_sent_is_not_repeated_in_what_is_told(cast: Cast, ingrid: Caller) -> None:
    canary, key = "Kanarifugl", "Kanarifugl Hansen"
    sent = observation(cast) | {
        "status": canary,
        key: canary,
        "code": {"coding": [{"system": "http://loinc.org", "code": canary}], "text": canary},
        "subject": {"reference": canary, "display": canary},
        "effectiveDateTime": canary,
        "valueQuantity": {"value": canary, "code": canary},
    }
    for body in (
        sent,
        sent | {"status": "final"},
        encounter(cast) | {"status": canary},
        fetus(cast) | {"active": canary},
    ):
        answer = ingrid.post(f"/{body['resourceType']}", body, Idempotency_Key="k")
        assert answer.status_code in (400, 422)
        assert canary not in answer.text
    assert (
        canary not in ingrid.get(f"/Observation?patient={canary}&code={canary}&date={canary}&{canary}=1").text
    )


def test_a_body_of_ten_megabytes_is_not_read_to_its_end(cast: Cast, ingrid: Caller) -> None:
    issues(ingrid.post("/Observation", b"[" * 10_000_000, Idempotency_Key="k"), 413)

    def endless() -> Any:  # noqa: ANN401  # an iterator of bytes
        yield from (b" " * 100_000 for _ in range(100))

    answer = ingrid.client.post("/Observation", content=endless(), headers={"Content-Type": JSON})
    issues(answer, 413)


@pytest.mark.parametrize(
    "kind", ["application/fhir+xml", "text/xml", "text/plain", "", "multipart/form-data"]
)
def test_only_json_is_read(cast: Cast, ingrid: Caller, kind: str) -> None:
    answer = ingrid.client.post("/Observation", content=b"<a/>", headers={"Content-Type": kind})
    assert "JSON" in issues(answer, 415)[0]["diagnostics"]


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/fhir+xml", 406),
        ("text/html", 406),
        ("application/fhir+xml, application/fhir+json;q=0.5", 200),
        ("application/json", 200),
        ("*/*", 200),
        ("application/fhir+json; fhirVersion=4.0", 200),
    ],
)
def test_only_json_is_given(cast: Cast, ingrid: Caller, accept: str, status: int) -> None:
    answer = ingrid.get("/metadata", Accept=accept)
    assert answer.status_code == status
    assert answer.json()["resourceType"] == ("OperationOutcome" if status == 406 else "CapabilityStatement")


def test_the_format_in_the_address_wins(cast: Cast, ingrid: Caller) -> None:
    assert ingrid.get("/metadata?_format=json", Accept="text/html").status_code == 200
    issues(ingrid.get("/metadata?_format=xml"), 406)


@pytest.mark.parametrize(
    "path", ["/x", "/Observation/a/b/c", "/Observation/a/$validate", "/$export", "/x/y/z"]
)
def test_what_is_not_there_is_told_in_json(cast: Cast, ingrid: Caller, path: str) -> None:
    issues(ingrid.get(path), 404)
    answer = ingrid.client.request("PATCH", "/Observation/x", json={})
    issues(answer, 405)


def test_a_write_by_a_query_is_refused(cast: Cast, ingrid: Caller) -> None:
    issues(ingrid.put("/Observation?identifier=x", observation(cast)), 405)
    issues(ingrid.post("/Observation?identifier=x", observation(cast), Idempotency_Key="k"), 422)


def test_numbers_are_marked_so_that_the_tests_above_mean_something(cast: Cast) -> None:
    assert b'"value": 72.50' in sent_bytes(observation(cast))
    assert b"number:" not in sent_bytes(pressure(cast))


def _elements(count: int = 50_000) -> bytes:
    return b"".join(b'"a%d": 1, ' % each for each in range(count))


@pytest.mark.parametrize(
    "body",
    [
        b'{"resourceType": "Observation", "x": [' + b"null, " * 100_000 + b"null]}",
        b'{"resourceType": "Observation", ' + _elements() + b'"b": 1}',
        b'{"resourceType": "Bundle", "type": "batch", ' + _elements() + b'"entry": [1]}',
        b'{"resourceType": "Bundle", "type": "transaction", "entry": [{' + _elements() + b'"b": 1}]}',
        b'{"resourceType": "Bundle", "type": "transaction", "entry": ['
        + b", ".join(
            b'{"request": {"method": "POST", "url": "Observation", "ifNoneExist": "x"},'
            b' "resource": {"resourceType": "Observation", ' + _elements(100) + b'"b": 1}}'
            for _ in range(400)
        )
        + b"]}",
    ],
    ids=["nulls", "elements", "of a bundle", "of an entry", "of entries"],
)
def test_of_a_hundred_thousand_problems_the_first_are_told(cast: Cast, ingrid: Caller, body: bytes) -> None:
    path = "" if b'"Bundle"' in body else "/Observation"
    answer = ingrid.post(path, body, Idempotency_Key="k")
    told = issues(answer, answer.status_code)
    assert (len(told), told[-1]["code"]) == (MOST_TOLD + 1, "too-costly")
    assert len(answer.content) < len(body)


def test_a_list_is_short(cast: Cast, ingrid: Caller) -> None:
    def named(count: int) -> dict[str, Any]:
        return observation(cast) | {
            "identifier": [{"system": "https://a.example", "value": str(each)} for each in range(count)]
        }

    (told,) = issues(ingrid.post("/Observation", named(LONGEST_LIST + 1)), 400)
    assert (told["code"], told["expression"]) == ("too-long", ["Observation.identifier"])
    assert ingrid.post("/Observation", named(LONGEST_LIST)).status_code == 201


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "identity, gzip"])
def test_a_packed_body_is_not_unpacked(cast: Cast, ingrid: Caller, coding: str) -> None:
    before = written(cast.ctx)
    answer = ingrid.post("/Observation", observation(cast), Idempotency_Key="k", Content_Encoding=coding)
    assert "Content-Encoding" in issues(answer, 415)[0]["diagnostics"]
    assert (answer.headers["accept-encoding"], written(cast.ctx)) == ("identity", before)
    plain = ingrid.post("/Observation", observation(cast), Idempotency_Key="k", Content_Encoding="identity")
    assert plain.status_code == 201


@pytest.mark.parametrize(
    "name", ["Idempotency-Key", "If-Match", "If-None-Exist", "Content-Type", "Authorization"]
)
def test_a_header_that_stands_there_twice_is_refused(cast: Cast, ingrid: Caller, name: str) -> None:
    before = written(cast.ctx)
    headers = [("Content-Type", JSON), ("Idempotency-Key", "a"), ("Authorization", "Bearer x")]
    headers += [(name, "b")] if name in dict(headers) else [(name, "a"), (name, "b")]
    nobody = Caller(cast, None)
    answer = nobody.client.post("/Observation", content=sent_bytes(observation(cast)), headers=headers)
    assert issues(answer, 400)[0]["expression"] == [f"http.{name.lower()}"]
    assert written(cast.ctx) == before


@pytest.mark.parametrize(
    ("method", "path", "status", "remedy"),
    [
        ("PATCH", "/Observation/x", 405, "send it whole"),
        ("PUT", "/Observation?identifier=x", 405, "Search for it first"),
        ("DELETE", "/Observation?identifier=x", 405, "entered-in-error"),
        ("GET", "/Observation/_history", 404, "metadata"),
        ("GET", "/Observation/_search?patient=x", 404, "metadata"),
        ("GET", "/Medication/x", 404, "no such type"),
    ],
)
def test_what_is_not_done_here_says_what_is(
    cast: Cast, ingrid: Caller, method: str, path: str, status: int, remedy: str
) -> None:
    answer = ingrid.client.request(method, path)
    assert remedy in issues(answer, status)[0]["diagnostics"]


def test_a_woman_without_a_card_is_told_alike_to_all_with_a_way_on(
    cast: Cast, ingrid: Caller, lars: Caller
) -> None:
    silje = make_woman(cast.ctx, "Silje Aas", 6)
    begin_care(cast.ctx, silje, cast.ingrid)
    told = set()
    for caller, woman in ((ingrid, silje), (lars, silje), (lars, cast.nora)):
        sent = observation(cast, identifier="o") | {
            "subject": {"reference": f"Patient/{to_text(woman.party)}"}
        }
        told.add(caller.post("/Observation", sent).content)
        told.add(caller.post("", bundle("transaction", entry("POST", "Observation", sent))).content)
    (only,) = told
    assert b"EpisodeOfCare" in only
