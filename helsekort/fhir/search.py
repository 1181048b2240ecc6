"""Search inside what was read of one woman: parameters by R4's names, found from the elements a profile has.

Nothing is searched in the database: a card is read whole, and looked through here. Source: FHIR R4 §3.1.1.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from msgspec import Struct

from helsekort.fhir.explain import fields_of
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.profiles import ALL, ON_CARD
from helsekort.fhir.search_values import Span, read_span

Kind = Literal["token", "date", "reference", "card", "id", "changed"]
MOST, USUAL = 500, 50
LONGEST_NUMBER = 18
_PAGE = re.compile(r"([0-9]{1,17})-([0-9]{1,6})")


class Parameter(Struct, frozen=True):
    """One search parameter. It is there for each type that has one of `elements`, but for those in `unless`."""

    name: str
    kind: Kind
    elements: tuple[str, ...]
    says: str
    unless: frozenset[str] = frozenset()
    to: str = ""  # the type that a reference leads to


PARAMETERS = (
    Parameter("_id", "id", ("id",), "The resource's id."),
    Parameter("_lastUpdated", "changed", ("meta",), "When this version was recorded."),
    Parameter(
        "patient", "reference", ("subject", "patient", "for"), "The woman. One in each search.", to="Patient"
    ),
    Parameter("subject", "reference", ("subject",), "The woman. One in each search.", to="Patient"),
    Parameter("episode-of-care", "card", ("meta",), "The card: EpisodeOfCare/{card}.", to="EpisodeOfCare"),
    Parameter("encounter", "reference", ("encounter",), "The contact it belongs to.", to="Encounter"),
    Parameter(
        "focus", "reference", ("focus",), "The fetus it is about.", frozenset(["Task"]), "RelatedPerson"
    ),
    Parameter(
        "focus", "reference", ("focus",), "The referral.", frozenset(["Observation"]), "ServiceRequest"
    ),
    Parameter("result", "reference", ("result",), "A result of the report.", to="Observation"),
    Parameter("code", "token", ("code",), "What it is about.", frozenset(["PractitionerRole"])),
    Parameter("category", "token", ("category",), "Its category."),
    Parameter("status", "token", ("status",), "Where it stands."),
    Parameter("type", "token", ("type",), "What kind it is."),
    Parameter("class", "token", ("class",), "Where they met."),
    Parameter("identifier", "token", ("identifier",), "What another system calls it."),
    Parameter("active", "token", ("active",), "Whether it stands."),
    Parameter(
        "date",
        "date",
        ("effectiveDateTime", "period"),
        "The day it is about.",
        frozenset(["RelatedPerson"]),
    ),
    Parameter("issued", "date", ("issued",), "When it was issued.", frozenset(["Observation"])),
)
CONTROLS = {
    "_count": f"How many on a page: 0 to {MOST}, {USUAL} where it is left out.",
    "_sort": "The names of parameters, `-` before one for falling order.",
    "_include": "`Type:parameter`: what matches refer to comes along.",
    "_summary": "`count` gives the number alone.",
    "_total": "`accurate` is what is always given.",
    "_page": "Stands in the `next` link and means something only there.",
    "_format": "`json`.",
}
_IGNORED = frozenset({"_total", "_totalMethod", "_format", "_pretty"})
"""What asks for no more than is always given. fhirpy counts by `_totalMethod`."""


class Filter(Struct, frozen=True):
    """One condition; any of `values` fits it. `modifier` is empty, `not` or `missing`."""

    parameter: Parameter
    modifier: str
    values: tuple[str, ...]
    spans: tuple[tuple[str, Span], ...] = ()


class Query(Struct, frozen=True):
    """What is looked for. `as_of` is the moment of the first page (microseconds), so that pages fit together."""

    kind: str
    filters: tuple[Filter, ...]
    sort: tuple[tuple[Parameter, bool], ...] = ()
    include: tuple[Parameter, ...] = ()
    count: int = USUAL
    as_of: int | None = None
    skip: int = 0
    number_only: bool = False
    kept: tuple[tuple[str, str], ...] = ()  # the pairs that a next link repeats

    def values_of(self, *names: str) -> list[str]:
        """The values that conditions with these names ask for."""
        wanted = [each for each in self.filters if each.parameter.name in names and not each.modifier]
        return [value for each in wanted for value in each.values]

    @property
    def one_page(self) -> bool:
        """Whether what is looked for may stand in no link: another system's number may be anything."""
        return any(each.parameter.name == "identifier" for each in self.filters)


@cache
def parameters_of(kind: str) -> dict[str, Parameter]:
    """The search parameters of a type, by name; those of the parties are few."""
    if kind not in ON_CARD:
        names = ("_id", "identifier") if kind == "Patient" else ("_id",)
        return {each.name: each for each in PARAMETERS if each.name in names}
    known = fields_of(ALL[kind])
    return {
        each.name: each
        for each in PARAMETERS
        if kind not in each.unless and any(e in known for e in each.elements)
    }


