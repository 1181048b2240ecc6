"""Observation: a finding, and a due date."""

from decimal import Decimal

from msgspec import field

from helsekort.fhir.datatypes import (
    Closed,
    CodeableConcept,
    Coding,
    Extension,
    Meta,
    Quantity,
    Reference,
    code_in,
    concept,
    number,
    quantity,
)
from helsekort.fhir.heads import Head, origin_in, party_in
from helsekort.fhir.marks import find, marks, paper_in, reason_in, status_in
from helsekort.fhir.times import date_time, split_date_time
from helsekort.record import codes
from helsekort.record.entries import Absent, DueDate, Finding, Pressure, Status, Value
from helsekort.record.measurements import Catalogue, Kind, Measurable

UNVERIFIED = codes.EXTENSION + "unverified"
WORDS = {Status.FINAL: "final", Status.CORRECTED: "corrected", Status.WITHDRAWN: "entered-in-error"}
WORDS[Status.MISPLACED] = "entered-in-error"


class Annotation(Closed, frozen=True):
    text: str


class Component(Closed, frozen=True):
    code: CodeableConcept
    value_quantity: Quantity | None = None
    value_codeable_concept: CodeableConcept | None = None
    value_date_time: str | None = None


class Observation(Closed, frozen=True, tag_field="resourceType", tag="Observation"):
    """The closed profile: what a card holds as an observation."""

    id: str
    meta: Meta
    status: str
    code: CodeableConcept
    extension: list[Extension] = field(default_factory=list)
    category: list[CodeableConcept] = field(default_factory=list)
    subject: Reference | None = None
    focus: list[Reference] = field(default_factory=list)
    encounter: Reference | None = None
    effective_date_time: str | None = None
    performer: list[Reference] = field(default_factory=list)
    value_quantity: Quantity | None = None
    value_codeable_concept: CodeableConcept | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_date_time: str | None = None
    data_absent_reason: CodeableConcept | None = None
    note: list[Annotation] = field(default_factory=list)
    derived_from: list[Reference] = field(default_factory=list)
    component: list[Component] = field(default_factory=list)


def from_finding(finding: Finding, head: Head, catalogue: Catalogue) -> Observation:
    """A finding -> its stored form. KeyError where `what` is not in the catalogue."""
    measurable = catalogue[finding.what]
    extensions = marks(finding.status, finding.reason, finding.paper)
    if finding.unverified is not None:
        extensions.append(Extension(UNVERIFIED, value_string=finding.unverified))
    absent = concept(codes.ABSENT_REASON, "asked-declined") if finding.absent else None
    return Observation(
        id=head.id,
        meta=head.meta("observation"),
        status=WORDS[finding.status],
        code=_code(measurable),
        extension=extensions,
        subject=head.woman_reference,
        focus=[head.reference("RelatedPerson", finding.fetus)] if finding.fetus else [],
        encounter=head.reference("Encounter", finding.contact) if finding.contact else None,
        effective_date_time=date_time(finding.on, finding.at),
        performer=[head.woman_reference] if finding.by_woman else [head.author_reference],
        data_absent_reason=absent,
        **_value(measurable, finding.value, catalogue),  # type: ignore[arg-type]  # one value[x], chosen by kind
    )


def _code(measurable: Measurable) -> CodeableConcept:
    codings = [Coding(codes.MEASURABLE, measurable.key, measurable.label)]
    if measurable.loinc:
        codings.append(Coding(codes.LOINC, measurable.loinc))
    if measurable.snomed:
        codings.append(Coding(codes.SNOMED, measurable.snomed))
    return CodeableConcept(codings)


def _value(measurable: Measurable, value: Value | None, catalogue: Catalogue) -> dict[str, object]:
    if value is None:
        return {}
    if isinstance(value, bool):
        return {"value_boolean": value}
    if isinstance(value, Decimal):
        return {"value_quantity": quantity(value, measurable.shown_unit or measurable.unit, measurable.unit)}
    if isinstance(value, Pressure):
        parts = (("systolic", value.systolic), ("diastolic", value.diastolic))
        return {"component": [_part(catalogue[key], part) for key, part in parts if part is not None]}
    if measurable.kind is Kind.CODE:
        listed = catalogue.lists[measurable.code_list]
        return {
            "value_codeable_concept": concept(
                codes.CODE_SYSTEM + listed.system, str(value), listed.codes.get(str(value))
            )
        }
    return {"value_string": str(value)}


def _part(measurable: Measurable, value: Decimal) -> Component:
    return Component(
        _code(measurable), value_quantity=quantity(value, measurable.shown_unit, measurable.unit)
    )


