"""Anything at all sent to the national API: an answer of its own, never a fault of ours, and nothing half done."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helsekort.dhg.faults import STATUS, Code
from tests.api.dhg.national_caller import APPOINTMENT, BLOCKS, HEIGHT, KARI, Json, National, refused, ticking
from tests.cast import Cast, make_cast, open_house
from tests.store.stored import content

EXAMPLES: dict[str, Json] = {**BLOCKS, "antenatalAppointments": APPOINTMENT, "symphysisFundalHeights": HEIGHT}
KNOWN = {code.value: STATUS[code] for code in Code}
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["118/76", "2026-03-09", "2026-13-40", "1e999", "POSTIVE", "\x00", "0" * 5000, "-0"])
)
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def paths(tree: object, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a tree."""
    yield before
    if isinstance(tree, dict | list):
        places = tree.items() if isinstance(tree, dict) else enumerate(tree)
        for name, part in places:
            yield from paths(part, (*before, name))


def changed(tree: Any, path: tuple[Any, ...], value: object) -> Any:  # noqa: ANN401  # JSON of any form
    """The tree with another value at a place."""
    if not path:
        return value
    made = dict(tree) if isinstance(tree, dict) else list(tree)
    made[path[0]] = changed(made[path[0]], path[1:], value)
    return made


mutants = st.sampled_from(sorted(EXAMPLES)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(list(paths(EXAMPLES[name]))), trees)
)


@contextmanager
def _house() -> Iterator[Cast]:
    with TemporaryDirectory() as folder:
        cast = ticking(make_cast(open_house(f"sqlite:///{Path(folder) / 'cards.db'}")))
        try:
            yield cast
        finally:
            cast.ctx.database.close()


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[Cast, National]]:
    """Gives one house for many requests."""
    with _house() as cast:
        yield cast, National(cast, cast.ingrid)


def _answered(answer: httpx2.Response) -> bool:
    """Whether it was done; and where it was not, the code is a known one that says why."""
    if answer.status_code in (200, 201, 204):
        return True
    code = answer.headers["nhn-error-code"]
    told = refused(answer, answer.status_code, code.removeprefix("DHG-"))
    assert told.endswith((".", "none", "/76")) or "The code is" in told
    assert code in KNOWN
    assert answer.status_code < 500
    return False


@settings(max_examples=150)
@given(mutants)
def test_any_value_anywhere(asked: tuple[Cast, National], mutant: tuple[str, tuple[Any, ...], Any]) -> None:
    cast, caller = asked
    name, path, value = mutant
    body = changed(EXAMPLES[name], path, value)
    before = content(cast.ctx)
    stands = caller.read().get(name)
    posted = stands is None or isinstance(stands, list)
    if not posted and isinstance(body, dict):
        body = {**body, "metadata": {"version": stands["metadata"]["version"]}}
    method = "POST" if posted else "PUT"
    sent = json.dumps(body).encode()
    if not _answered(caller.ask(method, f"/record/{caller.record_id()}/{name}", sent)):
        assert content(cast.ctx) == before
    # what was taken can be read
    caller.read()
    assert caller.ask("GET", f"/history/{caller.record_id()}").status_code == 200


BODIES = {
    "nothing": b"",
    "a list": b"[]",
    "a text": b'"x"',
    "no JSON": b"<mother/>",
    "cut off": b'{"height":',
    "two": b"{} {}",
    "NaN": b'{"height": NaN}',
    "UTF-16": '{"height": 1}'.encode("utf-16"),
    "no text": b'{"height": "\xff"}',
    "a doubled name": b'{"height": 168, "height": 169}',
    "depth": b'{"a":' * 3000 + b"1" + b"}" * 3000,
    "brackets": b"[" * 900_000,
    "a byte order mark": b'\xef\xbb\xbf{"height": 168}',
}


@pytest.mark.parametrize("case", BODIES)
def test_bodies_that_are_none(asked: tuple[Cast, National], case: str) -> None:
    cast, caller = asked
    before = content(cast.ctx)
    path = f"/record/{caller.record_id()}/vitalMeasurementsBeforePregnancy"
    refused(caller.ask("POST", path, BODIES[case]), 400, "0011")
    assert content(cast.ctx) == before


def test_bodies_that_are_too_big_or_packed(asked: tuple[Cast, National]) -> None:
    _, caller = asked
    path = f"/record/{caller.record_id()}/vitalMeasurementsBeforePregnancy"
    refused(caller.ask("POST", path, b'{"a":"' + b"a" * (1 << 20) + b'"}'), 413, "0011")
    refused(caller.ask("POST", path, b"{}", content_encoding="gzip"), 415, "0011")
    refused(caller.ask("POST", path, b"{}", content_type="text/plain"), 415, "0011")


