"""What is sent becomes the same content that a page would have made, whoever writes it down and however."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from helsekort.fhir import strict_json
from helsekort.fhir.accept import LONGEST_LABEL, belongs, checked, content_of
from helsekort.fhir.changes import bare, change_faults, kept_as_before, new_faults, says_the_same
from helsekort.fhir.explain import explain
from helsekort.fhir.heads import Head
from helsekort.fhir.kept import lost
from helsekort.fhir.outcome import NotAccepted
from helsekort.fhir.profiles import ALL, ON_CARD
from helsekort.fhir.search_values import fits, read_span
from helsekort.fhir.stored import card_body
from helsekort.record.codes import LOINC, MEASURABLE
from helsekort.record.entries import Contact, Content, DueDate, Fetus, Finding, ForeignId, Status
from tests.fhir.contents import (
    CARD_BODIES,
    CATALOGUE,
    HEAD,
    ONE_OF_EACH,
    PARTY_BODIES,
    contacts,
    due_dates,
    fetuses,
    findings,
)

IDENTIFIERS = st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(
    lambda values: tuple(ForeignId("https://journal.example", value) for value in values)
)
LABELLED = fetuses.filter(lambda fetus: len(fetus.label) <= LONGEST_LABEL)
CONTENTS = st.one_of(findings(), contacts(), due_dates, LABELLED)


def _tree(body: bytes) -> strict_json.Object:
    tree, found = strict_json.read(body)
    assert found == []
    return tree


def _sent(content: Content) -> strict_json.Object:
    """As another system would send it: without what the service sets."""
    return {k: v for k, v in _tree(card_body(content, HEAD, CATALOGUE)).items() if k not in ("id", "meta")}


@given(CONTENTS, IDENTIFIERS)
def test_what_is_stored_can_be_sent(content: Any, identifiers: tuple[ForeignId, ...]) -> None:  # noqa: ANN401  # any content
    wanted = replace(content, identifiers=identifiers)
    sent = _sent(wanted)
    kind = strict_json.kind_of(sent)
    assert content_of(checked(sent, kind), HEAD.card, HEAD.origin, CATALOGUE) == wanted
    assert lost(sent, _tree(card_body(wanted, HEAD, CATALOGUE))) == []
    assert belongs(sent).woman == HEAD.woman


@given(findings())
def test_a_loinc_code_alone_means_the_same(finding: Finding) -> None:
    sent = _sent(finding)
    codings = sent["code"]["coding"]  # type: ignore[index, call-overload]  # by the profile
    others = [each for each in codings if each["system"] != MEASURABLE]  # type: ignore[union-attr]  # by the profile
    if not others:
        return
    bare_of_ours = {**sent, "code": {"coding": others}}
    assert content_of(bare_of_ours, HEAD.card, HEAD.origin, CATALOGUE) == finding
    assert lost(bare_of_ours, _tree(card_body(finding, HEAD, CATALOGUE))) == []


@given(st.data())
def test_whatever_is_changed_on_the_way_is_told(data: st.DataObject) -> None:
    """Of two stored resources of one type, what differs is named, and what does not is not."""
    body, other = (data.draw(st.sampled_from(CARD_BODIES)) for _ in range(2))
    sent, stored = _tree(body), _tree(other)
    if strict_json.kind_of(sent) == strict_json.kind_of(stored):
        same = {k: v for k, v in sent.items() if k not in ("id", "meta")} == {
            k: v for k, v in stored.items() if k not in ("id", "meta")
        }
        both_ways = [*lost(sent, stored), *lost(stored, sent)]
        profiles = sent["meta"] != stored["meta"]
        assert (both_ways == []) == same or profiles


def test_all_that_is_stored_fits_its_profile() -> None:
    for body in [*CARD_BODIES, *PARTY_BODIES]:
        tree = _tree(body)
        assert explain(tree, ALL[strict_json.kind_of(tree)]) == []


def test_every_required_element_and_every_unknown_one_is_named() -> None:
    for kind, profile in ON_CARD.items():
        places = {issue.where for issue in explain({"resourceType": kind, "colour": "red"}, profile)}
        assert f"{kind}.colour" in places
        assert len(places) > 3


@pytest.mark.parametrize("status", [Status.CORRECTED, Status.WITHDRAWN, Status.MISPLACED])
def test_what_is_new_is_not_ended(status: Status) -> None:
    for content in ONE_OF_EACH:
        if (
            isinstance(content, Contact | Fetus | Finding)
            and content.status is Status.FINAL
            and not getattr(content, "lab", None)
        ):
            assert list(new_faults(replace(content, status=status)))


@given(CONTENTS)
def test_a_thing_says_the_same_as_itself(content: Any) -> None:  # noqa: ANN401  # any content
    assert says_the_same(content, content)
    assert bare(content) == bare(bare(content))


@given(CONTENTS, CONTENTS)
def test_one_thing_never_becomes_another(before: Any, wanted: Any) -> None:  # noqa: ANN401  # any content
    """Another kind of thing, or a withdrawn one, is never the next version; a due date is never one here."""
    faults = list(change_faults(before, kept_as_before(before, wanted)))
    if type(before) is not type(wanted) or isinstance(before, DueDate):
        assert faults
    if before.status in (Status.WITHDRAWN, Status.MISPLACED):
        assert faults


def test_a_number_that_is_the_same_keeps_its_characters() -> None:
    weight = next(each for each in ONE_OF_EACH if isinstance(each, Finding) and each.what == "weight")
    tree = json.loads(card_body(weight, HEAD, CATALOGUE))
    tree["valueQuantity"]["value"] = float(tree["valueQuantity"]["value"])
    sent = _tree(json.dumps(tree).encode())
    wanted = content_of(sent, HEAD.card, HEAD.origin, CATALOGUE)
    assert str(kept_as_before(weight, wanted).value) == str(weight.value)  # type: ignore[union-attr]  # a finding


def test_references_of_two_cards_are_refused() -> None:
    body = card_body(ONE_OF_EACH[1], Head(HEAD.card, 3, 1, 0, 5, 6), CATALOGUE)
    sent = _tree(body) | {
        "focus": [{"reference": "RelatedPerson/0000000000g1-2"}],
        "encounter": {"reference": "Encounter/0000000000g2-2"},
    }
    with pytest.raises(NotAccepted, match="problem"):
        belongs(sent)


# --- dates of a search -------------------------------------------------------------------------------------

DATES = st.sampled_from(
    [
        "2026",
        "2026-03",
        "2026-12",
        "2026-03-10",
        "2026-12-31",
        "2026-03-10T10:30",
        "2026-03-10T10:30:00",
        "2026-03-10T10:30:00.123Z",
        "2026-03-10T10:30:00+01:00",
        "2026-10-25T02:30:00+01:00",
        "2026-03-29",
    ]
)


@given(DATES, DATES)
def test_prefixes_agree_with_one_another(wanted: str, has: str) -> None:
    (_, span), (_, own) = read_span(wanted), read_span(has)
    assert span.begin < span.end
    fitting = {prefix: fits(prefix, span, own) for prefix in ("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb")}
    assert fitting["eq"] != fitting["ne"]
    assert fitting["ge"] == (fitting["gt"] or fitting["eq"])
    assert fitting["le"] == (fitting["lt"] or fitting["eq"])
    assert not (fitting["sa"] and not fitting["gt"])
    assert not (fitting["eb"] and not fitting["lt"])


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13", "2026-02-30", "ap2026", "26-03-10", "2026-03-10T25:00", "9999"]
)
def test_what_is_no_date_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="Write a date"):
        read_span(text)


def test_loinc_codes_of_the_catalogue_are_one_things_alone() -> None:
    codes = [one.loinc for one in CATALOGUE.measurables.values() if one.loinc]
    assert len(codes) == len(set(codes))
    assert LOINC.startswith("http")
