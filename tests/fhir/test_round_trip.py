"""Content to bytes and back: nothing lost, nothing bent, nothing taken from silence."""

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from helsekort.fhir.heads import Head
from helsekort.fhir.stored import card_body, card_content, party_body, party_content
from helsekort.record.entries import Absent, Contact, ContactKind, Content, Finding, Pressure, Value, Way
from helsekort.record.parties import Party
from tests.fhir import contents
from tests.fhir.contents import CARD_BODIES, CATALOGUE, HEAD, ON, ONE_OF_EACH, PARTY_BODIES

Path = tuple[str | int, ...]


def body(content: Content) -> bytes:
    return card_body(content, HEAD, CATALOGUE)


def read(stored: bytes) -> Content:
    return card_content(stored, CATALOGUE)


@pytest.mark.parametrize("kind", list(contents.KINDS))
@given(head=contents.heads, data=st.data())
def test_a_content_comes_back_as_it_went(kind: str, head: Head, data: st.DataObject) -> None:
    content = data.draw(contents.KINDS[kind])
    stored = card_body(content, head, CATALOGUE)
    assert read(stored) == content
    # Bytes tell more than equality does: 72.50 equals 72.5.
    assert card_body(read(stored), head, CATALOGUE) == stored


def test_one_of_each_in_every_status_comes_back_as_it_went() -> None:
    assert [read(stored) for stored in CARD_BODIES] == ONE_OF_EACH
    assert [party_content(stored) for stored in PARTY_BODIES] == contents.PARTIES


@given(contents.parties, contents.heads)
def test_a_party_comes_back_as_it_went(party: Party, head: Head) -> None:
    stored = party_body(party, head)
    assert party_content(stored) == party
    assert party_body(party_content(stored), head) == stored


@given(contents.contents, contents.heads)
def test_the_bytes_are_canonical(content: Content, head: Head) -> None:
    stored = card_body(content, head, CATALOGUE)
    assert card_body(replace(content), replace(head), CATALOGUE) == stored
    assert msgspec.json.format(stored, indent=-1) == stored
    assert not re.search(rb"null|\[\]|\{\}", re.sub(rb'"(\\.|[^"\\])*"', b"text", stored))


@pytest.mark.parametrize("text", ["72.50", "72.5", "72", "0", "0.0", "100000000000.25"])
def test_decimals_are_kept(text: str) -> None:
    stored = body(Finding("weight", Decimal(text), ON))
    assert f'"value":{text},'.encode() in stored
    found = read(stored)
    assert isinstance(found, Finding)
    assert str(found.value) == text


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity")])
def test_no_number_is_not_stored(value: Decimal) -> None:
    with pytest.raises(ValueError, match="JSON number"):
        body(Finding("weight", value, ON))


@pytest.mark.parametrize(
    ("what", "given_values"),
    [
        ("headache", [False, True]),
        ("births", [Decimal(0), Decimal(1)]),
        ("allergies", [False, "ingen", "Penicillin"]),
        ("urine_protein", ["NEG", "P1"]),
        ("blood_pressure", [Pressure(Decimal(120), Decimal(0)), Pressure(Decimal(120), None)]),
    ],
)
def test_declined_no_and_zero_are_different(what: str, given_values: list[Value]) -> None:
    told = [Finding(what, value, ON) for value in given_values]
    told.append(Finding(what, None, ON, absent=Absent.DECLINED))
    stored = [body(finding) for finding in told]
    assert len(set(stored)) == len(told)
    assert [read(each) for each in stored] == told
    values = [(type(each.value), each.value, each.absent) for each in told]
    assert [(type(each.value), each.value, each.absent) for each in map(read, stored)] == values  # type: ignore[union-attr]  # all are findings


@pytest.mark.parametrize(
    "finding",
    [
        Finding("weight", None, ON),
        Finding("headache", None, ON),
        Finding("weight", Decimal(70), ON, absent=Absent.DECLINED),
        Finding("headache", False, ON, absent=Absent.DECLINED),
        Finding("blood_pressure", Pressure(None, None), ON),
        Finding("blood_pressure", Decimal(120), ON),
    ],
)
def test_what_was_not_asked_is_not_stored(finding: Finding) -> None:
    with pytest.raises(ValueError, match=r"one value|one of its two"):
        body(finding)


def test_what_the_catalogue_does_not_have_is_not_stored() -> None:
    with pytest.raises(KeyError):
        body(Finding("no_such_thing", Decimal(1), ON))


