"""A row as an Observation: the group is its code, and each cell a component."""

from collections.abc import Iterator

from msgspec import Struct, field

from helsekort.fhir.datatypes import CodeableConcept, Extension, code_in, concept
from helsekort.fhir.heads import Head, origin_in
from helsekort.fhir.marks import (
    PAPER,
    find,
    foreign_elements,
    foreign_ids,
    marks,
    paper_in,
    reason_in,
    refuse_others,
    status_in,
)
from helsekort.fhir.resources.observation import (
    FIRST,
    REASONS,
    UNVERIFIED,
    WORDS,
    Component,
    Observation,
    absent_in,
    code_of,
    first_writer,
    pressure_parts,
    read_pressure,
    read_value,
    value_of,
    voucher,
    why_absent,
)
from helsekort.fhir.times import date_time, split_date_time
from helsekort.record import codes
from helsekort.record.entries import Absent, Cell, Pressure, Row, Value
from helsekort.record.groups import Group
from helsekort.record.measurements import Catalogue, Kind

_PARTS = ("systolic", "diastolic")


def is_row(observation: Observation) -> bool:
    """Whether its code names a group."""
    return code_in(observation.code, codes.GROUP) is not None


def group_code(group: Group) -> CodeableConcept:
    """What a row of the group is about."""
    return concept(codes.GROUP, group.key, group.label)


def from_row(row: Row, head: Head, catalogue: Catalogue) -> Observation:
    """A row -> its stored form. KeyError where its group or a cell is not in the catalogue."""
    extensions = marks(row.status, row.reason, row.paper, corrected_has_word=True)
    if head.first_author and not (row.by_woman or row.paper):
        extensions.append(first_writer(head))
    return Observation(
        id=head.id,
        meta=head.meta("row"),
        status=WORDS[row.status],
        code=group_code(catalogue.groups[row.group]),
        subject=head.woman_reference,
        effective_date_time=date_time(row.on, row.at),
        extension=extensions,
        identifier=foreign_elements(row.identifiers),
        focus=[head.reference("RelatedPerson", row.fetus)] if row.fetus else [],
        encounter=head.reference("Encounter", row.contact) if row.contact else None,
        performer=voucher(head, by_woman=row.by_woman, from_paper=row.paper is not None),
        component=[part for cell in row.cells for part in _components(cell, catalogue)],
    )


def _components(cell: Cell, catalogue: Catalogue) -> Iterator[Component]:
    """One component; two for a blood pressure, and one for each of several codes."""
    measurable = catalogue[cell.what]
    code = code_of(measurable)
    extension = [] if cell.unverified is None else [Extension(UNVERIFIED, value_string=cell.unverified)]
    if cell.value is None:
        yield Component(
            code, extension, data_absent_reason=why_absent(REASONS[cell.absent or Absent.DECLINED])
        )
    elif isinstance(cell.value, Pressure):
        for part in pressure_parts(cell.value, None, catalogue):
            yield Component(
                part.code, extension, part.value_quantity, data_absent_reason=part.data_absent_reason
            )
    else:
        several = cell.value if isinstance(cell.value, tuple) else (cell.value,)
        for value in several:
            yield Component(code, extension, **value_of(measurable, value, catalogue))  # type: ignore[arg-type]  # one value[x]


def to_row(observation: Observation, catalogue: Catalogue) -> Row:
    """The stored form -> a row. ValueError or KeyError where it is none of the catalogue's."""
    group = code_in(observation.code, codes.GROUP) or ""
    if group not in catalogue.groups:
        raise ValueError("code: none of the catalogue's groups")
    refuse_others(observation.extension, PAPER, FIRST)
    on, at = split_date_time(observation.effective_date_time)
    focus, encounter, own_id = observation.focus, observation.encounter, observation.id
    return Row(
        group=group,
        on=on,
        at=at,
        cells=tuple(_cells(observation.component, catalogue)),
        fetus=origin_in(focus[0], "RelatedPerson", own_id) if focus else None,
        contact=origin_in(encounter, "Encounter", own_id) if encounter else None,
        by_woman=any((each.reference or "").startswith("Patient/") for each in observation.performer),
        status=status_in(observation.status, WORDS, observation.extension),
        reason=reason_in(observation.extension),
        paper=paper_in(observation.extension),
        identifiers=foreign_ids(observation.identifier),
    )


class _Read(Struct):
    """Components of one cell, in the order they stand."""

    what: str
    parts: list[Component] = field(default_factory=list)


def _cells(components: list[Component], catalogue: Catalogue) -> Iterator[Cell]:
    """Neighbours of one kind are one cell. ValueError where they cannot be, or a kind stands apart from itself."""
    found: list[_Read] = []
    for part in components:
        what = code_in(part.code, codes.MEASURABLE) or ""
        if what not in catalogue.measurables:
            raise ValueError("component: none of the catalogue's")
        what = "blood_pressure" if what in _PARTS else what
        if not found or found[-1].what != what:
            found.append(_Read(what))
        found[-1].parts.append(part)
    for each in found:
        yield _cell(each, catalogue)


def _cell(read: _Read, catalogue: Catalogue) -> Cell:
    first = read.parts[0]
    reasons = {_unverified(part) for part in read.parts}
    if len(reasons) > 1:
        raise ValueError("component: parts of one answer bear the same reason")
    value, absent = _read(read, catalogue)
    return Cell(read.what, value, absent, _unverified(first))


def _read(read: _Read, catalogue: Catalogue) -> tuple[Value | None, Absent | None]:
    measurable, first = catalogue[read.what], read.parts[0]
    if measurable.kind is Kind.PRESSURE and code_in(first.code, codes.MEASURABLE) in _PARTS:
        return read_pressure(read.parts, catalogue), None
    if measurable.kind is Kind.CODES and absent_in(first.data_absent_reason) is None:
        several = [read_value(part, measurable, catalogue) for part in read.parts]
        if len(set(several)) < len(several):
            raise ValueError("component: a code stands there twice")
        return tuple(str(each) for each in several), None
    if len(read.parts) > 1:
        raise ValueError("component: one answer of each kind")
    return read_value(first, measurable, catalogue), absent_in(first.data_absent_reason)


def _unverified(part: Component) -> str | None:
    found = find(part.extension, UNVERIFIED)
    return found.value_string if found else None
