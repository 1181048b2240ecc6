"""The attest of the national trust framework (tillitsrammeverk): who asks, where, why, and about whom.

The specification, its SAML form and the token service name its parts in several ways. They meet here, in one place;
from here on there is one form, and what does not fit it is refused.
"""

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from helsekort.access.tokens.claims import ATTEST, AccessClaims, Perhaps, Short
from helsekort.record.codes import DNR, ENH, FNR

OID = "urn:oid:"
PURPOSES = "urn:oid:2.16.840.1.113883.1.11.20448"
NAMES = {
    "carerelation": "care_relation",
    "carerelationship": "care_relation",
    "hprnr": "hpr_nr",
    "legalentity": "legal_entity",
    "pointofcare": "point_of_care",
    "healthcareservice": "healthcare_service",
    "purposeofuse": "purpose_of_use",
    "purposeofusedetails": "purpose_of_use_details",
    "decisionref": "decision_ref",
    "userselected": "user_selected",
}
"""The parts whose names vary, without signs between the words and in small letters, and the one name they get."""
DEEPEST = 6


class BadAttest(Exception):
    """There is an attest that cannot be used. The message is for the technical log and holds nothing of it."""


class Purpose(StrEnum):
    """Why someone asks (HL7 PurposeOfUse)."""

    TREAT = "TREAT"
    ETREAT = "ETREAT"
    COC = "COC"
    BTG = "BTG"


class _Strict(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the attest."""


class Identity(_Strict, frozen=True):
    """Someone or somewhere, by a number of a register."""

    id: Short
    system: Short
    name: Perhaps = ""
    authority: Perhaps = ""


class Coded(_Strict, frozen=True):
    """A code of a list."""

    code: Short
    system: Short
    text: Perhaps = ""
    assigner: Perhaps = ""


class Decided(_Strict, frozen=True):
    """The decision in the local record that this rests on: a name for it and no text, for it stands in the log.
    `user_selected`: they gave themselves access."""

    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._:/-]{1,128}\Z")]
    user_selected: bool
    description: Annotated[str, Meta(max_length=4096)] = ""


class Practitioner(_Strict, frozen=True):
    """Who asks, and where they work."""

    identifier: Identity
    legal_entity: Identity
    point_of_care: Identity
    hpr_nr: Identity | None = None
    authorization: Coded | None = None
    department: Identity | None = None


class Relation(_Strict, frozen=True):
    """Why they may."""

    purpose_of_use: Coded
    decision_ref: Decided
    healthcare_service: Coded | None = None
    purpose_of_use_details: Coded | None = None


class Patient(_Strict, frozen=True):
    """About whom."""

    identifier: Identity
    point_of_care: Identity | None = None
    department: Identity | None = None


class _Whole(_Strict, frozen=True):
    practitioner: Practitioner
    care_relation: Relation
    patients: Annotated[list[Patient], Meta(min_length=1, max_length=1)]
    type: str = ATTEST
    toa: Perhaps = ""


class Attest(Struct, frozen=True):
    """What counts of an attest. Numbers as they were attested; `details` is a code, and no free text is kept."""

    person: str
    hpr: str
    legal_entity: str
    unit: str
    patient: tuple[str, str]
    """(system, number)"""
    purpose: Purpose
    details: str
    decision: str
    self_selected: bool


def attest_in(claims: AccessClaims) -> Attest | None:
    """The attest of a token; None where it has none. BadAttest for two, and for one that is not as agreed."""
    found = [claims.attest] if claims.attest is not None else []
    for place in (claims.authorization_details, claims.assertion_details):
        found += [each for each in _listed(place) if isinstance(each, dict) and each.get("type") == ATTEST]
    if not found:
        return None
    if len(found) > 1:
        raise BadAttest("two-structures")
    return _read(found[0])


def _listed(place: object) -> list[object]:
    if place is None:
        return []
    return place if isinstance(place, list) else [place]


def _read(tree: object) -> Attest:
    try:
        whole = msgspec.convert(_named(tree), _Whole)
    except (msgspec.ValidationError, ValueError):
        raise BadAttest("shape") from None
    asks, why, about = whole.practitioner, whole.care_relation, whole.patients[0].identifier
    _demand(_oid(asks.identifier.system) in (FNR, DNR), "person")
    _demand(_oid(asks.legal_entity.system) == ENH == _oid(asks.point_of_care.system), "organisation")
    _demand(_oid(about.system) in (FNR, DNR), "patient")
    _demand(_oid(why.purpose_of_use.system) == PURPOSES and why.purpose_of_use.code in [*Purpose], "purpose")
    return Attest(
        person=asks.identifier.id,
        hpr=asks.hpr_nr.id if asks.hpr_nr else "",
        legal_entity=asks.legal_entity.id,
        unit=asks.point_of_care.id,
        patient=(_oid(about.system), about.id),
        purpose=Purpose(why.purpose_of_use.code),
        details=why.purpose_of_use_details.code if why.purpose_of_use_details else "",
        decision=why.decision_ref.id,
        self_selected=why.decision_ref.user_selected,
    )


def _demand(holds: bool, what: str) -> None:
    if not holds:
        raise BadAttest(what)


def _oid(system: str) -> str:
    return OID + system.removeprefix(OID)


def _named(tree: object, depth: int = 0) -> object:
    """The same with one name for each part. ValueError where a part stands there under two names."""
    if depth > DEEPEST:
        raise ValueError("deeper than any attest")
    if isinstance(tree, list):
        return [_named(each, depth + 1) for each in tree]
    if not isinstance(tree, dict):
        return tree
    found = {_name(name): _named(each, depth + 1) for name, each in tree.items()}
    if len(found) < len(tree):
        raise ValueError("a part stands there under two names")
    return found


def _name(name: str) -> str:
    return NAMES.get(name.replace("_", "").replace("-", "").lower(), name)
