"""A form is a Questionnaire that readers we did not write accept, and its answers come out as they were given."""

import json
from typing import Any

import fhirkit
import msgspec
import pytest
from fhir.resources.R4B import get_fhir_model_class

from helsekort.fhir.extraction import every
from helsekort.fhir.questionnaire import build, encoded
from helsekort.fhir.resources.questionnaire import Questionnaire
from helsekort.record.layouts import Layout
from tests.cast import forms
from tests.questions import catalogue, questionnaire

CLOSED = frozenset(
    [
        "group",
        "display",
        "choice",
        "open-choice",
        "date",
        "dateTime",
        "integer",
        "decimal",
        "quantity",
        "string",
        "text",
    ]
)


def accepted(body: bytes) -> dict[str, Any]:
    """What both readers take, without a warning."""
    assert fhirkit.parse(body, strict=True).issues == []
    told: dict[str, Any] = json.loads(body)
    get_fhir_model_class(told["resourceType"]).model_validate_json(body)
    return told


def item(link_id: str, form: Questionnaire | None = None) -> dict[str, Any]:
    """One item as JSON."""
    found = next(one for one in every((form or questionnaire()).item) if one.link_id == link_id)
    told: dict[str, Any] = json.loads(msgspec.json.encode(found))
    return told


@pytest.mark.parametrize("key", [*forms().layouts, "trial"])
def test_every_form_is_fhir(key: str) -> None:
    form = questionnaire() if key == "trial" else forms().questionnaire(key)
    told = accepted(encoded(form))
    assert told["id"] == key
    ids = [one.link_id for one in every(form.item)]
    assert len(ids) == len(set(ids))
    assert {one.type for one in every(form.item)} <= CLOSED


def test_yes_and_no_are_a_choice_so_that_no_answer_is_not_asked() -> None:
    told = item("employed")
    assert told["type"] == "choice"
    assert [one["valueCoding"]["code"] for one in told["answerOption"]] == [
        "Y",
        "N",
        "asked-declined",
        "asked-unknown",
    ]


def test_a_quantity_has_its_unit_and_what_cannot_be_meant() -> None:
    told = {one["url"].rpartition("/")[2]: one for one in item("height")["extension"]}
    assert told["questionnaire-unitOption"]["valueCoding"]["code"] == "cm"
    assert (told["minValue"]["valueDecimal"], told["maxValue"]["valueDecimal"]) == (100, 215)


@pytest.mark.parametrize(
    ("link_id", "kind"),
    [
        ("births", "integer"),
        ("score", "decimal"),
        ("height", "quantity"),
        ("way", "choice"),
        ("allergy.kinds", "choice"),
        ("family", "open-choice"),
        ("substance", "string"),
        ("allergy.substance", "text"),
        ("last", "date"),
        ("waters", "dateTime"),
        ("pressure", "group"),
        ("allergy", "group"),
    ],
)
def test_each_kind_has_its_type(link_id: str, kind: str) -> None:
    assert item(link_id)["type"] == kind


def test_what_waits_for_an_answer_says_which() -> None:
    told = item("percent")["enableWhen"]
    assert [(one["question"], one["operator"], one["answerCoding"]["code"]) for one in told] == [
        ("employed", "=", "Y")
    ]


def test_words_in_other_languages_stand_beside_the_norwegian() -> None:
    told = item("height")
    (translation,) = told["_text"]["extension"]
    assert told["text"] == "Høyde"
    assert [one.get("valueCode") or one.get("valueString") for one in translation["extension"]] == [
        "en",
        "Height",
    ]
    assert "_text" not in item("kidney")


def test_a_row_for_each_code_has_that_code_from_the_start() -> None:
    assert [item(f"habit.{code}")["text"] for code in "ABC"] == ["første", "andre", "tredje"]
    given = item("habit.B.way")
    assert given["initial"][0]["valueCoding"]["code"] == "B"
    assert any(one["url"].endswith("questionnaire-hidden") for one in given["extension"])


def test_a_row_can_be_repeated_and_says_what_it_must_have() -> None:
    assert item("allergy")["repeats"] is True
    assert item("allergy.substance")["required"] is True
    assert "required" not in item("allergy.kinds")


def test_a_form_of_nothing_is_still_a_form() -> None:
    form = build(Layout("empty", "Tomt", "1", "clinician", ()), catalogue(), {})
    assert form.item == []
