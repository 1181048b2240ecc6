"""What this door can do, said from the profiles and the search parameters themselves: the CapabilityStatement."""

import msgspec

from helsekort.fhir.profiles import ALL, CREATED, FILES, FORMS, LOG, OF_PARTY, ON_CARD, RULES, UPDATED
from helsekort.fhir.search import Parameter, included_of, parameters_of
from helsekort.record.codes import PROFILE

PROFILES = {
    "EpisodeOfCare": ("card",),
    "Encounter": ("encounter",),
    "Observation": ("observation", "due-date", "row"),
    "RelatedPerson": ("fetus",),
    "PractitionerRole": ("practitioner-role",),
    "DiagnosticReport": ("laboratory-report",),
    "ServiceRequest": ("referral",),
    "Task": ("referral-answer", "epicrisis-delivery"),
    "DocumentReference": ("attachment",),
    "Composition": ("epicrisis",),
}
"""The names of our profiles where they are not the type's own in small letters."""
KINDS = {
    "token": "token",
    "date": "date",
    "reference": "reference",
    "card": "reference",
    "id": "token",
    "changed": "date",
}
EVERYTHING = ("EpisodeOfCare", "Patient")
DOCUMENTS = {
    "EpisodeOfCare": {
        "document": "A card as a document: `edition` is sharing, archive or own.",
        "birth-registry-preview": "The card's own part of the notification to the birth registry. Nothing is sent.",
    },
    "RelatedPerson": {"document": "A child's own part as a document: `edition` is sharing or archive."},
    "Patient": {"summary": "Her International Patient Summary, made of what may be shared."},
}
"""The operations that give a document, by type and name."""
SUMMARY = "http://hl7.org/fhir/uv/ips/OperationDefinition/summary"
ALIKE = "Cookies are not taken here. What one may not see and what is not there are answered alike."
IN_DEMO = f"Authorization: Bearer TOKEN. In the demo, `helsekort token --as NAME` prints one. {ALIKE}"
BOUND = (
    "Authorization: DPoP TOKEN, and a proof of its key in the header DPoP, made for each request."
    f" .well-known/smart-configuration names the issuer and the scopes. {ALIKE}"
)
SMART = "http://terminology.hl7.org/CodeSystem/restful-security-service"
FORMATS = ("application/fhir+json", "json")


def interactions_of(kind: str) -> list[str]:
    """What can be done with a type, in R4's words."""
    found = ["read", "vread"]
    if kind in ON_CARD:
        found += ["history-instance", "search-type"]
    if kind == "Patient":
        found.append("search-type")
    if kind in CREATED:
        found.append("create")
    if kind in UPDATED:
        found.append("update")
    return found


