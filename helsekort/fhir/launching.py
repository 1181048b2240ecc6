"""What a local record says to get a ticket to a card, and what it gets. Pure."""

from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.strict_json import Object
from helsekort.record.codes import NATIONAL_NUMBERS


def number_asked(sent: Object) -> str:
    """The national number in `Parameters` with one parameter, `identifier`. NotAccepted for anything else."""
    listed = sent.get("parameter")
    only = listed[0] if isinstance(listed, list) and len(listed) == 1 else None
    named = (
        only.get("valueIdentifier") if isinstance(only, dict) and only.get("name") == "identifier" else None
    )
    if sent.get("resourceType") != "Parameters" or not isinstance(named, dict):
        says = "Send Parameters with one parameter: identifier, a valueIdentifier with system and value."
        raise NotAccepted([Issue("structure", says, "Parameters.parameter")])
    strange = [*(set(sent) - {"resourceType", "parameter"}), *(set(named) - {"system", "value", "use"})]
    number = named.get("value")
    if strange or named.get("system") not in NATIONAL_NUMBERS or not isinstance(number, str):
        says = "The identifier is a national number: its system and its value, and nothing else."
        raise NotAccepted([Issue("value", says, "Parameters.parameter[0].valueIdentifier")])
    return number


def launched(launch: str, url: str, seconds: int) -> dict[str, object]:
    """The ticket, the address the browser takes it to, and for how many seconds it can be used."""
    return {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "launch", "valueString": launch},
            {"name": "url", "valueUrl": url},
            {"name": "expires_in", "valueInteger": seconds},
        ],
    }
