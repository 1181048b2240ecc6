"""Bundles: those that come in, checked entry by entry, and those that go out."""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct, field

from helsekort.fhir.datatypes import Closed
from helsekort.fhir.explain import URN
from helsekort.fhir.matching import Found
from helsekort.fhir.outcome import Issue, NotAccepted, first
from helsekort.fhir.strict_json import Object, Tree, place_of
from helsekort.fhir.times import instant
from helsekort.fhir.versions import Version

MOST_ENTRIES = 500
METHODS = {"transaction": ("POST", "PUT"), "batch": ("GET", "POST", "PUT")}
NOT_DONE = ("DELETE", "PATCH")
"""Methods of FHIR's that are taken apart here and answered with what to do instead."""
_REQUEST = frozenset({"method", "url", "ifNoneExist", "ifMatch"})
_ENTRY = frozenset({"fullUrl", "resource", "request"})
_BUNDLE = frozenset({"resourceType", "type", "entry", "id", "meta", "timestamp"})


class Entry(Struct, frozen=True):
    """One request of a Bundle. `place` is its path; `sent` is None for a GET."""

    place: str
    method: str
    url: str
    full_url: str = ""
    sent: Object | None = None
    if_none_exist: str | None = None
    if_match: str | None = None


def read_bundle(tree: Object) -> tuple[str, list[Entry]]:
    """(transaction or batch, its entries). NotAccepted with every problem of form."""
    kind, issues = tree.get("type"), list(first(_strangers(tree, _BUNDLE, "Bundle")))
    if tree.get("resourceType") != "Bundle" or not isinstance(kind, str) or kind not in METHODS:
        says = "Send a Bundle of the type transaction or batch to this address."
        raise NotAccepted([*issues, Issue("structure", says, "Bundle.type")])
    sent = tree.get("entry")
    if not isinstance(sent, list):
        raise NotAccepted([*issues, Issue("required", "Send a list of entries.", "Bundle.entry")])
    if len(sent) > MOST_ENTRIES:
        says = f"A Bundle has at most {MOST_ENTRIES} entries. Send it in parts."
        raise NotAccepted([*issues, Issue("too-costly", says, "Bundle.entry")])
    entries = []
    for index, each in enumerate(sent):
        place = f"Bundle.entry[{index}]"
        found = list(first(_entry_faults(each, place, kind)))
        issues += found
        if not found and isinstance(each, dict):
            entries.append(_entry(each, place))
    issues += _doubled(entries)
    if issues:
        raise NotAccepted(issues)
    return kind, entries


def _strangers(part: Object, known: frozenset[str], place: str) -> Iterator[Issue]:
    for name in part:
        if name not in known:
            says = "This element is not understood here, and nothing is passed over. Leave it out."
            yield Issue("not-supported", says, place_of(place, name))


def _entry_faults(entry: Tree, place: str, kind: str) -> Iterator[Issue]:
    if not isinstance(entry, dict):
        yield Issue("structure", "Send an object, in curly brackets.", place)
        return
    yield from _strangers(entry, _ENTRY, place)
    request, full_url = entry.get("request"), entry.get("fullUrl", "")
    if not isinstance(request, dict):
        yield Issue("required", "Each entry has a request with its method and url.", f"{place}.request")
        return
    yield from _strangers(request, _REQUEST, f"{place}.request")
    if not all(isinstance(each, str) for each in (*request.values(), full_url)):
        yield Issue("value", "Write texts, in quotation marks.", f"{place}.request")
    elif request.get("method") not in (*METHODS[kind], *NOT_DONE):
        says = f"In a {kind} the method is {' or '.join(METHODS[kind])}."
        yield Issue("not-supported", says, f"{place}.request.method")
    elif not request.get("url"):
        yield Issue("required", "This element is missing. Send it.", f"{place}.request.url")
    if not isinstance(entry.get("resource", {}), dict):
        yield Issue("structure", "Send an object, in curly brackets.", f"{place}.resource")
    elif request.get("method") not in NOT_DONE and ("resource" in entry) == (request.get("method") == "GET"):
        yield Issue("structure", "POST and PUT bring a resource, GET brings none.", f"{place}.resource")


def _entry(sent: Object, place: str) -> Entry:
    request, resource = sent["request"], sent.get("resource")
    assert isinstance(request, dict)  # noqa: S101  # checked just before; tells the type checker
    told = {name: str(value) for name, value in request.items()}
    full_url = str(sent.get("fullUrl", ""))
    return Entry(
        place,
        told["method"],
        told["url"],
        full_url if URN.fullmatch(full_url) else "",
        resource if isinstance(resource, dict) else None,
        told.get("ifNoneExist"),
        told.get("ifMatch"),
    )


def _doubled(entries: list[Entry]) -> Iterator[Issue]:
    seen: set[str] = set()
    for entry in entries:
        if entry.full_url and entry.full_url in seen:
            yield Issue("structure", "Two entries have this fullUrl.", f"{entry.place}.fullUrl")
        seen.add(entry.full_url)


