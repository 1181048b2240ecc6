"""Content to canonical JSON bytes and back: the one place that knows which resource a content becomes.

Canonical means: elements in the profile's order, nothing that is not set, no white space. The same content with
the same head always gives the same bytes.
"""

from functools import lru_cache

import msgspec

from helsekort.fhir.heads import Head
from helsekort.fhir.resources.composition import Composition, from_epicrisis, to_epicrisis
from helsekort.fhir.resources.diagnostic_report import DiagnosticReport, from_lab_report, to_lab_report
from helsekort.fhir.resources.document_reference import DocumentReference, from_attachment, to_attachment
from helsekort.fhir.resources.due_date import from_due_date, is_due_date, to_due_date
from helsekort.fhir.resources.encounter import Encounter, from_contact, to_contact
from helsekort.fhir.resources.episode_of_care import EpisodeOfCare, from_card_opened, to_card_opened
from helsekort.fhir.resources.observation import Observation, from_finding, to_finding
from helsekort.fhir.resources.organization import Organization, from_organisation, to_organisation
from helsekort.fhir.resources.patient import Patient, from_child, from_woman, is_child, to_child, to_woman
from helsekort.fhir.resources.practitioner import Practitioner, from_clinician, to_clinician
from helsekort.fhir.resources.practitioner_role import PractitionerRole, from_role, to_role
from helsekort.fhir.resources.related_person import RelatedPerson, from_fetus, to_fetus
from helsekort.fhir.resources.row import from_row, is_row, to_row
from helsekort.fhir.resources.service_request import ServiceRequest, from_referral, to_referral
from helsekort.fhir.resources.task import (
    Task,
    from_answer,
    from_delivery,
    is_delivery,
    to_answer,
    to_delivery,
)
from helsekort.record.entries import (
    Attachment,
    Contact,
    Content,
    DueDate,
    Fetus,
    Finding,
    LabReport,
    Referral,
    ReferralAnswer,
    Row,
)
from helsekort.record.epicrisis import Delivery, Epicrisis
from helsekort.record.measurements import Catalogue
from helsekort.record.parties import Child, Clinician, Party, Role, Woman

OnCard = (
    EpisodeOfCare
    | Encounter
    | Observation
    | RelatedPerson
    | DiagnosticReport
    | ServiceRequest
    | Task
    | DocumentReference
    | Composition
)
OfParty = Patient | Practitioner | PractitionerRole | Organization

REMEMBERED = 8192
"""How many bodies of cards a process remembers what they say: some fifty cards, about 20 MB."""

_encoder = msgspec.json.Encoder()
_card_decoder = msgspec.json.Decoder(OnCard)
_party_decoder = msgspec.json.Decoder(OfParty)


def card_body(content: Content, head: Head, catalogue: Catalogue) -> bytes:
    """The canonical bytes of an entry's content."""
    return _encoder.encode(_card_resource(content, head, catalogue))


def _card_resource(content: Content, head: Head, catalogue: Catalogue) -> OnCard:
    if isinstance(content, Finding):
        return from_finding(content, head, catalogue)
    if isinstance(content, Row):
        return from_row(content, head, catalogue)
    if isinstance(content, Contact):
        return from_contact(content, head)
    if isinstance(content, DueDate):
        return from_due_date(content, head)
    if isinstance(content, Fetus):
        return from_fetus(content, head)
    if isinstance(content, LabReport):
        return from_lab_report(content, head)
    if isinstance(content, Referral):
        return from_referral(content, head)
    if isinstance(content, ReferralAnswer):
        return from_answer(content, head)
    if isinstance(content, Attachment):
        return from_attachment(content, head)
    if isinstance(content, Epicrisis):
        return from_epicrisis(content, head)
    if isinstance(content, Delivery):
        return from_delivery(content, head)
    return from_card_opened(content, head)


@lru_cache(REMEMBERED)
def card_content(body: bytes, catalogue: Catalogue) -> Content:
    """Stored bytes -> content. msgspec.ValidationError where they are not one of the profiles.

    What the last bodies said is remembered: the same bytes say the same, and a midwife turns page after page of one
    card. A body is fetched and held against its hash all the same, so what was erased is asked for no more; and
    `forget_contents` lets go of it.
    """
    try:
        _refuse_null(body)
        return _content(_card_decoder.decode(body), catalogue)
    except msgspec.DecodeError:
        raise
    except (ValueError, KeyError) as fault:
        raise msgspec.ValidationError(str(fault)) from fault


def forget_contents() -> None:
    """Remember nothing of what was read so far: what is erased by law is to leave the memory too."""
    card_content.cache_clear()


def _content(resource: OnCard, catalogue: Catalogue) -> Content:
    if isinstance(resource, Observation):
        return _observed(resource, catalogue)
    if isinstance(resource, Encounter):
        return to_contact(resource)
    if isinstance(resource, RelatedPerson):
        return to_fetus(resource)
    if isinstance(resource, DiagnosticReport):
        return to_lab_report(resource)
    if isinstance(resource, ServiceRequest):
        return to_referral(resource)
    if isinstance(resource, Task):
        return to_delivery(resource) if is_delivery(resource) else to_answer(resource)
    if isinstance(resource, DocumentReference):
        return to_attachment(resource)
    if isinstance(resource, Composition):
        return to_epicrisis(resource)
    return to_card_opened(resource)


def _observed(resource: Observation, catalogue: Catalogue) -> Content:
    if is_due_date(resource):
        return to_due_date(resource)
    return to_row(resource, catalogue) if is_row(resource) else to_finding(resource, catalogue)


def party_body(party: Party, head: Head) -> bytes:
    """The canonical bytes of a party."""
    return _encoder.encode(_party_resource(party, head))


def _party_resource(party: Party, head: Head) -> OfParty:
    if isinstance(party, Woman):
        return from_woman(party, head)
    if isinstance(party, Child):
        return from_child(party, head)
    if isinstance(party, Clinician):
        return from_clinician(party, head)
    if isinstance(party, Role):
        return from_role(party, head)
    return from_organisation(party, head)


def party_content(body: bytes) -> Party:
    """Stored bytes -> a party. msgspec.ValidationError where they are not one of the profiles."""
    try:
        _refuse_null(body)
        return _party(_party_decoder.decode(body))
    except msgspec.DecodeError:
        raise
    except (ValueError, KeyError) as fault:
        raise msgspec.ValidationError(str(fault)) from fault


def _party(resource: OfParty) -> Party:
    if isinstance(resource, Patient):
        return to_child(resource) if is_child(resource) else to_woman(resource)
    if isinstance(resource, Practitioner):
        return to_clinician(resource)
    if isinstance(resource, PractitionerRole):
        return to_role(resource)
    return to_organisation(resource)


def _refuse_null(body: bytes) -> None:
    """FHIR has no null, and msgspec takes one for an element that is not there."""
    # Null is also a Norwegian word, so only a body that holds the letters is looked through.
    place = _null_in(msgspec.json.decode(body), "$") if b"null" in body else None
    if place:
        raise msgspec.ValidationError(f"null is not allowed - at `{place}`")


def _null_in(value: object, place: str) -> str | None:
    """Where the first null stands, or None."""
    if value is None:
        return place
    parts: list[tuple[str, object]] = []
    if isinstance(value, dict):
        parts = [(f"{place}.{key}", part) for key, part in value.items()]
    elif isinstance(value, list):
        parts = [(f"{place}[{index}]", part) for index, part in enumerate(value)]
    return next((found for where, part in parts if (found := _null_in(part, where))), None)
