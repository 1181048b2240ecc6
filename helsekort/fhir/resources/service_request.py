"""ServiceRequest: a referral, or an application for a place to give birth, with what was chosen to be sent."""

import datetime as dt
from typing import Literal

from msgspec import field

from helsekort.fhir.datatypes import (
    Closed,
    CodeableConcept,
    Extension,
    Meta,
    Note,
    Reference,
    code_in,
    concept,
)
from helsekort.fhir.heads import Head, party_in
from helsekort.fhir.marks import find, marks, reason_in, refuse_others, status_in
from helsekort.record import codes
from helsekort.record.entries import Referral, ReferralKind, Stage, Status

SENT = codes.EXTENSION + "referral-content"
TRAVEL = codes.EXTENSION + "travel-minutes"
OTHERWISE = codes.EXTENSION + "referral-otherwise"
ERROR = "entered-in-error"
WORDS = {Status.WITHDRAWN: ERROR, Status.MISPLACED: ERROR}


class ServiceRequest(Closed, frozen=True, tag_field="resourceType", tag="ServiceRequest"):
    """The closed profile."""

    id: str
    meta: Meta
    status: str
    intent: Literal["order"]
    priority: str
    code: CodeableConcept
    subject: Reference
    requester: Reference
    performer: list[Reference]
    reason_code: list[CodeableConcept]
    extension: list[Extension] = field(default_factory=list)
    order_detail: list[CodeableConcept] = field(default_factory=list)
    note: list[Note] = field(default_factory=list)
    occurrence_date_time: str | None = None

    def __post_init__(self) -> None:
        refuse_others(self.extension, SENT, TRAVEL, OTHERWISE)


def from_referral(referral: Referral, head: Head) -> ServiceRequest:
    """A referral -> its stored form."""
    extensions = [*marks(referral.status, referral.reason), *_sent(referral)]
    if referral.travel_minutes is not None:
        extensions.append(Extension(TRAVEL, value_string=str(referral.travel_minutes)))
    if referral.otherwise is not None:
        unit = Reference(head.party("Organization", referral.otherwise))
        extensions.append(Extension(OTHERWISE, value_reference=unit))
    return ServiceRequest(
        id=head.id,
        meta=head.meta("referral"),
        extension=extensions,
        status=WORDS.get(referral.status, str(referral.stage)),
        intent="order",
        priority=referral.urgency,
        code=concept(codes.REFERRAL_KIND, referral.kind),
        order_detail=[concept(codes.BIRTH_PLACE_LEVEL, referral.level)] if referral.level else [],
        subject=head.woman_reference,
        requester=Reference(head.party("Practitioner", head.first_author or head.author)),
        performer=[Reference(head.party("Organization", referral.to))],
        reason_code=[concept(codes.REFERRAL_REASON, referral.why)],
        note=[Note(referral.words)] if referral.words else [],
        occurrence_date_time=referral.home_on.isoformat() if referral.home_on else None,
    )


def _sent(referral: Referral) -> list[Extension]:
    """What is sent: sections, what was left out of them, the classes that go along, and up to where."""
    parts = [Extension("section", value_string=each) for each in referral.sections]
    parts += [Extension("left-out", value_string=str(each)) for each in referral.left_out]
    if referral.hidden:
        parts.append(Extension("own-class", value_string=referral.hidden))
    parts += [Extension("class", value_string=each) for each in referral.classes]
    if referral.up_to:
        parts.append(Extension("up-to", value_string=str(referral.up_to)))
    return [Extension(SENT, parts)] if parts else []


def to_referral(request: ServiceRequest) -> Referral:
    """The stored form -> a referral. ValueError where it is none of this profile's."""
    if len(request.performer) != 1 or len(request.reason_code) != 1:
        raise ValueError("performer, reasonCode: this profile has one of each")
    if len(request.order_detail) > 1 or len(request.note) > 1:
        raise ValueError("orderDetail, note: this profile has one of each at most")
    sent = find(request.extension, SENT)
    parts = sent.extension if sent else []
    travel, otherwise = find(request.extension, TRAVEL), find(request.extension, OTHERWISE)
    wrong = request.status == ERROR
    up_to = _texts(parts, "up-to")
    return Referral(
        kind=ReferralKind(code_in(request.code, codes.REFERRAL_KIND) or ""),
        to=party_in(request.performer[0], "Organization"),
        why=_code(request.reason_code[0], codes.REFERRAL_REASON),
        urgency=request.priority,
        words=request.note[0].text if request.note else "",
        sections=_texts(parts, "section"),
        left_out=tuple(int(each) for each in _texts(parts, "left-out")),
        classes=_texts(parts, "class"),
        level=_code(request.order_detail[0], codes.BIRTH_PLACE_LEVEL) if request.order_detail else None,
        travel_minutes=int(travel.value_string or "") if travel else None,
        otherwise=_unit(otherwise),
        hidden="".join(_texts(parts, "own-class")),
        stage=Stage.TAKEN_BACK if wrong else Stage(request.status),
        up_to=int(up_to[0]) if up_to else 0,
        status=status_in(ERROR if wrong else "", {**WORDS, Status.FINAL: ""}, request.extension),
        reason=reason_in(request.extension),
        home_on=dt.date.fromisoformat(request.occurrence_date_time) if request.occurrence_date_time else None,
    )


def _texts(parts: list[Extension], url: str) -> tuple[str, ...]:
    return tuple(part.value_string or "" for part in parts if part.url == url)


def _unit(extension: Extension | None) -> int | None:
    if extension is None:
        return None
    if extension.value_reference is None:
        raise ValueError("extension: a unit is a reference")
    return party_in(extension.value_reference, "Organization")


def _code(value: CodeableConcept, system: str) -> str:
    code = code_in(value, system)
    if code is None:
        raise ValueError(f"a code of {system} is missing")
    return code
