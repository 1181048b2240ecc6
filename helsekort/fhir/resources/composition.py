"""Composition: the summary (epikrise) of a card, each part with its narrative; who signed it attests it."""

from typing import Literal

from msgspec import field

from helsekort.fhir.datatypes import Closed, CodeableConcept, Extension, Meta, Reference, code_in, concept
from helsekort.fhir.heads import Head, origin_in
from helsekort.fhir.marks import find, marks, reason_in, refuse_others, status_in
from helsekort.fhir.narrative import paragraphs
from helsekort.fhir.times import instant
from helsekort.record import codes
from helsekort.record.entries import Status
from helsekort.record.epicrisis import Epicrisis, EpicrisisPart

COMPOSED = codes.EXTENSION + "composed-from-card"
WRITTEN = codes.EXTENSION + "part-as-written"
CLASS = codes.EXTENSION + "part-class"
EPICRISIS = "epicrisis"
TITLE = "Epikrise"
DRAFT = "preliminary"
ERROR = "entered-in-error"
WORDS = {
    Status.FINAL: "final",
    Status.CORRECTED: "amended",
    Status.WITHDRAWN: ERROR,
    Status.MISPLACED: ERROR,
}


class Narrative(Closed, frozen=True):
    """What a part says, for a reader."""

    status: Literal["generated"]
    div: str


class CompositionSection(Closed, frozen=True):
    """One part. Its words stand in an extension as they were typed; the narrative is made of them."""

    code: CodeableConcept
    text: Narrative
    extension: list[Extension] = field(default_factory=list)
    title: str | None = None
    entry: list[Reference] = field(default_factory=list)

    def __post_init__(self) -> None:
        refuse_others(self.extension, COMPOSED, WRITTEN, CLASS)


class Attester(Closed, frozen=True):
    """Who signed, and when."""

    mode: Literal["professional"]
    time: str
    party: Reference


class Composition(Closed, frozen=True, tag_field="resourceType", tag="Composition"):
    """The closed profile."""

    id: str
    meta: Meta
    status: str
    type: CodeableConcept
    subject: Reference
    date: str
    author: list[Reference]
    title: str
    extension: list[Extension] = field(default_factory=list)
    attester: list[Attester] = field(default_factory=list)
    section: list[CompositionSection] = field(default_factory=list)

    def __post_init__(self) -> None:
        refuse_others(self.extension)


def from_epicrisis(epicrisis: Epicrisis, head: Head) -> Composition:
    """A summary -> its stored form."""
    has_word = epicrisis.signed or epicrisis.status not in (Status.FINAL, Status.CORRECTED)
    at = instant(head.recorded)
    return Composition(
        id=head.id,
        meta=head.meta(EPICRISIS),
        extension=marks(epicrisis.status, epicrisis.reason, corrected_has_word=has_word),
        status=WORDS[epicrisis.status] if has_word else DRAFT,
        type=concept(codes.DOCUMENT_KIND, EPICRISIS),
        subject=head.woman_reference,
        date=at,
        author=[head.author_reference],
        title=TITLE,
        attester=[Attester("professional", at, head.author_reference)] if epicrisis.signed else [],
        section=[_section(part, head) for part in epicrisis.parts],
    )


def _section(part: EpicrisisPart, head: Head) -> CompositionSection:
    extensions = [Extension(WRITTEN, value_string=part.words)] if part.words else []
    if part.composed:
        extensions.append(Extension(COMPOSED, value_string=part.composed))
    if part.hidden:
        extensions.append(Extension(CLASS, value_code=part.hidden))
    return CompositionSection(
        extension=extensions,
        code=concept(codes.EPICRISIS_PART, part.key),
        text=Narrative("generated", paragraphs(part.words)["div"]),
        entry=[head.reference("Observation", origin) for origin in part.rests_on],
    )


def to_epicrisis(composition: Composition) -> Epicrisis:
    """The stored form -> a summary. ValueError where it is none of this profile's."""
    if code_in(composition.type, codes.DOCUMENT_KIND) != EPICRISIS:
        raise ValueError("type: this profile is for summaries")
    if len(composition.attester) > 1 or len(composition.author) != 1:
        raise ValueError("author, attester: this profile has one of each at most")
    draft = composition.status == DRAFT
    words = {**WORDS, Status.FINAL: DRAFT} if draft else WORDS
    return Epicrisis(
        parts=tuple(_part(section, composition.id) for section in composition.section),
        signed=bool(composition.attester),
        status=status_in(composition.status, words, composition.extension),
        reason=reason_in(composition.extension),
    )


def _part(section: CompositionSection, own_id: str) -> EpicrisisPart:
    key = code_in(section.code, codes.EPICRISIS_PART)
    if key is None:
        raise ValueError("section: a part has its code")
    written, composed = find(section.extension, WRITTEN), find(section.extension, COMPOSED)
    hidden = find(section.extension, CLASS)
    words = (written.value_string or "") if written else ""
    if section.text.div != paragraphs(words)["div"]:
        raise ValueError("section: the narrative says what was written, and nothing else")
    return EpicrisisPart(
        key=key,
        words=words,
        composed=(composed.value_string or "") if composed else "",
        hidden=(hidden.value_code or "") if hidden else "",
        rests_on=tuple(origin_in(each, "Observation", own_id) for each in section.entry),
    )
