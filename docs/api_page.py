"""The page docs/api.md, made from the CapabilityStatement and what stands behind it."""

from collections.abc import Callable, Iterable

from helsekort.access.scopes import SCOPES
from helsekort.api.fhir import batch, calls, door, faults
from helsekort.fhir import bundles, capability, explain, marks, openapi, outcome, strict_json
from helsekort.fhir.profiles import ALL, CREATED, ON_CARD
from helsekort.fhir.resources import encounter, observation
from helsekort.fhir.search import CONTROLS, MOST, PARAMETERS, USUAL, included_of, parameters_of
from helsekort.record import codes

Page = Callable[..., str]
Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]

FIRST_STEPS = """\
```
bin/demo --port 8765 --data data/demo
TOKEN=$(.venv/bin/helsekort token --as ingrid --data data/demo)
curl -H "Authorization: Bearer $TOKEN" -d identifier=NUMBER http://127.0.0.1:8765/fhir/r4/Patient/_search
```

Nora's number stands on the demo's front page. With the `id` that comes back:
`GET /fhir/r4/Observation?patient=ID&code=29463-7`. What clients in Python and JavaScript do with it, and what they
cannot, stands in [api_clients.md](api_clients.md)."""

TOKENS = """\
### Tokens

An access token is a JWT of the issuer that is set (`HELSEKORT_API_ISSUER`), for this service alone, and bound to a key
of the client's (RFC 9449). Each request has a proof by that key in the header `DPoP`: for this method and this address,
with the token's hash as `ath`, made within ten seconds, and never used before, by any worker or before a restart. The
address in the proof is held against `HELSEKORT_ORIGIN`. A token that is good for whoever holds it is taken in the demo
alone. 401 says in `WWW-Authenticate` whether the token or the proof was at fault, 403 that both hold and do not reach
this: the scope that is missing stands there by name.

"""
AFTER_TOKENS = """

A token with a user stands for the clinician with that HPR number at that unit (`orgnr_child`), logged in at level 4;
they must be registered here. What they may is looked up at each request. With an attest of the trust framework
(tillitsrammeverk) the token is about one woman: the attest must be the user's own and the unit's, it gives a care
relation for as long as the token lasts, and no other card opens with it, whoever else the user cares for. An attest for
an emergency (BTG, ETREAT) opens nothing: that is done in the service itself.

A system alone reads no card. It may ask the [national API](dhg.md) for `/status` of a woman whom someone at its unit
cares for; where it is registered for a laboratory (`helsekort client ID --laboratory HER_ID`) send that laboratory's
messages; and where it is registered as one that vouches, act as the clinician in an attest."""

EXAMPLE = """\
```
POST /fhir/r4/Observation
Idempotency-Key: 6f1c2f0e-2d1f-4a57-9d1c-2f6f6a3f0b11
Content-Type: application/fhir+json

{"resourceType": "Observation", "status": "final",
 "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
 "subject": {"reference": "Patient/ID"}, "effectiveDateTime": "2026-03-10",
 "valueQuantity": {"value": 72.50, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}}
```"""


def _scopes() -> Iterable[tuple[str, str, str]]:
    for scope in SCOPES:
        yield f"`{scope.name}`", f"`{scope.smart}`" if scope.smart else "none", scope.says


def _types() -> Iterable[tuple[str, str, str]]:
    for kind in sorted(ALL):
        yield f"`{kind}`", ", ".join(capability.interactions_of(kind)), capability.note_on(kind)


def _searches() -> Iterable[tuple[str, str, str, str]]:
    for parameter in PARAMETERS:
        having = [f"`{kind}`" for kind in sorted(ON_CARD) if parameter.name in parameters_of(kind)]
        yield f"`{parameter.name}`", capability.KINDS[parameter.kind], ", ".join(having), parameter.says


def _systems() -> Iterable[tuple[str, str]]:
    yield f"`{codes.MEASURABLE}`", "what is measured: the keys of [measurements.md](measurements.md)"
    yield f"`{codes.CONTACT_KIND}`", "check-up, contact"
    yield f"`{encounter.WAY}`", "visit, phone, walk-in, home, video"
    yield f"`{encounter.ABOUT}`", "list L10 of measurements.md"
    yield f"`{codes.DUE_DATE_PART}`", "length, method, measured-on, embryo-days, proposed"
    yield f"`{codes.DUE_DATE_METHOD}`", "the methods of measurements.md"
    yield f"`{marks.REASON}`", "extension: why a version was written"
    yield f"`{observation.UNVERIFIED}`", "extension: why a value outside of what can be is stored as stated"
    yield (
        f"`{observation.FIRST}`",
        "extension: who recorded it first, where `performer` is who wrote a later version",
    )
    yield f"`{marks.PAPER}`", "extension: copied from paper, by whom it was written there, and when"


