"""Resources with bytes changed, cut, doubled and put in: the door's reader never breaks, and takes what is whole."""

import json

from hypothesis import given
from hypothesis import strategies as st

from helsekort.fhir.glance import kind_of_body
from helsekort.fhir.profiles import CREATED
from tests.api.resources import bundle, entry, sent_bytes
from tests.fhir.contents import CARD_BODIES
from tests.fhir.fuzz_read import one_input

ENTRY = entry("POST", "Observation", {"resourceType": "Observation", "status": "final"})
SEEDS = [*CARD_BODIES, sent_bytes(bundle("transaction", ENTRY))]
PIECES = [b'"', b"{", b"}", b"[", b"]", b",", b"null", b"1e9", b"\\u", b"\\ud800", b'"T"', b"\xff", b"0" * 30]


@st.composite
def _spoiled(draw: st.DrawFn) -> bytes:
    body = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body)))
        end = at + draw(st.integers(0, 12))
        new = draw(st.binary(max_size=6) | st.sampled_from(PIECES))
        body[at:end] = new + (bytes(body[at:end]) if draw(st.booleans()) else b"")
    return bytes(body)


@given(_spoiled())
def test_spoiled_resources(body: bytes) -> None:
    assert one_input(body) in ("refused", "taken", "bundle")


@given(st.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    one_input(body)


SIMPLE = st.none() | st.booleans() | st.text() | st.integers() | st.floats()
VALUES = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


@st.composite
def _misshapen(draw: st.DrawFn) -> bytes:
    """A stored resource in which one element, at any depth, is something else."""
    tree = json.loads(draw(st.sampled_from(CARD_BODIES)))
    place = tree
    while True:
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or draw(st.booleans()):
            place[key] = draw(VALUES)
            return json.dumps(tree).encode()
        place = inner


@given(_misshapen())
def test_misshapen_resources(body: bytes) -> None:
    one_input(body)


def test_what_is_whole_is_taken() -> None:
    written_here = [body for body in CARD_BODIES if kind_of_body(body) in CREATED]
    assert {one_input(body) for body in written_here} == {"taken"}
    assert one_input(SEEDS[-1]) == "bundle"
