"""What an Observation says more when a laboratory answered: its report, its words, its range, its sample."""

from helsekort.fhir import strict_json
from helsekort.fhir.datatypes import (
    Closed,
    CodeableConcept,
    Compared,
    Extension,
    Named,
    Performer,
    code_in,
    concept,
)
from helsekort.fhir.heads import Head, origin_in
from helsekort.fhir.marks import ForeignIdentifier, find
from helsekort.fhir.strict_json import Tree
from helsekort.record import codes
from helsekort.record.codes import EXTENSION, LAB_ITEM
from helsekort.record.entries import Finding, LabSource

REPORT = EXTENSION + "laboratory-report"
SENT = EXTENSION + "as-sent"
PRELIMINARY = "preliminary"


class ReferenceRange(Closed, frozen=True):
    """A range in the words it came in, and whose it is: a laboratory's is not made for pregnancy."""

    type: CodeableConcept
    text: str


class LabElements(Closed, frozen=True):
    """The elements of an Observation by which a laboratory's answer differs from what a person typed."""

    own_id: str
    status: str
    extension: list[Extension]
    identifier: list[ForeignIdentifier]
    performer: list[Performer]
    specimen: Named | None
    reference_range: list[ReferenceRange]
    value_quantity: Compared | None


def extensions_of(lab: LabSource, head: Head) -> list[Extension]:
    """The report the result stands in, and the value as sent."""
    sent = [Extension("value", value_string=lab.sent_value)]
    if lab.sent_unit:
        sent.append(Extension("unit", value_string=lab.sent_unit))
    report = Extension(REPORT, value_reference=head.reference("DiagnosticReport", lab.report))
    return [report, Extension(SENT, sent)]


def elements_of(finding: Finding) -> dict[str, object]:
    """Range and sample."""
    lab = finding.lab
    if lab is None:
        return {}
    ranges = [ReferenceRange(concept(codes.RANGE_OWNER, lab.reference_of), lab.reference)]
    return {
        "reference_range": ranges if lab.reference else [],
        "specimen": Named(lab.material) if lab.material else None,
    }


def result_identifier(lab: LabSource) -> ForeignIdentifier:
    """What the laboratory calls the result."""
    return ForeignIdentifier(LAB_ITEM, lab.item)


def read_lab(found: LabElements) -> LabSource | None:
    """The laboratory's part. ValueError where a part of it stands alone, or is missing."""
    report, sent = find(found.extension, REPORT), find(found.extension, SENT)
    items = [each.value for each in found.identifier if each.system == LAB_ITEM]
    names = [each.display for each in found.performer if each.display is not None]
    if report is None:
        _refuse_parts(found, sent, items, names)
        return None
    if sent is None or report.value_reference is None or len(items) != 1 or len(names) != 1:
        raise ValueError("a laboratory's result has its report, its identifier, its words and its laboratory")
    value, unit = find(sent.extension, "value"), find(sent.extension, "unit")
    if value is None or value.value_string is None:
        raise ValueError("as-sent: the value is missing")
    owner, reference = _range(found.reference_range)
    quantity = found.value_quantity
    return LabSource(
        laboratory=names[0],
        report=origin_in(report.value_reference, "DiagnosticReport", found.own_id),
        item=items[0],
        sent_value=value.value_string,
        sent_unit=(unit.value_string or "") if unit else "",
        comparator=(quantity.comparator or "") if quantity else "",
        reference=reference,
        reference_of=owner,
        material=found.specimen.display if found.specimen else "",
        preliminary=found.status == PRELIMINARY,
    )


def without_reports(body: bytes, names: frozenset[str]) -> bytes:
    """A stored result for whom these reports (`DiagnosticReport/…`) are held from: it names none of them."""
    tree, _ = strict_json.read(body)
    said = tree.get("extension")
    if not isinstance(said, list):
        return body
    left = [each for each in said if _report_in(each) not in names]
    return strict_json.write({**tree, "extension": left}) if len(left) < len(said) else body


def _report_in(extension: Tree) -> Tree:
    reference = extension.get("valueReference") if isinstance(extension, dict) else None
    return reference.get("reference") if isinstance(reference, dict) else None


def _range(ranges: list[ReferenceRange]) -> tuple[str, str]:
    """(whose, text); a laboratory's and empty where none was sent."""
    if len(ranges) > 1:
        raise ValueError("referenceRange: this profile has one")
    if not ranges:
        return "laboratory", ""
    owner = code_in(ranges[0].type, codes.RANGE_OWNER)
    if owner is None:
        raise ValueError("referenceRange.type: it says whose range it is")
    return owner, ranges[0].text


def _refuse_parts(found: LabElements, sent: Extension | None, items: list[str], names: list[str]) -> None:
    """What only a laboratory's result has would be lost from another."""
    compared = found.value_quantity is not None and found.value_quantity.comparator
    if not (sent or items or names or found.specimen or found.reference_range or compared):
        return
    parts = {
        "extension as-sent": sent,
        "identifier of a laboratory": items,
        "performer.display": names,
        "specimen": found.specimen,
        "referenceRange": found.reference_range,
        "valueQuantity.comparator": compared,
    }
    for name, part in parts.items():
        if part:
            raise ValueError(f"{name}: only what came in a laboratory's report has it")
