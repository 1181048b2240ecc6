"""Reads the laboratory, the requester and others: an HCP with an institution, or a person working alone."""

from lxml.etree import _Element as Element

from helsekort.kith.elements import LONGEST_NAME, Reader, cut
from helsekort.kith.faults import Effect
from helsekort.kith.values import Ident, Party, Person, Unit


def parse_party(reader: Reader, around: Element | None) -> Party | None:
    """The HCP inside ServProvider, Requester or ResponsibleHcp; None where there is nothing to know it by."""
    hcp = reader.one(around, "HCP", Effect.NOTE) if around is not None else None
    if hcp is None:
        return None
    institution = reader.one(hcp, "Inst", Effect.NOTE)
    alone = reader.one(hcp, "HCProf", Effect.NOTE)
    if institution is None and alone is None:
        return None
    if institution is None:
        assert alone is not None  # noqa: S101  # one of the two is there; tells the type checker
        name, idents = _named(reader, alone)
        return Party(name, idents, (), (Person(name, idents),)) if name or idents else None
    name, idents = _named(reader, institution)
    units = tuple(Unit(*_named(reader, one)) for one in reader.all(institution, "Dept"))
    persons = tuple(Person(*_named(reader, one)) for one in reader.all(institution, "HCPerson"))
    return Party(name, idents, units, persons) if name or idents or units else None


def ordered_by(reader: Reader, patient: Element) -> Party | None:
    """Who ordered the examination, of those responsible for the patient (list 8254, REK)."""
    for responsible in reader.all(patient, "ResponsibleHcp"):
        relation = reader.code(responsible, "Relation", Effect.NOTE)
        if relation is not None and relation.value == "REK":
            return parse_party(reader, responsible)
    return None


def _named(reader: Reader, element: Element) -> tuple[str, tuple[Ident, ...]]:
    found = []
    value = reader.identifier(element, "Id", Effect.NOTE)
    kind = reader.code(element, "TypeId", Effect.NOTE)
    if value and kind is not None:
        found.append(Ident(value, kind.value))
    for other in reader.all(element, "AdditionalId"):
        value = reader.identifier(other, "Id", Effect.NOTE)
        kind = reader.code(other, "Type", Effect.NOTE)
        if value and kind is not None:
            found.append(Ident(value, kind.value))
    return cut(reader.text(element, "Name", Effect.NOTE), LONGEST_NAME), tuple(found)