DOCUMENTS = (
    "`EpisodeOfCare/ID/$document` is a card as a FHIR document, readable without knowing any code and with all who"
    " wrote it as authors; `?edition=archive` holds all that stands, the sharing edition nothing of a sensitivity"
    " class, `?edition=own` what the reader's unit documented and has not taken over to its own record."
    " `Patient/ID/$summary` is an International Patient Summary with its pregnancy section, made of what may be shared."
    " `EpisodeOfCare/ID/$birth-registry-preview` is the card's own part of the notification to the Medical Birth"
    " Registry; nothing is sent. What is answered yes to is a condition there, unconfirmed and in the words of the"
    " question.\n\n"
    "`POST Patient/$launch` with Parameters, one `identifier` with her number, gives a local record a `launch` and the"
    " `url` that the browser of its user takes it to: one use, within a minute, by the one who asked. Beside a running"
    " demo, `helsekort local-record --data data/demo` serves a simulator of such a record on http://127.0.0.1:8770."
)


def api_page(page: Page, table: Table) -> str:
    """The door for other systems, said from the code."""
    includes = ", ".join(f"`{each}`" for kind in sorted(ON_CARD) for each in included_of(kind))
    return page(
        "FHIR R4 for other systems",
        "`helsekort/fhir/capability.py`, `helsekort/fhir/search.py` and `helsekort/api/fhir/faults.py`",
        f"The door is `{door.PATH}`. `GET {door.PATH}/metadata` says what it can do, and"
        f" `GET {door.PATH}/openapi.json` says it for tools that speak HTTP and not FHIR.",
        "## First steps\n\n" + FIRST_STEPS,
        f"## Who\n\n{capability.BOUND} All that is read or written stands in her log. {capability.IN_DEMO}",
        TOKENS + table(["scope", "in SMART's words", "what it opens"], _scopes()) + AFTER_TOKENS,
        "## Types\n\n" + table(["type", "what can be done", "note"], _types()),
        f"`EpisodeOfCare/ID/$everything` is a card whole, `Patient/ID/$everything` those of her cards that one may"
        f" open. A transaction or a batch of at most {bundles.MOST_ENTRIES} entries is posted to `{door.PATH}`; a"
        " transaction is about one card, its references by `urn:uuid:` are resolved, and all of it is written or none."
        " A batch may be about several women: each entry is decided, done and logged as if it had come by itself, and a"
        " fault in one changes nothing for the others. Its reads are answered until"
        f" {batch.MOST_ANSWERED >> 20} MB have been given.",
        DOCUMENTS,
        f"## Search\n\n{faults.ONE_WOMAN.says} {faults.HIDE_NUMBER.says}\n\n"
        + table(["parameter", "kind", "types", "what"], _searches()),
        "Dates take `eq ne gt lt ge le sa eb` before them; codes take `:not`, all take `:missing`. What is not known"
        f" is refused, not passed over. Pages have {USUAL} unless `_count` says otherwise, {MOST} at most; follow the"
        " `next` link as it is: all pages are of the same moment.\n\n"
        + table(["control", "what"], [(f"`{name}`", says) for name, says in CONTROLS.items()])
        + f"\n\n`_include` knows {includes}.",
        f"## Write\n\n{EXAMPLE}\n\n"
        f"- {faults.NO_KEY.says} {faults.SAME_KEY.says} A key is one sender's on one card; an identifier names one"
        " thing of each type on a card, whoever sends it.\n"
        f"- {faults.NO_VERSION.says} {faults.STALE.says}\n"
        f"- An update is a correction: status `corrected` (an Observation), the reason in `{marks.REASON}`."
        " `entered-in-error` withdraws; a contact takes its findings along. An update that says nothing new writes"
        " nothing.\n"
        f"- {faults.NO_DELETE.says} {faults.NO_PATCH.says} {faults.NO_SEARCHED_UPDATE.says}\n"
        "- A value outside its first range is asked about: the answer is 422, and `details` holds a code. Where the"
        f" value is meant, send the same again with the header `{calls.CONFIRM.title()}: CODE` (several with commas)."
        f" A value outside of what can be is stored only with the extension `{observation.UNVERIFIED}`.\n"
        "- A due date comes in as a proposal (`preliminary`, component `proposed`); a clinician confirms it.\n"
        "- What would not be kept as it was sent is refused by name, with every other problem, each with its path."
        f" `performer` is the one who writes this version; on a later one `{observation.FIRST}`"
        " names who recorded it first. `id` and `meta` are the service's. Where two parties were found to be one"
        " woman, each of her ids is taken, and she is stored by the one that the card was opened under.\n"
        f"- Decimals keep their characters. JSON is strict: doubled names, NaN, null, empty texts, half characters,"
        f" more than {strict_json.DEEPEST} levels or {door.MOST_BYTES // 1024} KB are refused, and"
        f" lists of more than {explain.LONGEST_LIST}. Of very many problems {outcome.MOST_TOLD} are told.",
        f"Created here: {', '.join(f'`{kind}`' for kind in CREATED)}. All else is read only.",
        "## Codes and extensions of our own\n\n" + table(["address", "what"], _systems()),
        "## Answers\n\nEvery answer that is no resource is an OperationOutcome.\n\n"
        + table(["status", "when"], openapi.ANSWERS.items()),
    )
