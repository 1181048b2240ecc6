"""What another system sends becomes content of the record: completed, mapped by code, and compared.

A resource is taken whole or not at all. After it is mapped, it is written as it would be stored, and what would
not be kept of what was sent is named: nothing is dropped silently.
"""

import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from helsekort.fhir import strict_json
from helsekort.fhir.datatypes import WrongUnit
from helsekort.fhir.explain import URN, explain, references
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.profiles import ON_CARD, WOMAN
from helsekort.fhir.resources.encounter import ABOUT, WAY
from helsekort.fhir.stored import card_content
from helsekort.fhir.strict_json import NAME, Object, Tree, kind_of
from helsekort.record import codes
from helsekort.record.entries import ContactKind, Content, Way
from helsekort.record.ids import UnreadableId, entry_id, from_text, split_entry_id
from helsekort.record.measurements import Catalogue

NOT_YET = 999_999_999
"""An origin that no entry has; stands for a resource that is not written yet."""
LONGEST_LABEL = 20
_AT = re.compile(r"(?s)(.*) - at `\$(.*)`")
_NAMED = re.compile(r"([A-Za-z]+(?:\[x\])?): (.*)", re.DOTALL)
_TICKED = re.compile("`([^`]*)`")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


class Place(Struct, frozen=True):
    """Where a resource belongs, as it says itself: a card, or only a woman. 0 where it says nothing."""

    card: int = 0
    woman: int = 0


def belongs(sent: Object) -> Place:
    """The card and the woman a resource's references name. NotAccepted where they name two cards, or none there is."""
    kind, cards = kind_of(sent), set()
    issues = []
    for where, reference in references(sent, kind):
        target, _, name = reference.partition("/")
        if target in ON_CARD:
            try:
                cards.add(split_entry_id(name)[0])
            except UnreadableId:
                issues.append(Issue("not-found", "Nothing here has such an id.", where))
    if len(cards) > 1:
        issues.append(
            Issue("business-rule", "All references lead to one card. Send one card at a time.", kind)
        )
    if issues:
        raise NotAccepted(issues)
    return Place(next(iter(cards), 0), woman_in(sent))


def woman_in(sent: Object) -> int:
    """The woman a resource names; 0 where it names none. NotAccepted where there is none such."""
    for name in WOMAN:
        reference = sent.get(name)
        named = reference.get("reference") if isinstance(reference, dict) else None
        if isinstance(named, str) and named.startswith("Patient/"):
            try:
                return from_text(named.removeprefix("Patient/"))
            except UnreadableId:
                says = "Nothing here has such an id."
                raise NotAccepted([Issue("not-found", says, f"{kind_of(sent)}.{name}.reference")]) from None
    return 0


def checked(sent: Object, kind: str, *, found: list[Issue] | None = None, urns: bool = False) -> Object:
    """The resource, where it is of this type and of its profile's form. NotAccepted with every problem.

    `found` are problems known already. With `urns`, references may be those of a Bundle.
    """
    issues = list(found or [])
    named = sent.get("resourceType")
    if named != kind:
        says = f"Send a resource of the type {kind}, and say so in resourceType."
        raise NotAccepted([*issues, Issue("structure", says, f"{kind_of(sent)}.resourceType")])
    known = {issue.where for issue in issues}
    issues += [issue for issue in explain(sent, ON_CARD[kind], urns=urns) if issue.where not in known]
    if issues:
        raise NotAccepted(issues)
    return sent


def with_resolved(sent: Tree, resolved: dict[str, str], place: str, lost: list[Issue]) -> Tree:
    """The same tree, `urn:uuid:` references of a Bundle turned into the ids their resources were given."""
    if isinstance(sent, list):
        return [with_resolved(each, resolved, f"{place}[{at}]", lost) for at, each in enumerate(sent)]
    if not isinstance(sent, dict):
        return sent
    made: Object = {}
    for name, part in sent.items():
        if name == "reference" and isinstance(part, str) and URN.fullmatch(part):
            if part not in resolved:
                says = "No entry of this Bundle that is created has this fullUrl."
                lost.append(Issue("not-found", says, f"{place}.reference"))
            made[name] = resolved.get(part, part)
        else:
            made[name] = with_resolved(part, resolved, f"{place}.{name}", lost)
    return made


def content_of(sent: Object, card: int, origin: int, catalogue: Catalogue) -> Content:
    """A resource of a profile's form -> content of this card. NotAccepted with every problem that is left."""
    kind = kind_of(sent)
    completed: Object = {**sent, "id": entry_id(card, origin), "meta": {"versionId": "1"}}
    issues = list(_missing_codes(sent, kind, catalogue))
    if kind == "Observation" and not issues:
        completed |= _coded(sent, catalogue)
    if issues:
        raise NotAccepted(issues)
    try:
        return card_content(strict_json.write(completed), catalogue)
    except (msgspec.ValidationError, UnreadableId) as fault:
        where = f"{kind}.value" if isinstance(fault.__cause__, WrongUnit) else ""
        raise NotAccepted([as_issue(str(fault), kind, where)]) from fault