def included_of(kind: str) -> list[str]:
    """What `_include` can name for a type."""
    return [
        f"{kind}:{each.name}" for each in parameters_of(kind).values() if each.kind in ("reference", "card")
    ]


def read_query(kind: str, pairs: list[tuple[str, str]]) -> Query:
    """The pairs of a query -> the query. NotAccepted with every one that is not understood."""
    issues: list[Issue] = []
    filters = []
    given = dict(pairs)
    issues += _twice(pairs)
    for name, value in pairs:
        if name in CONTROLS or name in _IGNORED:
            continue
        try:
            filters.append(_filter(kind, name, value))
        except ValueError as fault:
            where = f"{kind}.search.{name}" if name in parameters_of(kind) else ""
            issues.append(Issue("value", str(fault), where))
    sort = _read_sort(kind, given.get("_sort", ""), issues)
    include = tuple(_read_includes(kind, pairs, issues))
    count = _read_count(given.get("_count"), issues)
    as_of, skip = _read_page(given.get("_page"), issues)
    if given.get("_summary", "false") not in ("count", "false"):
        issues.append(Issue("not-supported", "_summary is count here, or left out."))
    if issues:
        raise NotAccepted(issues)
    number_only = given.get("_summary") == "count" or count == 0
    kept = tuple(pair for pair in pairs if pair[0] != "_page")
    return Query(kind, tuple(filters), sort, include, count, as_of, skip, number_only, kept)


def _twice(pairs: list[tuple[str, str]]) -> Iterator[Issue]:
    """What can be said once only: of two, one would be passed over."""
    names = [name for name, _ in pairs if name in CONTROLS and name != "_include"]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Issue("structure", f"{name} stands there twice. Send it once.")


def _filter(kind: str, name: str, value: str) -> Filter:
    bare, _, modifier = name.partition(":")
    parameter = parameters_of(kind).get(bare)
    if parameter is None:
        known = ", ".join([*parameters_of(kind), *CONTROLS])
        raise ValueError(
            f"There is no such search parameter for {kind}, and none is passed over. There are: {known}."
        )
    values = tuple(each.replace("\\,", ",") for each in re.split(r"(?<!\\),", value))
    if not all(values):
        raise ValueError("A search parameter has a value; leave it out to look for any.")
    if parameter.to and modifier in ALL:
        modifier, values = "", tuple(f"{modifier}/{each}" for each in values)
    if parameter.to and not modifier and any(not _leads_to(parameter.to, each) for each in values):
        raise ValueError(f"This leads to a {parameter.to}. Write {parameter.to}/ID, or the id alone.")
    if modifier not in ("", "missing", "not") or (modifier == "not" and parameter.kind != "token"):
        raise ValueError("This modifier is not known here: :missing is, and :not for codes.")
    if modifier == "missing":
        if value not in ("true", "false"):
            raise ValueError(":missing is true or false.")
        return Filter(parameter, modifier, values)
    dated = parameter.kind in ("date", "changed")
    return Filter(parameter, modifier, values, tuple(read_span(each) for each in values) if dated else ())


def _leads_to(kind: str, reference: str) -> bool:
    """Whether a reference names this type, or none."""
    before, slash, _ = reference.rpartition("/")
    return not slash or before.rpartition("/")[2] == kind


def _read_sort(kind: str, text: str, issues: list[Issue]) -> tuple[tuple[Parameter, bool], ...]:
    found = []
    for each in filter(None, text.split(",")):
        parameter = parameters_of(kind).get(each.removeprefix("-"))
        if parameter is None or parameter.kind in ("reference", "card"):
            issues.append(
                Issue("not-supported", "_sort names parameters of dates, codes or _id of this type.")
            )
        else:
            found.append((parameter, each.startswith("-")))
    return tuple(found)


def _read_includes(kind: str, pairs: list[tuple[str, str]], issues: list[Issue]) -> Iterator[Parameter]:
    for name, value in pairs:
        if name == "_include":
            if value not in included_of(kind):
                known = ", ".join(included_of(kind))
                issues.append(Issue("not-supported", f"_include knows {known or 'nothing'} here."))
            else:
                yield parameters_of(kind)[value.partition(":")[2]]


def _read_count(text: str | None, issues: list[Issue]) -> int:
    if text is None:
        return USUAL
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        issues.append(Issue("value", CONTROLS["_count"]))
        return USUAL
    return min(int(text), MOST)


def _read_page(text: str | None, issues: list[Issue]) -> tuple[int | None, int]:
    if text is None:
        return None, 0
    found = _PAGE.fullmatch(text)
    if not found:
        issues.append(Issue("value", CONTROLS["_page"] + " Follow the link as it is."))
        return None, 0
    return int(found[1]), int(found[2])
