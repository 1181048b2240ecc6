"""What is seen in stored bytes at a glance is what reading them would tell."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from helsekort.fhir.bundles import Link, entries_of, everything
from helsekort.fhir.explain import references
from helsekort.fhir.glance import address_of, kind_of_body, may_be_misplaced, may_bear_on, named_in
from helsekort.fhir.heads import Head
from helsekort.fhir.profiles import OF_PARTY
from helsekort.fhir.stored import card_body, card_content
from helsekort.record.entries import CardOpened, DueDate, Finding, Row, Status
from tests.fhir import contents
from tests.fhir.contents import CARD_BODIES, CATALOGUE, HEAD, ON, PARTY_BODIES

OPENING = card_body(CardOpened(HEAD.woman, ON, 8), replace(HEAD, origin=1), CATALOGUE)
each_kind = pytest.mark.parametrize("kind", list(contents.KINDS))


@pytest.mark.parametrize("body", [*CARD_BODIES, *PARTY_BODIES])
def test_type_and_id_stand_first(body: bytes) -> None:
    tree = json.loads(body)
    assert [part.decode() for part in address_of(body)] == [tree["resourceType"], tree["id"]]
    assert kind_of_body(body) == tree["resourceType"]


@pytest.mark.parametrize("body", [b'{"id":"a","resourceType":"Patient","x":"y"}', b"{}", b""])
def test_what_is_not_canonical_has_no_address(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"canonical|unpack"):
        address_of(body)


def _walked(bodies: list[bytes]) -> set[str]:
    found = {name for body in bodies for _, name in references(json.loads(body), "x")}
    return {name for name in found if name.partition("/")[0] in OF_PARTY}


@each_kind
@given(data=st.data())
def test_the_parties_named_are_those_that_a_walk_finds(kind: str, data: st.DataObject) -> None:
    """Of one card, as ever: with its opening, and about one woman; some of it corrected by another than the first."""
    drawn = data.draw(st.lists(contents.KINDS[kind], max_size=4))
    later = data.draw(st.lists(contents.KINDS[kind], max_size=2))
    corrected = [
        card_body(each, replace(HEAD, version=2, first_author=HEAD.author + 1), CATALOGUE) for each in later
    ]
    bodies = [OPENING, *(card_body(content, HEAD, CATALOGUE) for content in drawn), *corrected]
    named = {name for name in named_in(b",".join(bodies)) if name.partition("/")[0] in OF_PARTY}
    assert named == _walked(bodies)


@each_kind
@given(head=contents.heads, data=st.data())
def test_nothing_misplaced_is_overlooked(kind: str, head: Head, data: st.DataObject) -> None:
    content = data.draw(contents.KINDS[kind])
    body = card_body(content, head, CATALOGUE)
    if card_content(body, CATALOGUE).status is Status.MISPLACED:
        assert may_be_misplaced(b"{}," + body + b",{}")


def test_a_card_with_nothing_misplaced_is_seen_to_have_nothing() -> None:
    fine = [body for body in CARD_BODIES if card_content(body, CATALOGUE).status is not Status.MISPLACED]
    assert not may_be_misplaced(b",".join(fine))
    assert may_be_misplaced(b",".join(CARD_BODIES))


@pytest.mark.parametrize("body", CARD_BODIES)
def test_what_bears_on_a_finding_is_never_left_out(body: bytes) -> None:
    content = card_content(body, CATALOGUE)
    if isinstance(content, Finding):
        assert may_bear_on(body, content.what)
        assert not may_bear_on(body, "ferritin" if content.what != "ferritin" else "weight")
    elif not isinstance(content, Row):  # a finding is held against findings, never against rows
        assert may_bear_on(body, "weight"), type(content)
    assert may_bear_on(body, "weight") or not isinstance(content, DueDate)


@pytest.mark.parametrize("door", ["https://helsekort.example/fhir/r4", 'http://a"b\\/fhir/r4'])
@pytest.mark.parametrize("bodies", [[], [OPENING], [*CARD_BODIES, *PARTY_BODIES]])
def test_a_joined_bundle_is_one_that_is_put_together(door: str, bodies: list[bytes]) -> None:
    told = json.loads(everything([entries_of(bodies)], len(bodies), door, Link("self", f"{door}/x")))
    assert (told["resourceType"], told["type"], told["total"]) == ("Bundle", "searchset", len(bodies))
    assert told["link"] == [{"relation": "self", "url": f"{door}/x"}]
    trees = [json.loads(body) for body in bodies]
    assert told.get("entry", []) == [
        {
            "fullUrl": f"{door}/{tree['resourceType']}/{tree['id']}",
            "resource": tree,
            "search": {"mode": "match"},
        }
        for tree in trees
    ]