@given(contents.moments)
def test_a_time_of_day_is_read_as_it_was_written(moment: tuple[dt.date, dt.time | None]) -> None:
    contact = Contact(ContactKind.CHECK_UP, Way.VISIT, *moment)
    found = read(body(contact))
    assert isinstance(found, Contact)
    assert (found.on, found.at) == moment


@pytest.mark.parametrize(
    ("written", "on", "at"),
    [
        ("2026-03-10T23:30:00Z", dt.date(2026, 3, 11), dt.time(0, 30)),
        ("2026-07-10T23:30:00+01:00", dt.date(2026, 7, 11), dt.time(0, 30)),
        ("2026-10-25T00:30:00Z", dt.date(2026, 10, 25), dt.time(2, 30)),
        ("2026-10-25T01:30:00Z", dt.date(2026, 10, 25), dt.time(2, 30)),
        ("2026-03-29T02:30:00+01:00", dt.date(2026, 3, 29), dt.time(2, 30)),
        ("2026-03-10", dt.date(2026, 3, 10), None),
    ],
)
def test_another_offset_is_turned_into_norways(written: str, on: dt.date, at: dt.time | None) -> None:
    stored = body(Finding("weight", Decimal(70), ON)).replace(b'"2026-03-10"', f'"{written}"'.encode())
    found = read(stored)
    assert isinstance(found, Finding)
    assert (found.on, found.at) == (on, at)


def test_a_time_without_an_offset_is_refused() -> None:
    stored = body(Finding("weight", Decimal(70), ON)).replace(b'"2026-03-10"', b'"2026-03-10T08:00:00"')
    with pytest.raises(msgspec.ValidationError, match="offset"):
        read(stored)


@pytest.mark.parametrize("sent", ['"72.50"', "true", "[72.5]", "072.5", "72.", ".5", "+72"])
def test_a_quantity_that_is_not_a_json_number_is_refused(sent: str) -> None:
    stored = body(Finding("weight", Decimal("72.50"), ON))
    assert stored.count(b'"value":72.50') == 1
    with pytest.raises(msgspec.DecodeError):
        read(stored.replace(b'"value":72.50', f'"value":{sent}'.encode()))


# --- every place of every resource ------------------------------------------------------------------------


def _places(value: Any, path: Path = ()) -> list[Path]:  # noqa: ANN401  # as JSON gives it
    """Every place in a resource, itself left out."""
    parts: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    return [place for key, part in parts for place in [(*path, key), *_places(part, (*path, key))]]


def _changed(stored: bytes, path: Path, new: object) -> bytes:
    plain = json.loads(stored)
    at = plain
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = new
    return json.dumps(plain).encode()


PARTIES_ONLY = frozenset(PARTY_BODIES)
# One stored body of each shape is enough: the places differ by shape, not by what stands in them.
SHAPES = list(
    {repr(_places(json.loads(stored))): stored for stored in [*CARD_BODIES, *PARTY_BODIES]}.values()
)


def _read_any(stored: bytes) -> object:
    return party_content(stored) if stored in PARTIES_ONLY else read(stored)


@given(st.sampled_from(SHAPES), st.data())
def test_null_is_refused_wherever_it_stands(stored: bytes, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(_places(json.loads(stored))))
    reader = party_content if stored in PARTIES_ONLY else read
    with pytest.raises(msgspec.ValidationError):
        reader(_changed(stored, path, None))


@given(st.sampled_from(SHAPES), st.data())
def test_an_unknown_element_is_refused_by_name(stored: bytes, data: st.DataObject) -> None:
    plain = json.loads(stored)
    objects: list[Path] = [(), *(path for path in _places(plain) if isinstance(_at(plain, path), dict))]
    path = data.draw(st.sampled_from(objects))
    reader = party_content if stored in PARTIES_ONLY else read
    with pytest.raises(msgspec.ValidationError, match="foreignElement"):
        reader(_changed(stored, (*path, "foreignElement"), "x"))


def _at(plain: Any, path: Path) -> Any:  # noqa: ANN401  # as JSON gives it
    for key in path:
        plain = plain[key]
    return plain


def test_every_shape_is_read_unchanged() -> None:
    assert len(SHAPES) > 20
    for stored in SHAPES:
        assert _read_any(stored) is not None


def test_null_as_a_word_is_only_a_word() -> None:
    note = Finding("note", "null og niks: null", ON)
    assert read(body(note)) == note


@pytest.mark.parametrize("stored", [b"", b"{", b"[]", b"null", b"{}", b'{"resourceType":"Patient"}'])
def test_what_is_no_resource_of_a_card_is_refused(stored: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        read(stored)
