"""A request and an answer of this door, whether it came by itself or stood in a Bundle."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, unquote

from msgspec import Struct, field

from helsekort.access.actors import Actor
from helsekort.actions.context import Context
from helsekort.fhir.outcome import Issue, NotAccepted, outcome
from helsekort.fhir.strict_json import Object
from helsekort.fhir.versions import Version

JSON = "application/fhir+json"
TEXT = f"{JSON}; charset=utf-8"
MOST_PAIRS = 50
CONFIRM = "helsekort-confirm"


class Call(Struct, frozen=True):
    """What is asked. `door` is the address of the whole door; `sent` is there for POST and PUT, and `found` are
    the problems its JSON has already shown. `headers` are asked by names in small letters."""

    path: Mapping[str, str]
    pairs: list[tuple[str, str]]
    headers: Mapping[str, str]
    door: str
    sent: Object | None = None
    found: tuple[Issue, ...] = ()
    posted: bool = False
    address: str = ""

    @property
    def confirmed(self) -> frozenset[str]:
        """The marks of unusual values that are meant."""
        return frozenset(each.strip() for each in self.headers.get(CONFIRM, "").split(",")) - {""}


class Answer(Struct, frozen=True):
    """The answer: a body of FHIR's JSON, or none. `version` is the one resource it is about."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    version: Version | None = None


Interaction = Callable[[Call, Context, Actor], Answer]


def told(status: int, *issues: Issue, **headers: str) -> Answer:
    """An OperationOutcome. Underscores in the names of headers stand for hyphens."""
    return Answer(status, outcome(issues), {name.replace("_", "-"): value for name, value in headers.items()})


def given(version: Version, call: Call, status: int = 200) -> Answer:
    """One resource with the headers that name its version; without it where the sender wants no more."""
    headers = {"ETag": version.etag, "Last-Modified": version.last_modified}
    if status == 201 or call.sent is not None:
        headers["Location"] = f"{call.door}/{version.address}/_history/{version.version}"
    if version.body is None:
        return gone()
    minimal = "return=minimal" in call.headers.get("prefer", "")
    return Answer(status, b"" if minimal and call.sent is not None else version.body, headers, version)


def gone() -> Answer:
    """It was there, and the law had its content erased."""
    return told(410, Issue("deleted", "The content of this version was erased, as the law demands."))


def read_pairs(query: str) -> list[tuple[str, str]]:
    """The pairs of a query or a form. NotAccepted where they are too many, or not text."""
    if not query:
        return []
    try:
        return parse_qsl(
            query, keep_blank_values=True, strict_parsing=False, errors="strict", max_num_fields=MOST_PAIRS
        )
    except (ValueError, UnicodeError):
        says = f"Send at most {MOST_PAIRS} parameters, as UTF-8."
        raise NotAccepted([Issue("structure", says)]) from None


def split_address(address: str) -> tuple[list[str], str]:
    """(parts of the path, query) of an address inside a Bundle, such as `Observation?status=final`."""
    path, _, query = address.partition("?")
    return [unquote(each) for each in path.strip("/").split("/")], query
