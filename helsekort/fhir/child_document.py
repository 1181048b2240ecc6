"""A child's own part of a card as a document Bundle: about the child alone, with no way from it to its mother.

The stored Observation is about her and points at her fetus. Here each is said anew with the child as its subject, under
an id of its own, for it is not the resource that stands on the card.
"""

import hashlib
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from helsekort.fhir.datatypes import Performer
from helsekort.fhir.document import Json, Paper, composition_head, document_bundle
from helsekort.fhir.heads import Head
from helsekort.fhir.narrative import day, row_text, table
from helsekort.fhir.resources.observation import Observation
from helsekort.fhir.resources.row import from_row
from helsekort.record import codes
from helsekort.record.card import Trail
from helsekort.record.children import ChildPart
from helsekort.record.entries import Row
from helsekort.record.ids import entry_id

TITLE = "Barnets del av helsekortet"
PARENT = "forelder"


def child_document(paper: Paper, part: ChildPart, edition: str) -> bytes:
    """The child's part as a document Bundle. Canonical JSON bytes."""
    composition = {
        **composition_head(paper, f"child-{edition}-{paper.covers.of(part.origin)}"),
        "type": {"coding": [{"system": codes.DOCUMENT_KIND, "code": "child"}], "text": TITLE},
        "title": TITLE,
        "section": list(_sections(paper, part)),
    }
    resources = [msgspec.json.encode(_observation(paper, trail)) for trail in part.trails]
    return document_bundle(paper, composition, resources)


def _sections(paper: Paper, part: ChildPart) -> Iterator[Json]:
    for title, trails in (("Ved fødselen", [part.at_birth]), ("Kontroller", part.checks)):
        shown = [trail for trail in trails if trail is not None]
        if shown:
            lines = [
                (day(each.now.on), row_text(paper.catalogue, each.now), _signed(paper, each))
                for each in shown
            ]
            entries = [{"reference": f"Observation/{_name(paper, each)}"} for each in shown]
            yield {"title": title, "text": table(("Dato", "Hva", "Ført av"), lines), "entry": entries}


def _signed(paper: Paper, trail: Trail[Row]) -> str:
    return PARENT if trail.now.by_woman else paper.signed(trail)


def _name(paper: Paper, trail: Trail[Row]) -> str:
    """An id of its own, the same each time."""
    covered = entry_id(paper.card.card, paper.covers.of(trail.origin))
    return hashlib.sha256(f"{covered}/child".encode()).hexdigest()[:32]


def _observation(paper: Paper, trail: Trail[Row]) -> Observation:
    """A row as something of the child's own; which of its parents said it is not told."""
    row, last = trail.now, trail.last
    head = Head(paper.card.card, trail.origin, last.version, last.recorded, paper.subject, last.author)
    bare = replace(row, fetus=None, contact=None, by_woman=False, identifiers=())
    made = replace(from_row(bare, head, paper.catalogue), id=_name(paper, trail))
    said_by_parent = [Performer(display=PARENT)]
    return replace(made, performer=said_by_parent) if row.by_woman else made
