"""What the guideline says as cards of CDS Hooks 2.0: each with its finding, reason, urgency and source. Pure.

A topic that is protected is in no card: nobody knows who sees the screen it would be shown on.
Source: CDS Hooks 2.0, https://cds-hooks.hl7.org/2.0/ (read as general knowledge of the published specification).
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from helsekort.guideline.evaluate import TopicAnswer, Verdict
from helsekort.guideline.guidance import Found, Guidance
from helsekort.guideline.references import leaves
from helsekort.guideline.schedule import Planned, State
from helsekort.guideline.shape import Topic, Urgency, Version
from helsekort.record import codes
from helsekort.record.measurements import Catalogue

Json = dict[str, object]
TOPICS = codes.CODE_SYSTEM + "guideline-topic"
LONGEST_SUMMARY = 139
CUT = "…"
INDICATORS = {
    Urgency.NOW: "critical",
    Urgency.TODAY: "critical",
    Urgency.DAYS: "warning",
    Urgency.VISIT: "info",
    Urgency.PLAN: "info",
}
NOT_CERTIFIED = "Beslutningsstøtte for helsepersonell, ikke sertifisert som medisinsk utstyr."


class Service(Struct, frozen=True):
    """One service: the hook it answers, and what it says."""

    key: str
    hook: str
    title: str
    description: str
    needs: tuple[str, ...]

    def told(self) -> Json:
        """As discovery tells it."""
        return {"hook": self.hook, "id": self.key, "title": self.title, "description": self.description}


SERVICES = {
    each.key: each
    for each in (
        Service(
            "helsekort-patient",
            "patient-view",
            "Helsekort: funn etter retningslinjen",
            "Findings of the national guideline on her card, what cannot be judged, and overdue visits.",
            ("userId", "patientId"),
        ),
        Service(
            "helsekort-visit",
            "encounter-start",
            "Helsekort: ved denne kontrollen",
            "The same, and what is due at this visit.",
            ("userId", "patientId", "encounterId"),
        ),
        Service(
            "helsekort-order",
            "order-select",
            "Helsekort: om prøven som bestilles",
            "What the guideline says of what is being ordered, by its LOINC or SNOMED CT code.",
            ("userId", "patientId", "selections", "draftOrders"),
        ),
    )
}


def patient_view(guidance: Guidance, link: Json) -> list[Json]:
    """Findings nobody has done with, overdue visits, and what cannot be judged.

    Once the pregnancy is over only what is found: what goes unjudged is about a pregnancy that was to go on.
    """
    return [
        *_found(guidance.open(), link),
        *_visits(guidance.visits(State.OVERDUE), "warning", "Forfalt", link),
        *([] if guidance.over else _unjudged(guidance.unjudged(), link)),
    ]


def encounter_start(guidance: Guidance, link: Json) -> list[Json]:
    """The same, and the visits that are due now."""
    due = _visits(guidance.visits(State.DUE), "info", "Ved denne kontrollen", link)
    return [*due, *patient_view(guidance, link)]


def order_select(
    guidance: Guidance, link: Json, catalogue: Catalogue, ordered: Iterable[tuple[str, str]]
) -> list[Json]:
    """What the topics say that read what is ordered: their findings, and what is missing in them."""
    keys = _keys(catalogue, {*ordered})
    lines = [line for line in guidance.topics if line.version and keys & _reads(line.version)]
    topics = {line.topic.key for line in lines}
    about = [one for one in guidance.open() if one.topic.key in topics]
    return [*_found(about, link), *_unjudged(lines, link)]


def _keys(catalogue: Catalogue, ordered: set[tuple[str, str]]) -> set[str]:
    """The measurables that these codes name."""
    return {
        key
        for key, one in catalogue.measurables.items()
        if {(codes.LOINC, one.loinc), (codes.SNOMED, one.snomed), (codes.MEASURABLE, key)} & ordered
    }


def _reads(version: Version) -> set[str]:
    """What the rules of a version read, beside ages and the like."""
    named = {leaf.value for rule in version.rules for leaf in leaves(rule.when)}
    named |= {scale.value for scale in version.scales.values()}
    return {version.inputs[name].of.rpartition(".")[2] for name in named if name in version.inputs} - {""}


def _found(found: Iterable[Found], link: Json) -> list[Json]:
    return [_finding(one, link) for one in found if not one.topic.protected]


def _finding(one: Found, link: Json) -> Json:
    rule, answer = one.answer.rule, one.answer
    assert rule is not None  # noqa: S101  # a finding is of a rule
    version = next(each for each in one.topic.versions if each.number == answer.version)
    source = f"{rule.source or version.source} ({version.edition})"
    detail = [rule.action, *(f"- {reason}" for reason in answer.reasons), f"Kilde: {source}", NOT_CERTIFIED]
    return {
        "summary": short(rule.finding),
        "detail": "\n\n".join(detail),
        "indicator": INDICATORS[rule.urgency],
        "source": _source(one.topic, version),
        "links": [link],
    }


def _source(topic: Topic, version: Version) -> Json:
    return {
        "label": version.source,
        **({"url": version.page} if version.page else {}),
        "topic": {"system": TOPICS, "code": topic.key, "display": topic.label},
    }


def _visits(visits: Sequence[Planned], indicator: str, says: str, link: Json) -> list[Json]:
    return [
        {
            "summary": short(f"{says}: {one.visit.label}"),
            "detail": "\n\n".join([*_window(one), NOT_CERTIFIED]),
            "indicator": indicator,
            "source": {"label": "Helsekort: basisprogrammet"},
            "links": [link],
        }
        for one in visits
    ]


def _window(one: Planned) -> list[str]:
    if one.window is None:
        return []
    first, last = one.window
    return [f"Fra {first:%d.%m.%Y} til {last:%d.%m.%Y}."]


def _unjudged(lines: Iterable[TopicAnswer], link: Json) -> list[Json]:
    """One card for all that cannot be judged, with what is missing: it is never left out as if it were well."""
    said = [
        f"- **{line.topic.label}**: {' '.join(_lacks(line))}".rstrip(": ")
        for line in lines
        if not line.topic.protected and line.verdict is not Verdict.NOT_APPLICABLE and _open(line)
    ]
    if not said:
        return []
    return [
        {
            "summary": "Kan ikke vurderes: se hva som mangler",
            "detail": "\n".join([*said, "", NOT_CERTIFIED]),
            "indicator": "info",
            "source": {"label": "Helsekort: retningslinjen"},
            "links": [link],
        }
    ]


def _open(line: TopicAnswer) -> bool:
    return any(answer.verdict is Verdict.CANNOT for answer in line.answers)


def _lacks(line: TopicAnswer) -> list[str]:
    """What is missing, each thing once; why a rule is unsuited, or a source is not there."""
    cannot = [answer for answer in line.answers if answer.verdict is Verdict.CANNOT]
    known = [answer.because for answer in cannot if answer.because and answer.unjudged is None]
    missing = [f"{each.label}." for answer in cannot for each in answer.missing]
    unread = [f"{answer.unjudged.label}: ingen regel." for answer in cannot if answer.unjudged]
    return list(dict.fromkeys([*known, *missing, *unread]))


def short(text: str) -> str:
    """At most what a summary may hold."""
    return text if text[LONGEST_SUMMARY:] == "" else text[: LONGEST_SUMMARY - len(CUT)] + CUT


def ordered_codes(selected: Iterable[str], drafts: Iterable[Mapping[str, object]]) -> set[tuple[str, str]]:
    """(system, code) of each draft that is selected, by `Type/id`; what has another shape has no code."""
    wanted, found = {*selected}, set()
    for draft in drafts:
        if f"{draft.get('resourceType')}/{draft.get('id')}" in wanted:
            code = draft.get("code")
            codings = code.get("coding") if isinstance(code, dict) else None
            for coding in codings if isinstance(codings, list) else []:
                if isinstance(coding, dict):
                    found.add((str(coding.get("system")), str(coding.get("code"))))
    return found
