"""A document Bundle of one card: a Composition with readable sections, and every resource they rest on.

What is left out of an edition is not there in any form: neither as a resource, a reference, a line nor a number.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from helsekort.fhir.heads import Head
from helsekort.fhir.narrative import clock_day, day, finding_text, row_text, table
from helsekort.fhir.stored import card_body
from helsekort.fhir.times import instant
from helsekort.record import codes
from helsekort.record.card import Card, Trail
from helsekort.record.covers import Covers
from helsekort.record.entries import Content, Entry, Finding
from helsekort.record.ids import entry_id, to_text
from helsekort.record.measurements import Catalogue

Json = dict[str, Any]
_BUNDLE_ID = codes.OURS + "NamingSystem/document"


class Paper(Struct, frozen=True):
    """What a document needs beside the card. `patient` is who it is about, as stored, and `subject` that party; `unit`
    keeps it. `people` (by party) and `units` are the stored bytes of those it names, `names` what they are called;
    `made` is the moment (microseconds) it is made, `door` the address of the door; `covers` name what has no id yet."""

    card: Card
    patient: bytes
    subject: int
    unit: int
    people: dict[int, bytes]
    units: list[bytes]
    names: dict[int, str]
    catalogue: Catalogue
    made: int
    door: str
    covers: Covers

    def resource(self, trail: Trail[Any]) -> bytes:
        """What stands, as it would be stored: of a row that shows fewer cells, only those."""
        last: Entry = trail.last
        woman = self.subject
        first = trail.entries[0].author if last.version > 1 else 0
        kind = "Patient" if last.author == woman else "Practitioner"
        head = Head(
            self.card.card, trail.origin, last.version, last.recorded, woman, last.author, kind, first
        )
        assert last.content is not None  # noqa: S101  # only trails whose last body is there are folded
        return card_body(last.content, head, self.catalogue)

    def reference(self, kind: str, trail: Trail[Any]) -> Json:
        return {"reference": f"{kind}/{entry_id(self.card.card, trail.origin)}"}

    def signed(self, trail: Trail[Any]) -> str:
        """Who wrote what stands, and when."""
        return f"{self.names.get(trail.last.author, '')}, {clock_day(trail.last.recorded)}"


class Section(Struct, frozen=True):
    """A titled part of the document: lines for a reader, and the trails that they say."""

    title: str
    heads: tuple[str, ...]
    lines: Sequence[tuple[str, ...]]
    trails: Sequence[tuple[str, Trail[Any]]]

    def as_json(self, paper: Paper) -> Json:
        entries = [paper.reference(kind, trail) for kind, trail in self.trails]
        return {"title": self.title, "text": table(self.heads, self.lines), "entry": entries}


def card_document(paper: Paper, edition: str) -> bytes:
    """The whole card as a document Bundle. Canonical JSON bytes."""
    sections = [each for each in _sections(paper) if each.lines]
    trails = list({id(trail): trail for each in sections for _, trail in each.trails}.values())
    composition = {
        **composition_head(paper, f"card-{edition}"),
        "type": {
            "coding": [{"system": codes.DOCUMENT_KIND, "code": "maternity-health-card"}],
            "text": "Helsekort for gravide",
        },
        "title": "Helsekort for gravide",
        "section": [each.as_json(paper) for each in sections],
    }
    return document_bundle(
        paper, composition, [paper.resource(trail) for trail in (paper.card.opening, *trails)]
    )


def composition_head(paper: Paper, kind: str) -> Json:
    """What every Composition of a card says first. Its authors are all who wrote what is shown."""
    name = hashlib.sha256(f"{paper.card.card}/{kind}/{paper.made}".encode()).hexdigest()[:32]
    return {
        "resourceType": "Composition",
        "id": name,
        "status": "final",
        "subject": {"reference": f"Patient/{to_text(paper.subject)}"},
        "date": instant(paper.made),
        "author": [{"reference": f"Practitioner/{to_text(party)}"} for party in sorted(paper.people)]
        or [{"reference": f"Organization/{to_text(paper.unit)}"}],
        "custodian": {"reference": f"Organization/{to_text(paper.unit)}"},
    }


def document_bundle(paper: Paper, composition: Json, resources: Iterable[bytes]) -> bytes:
    """The Composition first, then who it is about, what it rests on, and who wrote it. A resource stands there once."""
    bodies = [msgspec.json.encode(composition), paper.patient, *resources]
    bodies += [*paper.people.values(), *paper.units]
    entries = []
    for body in dict.fromkeys(bodies):
        found = msgspec.json.decode(body, type=_Named)
        address = f"{paper.door}/{found.resource_type}/{found.id}"
        entries.append({"fullUrl": address, "resource": msgspec.Raw(body)})
    return msgspec.json.encode(
        {
            "resourceType": "Bundle",
            "identifier": {"system": _BUNDLE_ID, "value": composition["id"]},
            "type": "document",
            "timestamp": instant(paper.made),
            "entry": entries,
        }
    )


class _Named(Struct, rename="camel"):
    resource_type: str
    id: str


def _sections(paper: Paper) -> Iterator[Section]:
    card = paper.card
    yield _due_dates(paper)
    yield Section(
        "Fostre",
        ("Merke", "Siden", "Ført av"),
        [(each.now.label, day(each.now.since), paper.signed(each)) for each in card.fetuses if each.stands],
        [("RelatedPerson", each) for each in card.fetuses if each.stands],
    )
    for line in card.contacts:
        if line.contact.stands:
            yield _contact(paper, line.contact, [each for each in line.findings if each.stands])
    yield _findings(paper, "Annet på kortet", [each for each in card.findings if each.stands])
    for key, group in paper.catalogue.groups.items():
        trails = [each for each in card.rows if each.stands and each.now.group == key]
        yield Section(
            group.plural or group.label,
            ("Dato", "Hva", "Ført av"),
            [(day(each.now.on), row_text(paper.catalogue, each.now), paper.signed(each)) for each in trails],
            [("Observation", each) for each in trails],
        )


def _due_dates(paper: Paper) -> Section:
    shown = [each for each in paper.card.due_dates if each.stands]
    in_force = paper.card.due_trail
    lines = [
        (
            day(each.now.edd),
            "gjelder" if each is in_force else "foreslått" if each.now.proposed else "gjelder ikke lenger",
            f"{each.now.length} dager",
            paper.signed(each),
        )
        for each in shown
    ]
    trails: list[tuple[str, Trail[Any]]] = [("Observation", each) for each in shown]
    return Section("Termin", ("Termin", "Status", "Lengde", "Ført av"), lines, trails)


def _contact(paper: Paper, contact: Trail[Any], findings: list[Trail[Finding]]) -> Section:
    held = _findings(paper, f"{_KINDS[contact.now.kind]} {day(contact.now.on)}", findings)
    lines = held.lines or [("", "Ingenting er ført", "", paper.signed(contact))]
    return Section(held.title, held.heads, lines, [("Encounter", contact), *held.trails])


_KINDS = {"check-up": "Kontroll", "contact": "Kontakt"}


def _findings(paper: Paper, title: str, findings: list[Trail[Finding]]) -> Section:
    labels = {trail.origin: trail.now.label for trail in paper.card.fetuses}
    lines = [
        (
            day(each.now.on),
            _named(paper.catalogue, each.now, labels),
            finding_text(paper.catalogue, each.now),
            paper.signed(each),
        )
        for each in findings
    ]
    return Section(
        title, ("Dato", "Hva", "Verdi", "Ført av"), lines, [("Observation", each) for each in findings]
    )


def _named(catalogue: Catalogue, finding: Finding, labels: dict[int, str]) -> str:
    label = catalogue[finding.what].label
    return f"{label}, foster {labels[finding.fetus]}" if finding.fetus in labels else label


def writers(card: Card) -> set[int]:
    """The parties who wrote what stands on a card, and who is named on it."""
    trails: list[Trail[Any]] = [
        card.opening,
        *card.due_dates,
        *card.fetuses,
        *card.all_answers(),
        *card.reports,
    ]
    trails += [line.contact for line in card.contacts]
    found = {
        each
        for trail in trails
        if _stands(trail.now)
        for each in (trail.last.author, trail.entries[0].author)
    }
    found |= {
        line.contact.now.held_by for line in card.contacts if line.contact.stands and line.contact.now.held_by
    }
    found |= {trail.now.set_by for trail in card.due_dates if trail.stands and trail.now.set_by}
    return found - {0, card.opening.now.woman}


def _stands(content: Content) -> bool:
    return content.status in ("final", "corrected")
