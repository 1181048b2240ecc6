"""Questionnaire and QuestionnaireResponse: the closed subset of R4 that our forms are made of and answered in."""

from typing import Literal

import msgspec
from msgspec import field

from helsekort.fhir.datatypes import Closed, Coding, Meta, Quantity, Reference
from helsekort.record import codes

HL7 = "http://hl7.org/fhir/StructureDefinition/"
TRANSLATION = HL7 + "translation"
UNIT = HL7 + "questionnaire-unitOption"
LEAST, MOST = HL7 + "minValue", HL7 + "maxValue"
DECIMALS = HL7 + "maxDecimalPlaces"
CONTROL = HL7 + "questionnaire-itemControl"
HIDDEN = HL7 + "questionnaire-hidden"
ABSENT = HL7 + "data-absent-reason"
UNVERIFIED = codes.EXTENSION + "unverified"
ABOUT = codes.EXTENSION + "about-fetus"
ROWS_READY = codes.EXTENSION + "rows-ready"
AGAIN = codes.EXTENSION + "asked-again"
LASTING = codes.EXTENSION + "holds-beyond-one-pregnancy"
REST = codes.EXTENSION + "rest-can-be-denied"
NONE = codes.EXTENSION + "denies-the-others"
CONTROLS = codes.CODE_SYSTEM + "form-control"
YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136"
FORM_PART = codes.CODE_SYSTEM + "form-part"
GROUP = codes.CODE_SYSTEM + "group"
DENIED = codes.CODE_SYSTEM + "denied"
DECLINED, UNKNOWN = "asked-declined", "asked-unknown"


class Said(Closed, frozen=True):
    """An extension that our forms use: one value, or extensions of its own."""

    url: str
    extension: list["Said"] = field(default_factory=list)
    value_code: str | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_integer: int | None = None
    value_decimal: msgspec.Raw | None = None
    value_coding: Coding | None = None
    value_reference: Reference | None = None
    value_codeable_concept: "Concept | None" = None


class Concept(Closed, frozen=True):
    coding: list[Coding]


class More(Closed, frozen=True):
    """What is said of a primitive element: here, its translations."""

    extension: list[Said]


class Named(Closed, frozen=True):
    """A coding whose display has translations."""

    system: str
    code: str
    display: str
    display_more: More | None = field(default=None, name="_display")


class Option(Closed, frozen=True):
    """One answer to choose."""

    value_coding: Named


class Condition(Closed, frozen=True):
    """Asked only where another item has this answer."""

    question: str
    operator: Literal["="]
    answer_coding: Coding


class Initial(Closed, frozen=True):
    """The answer that an item has from the start."""

    value_coding: Coding


class Asked(Closed, frozen=True):
    """Questionnaire.item."""

    link_id: str
    type: str
    code: list[Coding] = field(default_factory=list)
    text: str | None = None
    text_more: More | None = field(default=None, name="_text")
    enable_when: list[Condition] = field(default_factory=list)
    enable_behavior: Literal["any", "all"] | None = None
    required: bool = False
    repeats: bool = False
    max_length: int | None = None
    answer_option: list[Option] = field(default_factory=list)
    initial: list[Initial] = field(default_factory=list)
    extension: list[Said] = field(default_factory=list)
    item: list["Asked"] = field(default_factory=list)


class Questionnaire(Closed, frozen=True, tag_field="resourceType", tag="Questionnaire"):
    """A form, as the page shows it and as others may show it."""

    id: str
    url: str
    version: str
    name: str
    title: str
    status: str
    subject_type: list[str]
    language: str
    item: list[Asked]
    title_more: More | None = field(default=None, name="_title")
    description: str | None = None


class Answer(Closed, frozen=True):
    """QuestionnaireResponse.item.answer: one value."""

    value_quantity: Quantity | None = None
    value_decimal: msgspec.Raw | None = None
    value_integer: int | None = None
    value_coding: Coding | None = None
    value_string: str | None = None
    value_date: str | None = None
    value_date_time: str | None = None


class Answered(Closed, frozen=True):
    """QuestionnaireResponse.item. Its element id is the name of the field on the page."""

    link_id: str
    id: str | None = None
    text: str | None = None
    answer: list[Answer] = field(default_factory=list)
    extension: list[Said] = field(default_factory=list)
    item: list["Answered"] = field(default_factory=list)


class QuestionnaireResponse(Closed, frozen=True, tag_field="resourceType", tag="QuestionnaireResponse"):
    """A form, answered. It is made to be taken apart, and is itself not stored."""

    questionnaire: str
    status: Literal["in-progress", "completed"]
    authored: str
    subject: Reference | None = None
    item: list[Answered] = field(default_factory=list)
    meta: Meta | None = None


def said(extensions: list[Said], url: str) -> Said | None:
    """The first extension with this address."""
    return next((each for each in extensions if each.url == url), None)


def why_none(extensions: list[Said]) -> str | None:
    """Why what was asked has no answer: `DECLINED` or `UNKNOWN`."""
    found = said(extensions, ABSENT)
    return found.value_code if found is not None else None
