"""One woman's record, read by FHIR and written on another woman's card by FHIR: nothing else is carried over."""

import json
import re
import uuid

from helsekort.actions import cards
from helsekort.record.ids import to_text
from tests.api.callers import Caller
from tests.api.dhg.national_caller import National
from tests.api.resources import FHIR, REASON, Resource, number
from tests.cast import Cast, begin_care, make_woman, new_key

ADDED = {REASON, FHIR + "StructureDefinition/first-recorded-by", FHIR + "StructureDefinition/corrected"}
"""Extensions of how a thing came to stand: what is created has none of them."""
ORDER = ("RelatedPerson", "Encounter", "Observation")


def new_woman(cast: Cast, born: int) -> tuple[National, int]:
    """A woman with an empty card, and Ingrid's system about her."""
    woman = make_woman(cast.ctx, "Silje Aas", born)
    begin_care(cast.ctx, woman, cast.ingrid)
    card = cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=woman.party, key=new_key())
    return National(cast, cast.ingrid, born), card


def carry_over(fhir: Caller, card: int, onto: int) -> None:
    """Everything that stands on a card, posted on another as one transaction."""
    resources = _everything(fhir, card)
    here = {each["resourceType"]: to_text(card) for each in resources}
    entries = [_entry(each) for kind in ORDER for each in resources if each["resourceType"] == kind]
    if not entries:
        return
    text = json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": [e for e in entries if e]})
    text = re.sub(r'"(?:RelatedPerson|Encounter)/([\w-]+)"', lambda found: f'"{_urn(found[1])}"', text)
    text = text.replace(here["EpisodeOfCare"], to_text(onto))
    text = text.replace(_woman(resources), _woman(_everything(fhir, onto)))
    answer = fhir.post("", json.loads(text), Idempotency_Key=new_key())
    assert answer.status_code == 200, answer.text


def _everything(fhir: Caller, card: int) -> list[Resource]:
    text = fhir.get(f"/EpisodeOfCare/{to_text(card)}/$everything").text
    found = json.loads(text, parse_float=number, parse_int=number)["entry"]
    return [each["resource"] for each in found]


def _woman(resources: list[Resource]) -> str:
    return next(f"Patient/{each['id']}" for each in resources if each["resourceType"] == "Patient")


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def _entry(resource: Resource) -> Resource | None:
    """As something new; nothing where it stands no more."""
    kind, name = resource["resourceType"], resource["id"]
    if resource.get("status") == "entered-in-error" or resource.get("active") is False:
        return None
    made = {key: value for key, value in resource.items() if key not in ("id", "meta", "performer")}
    left = [each for each in made.pop("extension", []) if each["url"] not in ADDED]
    if left:
        made["extension"] = left
    if made.get("status") == "corrected":
        made["status"] = "final"
    return {"fullUrl": _urn(name), "resource": made, "request": {"method": "POST", "url": kind}}
