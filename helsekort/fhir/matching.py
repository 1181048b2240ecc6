"""Which resources of a card a query finds, in which order, and what they bring along."""

import datetime as dt
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from helsekort.fhir.search import Filter, Parameter, Query
from helsekort.fhir.search_values import Span, fits, read_span
from helsekort.fhir.strict_json import Tree
from helsekort.fhir.versions import Version

STATUSES = {
    "DiagnosticReport": "http://hl7.org/fhir/diagnostic-report-status",
    "DocumentReference": "http://hl7.org/fhir/document-reference-status",
    "Encounter": "http://hl7.org/fhir/encounter-status",
    "EpisodeOfCare": "http://hl7.org/fhir/episode-of-care-status",
    "Observation": "http://hl7.org/fhir/observation-status",
    "Composition": "http://hl7.org/fhir/composition-status",
    "ServiceRequest": "http://hl7.org/fhir/request-status",
    "Task": "http://hl7.org/fhir/task-status",
}
"""The system that a bare status is of, by R4's bindings: a search may name it."""
LATEST = dt.datetime(2199, 12, 31, tzinfo=dt.UTC)


class Found(Struct, frozen=True):
    """One page. `total` counts all pages; `as_of` and `after` are what the next link names, None on the last page."""

    matches: list[Version]
    included: list[Version]
    total: int
    as_of: int
    after: int | None
    elsewhere: frozenset[str] = frozenset()  # `Practitioner/…` that matches bring along and that is no card's


class _Read(Struct, frozen=True):
    version: Version
    tree: dict[str, Tree]


def find(query: Query, versions: list[Version], now: int) -> Found:
    """The page of a query among the versions that stand. `now` is the moment of a first page."""
    read = [_Read(each, msgspec.json.decode(each.body)) for each in versions if each.body is not None]
    fitting = [
        each
        for each in read
        if each.version.kind == query.kind and all(_fits(each, one) for one in query.filters)
    ]
    for parameter, falling in reversed(query.sort):
        fitting.sort(key=lambda each: _sort_key(each, parameter), reverse=falling)
    as_of = query.as_of if query.as_of is not None else now
    if query.number_only:
        return Found([], [], len(fitting), as_of, None)
    end = len(fitting) if query.one_page else query.skip + query.count
    page = fitting[query.skip : end]
    included, elsewhere = _included(page, query.include, read)
    after = end if end < len(fitting) else None
    return Found([each.version for each in page], included, len(fitting), as_of, after, elsewhere)


def _fits(read: _Read, wanted: Filter) -> bool:
    values = list(_values(read, wanted.parameter))
    if wanted.modifier == "missing":
        return (not values) == (wanted.values[0] == "true")
    if wanted.parameter.kind in ("date", "changed"):
        spans = [read_span(each)[1] for each in values if isinstance(each, str)]
        spans += [each for each in values if isinstance(each, Span)]
        return any(fits(prefix, span, has) for prefix, span in wanted.spans for has in spans)
    if wanted.parameter.kind == "token":
        fitting = any(_token_fits(value, each) for value in wanted.values for each in values)
        return fitting != (wanted.modifier == "not")
    return any(_reference_fits(value, str(each)) for value in wanted.values for each in values)


def _values(read: _Read, parameter: Parameter) -> Iterator[object]:
    """What a resource has for a parameter: texts for references and ids, (system, code) for codes, spans."""
    if parameter.kind == "id":
        yield read.version.id
    elif parameter.kind == "card":
        yield f"EpisodeOfCare/{read.version.id.partition('-')[0]}"
    elif parameter.kind == "changed":
        meta = read.tree["meta"]
        assert isinstance(meta, dict)  # noqa: S101  # every stored resource has one; tells the type checker
        yield str(meta["lastUpdated"])
    else:
        for element in parameter.elements:
            part = read.tree.get(element)
            for each in part if isinstance(part, list) else [part]:
                yield from _of_element(each, parameter, read.version.kind)


def _of_element(part: Tree, parameter: Parameter, kind: str) -> Iterator[object]:
    if part is None:
        return
    if parameter.kind == "date":
        yield _span_of(part, kind)
    elif not isinstance(part, dict):
        system = STATUSES.get(kind, "") if parameter.name == "status" else ""
        yield (system, str(part).lower() if isinstance(part, bool) else part)
    elif parameter.kind == "reference":
        yield part.get("reference")
    elif "coding" in part:
        codings = part["coding"]
        assert isinstance(codings, list)  # noqa: S101  # by the profile; tells the type checker
        for coding in codings:
            if isinstance(coding, dict):
                yield (coding.get("system", ""), coding.get("code", ""))
    else:
        yield (part.get("system", ""), part.get("code", part.get("value", "")))


def _span_of(part: Tree, kind: str) -> Span:
    """A contact is of its day; another period without an end has not ended."""
    if not isinstance(part, dict):
        return read_span(str(part))[1]
    first, end = read_span(str(part.get("start")))[1], part.get("end")
    if end is None:
        return first if kind == "Encounter" else Span(first.begin, LATEST)
    return Span(first.begin, read_span(str(end))[1].end)


def _token_fits(wanted: str, has: object) -> bool:
    """`code`, `system|code`, `system|` or `|code`."""
    system, bar, code = wanted.rpartition("|")
    own_system, own_code = has if isinstance(has, tuple) else ("", "")
    return (not code or code == own_code) and (not bar or system == own_system)


def _reference_fits(wanted: str, has: str) -> bool:
    """An id, `Type/id`, or a whole address that ends so."""
    return has == wanted or wanted.endswith("/" + has) or has.partition("/")[2] == wanted


def _sort_key(read: _Read, parameter: Parameter) -> tuple[bool, str]:
    """What has no value comes last in rising order."""
    first = next(_values(read, parameter), None)
    if isinstance(first, Span):
        return (False, f"{first.begin.timestamp():020.6f}")
    return (first is None, str(first))


def _included(
    page: list[_Read], parameters: tuple[Parameter, ...], read: list[_Read]
) -> tuple[list[Version], frozenset[str]]:
    wanted = {
        str(value) for each in page for parameter in parameters for value in _values(each, parameter) if value
    }
    there = {each.version.address: each.version for each in read}
    matched = {each.version.address for each in page}
    on_card = [there[name] for name in sorted(wanted & there.keys() - matched)]
    return on_card, frozenset(wanted - there.keys())
