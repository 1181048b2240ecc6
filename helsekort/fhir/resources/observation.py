"""Observation: the closed profile, and a finding's mapping to and from it. A due date's is in due_date.py."""

import datetime as dt
from decimal import Decimal

from msgspec import field

from helsekort.fhir.datatypes import (
    Closed,
    CodeableConcept,
    Coding,
    Compared,
    Extension,
    Meta,
    Named,
    Performer,
    Quantity,
    Reference,
    code_in,
    concept,
    number,
    quantity,
)
from helsekort.fhir.heads import Head, origin_in
from helsekort.fhir.marks import (
    PAPER,
    ForeignIdentifier,
    find,
    foreign_elements,
    foreign_ids,
    marks,
    paper_in,
    reason_in,
    refuse_others,
    status_in,
)
from helsekort.fhir.resources import laboratory
from helsekort.fhir.resources.laboratory import PRELIMINARY, LabElements, ReferenceRange
from helsekort.fhir.times import date_time, split_date_time
from helsekort.record import codes
from helsekort.record.entries import Absent, Finding, Moment, Pressure, Status, Value
from helsekort.record.measurements import Catalogue, Kind, Measurable

UNVERIFIED = codes.EXTENSION + "unverified"
FIRST = codes.EXTENSION + "first-recorded-by"
# HL7's own extension of R4: the observation that this one replaces.
REPLACES = "http://hl7.org/fhir/StructureDefinition/observation-replaces"
WORDS = {
    Status.FINAL: "final",
    Status.CORRECTED: "corrected",
    Status.WITHDRAWN: "entered-in-error",
    Status.MISPLACED: "entered-in-error",
}
REASONS = {Absent.DECLINED: "asked-declined", Absent.UNKNOWN: "asked-unknown"}
"""Why there is no value, in the words of data-absent-reason."""

NOT_KNOWN = "unknown"


class Annotation(Closed, frozen=True):
    text: str


class Component(Closed, frozen=True):
    """One value, or why there is none."""

    code: CodeableConcept
    extension: list[Extension] = field(default_factory=list)
    value_quantity: Quantity | None = None
    value_codeable_concept: CodeableConcept | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_date_time: str | None = None
    data_absent_reason: CodeableConcept | None = None

    def __post_init__(self) -> None:
        for extension in self.extension:
            if extension.url != UNVERIFIED or len(self.extension) > 1:
                raise ValueError(f"extension: a component has one at most, {UNVERIFIED}")
        values = (
            self.value_quantity,
            self.value_codeable_concept,
            self.value_string,
            self.value_boolean,
            self.value_date_time,
        )
        if len(values) - values.count(None) + (self.data_absent_reason is not None) != 1:
            raise ValueError("a component holds one value or a dataAbsentReason")


class Observation(Closed, frozen=True, tag_field="resourceType", tag="Observation"):
    """The closed profile: what a card holds as an observation."""

    id: str
    meta: Meta
    status: str
    code: CodeableConcept
    subject: Reference
    effective_date_time: str
    extension: list[Extension] = field(default_factory=list)
    identifier: list[ForeignIdentifier] = field(default_factory=list)
    category: list[CodeableConcept] = field(default_factory=list)
    focus: list[Reference] = field(default_factory=list)
    encounter: Reference | None = None
    performer: list[Performer] = field(default_factory=list)
    value_quantity: Compared | None = None
    value_codeable_concept: CodeableConcept | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_date_time: str | None = None
    data_absent_reason: CodeableConcept | None = None
    note: list[Annotation] = field(default_factory=list)
    specimen: Named | None = None
    reference_range: list[ReferenceRange] = field(default_factory=list)
    component: list[Component] = field(default_factory=list)

    def __post_init__(self) -> None:
        refuse_others(self.extension, PAPER, UNVERIFIED, FIRST, REPLACES, laboratory.REPORT, laboratory.SENT)
        values = (
            self.value_quantity,
            self.value_codeable_concept,
            self.value_string,
            self.value_boolean,
            self.value_date_time,
            self.data_absent_reason,
        )
        there = len(values) - values.count(None)
        if there > 1 or (there == 0 and not self.component):
            raise ValueError("an observation holds one value, a dataAbsentReason, or components")