def as_issue(message: str, kind: str, known: str = "") -> Issue:
    """The decoder's sentence with its place; what stands in quotation marks was sent, and is not repeated."""
    at, named = _AT.fullmatch(message), _NAMED.fullmatch(message)
    where = known or kind
    if at:
        message, where = at[1], kind + at[2].replace("[...]", "")
    elif named:
        where, message = f"{kind}.{named[1]}", named[2]
    says = _QUOTED.sub("what was sent", message)
    says = _TICKED.sub(lambda found: found[0] if NAME.fullmatch(found[1]) else "of that name", says)
    return Issue("value", f"{says[:1].upper()}{says[1:]}.", where)


# --- codes ------------------------------------------------------------------------------------------------


def _coded(sent: Object, catalogue: Catalogue) -> Object:
    """`code`, and the codes of components, with our own coding put in where it is not there."""
    made: Object = {"code": _with_our_code(sent["code"], catalogue)}
    parts = sent.get("component")
    if isinstance(parts, list):
        made["component"] = [
            {**part, "code": _with_our_code(part["code"], catalogue)}
            for part in parts
            if isinstance(part, dict)
        ]
    return made


def _with_our_code(concept: Tree, catalogue: Catalogue) -> Tree:
    key = _measurable(concept, catalogue)
    codings = _codings(concept)
    if (
        not isinstance(concept, dict)
        or key is None
        or any(c.get("system") == codes.MEASURABLE for c in codings)
    ):
        return concept
    return {**concept, "coding": [{"system": codes.MEASURABLE, "code": key}, *codings]}


def _codings(concept: Tree) -> list[Object]:
    found = concept.get("coding") if isinstance(concept, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _measurable(concept: Tree, catalogue: Catalogue) -> str | None:
    """The catalogue's key for a concept: our own code, or a LOINC or SNOMED CT code that only one has."""
    for coding in _codings(concept):
        system, code = coding.get("system"), coding.get("code")
        if system == codes.MEASURABLE:
            return str(code) if code in catalogue.measurables else None
        found = catalogue.by_code.get((str(system), str(code)))
        if found is not None:
            return found
    return None


def _missing_codes(sent: Object, kind: str, catalogue: Catalogue) -> Iterator[Issue]:
    if kind == "Observation" and not _has(sent.get("code"), codes.LOINC, {codes.EDD_LOINC}):
        grouped = _has(sent.get("code"), codes.GROUP, set(catalogue.groups))
        says = (
            f"Nothing on a card has this code. Send a code of {codes.MEASURABLE}, or the LOINC or SNOMED CT code"
            " that docs/measurements.md names."
        )
        if not grouped and _measurable(sent.get("code"), catalogue) is None:
            yield Issue("code-invalid", says, f"{kind}.code")
        parts = sent.get("component")
        for index, part in enumerate(parts if isinstance(parts, list) else []):
            if isinstance(part, dict) and _measurable(part.get("code"), catalogue) is None:
                yield Issue("code-invalid", says, f"{kind}.component[{index}].code")
    if kind == "Encounter":
        yield from _listed(sent, "type", codes.CONTACT_KIND, {each.value for each in ContactKind})
        yield from _listed(sent, "type", WAY, {each.value for each in Way})
        reasons = sent.get("reasonCode")
        for index, reason in enumerate(reasons if isinstance(reasons, list) else []):
            if not _has(reason, ABOUT, set(catalogue.lists["L10"].codes)):
                says = f"Send a code of {ABOUT}; docs/measurements.md has them, list L10."
                yield Issue("code-invalid", says, f"{kind}.reasonCode[{index}]")
    if kind == "RelatedPerson":
        yield from _label(sent)


def _label(sent: Object) -> Iterator[Issue]:
    names = sent.get("name")
    for index, name in enumerate(names if isinstance(names, list) else []):
        if isinstance(name, dict) and len(str(name.get("text"))) > LONGEST_LABEL:
            says = f"A fetus's label has at most {LONGEST_LABEL} signs, such as A."
            yield Issue("too-long", says, f"RelatedPerson.name[{index}].text")


def _listed(sent: Object, element: str, system: str, wanted: set[str]) -> Iterator[Issue]:
    concepts = sent.get(element)
    if not any(_has(each, system, wanted) for each in (concepts if isinstance(concepts, list) else [])):
        says = f"Send a code of {system}: {', '.join(sorted(wanted))}."
        yield Issue("code-invalid", says, f"{kind_of(sent)}.{element}")


def _has(concept: Tree, system: str, wanted: set[str]) -> bool:
    return any(each.get("system") == system and each.get("code") in wanted for each in _codings(concept))
