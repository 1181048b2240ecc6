"""How it can go wrong, each as an OperationOutcome with the remedy. None says anything about a person."""

from helsekort.access.tokens.checking import NotAdmitted
from helsekort.access.tokens.saying import challenge, lacking, refusal, said_of
from helsekort.actions.outcomes import CardErased, KeyUsedBefore, Refused, Stale, TooMany, Unavailable
from helsekort.api.fhir.calls import Answer, told
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.versions import Unconditional

ABSENT = Issue("not-found", "Not there, or not yours to see.")
NO_CARD = Issue(
    "not-found",
    "Not there, or not yours to see. A woman you care for may have no active card yet: create an EpisodeOfCare.",
)
BUSY = Issue("transient", "The record cannot be written now. Nothing was saved. Try again in a minute.")
FAULT = Issue("exception", "Something went wrong here. Read what stands before you send it again.")
STALE = Issue("conflict", "It was changed since the version you read. Read it again, then send your change.")
SAME_KEY = Issue(
    "duplicate",
    "This key was used before, for another content or for what is no longer here. Send the same content again,"
    " or a new key for a new thing.",
)
NO_KEY = Issue(
    "required",
    "A create says what makes it one and the same: If-None-Exist, Idempotency-Key, or an identifier in the"
    " resource. So what is sent twice is written once.",
)
NO_VERSION = Issue(
    "required",
    'An update says which version it has read: If-Match: W/"3", or meta.versionId. So nothing is overwritten unseen.',
)
ONE_WOMAN = Issue(
    "not-supported",
    "Queries across women do not exist here. Name one: patient=ID, or the card: episode-of-care=ID, or"
    " something on it: encounter=ID, _id=ID.",
)
HIDE_NUMBER = Issue(
    "security",
    "A national number never stands in an address. Send POST Patient/_search with the form field identifier.",
)
UNKNOWN_TYPE = Issue("not-supported", "There is no such type here. GET metadata names those there are.")
UNKNOWN_WAY = Issue("not-supported", "This cannot be done here. GET metadata says what can.")
NO_DELETE = Issue(
    "not-supported",
    "Nothing is deleted here. Send an update with the status entered-in-error and the reason.",
)
NO_PATCH = Issue(
    "not-supported",
    "Nothing is changed in parts here. Read it, change it, and send it whole: PUT Type/id with If-Match.",
)
NO_SEARCHED_UPDATE = Issue(
    "not-supported",
    "An update names its resource by id: PUT Type/id. Search for it first, where you do not know the id.",
)
JSON_OUT = Issue("not-supported", "JSON is what there is: Accept: application/fhir+json.")
JSON_IN = Issue("not-supported", "JSON is what is read: Content-Type: application/fhir+json.")
PACKED = Issue("not-supported", "Bodies are read as they are. Send it without Content-Encoding.")
TOO_MUCH = Issue("too-long", "A body has at most 1 MB. Send it in parts.")
TOO_MUCH_ASKED = Issue(
    "too-costly", "The answers before this one are more than 8 MB. Ask for the rest in another Bundle."
)

ERASED = Issue(
    "business-rule",
    "All that stood on this card was erased by law, and nothing is written on it again. Where she has consented anew,"
    " open a new card.",
)

OUTCOMES = (NotAccepted, Stale, KeyUsedBefore, Unavailable, Unconditional, Refused, TooMany)
FORM = frozenset({"structure", "value", "too-long"})


def not_done(method: str) -> Issue:
    """Why there is nothing that this method does, and what to do instead."""
    refused = {"DELETE": NO_DELETE, "PATCH": NO_PATCH, "PUT": NO_SEARCHED_UPDATE}
    return refused.get(method, UNKNOWN_WAY)


def as_answer(fault: Exception, *, asked: bool = False) -> Answer:
    """The answer to an outcome of an action, or to what could not be read. `asked`: it was a question, not a write."""
    if isinstance(fault, NotAccepted):
        return told(_status(fault.issues, asked), *fault.issues)
    if isinstance(fault, Stale):
        return told(412, STALE.within(_place(fault)) if _place(fault) else STALE)
    if isinstance(fault, KeyUsedBefore):
        return told(422, SAME_KEY.within(_place(fault)) if _place(fault) else SAME_KEY)
    if isinstance(fault, TooMany):
        says = f"This was done as often as it may be for now. Wait {fault.seconds} seconds, then try again."
        return told(429, Issue("throttled", says), Retry_After=str(fault.seconds))
    if isinstance(fault, Unavailable):
        return told(503, BUSY, Retry_After="60")
    if isinstance(fault, Unconditional):
        return told(428, NO_VERSION if fault.update else NO_KEY)
    if isinstance(fault, CardErased):
        return told(422, ERASED)
    if isinstance(fault, Refused) and fault.why:
        return _refused(fault.why)
    return told(404, ABSENT)


def not_admitted(fault: NotAdmitted, *, bound: bool) -> Answer:
    """401: nobody was recognised."""
    code = "expired" if fault.reason in ("session", "exp") else "login"
    says = Issue(code, said_of(fault, bound=bound))
    return told(401, says, WWW_Authenticate=challenge(fault, bound=bound))


def _refused(why: str) -> Answer:
    """403: the token itself does not reach this, whoever it was asked about."""
    headers = {"WWW_Authenticate": lacking(why)} if lacking(why) else {}
    return told(403, Issue("forbidden", refusal(why)), **headers)


def _status(issues: list[Issue], asked: bool) -> int:
    """400 for a question, or where the form of a resource is at fault; 422 where its meaning is."""
    return 400 if asked or all(issue.code in FORM for issue in issues) else 422


def _place(fault: Exception) -> str:
    """Where in a Bundle it stands."""
    return next(iter(getattr(fault, "__notes__", [])), "")
