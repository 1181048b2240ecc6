"""The attest of the trust framework: read in each of its spellings, and refused where it is not whole."""

from copy import deepcopy
from typing import Any

import msgspec
import pytest

from helsekort.access.tokens.attests import Attest, BadAttest, Purpose, attest_in
from helsekort.access.tokens.claims import ATTEST, AccessClaims
from helsekort.record.codes import DNR, FNR
from tests import issuing
from tests.cast import MOMENT

PERSON, HPR, ENTITY, UNIT, PATIENT = "13116900216", "900000002", "983658776", "974706490", "15076500565"
WHOLE = issuing.attest(PERSON, HPR, ENTITY, UNIT, PATIENT)
Tree = dict[str, Any]


def read(**places: object) -> Attest | None:
    """The attest of a token that has these claims."""
    return attest_in(msgspec.convert({**issuing.claims(MOMENT), **places}, AccessClaims))


def without(tree: Tree, path: str) -> Tree:
    """The same without a part."""
    made = deepcopy(tree)
    *way, last = path.split(".")
    inner = made
    for name in way:
        inner = inner[name][0] if isinstance(inner[name], list) else inner[name]
    del inner[last]
    return made


def changed(tree: Tree, path: str, value: object) -> Tree:
    """The same with a part that says something else."""
    made = deepcopy(tree)
    *way, last = path.split(".")
    inner = made
    for name in way:
        inner = inner[name][0] if isinstance(inner[name], list) else inner[name]
    inner[last] = value
    return made


def test_what_counts_is_kept_and_no_free_text() -> None:
    said = changed(WHOLE, "care_relationship.decision_ref.description", "Hun ringte i dag")
    said = changed(said, "care_relationship.decision_ref.user_selected", True)
    kept = read(**{ATTEST: said})
    assert kept == Attest(
        PERSON, HPR, ENTITY, UNIT, (FNR, PATIENT), Purpose.TREAT, "", "vedtak-1", self_selected=True
    )
    assert "ringte" not in repr(kept)


@pytest.mark.parametrize(
    "places",
    [
        {ATTEST: WHOLE},
        {"authorization_details": [WHOLE]},
        {"authorization_details": [{"type": "helseid_authorization"}, WHOLE]},
        {"assertion_details": [WHOLE]},
        {"assertion_details": WHOLE},
    ],
)
def test_it_is_found_wherever_the_provider_puts_it(places: Tree) -> None:
    assert read(**places) is not None


def test_a_token_without_one_has_none() -> None:
    assert read() is None
    assert read(authorization_details=[{"type": "helseid_authorization"}, "x", None]) is None


@pytest.mark.parametrize(
    "name", ["care_relation", "care_relationship", "care-relationship", "CareRelationship"]
)
def test_the_care_relation_has_many_names(name: str) -> None:
    said = without(WHOLE, "care_relationship") | {name: WHOLE["care_relationship"]}
    assert read(assertion_details=said) == read(assertion_details=WHOLE)


def test_systems_are_read_with_and_without_their_prefix() -> None:
    bare = changed(WHOLE, "patients.identifier.system", FNR.removeprefix("urn:oid:"))
    assert read(assertion_details=bare) == read(assertion_details=WHOLE)
    d_number = read(assertion_details=changed(WHOLE, "patients.identifier.system", DNR))
    assert d_number is not None
    assert d_number.patient == (DNR, PATIENT)


BAD = {
    "two structures": {"authorization_details": [WHOLE], "assertion_details": [WHOLE]},
    "two of them in one": {"assertion_details": [WHOLE, WHOLE]},
    "one under its own name and one beside": {ATTEST: WHOLE, "assertion_details": [WHOLE]},
    "both names of the care relation": {
        "assertion_details": WHOLE | {"care_relation": WHOLE["care_relationship"]}
    },
    "no patient": {"assertion_details": changed(WHOLE, "patients", [])},
    "a patient without a number": {"assertion_details": changed(WHOLE, "patients", [{}])},
    "two patients": {"assertion_details": changed(WHOLE, "patients", WHOLE["patients"] * 2)},
    "a patient by another register": {
        "assertion_details": changed(WHOLE, "patients.identifier.system", "urn:oid:2.16.578.1.12.4.1.4.3")
    },
    "a purpose of another list": {
        "assertion_details": changed(WHOLE, "care_relationship.purpose_of_use.system", "urn:oid:1.2.3")
    },
    "a purpose that is none": {
        "assertion_details": changed(WHOLE, "care_relationship.purpose_of_use.code", "CURIOUS")
    },
    "user_selected as a text": {
        "assertion_details": changed(WHOLE, "care_relationship.decision_ref.user_selected", "false")
    },
    "a decision in words": {
        "assertion_details": changed(WHOLE, "care_relationship.decision_ref.id", "Hun ringte i dag")
    },
    "a part that is not known": {"assertion_details": changed(WHOLE, "practitioner.nickname", "x")},
    "no object": {ATTEST: "attest"},
    "deep": {"assertion_details": changed(WHOLE, "patients", [[[[[[[[[]]]]]]]]])},
} | {
    f"without {path}": {"assertion_details": without(WHOLE, path)}
    for path in (
        "practitioner",
        "practitioner.identifier",
        "practitioner.legal_entity",
        "practitioner.point_of_care",
        "care_relationship",
        "care_relationship.purpose_of_use",
        "care_relationship.decision_ref",
        "care_relationship.decision_ref.id",
        "care_relationship.decision_ref.user_selected",
        "patients",
        "patients.identifier.system",
    )
}


@pytest.mark.parametrize("places", BAD.values(), ids=BAD.keys())
def test_what_is_not_whole_is_refused(places: Tree) -> None:
    with pytest.raises(BadAttest) as refused:
        read(**places)
    assert PATIENT not in str(refused.value)