def from_finding(finding: Finding, head: Head, catalogue: Catalogue) -> Observation:
    """A finding -> its stored form.

    KeyError where `what` is not in the catalogue, ValueError where it has neither a value nor `absent`, or both.
    """
    measurable = catalogue[finding.what]
    lab = finding.lab
    preliminary = lab is not None and lab.preliminary
    extensions = marks(finding.status, finding.reason, finding.paper, corrected_has_word=not preliminary)
    if finding.unverified is not None:
        extensions.append(Extension(UNVERIFIED, value_string=finding.unverified))
    if lab is not None:
        extensions += laboratory.extensions_of(lab, head)
    elif head.first_author and not (finding.by_woman or finding.paper):
        extensions.append(first_writer(head))
    category = measurable.category
    return Observation(
        id=head.id,
        meta=head.meta("observation"),
        status=PRELIMINARY if preliminary else WORDS[finding.status],
        code=code_of(measurable),
        subject=head.woman_reference,
        effective_date_time=date_time(finding.on, finding.at),
        extension=extensions,
        identifier=_identifiers(finding),
        category=[concept(codes.OBSERVATION_CATEGORY, category)] if category else [],
        focus=[head.reference("RelatedPerson", finding.fetus)] if finding.fetus else [],
        encounter=head.reference("Encounter", finding.contact) if finding.contact else None,
        performer=_performer(finding, head),
        data_absent_reason=why_absent(REASONS[finding.absent]) if finding.absent else None,
        **_value(measurable, finding, catalogue),  # type: ignore[arg-type]  # one value[x], chosen by kind
        **laboratory.elements_of(finding),  # type: ignore[arg-type]  # named as the profile names them
    )


def _identifiers(finding: Finding) -> list[ForeignIdentifier]:
    own = [laboratory.result_identifier(finding.lab)] if finding.lab else []
    return [*own, *foreign_elements(finding.identifiers)]


def _performer(finding: Finding, head: Head) -> list[Performer]:
    """Who vouches for the value: who wrote this version. Who wrote the first, and measured, is an extension.

    The one who copies from paper vouches for nothing: the paper says who does.
    """
    if finding.lab is not None:
        return [Performer(display=finding.lab.laboratory)]
    return voucher(head, by_woman=finding.by_woman, from_paper=finding.paper is not None)


def voucher(head: Head, *, by_woman: bool, from_paper: bool) -> list[Performer]:
    """Who vouches for what no laboratory said."""
    if by_woman:
        return [Performer(head.woman_reference.reference)]
    return [] if from_paper else [Performer(head.author_reference.reference)]


def first_writer(head: Head) -> Extension:
    """Who wrote the first version, on a later one."""
    return Extension(FIRST, value_reference=Reference(head.party("Practitioner", head.first_author)))


def code_of(measurable: Measurable) -> CodeableConcept:
    codings = [Coding(codes.MEASURABLE, measurable.key, measurable.label)]
    if measurable.loinc:
        codings.append(Coding(codes.LOINC, measurable.loinc))
    if measurable.snomed:
        codings.append(Coding(codes.SNOMED, measurable.snomed))
    return CodeableConcept(codings)


def why_absent(code: str) -> CodeableConcept:
    """The reason for no value, one of `REASONS` or `NOT_KNOWN`."""
    return concept(codes.ABSENT_REASON, code)


def _value(measurable: Measurable, finding: Finding, catalogue: Catalogue) -> dict[str, object]:
    value = finding.value
    if measurable.kind is Kind.PRESSURE:
        if value is not None and (not isinstance(value, Pressure) or value == Pressure(None, None)):
            raise ValueError("a blood pressure has one of its two numbers, or is absent")
        why = REASONS[finding.absent] if finding.absent else None
        return {"component": pressure_parts(value, why, catalogue)}
    if value is None:
        return {}
    if isinstance(value, Decimal):
        amount = _amount(measurable, value)
        comparator = (finding.lab.comparator or None) if finding.lab else None
        compared = Compared(amount.value, amount.unit, amount.system, amount.code, comparator)  # type: ignore[arg-type]  # one of four
        return {"value_quantity": compared}
    if isinstance(value, tuple):
        raise ValueError("several codes stand only in a row")  # the form is right, the place is not
    return value_of(measurable, value, catalogue)


def value_of(measurable: Measurable, value: Value, catalogue: Catalogue) -> dict[str, object]:
    """The one value[x] of a value that is no blood pressure, by the name of its element."""
    if isinstance(value, bool):
        return {"value_boolean": value}
    if isinstance(value, Decimal):
        return {"value_quantity": _amount(measurable, value)}
    if isinstance(value, dt.date):
        return {"value_date_time": value.isoformat()}
    if isinstance(value, Moment):
        return {"value_date_time": date_time(value.on, value.at)}
    if measurable.kind in (Kind.CODE, Kind.CODES):
        listed = catalogue.lists[measurable.code_list]
        system, code = codes.CODE_SYSTEM + listed.system, str(value)
        return {"value_codeable_concept": concept(system, code, listed.codes.get(code))}
    return {"value_string": str(value)}


def _amount(measurable: Measurable, value: Decimal) -> Quantity:
    return quantity(value, measurable.shown_unit or measurable.unit, measurable.unit)