def statement(
    version: str, day: str, door: str, *, rules: bool = False, bound: bool = False
) -> dict[str, object]:
    """The CapabilityStatement as JSON values. `day` is the day it is given out, `door` the address of the door;
    `rules` where the guideline is switched on, and its rules can be read; `bound` where tokens are a provider's."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": day,
        "kind": "instance",
        "software": {"name": "helsekort", "version": version},
        "implementation": {"description": "Helsekort for gravide", "url": door},
        "fhirVersion": "4.0.1",
        "format": list(FORMATS),
        "rest": [
            {
                "mode": "server",
                "documentation": "One woman at a time: queries across women do not exist here.",
                "security": _security(bound=bound),
                "resource": [
                    *(_resource(kind) for kind in sorted(ALL)),
                    _files(),
                    _log(),
                    _forms(),
                    *_rules(there=rules),
                ],
                "interaction": [{"code": "transaction"}, {"code": "batch"}],
            }
        ],
    }


def body(version: str, day: str, door: str, *, rules: bool = False, bound: bool = False) -> bytes:
    """The same as canonical JSON."""
    return msgspec.json.encode(statement(version, day, door, rules=rules, bound=bound))


def _security(*, bound: bool) -> dict[str, object]:
    if not bound:
        return {"description": IN_DEMO}
    return {
        "service": [{"coding": [{"system": SMART, "code": "SMART-on-FHIR"}]}],
        "description": BOUND,
    }


def _resource(kind: str) -> dict[str, object]:
    profiles = [PROFILE + name for name in PROFILES.get(kind, (kind.lower(),))]
    said: dict[str, object] = {
        "type": kind,
        "profile": profiles[0],
        "documentation": note_on(kind),
        "interaction": [{"code": code} for code in interactions_of(kind)],
        "versioning": "versioned-update" if kind in UPDATED else "versioned",
        "readHistory": True,
        "updateCreate": False,
        "conditionalCreate": kind in CREATED and kind != "EpisodeOfCare",
        "conditionalUpdate": False,
        "conditionalDelete": "not-supported",
        "referencePolicy": ["literal", "local"],
    }
    if profiles[1:]:
        said["supportedProfile"] = profiles
    if kind in ON_CARD:
        said["searchInclude"] = included_of(kind)
    if kind in ON_CARD or kind == "Patient":
        said["searchParam"] = [_parameter(each) for each in parameters_of(kind).values()]
    if kind in EVERYTHING:
        launch = PROFILE.replace("StructureDefinition", "OperationDefinition") + "launch"
        definition = f"http://hl7.org/fhir/OperationDefinition/{kind}-everything"
        if kind != "Patient":
            definition = PROFILE.replace("StructureDefinition", "OperationDefinition") + "card-everything"
        own = PROFILE.replace("StructureDefinition", "OperationDefinition") + "card-"
        said["operation"] = [
            {"name": "everything", "definition": definition},
            *(
                {"name": name, "definition": SUMMARY if kind == "Patient" else own + name}
                for name in DOCUMENTS.get(kind, {})
            ),
            *([{"name": "launch", "definition": launch}] if kind == "Patient" else []),
        ]
    return said


def _files() -> dict[str, object]:
    return {
        "type": FILES,
        "documentation": "The bytes of a file, with the id of its DocumentReference, as JSON. Read only.",
        "interaction": [{"code": "read"}],
    }


def _log() -> dict[str, object]:
    woman = {
        "name": "patient",
        "type": "reference",
        "documentation": "The woman herself; nobody else's log is here.",
    }
    return {
        "type": LOG,
        "documentation": "The lines of her log, for herself alone: who opened her card, wrote on it or was refused.",
        "interaction": [{"code": "search-type"}],
        "searchParam": [woman],
    }


def _forms() -> dict[str, object]:
    return {
        "type": FORMS,
        "documentation": "The forms of this service, open to anyone. Their answers come in as Observations.",
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [{"name": "url", "type": "uri", "documentation": "The canonical address of a form."}],
    }


def _rules(*, there: bool) -> list[dict[str, object]]:
    """The rules of the guideline, where it is switched on."""
    says = "The rules of the guideline, open to anyone. Their logic is a sentence to read, in no language of queries."
    return [
        {
            "type": kind,
            "documentation": says,
            "interaction": [{"code": "read"}, {"code": "search-type"}],
            "searchParam": [{"name": "url", "type": "uri", "documentation": "Its canonical address."}],
        }
        for kind in (RULES if there else ())
    ]


def note_on(kind: str) -> str:
    """What one must know of a type."""
    if kind == "Patient":
        return "Read by id. Searched by POST to _search with her identifier, never in an address."
    if kind in OF_PARTY:
        return "Read by id only."
    if kind not in CREATED:
        return "Read only: it comes in by another way."
    if kind == "EpisodeOfCare":
        return "A card: one pregnancy. Created with an Idempotency-Key for a woman one cares for, where none is active."
    return (
        "A create carries If-None-Exist, Idempotency-Key or an identifier; an update carries If-Match or the"
        " meta.versionId it read."
    )


def _parameter(parameter: Parameter) -> dict[str, str]:
    return {"name": parameter.name, "type": KINDS[parameter.kind], "documentation": parameter.says}