def to_finding(observation: Observation, catalogue: Catalogue) -> Finding:
    """The stored form -> a finding."""
    what = code_in(observation.code, codes.MEASURABLE) or ""
    on, at = split_date_time(observation.effective_date_time or "")
    extensions = observation.extension
    unverified = find(extensions, UNVERIFIED)
    performer = observation.performer[0].reference if observation.performer else ""
    return Finding(
        what=what,
        value=_read_value(observation, catalogue[what], catalogue),
        on=on,
        at=at,
        fetus=origin_in(observation.focus[0]) if observation.focus else None,
        contact=origin_in(observation.encounter) if observation.encounter else None,
        absent=Absent.DECLINED if observation.data_absent_reason else None,
        unverified=unverified.value_string if unverified else None,
        by_woman=(performer or "").startswith("Patient/"),
        status=status_in(observation.status, WORDS, extensions),
        reason=reason_in(extensions),
        paper=paper_in(extensions),
    )


def _read_value(observation: Observation, measurable: Measurable, catalogue: Catalogue) -> Value | None:
    if observation.value_boolean is not None:
        return observation.value_boolean
    if observation.value_quantity is not None:
        return number(observation.value_quantity)
    if observation.component:
        return Pressure(_read_part(observation, "systolic"), _read_part(observation, "diastolic"))
    if observation.value_codeable_concept is not None:
        system = codes.CODE_SYSTEM + catalogue.lists[measurable.code_list].system
        return code_in(observation.value_codeable_concept, system)
    return observation.value_string


def _read_part(observation: Observation, key: str) -> Decimal | None:
    for component in observation.component:
        if code_in(component.code, codes.MEASURABLE) == key and component.value_quantity:
            return number(component.value_quantity)
    return None


def is_due_date(observation: Observation) -> bool:
    return code_in(observation.code, codes.LOINC) == codes.EDD_LOINC


def from_due_date(due: DueDate, head: Head) -> Observation:
    """A due date with its method, the length it rests on, and what it replaced."""
    status = "preliminary" if due.proposed and due.status is Status.FINAL else WORDS[due.status]
    components = [
        _due_part("length", value_quantity=quantity(Decimal(due.length), "d", "d")),
        _due_part("method", value_codeable_concept=concept(codes.DUE_DATE_METHOD, due.method)),
        _due_part("set-on", value_date_time=due.set_on.isoformat()),
    ]
    if due.embryo_days is not None:
        components.append(
            _due_part("embryo-days", value_quantity=quantity(Decimal(due.embryo_days), "d", "d"))
        )
    if due.proposed:
        components.append(
            _due_part("proposed", value_codeable_concept=concept(codes.DUE_DATE_PART, "proposed"))
        )
    return Observation(
        id=head.id,
        meta=head.meta("due-date"),
        status=status,
        code=concept(codes.LOINC, codes.EDD_LOINC),
        extension=marks(due.status, due.reason, due.paper),
        subject=head.woman_reference,
        effective_date_time=due.measured_on.isoformat() if due.measured_on else None,
        performer=[Reference(head.party("Practitioner", due.set_by))] if due.set_by else [],
        value_date_time=due.edd.isoformat(),
        note=[Annotation(due.why)] if due.why is not None else [],
        derived_from=[head.reference("Observation", due.replaces)] if due.replaces else [],
        component=components,
    )


def _due_part(code: str, **value: object) -> Component:
    return Component(concept(codes.DUE_DATE_PART, code), **value)  # type: ignore[arg-type]  # one value[x]


def to_due_date(observation: Observation) -> DueDate:
    """The stored form -> a due date."""
    parts = {code_in(part.code, codes.DUE_DATE_PART): part for part in observation.component}
    embryo = parts.get("embryo-days")
    length, set_on = parts["length"].value_quantity, parts["set-on"].value_date_time
    measured = observation.effective_date_time
    return DueDate(
        edd=split_date_time(observation.value_date_time or "")[0],
        length=int(number(length)) if length else 0,
        method=code_in(parts["method"].value_codeable_concept, codes.DUE_DATE_METHOD) or "",
        measured_on=split_date_time(measured)[0] if measured else None,
        set_on=split_date_time(set_on or "")[0],
        set_by=party_in(observation.performer[0]) if observation.performer else None,
        embryo_days=int(number(embryo.value_quantity)) if embryo and embryo.value_quantity else None,
        proposed="proposed" in parts,
        replaces=origin_in(observation.derived_from[0]) if observation.derived_from else None,
        why=observation.note[0].text if observation.note else None,
        status=status_in(observation.status, WORDS, observation.extension),
        reason=reason_in(observation.extension),
        paper=paper_in(observation.extension),
    )
