"""DocumentReference: a file of a contact or a row. Its bytes are read as Binary of the same id."""

import datetime as dt

from msgspec import field

from helsekort.fhir.datatypes import Closed, Extension, Meta, Reference
from helsekort.fhir.heads import Head, origin_in
from helsekort.fhir.marks import find, marks, reason_in, refuse_others, status_in
from helsekort.record import codes
from helsekort.record.entries import Attachment, Status

SHA256 = codes.EXTENSION + "sha256"
WORDS = {
    Status.FINAL: "current",
    Status.CORRECTED: "current",
    Status.WITHDRAWN: "entered-in-error",
    Status.MISPLACED: "entered-in-error",
}


class File(Closed, frozen=True):
    """FHIR's Attachment: what kind of file, where its bytes are read, how many, and of which day it is."""

    content_type: str
    url: str
    size: int
    creation: str


class DocumentContent(Closed, frozen=True):
    attachment: File


class DocumentContext(Closed, frozen=True):
    encounter: list[Reference] = field(default_factory=list)
    related: list[Reference] = field(default_factory=list)


class DocumentReference(Closed, frozen=True, tag_field="resourceType", tag="DocumentReference"):
    """The closed profile."""

    id: str
    meta: Meta
    status: str
    subject: Reference
    author: list[Reference]
    description: str
    content: list[DocumentContent]
    context: DocumentContext
    extension: list[Extension] = field(default_factory=list)

    def __post_init__(self) -> None:
        refuse_others(self.extension, SHA256)


def from_attachment(attachment: Attachment, head: Head) -> DocumentReference:
    """A file's own entry -> its stored form."""
    file = File(attachment.media_type, f"Binary/{head.id}", attachment.size, attachment.on.isoformat())
    first = head.party("Practitioner", head.first_author or head.author)
    return DocumentReference(
        id=head.id,
        meta=head.meta("attachment"),
        extension=[
            *marks(attachment.status, attachment.reason),
            Extension(SHA256, value_string=attachment.digest),
        ],
        status=WORDS[attachment.status],
        subject=head.woman_reference,
        author=[Reference(first)],
        description=attachment.title,
        content=[DocumentContent(file)],
        context=_context(attachment, head),
    )


def _context(attachment: Attachment, head: Head) -> DocumentContext:
    if attachment.contact is not None:
        return DocumentContext(encounter=[head.reference("Encounter", attachment.contact)])
    return DocumentContext(related=[head.reference("Observation", attachment.owner)])


def to_attachment(document: DocumentReference) -> Attachment:
    """The stored form -> a file's own entry. ValueError where it is none of this profile's."""
    digest = find(document.extension, SHA256)
    if digest is None or digest.value_string is None:
        raise ValueError(f"extension: {SHA256} is missing")
    if len(document.content) != 1:
        raise ValueError("content: this profile has one file")
    file = document.content[0].attachment
    if file.url != f"Binary/{document.id}":
        raise ValueError("content: the bytes have the id of the resource")
    context = document.context
    if len([*context.encounter, *context.related]) != 1:
        raise ValueError("context: this profile has one contact, or one row")
    return Attachment(
        title=document.description,
        media_type=file.content_type,
        size=file.size,
        digest=digest.value_string,
        on=dt.date.fromisoformat(file.creation),
        contact=next((origin_in(each, "Encounter", document.id) for each in context.encounter), None),
        row=next((origin_in(each, "Observation", document.id) for each in context.related), None),
        status=status_in(document.status, WORDS, document.extension),
        reason=reason_in(document.extension),
    )
