"""A card as a document and as a summary: whole, readable, and without a trace of what is left out."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from helsekort.actions import documents, rows
from helsekort.actions.outcomes import Gone
from helsekort.record.entries import Absent, Cell, Finding, Row
from helsekort.record.ids import entry_id, to_text
from tests.cast import TODAY, Cast, finding, new_key, pressure, read, record
from tests.fhir.test_validators import VALIDATORS

DOOR = "https://helsekort.example/fhir/r4"
EARLIER = TODAY - dt.timedelta(days=900)
BIRTH = Row("earlier_birth", EARLIER, (Cell("outcome", "LIVE"),))
ABORTION = replace(BIRTH, cells=(Cell("outcome", "TERMINATION"),))


def _write(cast: Cast, *answers: Row | Finding) -> None:
    rows.write_answers(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[each for each in answers if isinstance(each, Finding)],
        rows=[each for each in answers if isinstance(each, Row)],
        key=new_key(),
    )


def _document(cast: Cast, edition: str = documents.WHOLE) -> bytes:
    return documents.read_document(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, edition=edition, door=DOOR)


def _summary(cast: Cast) -> bytes:
    return documents.read_summary(cast.ingrid, ctx=cast.ctx, woman=cast.nora.party, door=DOOR)


def _resources(body: bytes, kind: str) -> list[dict[str, Any]]:
    told = json.loads(body)
    return [each["resource"] for each in told["entry"] if each["resource"]["resourceType"] == kind]


def _lived(cast: Cast) -> None:
    """A card with something of most kinds."""
    record(cast, cast.nora_card, pressure(142, 92), finding("weight", Decimal("95.20")))
    _write(
        cast,
        BIRTH,
        Row("allergy", TODAY, (Cell(ALLERGEN, "Penicillin & <b>sulfa</b>"), Cell("reaction", "utslett"))),
        Finding("rhd", "NEG", TODAY),
        Finding("height", None, TODAY, absent=Absent.DECLINED),
    )


ALLERGEN = "substance"


@VALIDATORS
@pytest.mark.parametrize("make", [_document, _summary])
def test_independent_readers_take_it(cast: Cast, make: Any, accept: Any) -> None:  # noqa: ANN401  # two of each
    accept(make(cast))
    _lived(cast)
    accept(make(cast))


def test_every_thing_that_stands_is_in_the_document_and_in_its_text(cast: Cast) -> None:
    _lived(cast)
    body = _document(cast)
    card = read(cast, cast.nora_card)
    (composition,) = _resources(body, "Composition")
    named = {each["reference"].partition("/")[2] for part in composition["section"] for each in part["entry"]}
    standing = [
        trail.origin for trail in (*card.all_answers(), *card.due_dates, *card.fetuses) if trail.stands
    ]
    standing += [line.contact.origin for line in card.contacts]
    assert named == {entry_id(cast.nora_card, origin) for origin in standing}
    there = {each["resource"]["id"] for each in json.loads(body)["entry"]}
    assert named < there
    text = "".join(part["text"]["div"] for part in composition["section"])
    for said in ("142/92 mmHg", "95,20 kg", "Penicillin &amp; &lt;b&gt;sulfa", "ønsket ikke å svare"):
        assert said in text
    assert composition["author"] == [{"reference": f"Practitioner/{to_text(cast.ingrid.party)}"}]
    assert "Ingrid" in text


def test_the_sharing_edition_is_one_of_a_card_without_it(cast: Cast) -> None:
    _lived(cast)
    before = [_stripped(_document(cast, documents.SHARING)), _stripped(_summary(cast))]
    whole = _document(cast)
    _write(cast, ABORTION)
    assert [_stripped(_document(cast, documents.SHARING)), _stripped(_summary(cast))] == before
    assert b"TERMINATION" in _document(cast)
    assert b"TERMINATION" not in whole
    hers = documents.read_document(
        cast.nora, ctx=cast.ctx, card=cast.nora_card, edition=documents.WHOLE, door=DOOR
    )
    assert b"TERMINATION" not in hers


def _stripped(body: bytes) -> list[Any]:
    """The resources without the document's own id, which is another each time."""
    found = [each["resource"] for each in json.loads(body)["entry"]]
    return [
        {name: part for name, part in each.items() if each["resourceType"] != "Composition" or name != "id"}
        for each in found
    ]


def test_what_is_not_asked_and_what_is_denied_are_two_things(cast: Cast) -> None:
    def empties() -> dict[str, str]:
        (composition,) = _resources(_summary(cast), "Composition")
        return {
            part["title"]: part["emptyReason"]["coding"][0]["code"]
            for part in composition["section"]
            if "emptyReason" in part
        }

    assert empties()["Allergi"] == "notasked"
    _write(cast, finding("allergies", False))
    assert empties()["Allergi"] == "nilknown"
    _lived(cast)
    assert "Allergi" not in empties()
    (allergy,) = _resources(_summary(cast), "AllergyIntolerance")
    assert allergy["code"]["text"].startswith("Penicillin")
    assert allergy["reaction"] == [{"manifestation": [{"text": "utslett"}]}]


def test_counts_that_tell_of_abortions_are_in_no_summary(cast: Cast) -> None:
    _lived(cast)
    body = _summary(cast)
    assert b"11613-7" not in body
    assert b"11996-6" not in body
    assert b"77386006" in body
    assert to_text(cast.nora_card).encode() in body


def test_there_is_no_other_edition(cast: Cast) -> None:
    with pytest.raises(Gone):
        _document(cast, "secret")
