"""The card's own part of the notification to the Medical Birth Registry as a document Bundle. A preview: never sent.

What belongs to the mother and what belongs to each child stand in sections of their own, so that they can be parted.
"""

from typing import Any

from msgspec.structs import replace

from helsekort.fhir.document import Paper, Section, composition_head, document_bundle
from helsekort.fhir.narrative import day, told_text
from helsekort.record import codes
from helsekort.record.birth_registry import Preview, PreviewLine, PreviewPart
from helsekort.record.card import Trail
from helsekort.record.entries import Row
from helsekort.record.measurements import Catalogue

KIND = "birth-registry-preview"
TITLE = "Kortets del av meldingen til Medisinsk fødselsregister. Forhåndsvisning, sendes ikke herfra"
MISSING = "står ikke på kortet"
OBJECTED = "hun har reservert seg mot at dette meldes"
_HEADS = ("Hva", "Svar", "Dato")


def notification_document(paper: Paper, preview: Preview) -> bytes:
    """The preview as a document. Canonical JSON bytes."""
    sections = [_section(paper, preview, part) for part in preview.parts]
    trails = {trail.origin: trail for each in sections for _, trail in each.trails}
    composition = {
        **composition_head(paper, KIND),
        "status": "preliminary",
        "type": {"coding": [{"system": codes.DOCUMENT_KIND, "code": KIND}], "text": TITLE},
        "title": TITLE,
        "section": [each.as_json(paper) for each in sections],
    }
    for each in composition["section"]:
        if not each["entry"]:
            del each["entry"]
    resources = [paper.resource(trail) for trail in (paper.card.opening, *trails.values())]
    return document_bundle(paper, composition, resources)


def _section(paper: Paper, preview: Preview, part: PreviewPart) -> Section:
    catalogue = paper.catalogue
    if part.objected:
        return Section(part.part.label, _HEADS, [("", OBJECTED, "")], [])
    lines = [line for each in part.lines for line in said(catalogue, each)]
    trails: list[tuple[str, Trail[Any]]] = [("Observation", trail) for trail in _trails(preview, part)]
    due = paper.card.due_trail
    if part.part.due and due is not None:
        measured = day(due.now.measured_on) if due.now.measured_on else ""
        lines.append(("Termin", day(due.now.edd), measured))
        trails.append(("Observation", due))
    child = next((each for each in paper.card.live_fetuses() if each.origin == part.fetus), None)
    if child is not None:
        trails.append(("RelatedPerson", child))
    title = f"{part.part.label}, {child.now.label}" if child is not None else part.part.label
    return Section(title, _HEADS, lines, trails)


def said(catalogue: Catalogue, line: PreviewLine) -> list[tuple[str, str, str]]:
    """A field of the notification in lines: what, the answer, its day. One without an answer says so."""
    label = catalogue[line.what].label
    if line.count is not None:
        return [(label, str(line.count), "")]
    if line.missing:
        return [(label, MISSING, "")]
    return [(label, told_text(catalogue, each), day(each.trail.now.on)) for each in line.answers]


def _trails(preview: Preview, part: PreviewPart) -> list[Trail[Any]]:
    """What the part says; of a row no cell that the preview does not say."""
    found = {each.trail.origin: each.trail for line in part.lines for each in line.answers}
    return [_cut(trail, _asked(preview)) for trail in found.values()]


def _asked(preview: Preview) -> set[str]:
    return {line.what for part in preview.parts for line in part.lines}


def _cut(trail: Trail[Any], asked: set[str]) -> Trail[Any]:
    row = trail.now
    if not isinstance(row, Row):
        return trail
    cells = tuple(cell for cell in row.cells if cell.what in asked)
    return Trail([*trail.entries[:-1], replace(trail.last, content=replace(row, cells=cells))])
