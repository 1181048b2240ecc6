"""A due date as an Observation: the date, the day it was set, and in components what it rests on."""

from decimal import Decimal

from helsekort.fhir.datatypes import (
    Extension,
    Performer,
    Quantity,
    Reference,
    code_in,
    concept,
    number,
    quantity,
)
from helsekort.fhir.heads import Head, origin_in, party_in
from helsekort.fhir.marks import (
    find,
    foreign_elements,
    foreign_ids,
    marks,
    paper_in,
    reason_in,
    status_in,
)
from helsekort.fhir.resources.observation import REPLACES, WORDS, Annotation, Component, Observation
from helsekort.fhir.times import split_date_time
from helsekort.record import codes
from helsekort.record.entries import DueDate, Status

PRELIMINARY = "preliminary"
DAYS = "d"


def is_due_date(observation: Observation) -> bool:
    return code_in(observation.code, codes.LOINC) == codes.EDD_LOINC


def from_due_date(due: DueDate, head: Head) -> Observation:
    """A due date with its method, the length it rests on, and what it replaced."""
    extensions = marks(due.status, due.reason, due.paper, corrected_has_word=True)
    if due.replaces is not None:
        extensions.append(Extension(REPLACES, value_reference=head.reference("Observation", due.replaces)))
    return Observation(
        id=head.id,
        meta=head.meta("due-date"),
        status=PRELIMINARY if due.proposed and due.status is Status.FINAL else WORDS[due.status],
        code=concept(codes.LOINC, codes.EDD_LOINC),
        subject=head.woman_reference,
        # The day it was set, not the day measured: for a last period that day lies before the pregnancy.
        effective_date_time=due.set_on.isoformat(),
        extension=extensions,
        identifier=foreign_elements(due.identifiers),
        performer=[Performer(head.party("Practitioner", due.set_by))] if due.set_by else [],
        value_date_time=due.edd.isoformat(),
        note=[Annotation(due.why)] if due.why is not None else [],
        component=_parts(due),
    )


def _parts(due: DueDate) -> list[Component]:
    parts = [
        _part("length", value_quantity=_days(due.length)),
        _part("method", value_codeable_concept=concept(codes.DUE_DATE_METHOD, due.method)),
    ]
    if due.measured_on is not None:
        parts.append(_part("measured-on", value_date_time=due.measured_on.isoformat()))
    if due.embryo_days is not None:
        parts.append(_part("embryo-days", value_quantity=_days(due.embryo_days)))
    if due.proposed:
        parts.append(_part("proposed", value_boolean=True))
    return parts


def _days(number_of_days: int) -> Quantity:
    return quantity(Decimal(number_of_days), DAYS, DAYS)


def _part(code: str, **value: object) -> Component:
    return Component(concept(codes.DUE_DATE_PART, code), **value)  # type: ignore[arg-type]  # one value[x]


def to_due_date(observation: Observation) -> DueDate:
    """The stored form -> a due date. ValueError or KeyError where it is not one."""
    parts = _read_parts(observation)
    proposed = "proposed" in parts
    words = {**WORDS, Status.FINAL: PRELIMINARY} if proposed else WORDS
    extensions = observation.extension
    replaces = find(extensions, REPLACES)
    before = replaces.value_reference if replaces else None
    method = code_in(parts["method"].value_codeable_concept, codes.DUE_DATE_METHOD)
    length = _read_days(parts, "length")
    if method is None or length is None or observation.value_date_time is None:
        raise ValueError("a due date has a date, a length and a method")
    measured = parts["measured-on"].value_date_time if "measured-on" in parts else None
    return DueDate(
        edd=split_date_time(observation.value_date_time)[0],
        length=length,
        method=method,
        measured_on=split_date_time(measured)[0] if measured else None,
        set_on=split_date_time(observation.effective_date_time)[0],
        set_by=_set_by(observation),
        embryo_days=_read_days(parts, "embryo-days"),
        proposed=proposed,
        replaces=origin_in(before, "Observation", observation.id) if before else None,
        why=observation.note[0].text if observation.note else None,
        status=status_in(observation.status, words, extensions),
        reason=reason_in(extensions),
        paper=paper_in(extensions),
        identifiers=foreign_ids(observation.identifier),
    )


def _set_by(observation: Observation) -> int | None:
    """Who set it. ValueError for one who is only named."""
    if not observation.performer:
        return None
    return party_in(Reference(observation.performer[0].reference or ""), "Practitioner")


def _read_parts(observation: Observation) -> dict[str, Component]:
    known = ("length", "method", "measured-on", "embryo-days", "proposed")
    parts = {code_in(part.code, codes.DUE_DATE_PART) or "": part for part in observation.component}
    if len(parts) < len(observation.component) or not {"length", "method"} <= set(parts) <= set(known):
        raise ValueError("component: a due date has a length and a method, and each part once")
    if "proposed" in parts and parts["proposed"].value_boolean is not True:
        raise ValueError("component: proposed is true or not there")
    return parts


def _read_days(parts: dict[str, Component], key: str) -> int | None:
    part = parts.get(key)
    if part is None or part.value_quantity is None:
        return None
    days = number(part.value_quantity, DAYS)
    if days != int(days):
        raise ValueError(f"component: {key} is whole days")
    return int(days)