def pressure_parts(value: Pressure | None, why: str | None, catalogue: Catalogue) -> list[Component]:
    """Both parts always, as R4's profile for blood pressure asks; one that is missing says so.

    `why` is the reason where there is no value at all.
    """
    if value is None:
        value = Pressure(None, None)
    else:
        why = NOT_KNOWN
    return [
        Component(code_of(catalogue[key]), value_quantity=_amount(catalogue[key], part))
        if part is not None
        else Component(code_of(catalogue[key]), data_absent_reason=why_absent(why or NOT_KNOWN))
        for key, part in (("systolic", value.systolic), ("diastolic", value.diastolic))
    ]


def to_finding(observation: Observation, catalogue: Catalogue) -> Finding:
    """The stored form -> a finding. ValueError or KeyError where it is none of the catalogue's."""
    what = code_in(observation.code, codes.MEASURABLE) or ""
    if what not in catalogue.measurables:
        raise ValueError("code: none of the catalogue's")
    on, at = split_date_time(observation.effective_date_time)
    extensions = observation.extension
    unverified = find(extensions, UNVERIFIED)
    focus, encounter, own_id = observation.focus, observation.encounter, observation.id
    lab = laboratory.read_lab(_lab_elements(observation))
    words = {**WORDS, Status.FINAL: PRELIMINARY} if lab and lab.preliminary else WORDS
    return Finding(
        what=what,
        value=_read_finding(observation, catalogue[what], catalogue),
        on=on,
        at=at,
        fetus=origin_in(focus[0], "RelatedPerson", own_id) if focus else None,
        contact=origin_in(encounter, "Encounter", own_id) if encounter else None,
        absent=absent_in(observation.data_absent_reason),
        unverified=unverified.value_string if unverified else None,
        by_woman=any((each.reference or "").startswith("Patient/") for each in observation.performer),
        status=status_in(observation.status, words, extensions),
        reason=reason_in(extensions),
        paper=paper_in(extensions),
        identifiers=foreign_ids(
            [each for each in observation.identifier if each.system != codes.LAB_ITEM or lab is None]
        ),
        lab=lab,
    )


def _lab_elements(observation: Observation) -> LabElements:
    return LabElements(
        observation.id,
        observation.status,
        observation.extension,
        observation.identifier,
        observation.performer,
        observation.specimen,
        observation.reference_range,
        observation.value_quantity,
    )


def absent_in(reason: CodeableConcept | None) -> Absent | None:
    """What a dataAbsentReason says. ValueError for any other reason than that she declined or that nobody knows."""
    if reason is None:
        return None
    code = code_in(reason, codes.ABSENT_REASON)
    found = next((absent for absent, word in REASONS.items() if word == code), None)
    if found is None:
        raise ValueError(f"dataAbsentReason: only {' and '.join(REASONS.values())} are known here")
    return found


def _read_finding(observation: Observation, measurable: Measurable, catalogue: Catalogue) -> Value | None:
    if observation.component and observation.data_absent_reason is None:
        return read_pressure(observation.component, catalogue)
    return read_value(observation, measurable, catalogue)


def read_value(holder: Observation | Component, measurable: Measurable, catalogue: Catalogue) -> Value | None:
    """The one value[x]; None with a dataAbsentReason."""
    if holder.data_absent_reason is not None:
        return None
    if holder.value_boolean is not None:
        return holder.value_boolean
    if holder.value_quantity is not None:
        return number(holder.value_quantity, measurable.unit)
    if holder.value_date_time is not None:
        on, at = split_date_time(holder.value_date_time)
        return on if at is None else Moment(on, at)
    if holder.value_codeable_concept is not None:
        return _read_code(holder.value_codeable_concept, measurable, catalogue)
    return holder.value_string


def _read_code(value: CodeableConcept, measurable: Measurable, catalogue: Catalogue) -> str:
    listed = catalogue.lists.get(measurable.code_list)
    code = code_in(value, codes.CODE_SYSTEM + listed.system) if listed else None
    if code is None:
        raise ValueError("valueCodeableConcept: no code of this observation's list")
    return code


def read_pressure(components: list[Component], catalogue: Catalogue) -> Pressure:
    """A blood pressure from its two parts. ValueError for others, and for none with a number."""
    parts = {code_in(part.code, codes.MEASURABLE): part.value_quantity for part in components}
    if set(parts) != {"systolic", "diastolic"} or len(components) != 2:
        raise ValueError("component: a blood pressure has systolic and diastolic, once each")
    systolic, diastolic = (
        number(part, catalogue[key].unit) if (part := parts[key]) is not None else None
        for key in ("systolic", "diastolic")
    )
    if systolic is None and diastolic is None:
        raise ValueError("component: a blood pressure without a number")
    return Pressure(systolic, diastolic)