# --- what goes out ----------------------------------------------------------------------------------------


class Link(Closed, frozen=True):
    relation: str
    url: str


class _Search(Closed, frozen=True):
    mode: str


class _Request(Closed, frozen=True):
    method: str
    url: str


class Response(Closed, frozen=True):
    """How one request of a Bundle ended."""

    status: str
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    outcome: msgspec.Raw | None = None


class _Out(Closed, frozen=True):
    full_url: str | None = None
    resource: msgspec.Raw | None = None
    search: _Search | None = None
    request: _Request | None = None
    response: Response | None = None


class Bundle(Closed, frozen=True, tag_field="resourceType", tag="Bundle"):
    type: str
    total: int | None = None
    link: list[Link] = field(default_factory=list)
    entry: list[_Out] = field(default_factory=list)


_encoder = msgspec.json.Encoder()
_BEGINNING = 120  # bytes that hold the type and the id of any stored resource
_HERE = b"\0"
"""Stands for the address of the door where that is not known yet: the text of no resource can hold it."""
_BEGIN = b'{"fullUrl":"' + _HERE + b"/"
_END = b',"search":{"mode":"match"}},'


def searchset(found: Found, door: str, links: list[Link]) -> bytes:
    """What a search found, one page. `door` is the address of the whole door."""
    entries = [_shown(each, door, "match") for each in found.matches]
    entries += [_shown(each, door, "include") for each in found.included]
    return _encoder.encode(Bundle("searchset", found.total, links, entries))


def entries_of(bodies: Iterable[bytes]) -> bytes:
    """Stored resources as the entries of a searchset, for `everything`: the stored bytes themselves, joined."""
    pieces: list[bytes] = []
    for body in bodies:
        # as address_of, without the call and the copy
        _, _, _, kind, _, _, _, name, _ = body[:_BEGINNING].split(b'"', 8)
        pieces += (_BEGIN, kind, b"/", name, b'","resource":', body, _END)
    return b"".join(pieces)[:-1]


def everything(texts: Iterable[bytes], total: int, door: str, link: Link) -> bytes:
    """Whole cards as a searchset: texts of `entries_of`, of so many entries in all."""
    empty = _encoder.encode(Bundle("searchset", total, [link]))
    address = _encoder.encode(door)[1:-1]
    pieces = [empty[:-1], b',"entry":[']
    for text in texts:
        if text:
            pieces += (text.replace(_HERE, address), b",")
    if not total:
        return empty
    pieces[-1] = b"]}"
    return b"".join(pieces)


def nothing(outcome: bytes, link: Link) -> bytes:
    """A search that found nothing, and what there is to say of it in one entry."""
    told = _Out(resource=msgspec.Raw(outcome), search=_Search("outcome"))
    return _encoder.encode(Bundle("searchset", 0, [link], [told]))


def _shown(version: Version, door: str, mode: str) -> _Out:
    body = msgspec.Raw(version.body or b"{}")
    return _Out(f"{door}/{version.address}", body, _Search(mode))


def history(versions: list[Version], door: str) -> bytes:
    """All versions of one thing, newest first. One that the law had erased is told of, without a body."""
    return _encoder.encode(Bundle("history", len(versions), [], [_told(each, door) for each in versions]))


def _told(version: Version, door: str) -> _Out:
    first = version.version == 1
    request = _Request("POST", version.kind) if first else _Request("PUT", version.address)
    status = "201" if first else "200"
    if version.body is None:
        status = "410"
    answer = Response(status, etag=version.etag, last_modified=instant(version.recorded))
    body = msgspec.Raw(version.body) if version.body is not None else None
    return _Out(f"{door}/{version.address}", body, request=request, response=answer)


class Answered(Struct, frozen=True):
    """The answer to one request of a Bundle. `outcome` is the JSON of an OperationOutcome where it went wrong."""

    status: str
    version: Version | None = None
    body: bytes | None = None
    outcome: bytes | None = None


def responses(kind: str, answers: Iterable[Answered], door: str) -> bytes:
    """The answer to a whole Bundle, in the order it was sent."""
    return _encoder.encode(Bundle(f"{kind}-response", entry=[_answer(each, door) for each in answers]))


def _answer(answered: Answered, door: str) -> _Out:
    outcome = msgspec.Raw(answered.outcome) if answered.outcome is not None else None
    version = answered.version
    if version is None:
        body = msgspec.Raw(answered.body) if answered.body is not None else None
        return _Out(resource=body, response=Response(answered.status, outcome=outcome))
    location = f"{version.address}/_history/{version.version}"
    answer = Response(answered.status, location, version.etag, instant(version.recorded), outcome)
    body = msgspec.Raw(version.body) if version.body is not None else None
    return _Out(f"{door}/{version.address}", body, response=answer)