BAD_VALUES: dict[str, tuple[str, Json, str]] = {
    "a number as text": ("vitalMeasurementsBeforePregnancy", {"height": "168"}, "0011"),
    "a huge number": ("vitalMeasurementsBeforePregnancy", {"height": 1e300}, "0011"),
    "metres": ("vitalMeasurementsBeforePregnancy", {"height": 1.68}, "0012"),
    "a part of a whole": ("clinicalTests", {"bHbA1c": 31.5}, "0011"),
    "grams per litre": ("clinicalTests", {"hemoglobinAt3rdTrimester": 124}, "0012"),
    "a truth as text": ("clinicalTests", {"hiv": "false"}, "0011"),
    "a truth as number": ("clinicalTests", {"hiv": 0}, "0011"),
    "an unknown word": ("clinicalTests", {"aboRh": {"aboType": "C"}}, "0012"),
    "no object": ("clinicalTests", {"aboRh": "A"}, "0011"),
    "a date of text": ("currentPregnancy", {"dateLastPeriod": "i fjor"}, "0011"),
    "a day that is none": ("currentPregnancy", {"dueDate": "2026-02-30"}, "0012"),
    "a due date of another pregnancy": ("currentPregnancy", {"dueDate": "2028-02-10"}, "0012"),
    "a day without its value": ("clinicalTests", {"glucoseTolerance": {"testDate": "2026-02-12"}}, "0012"),
    "a day to come": (
        "rhesusDNegative",
        {"fetusRhDPositiveAtWeek24": True, "dateForResult": "2026-04-01"},
        "0012",
    ),
    "another code system": ("mother", {"countryOfBirth": {"code": "NO", "codeSystem": "ISO"}}, "0016"),
    "an unknown code": ("mother", {"countryOfBirth": {"code": "ZZZ"}}, "0016"),
    "a code that is none": ("mother", {"countryOfBirth": {"code": 47}}, "0011"),
    "a bare code": ("mother", {"countryOfBirth": "NO"}, "0011"),
    "a long text": ("mother", {"address": "a" * 4001}, "0012"),
    "half a character": ("mother", {"address": "\ud800"}, "0012"),
    "a list that is none": ("lifestyleFactors", {"stimuli": {}}, "0011"),
    "a list of texts": ("lifestyleFactors", {"stimuli": ["SMOKING"]}, "0011"),
    "a kind that is missing": ("lifestyleFactors", {"stimuli": [{}]}, "0012"),
    "one kind twice": (
        "lifestyleFactors",
        {"stimuli": [{"stimuliType": {"code": "SNUS"}}, {"stimuliType": {"code": "SNUS"}}]},
        "0012",
    ),
    "a pressure of words": ("antenatalAppointments", {**APPOINTMENT, "bloodPressure": "høyt"}, "0012"),
    "half a pressure": ("antenatalAppointments", {**APPOINTMENT, "bloodPressure": "118/"}, "0012"),
    "a pressure upside down": ("antenatalAppointments", {**APPOINTMENT, "bloodPressure": "76/118"}, "0012"),
    "a check-up without a day": ("antenatalAppointments", {"note": "x"}, "0012"),
    "a check-up to come": ("antenatalAppointments", {**APPOINTMENT, "appointmentDate": "2026-04-01"}, "0012"),
    "a check-up before her time": (
        "antenatalAppointments",
        {**APPOINTMENT, "appointmentDate": "2020-01-01"},
        "0012",
    ),
    "oedema beyond": ("antenatalAppointments", {**APPOINTMENT, "edema": 4}, "0012"),
    "a fetus without a number": (
        "antenatalAppointments",
        {**APPOINTMENT, "fetusesVitalSigns": [{"fetalHeartRate": 140}]},
        "0011",
    ),
    "a fetus of no number": (
        "antenatalAppointments",
        {**APPOINTMENT, "fetusesVitalSigns": [{"fosterId": 0}]},
        "0012",
    ),
    "a fetus twice": (
        "antenatalAppointments",
        {**APPOINTMENT, "fetusesVitalSigns": [{"fosterId": 1}, {"fosterId": 1}]},
        "0012",
    ),
    "a height without its day": ("symphysisFundalHeights", {"measurement": 30}, "0012"),
    "millimetres": ("symphysisFundalHeights", {"measurement": 300, "measurementDate": "2026-03-09"}, "0012"),
    "nothing known": ("medication", {"future": 1}, "0012"),
    "a birth without its time": (
        "birthStatus",
        {"birthStatus": [{"fosterId": 1, "status": {"code": "LIVE"}, "datetime": "2026-03-09"}]},
        "0012",
    ),
    "a block in error": ("medication", {"metadata": {"enteredInError": True}, "drugAllergy": True}, "0012"),
}


@pytest.mark.parametrize("case", BAD_VALUES)
def test_bad_values_are_refused_with_their_place(asked: tuple[Cast, National], case: str) -> None:
    cast = asked[0]
    # a card on which nothing was written before
    caller = National(cast, cast.ingrid, KARI)
    name, body, code = BAD_VALUES[case]
    before = content(cast.ctx)
    stands = caller.read().get(name)
    if stands is not None and not isinstance(stands, list):
        body = {**body, "metadata": {"version": stands["metadata"]["version"], **body.get("metadata", {})}}
    method = "PUT" if "version" in body.get("metadata", {}) else "POST"
    status = {"0011": 400, "0012": 422, "0016": 422}[code]
    answer = caller.ask(method, f"/record/{caller.record_id()}/{name}", body)
    said = refused(answer, status, code)
    assert said.startswith((name, "metadata"))
    assert content(cast.ctx) == before
