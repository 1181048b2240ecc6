"""The rules as FHIR R4 PlanDefinition and ActivityDefinition, with their logic as a sentence that a person can read.

The logic is not CQL: it has three values, and what no place is kept for. So its language is a name of our own, and who
wants to run the rules takes the rule files. Source: FHIR R4 PlanDefinition, http://hl7.org/fhir/R4/plandefinition.html.
"""

from collections.abc import Iterator

from helsekort.guideline.gate import Pack
from helsekort.guideline.reasons import limit_shown
from helsekort.guideline.shape import Band, Condition, Rule, Topic, Urgency, Version
from helsekort.record import codes

Json = dict[str, object]
PLAN, ACTIVITY = "PlanDefinition", "ActivityDefinition"
KINDS = (PLAN, ACTIVITY)
TYPES = "http://terminology.hl7.org/CodeSystem/plan-definition-type"
LANGUAGE = "text/x-helsekort-rule"
PRIORITIES = {
    Urgency.NOW: "stat",
    Urgency.TODAY: "asap",
    Urgency.DAYS: "urgent",
    Urgency.VISIT: "routine",
    Urgency.PLAN: "routine",
}
SIGNS = {"at_least": "≥", "above": ">", "before": "<", "up_to": "≤"}
UNSETTLED = {
    "limit": "grensen er ikke innhentet (alltid ukjent)",
    "which": "ja, uten at kortet sier hvilken (ukjent)",
}
PURPOSE = (
    "Påminnelse til helsepersonell om hva en anbefaling sier. Avgjør ingenting, og er ikke sertifisert som medisinsk"
    " utstyr."
)
UNJUDGED = "Kan ikke vurderes: %s"


def definitions(pack: Pack) -> dict[str, dict[str, Json]]:
    """Type -> id -> resource, of every version of every topic."""
    every = [(topic, version) for topic in pack.topics for version in topic.versions]
    plans = [_plan(topic, version) for topic, version in every]
    activities = [_activity(topic, version, rule) for topic, version in every for rule in version.rules]
    return {
        PLAN: {str(one["id"]): one for one in plans},
        ACTIVITY: {str(one["id"]): one for one in activities},
    }


def address(kind: str, key: str) -> str:
    """The canonical address of a definition."""
    return f"{codes.OURS}{kind}/{key}"


def _key(topic: Topic, version: Version, rule: Rule | None = None) -> str:
    parts = [topic.key, str(version.number), *([rule.id] if rule else [])]
    return "-".join(parts).replace("_", "-")


def _head(kind: str, key: str, version: Version, title: str) -> Json:
    """What both kinds have in common. A draft: no midwife or doctor has read the rules yet."""
    period = {"start": version.valid_from.isoformat()}
    if version.valid_to is not None:
        period["end"] = version.valid_to.isoformat()
    return {
        "resourceType": kind,
        "id": key,
        "url": address(kind, key),
        "version": str(version.number),
        "name": "".join(part.capitalize() for part in key.split("-")),
        "title": title,
        "status": "draft",
        "experimental": True,
        "effectivePeriod": period,
        "relatedArtifact": [
            {
                "type": "citation",
                "display": f"{version.source} ({version.edition})",
                **({"url": version.page} if version.page else {}),
            }
        ],
    }


def _plan(topic: Topic, version: Version) -> Json:
    return {
        **_head(PLAN, _key(topic, version), version, topic.label),
        "type": {"coding": [{"system": TYPES, "code": "eca-rule"}]},
        "purpose": PURPOSE,
        "action": [*(_action(topic, version, rule) for rule in version.rules), *_unjudged(version)],
    }


def _action(topic: Topic, version: Version, rule: Rule) -> Json:
    reason = {"type": "justification", "display": rule.source or version.source}
    return {
        "id": rule.id.replace("_", "-"),
        "title": rule.finding,
        "description": rule.action,
        "priority": PRIORITIES[rule.urgency],
        "documentation": [reason],
        "condition": [_condition(says) for says in logic(rule, version)],
        "definitionCanonical": address(ACTIVITY, _key(topic, version, rule)),
    }


def _condition(says: str) -> Json:
    return {"kind": "applicability", "expression": {"language": LANGUAGE, "expression": says}}


def _unjudged(version: Version) -> Iterator[Json]:
    """What has no rule: said, so that nobody takes the list for whole."""
    for one in version.unjudged:
        yield {
            "id": one.id.replace("_", "-"),
            "title": one.label,
            "description": UNJUDGED % one.why,
            "condition": [_condition("ukjent")],
        }


def _activity(topic: Topic, version: Version, rule: Rule) -> Json:
    return {
        **_head(ACTIVITY, _key(topic, version, rule), version, rule.finding),
        "description": rule.action,
        "purpose": PURPOSE,
        "priority": PRIORITIES[rule.urgency],
    }


def logic(rule: Rule, version: Version) -> list[str]:
    """The conditions of a rule, each a sentence: all must hold. Unsuited ones say when it cannot be judged."""
    said = [] if rule.after_end else ["svangerskapet pågår"]
    if rule.applies:
        said.append(told(rule.applies, version))
    said += [f"kan ikke vurderes hvis {told(each.when, version)}" for each in rule.unsuited]
    return [*said, told(rule.when, version)]


def told(condition: Condition, version: Version) -> str:
    """`Overtrykk ≥ 160 mmHg`, and such put together with `og`, `eller` and `ikke`."""
    for parts, word in ((condition.all, " og "), (condition.any, " eller ")):
        if parts:
            return f"({word.join(told(each, version) for each in parts)})"
    if condition.negated is not None:
        return f"ikke {told(condition.negated, version)}"
    if condition.no_place:
        return f"«{condition.no_place}» (kortet har ikke plass til dette: alltid ukjent)"
    if condition.scale:
        scale = version.scales[condition.scale]
        band = next(each for each in scale.bands if each.name == condition.band)
        return _edges(version.inputs[scale.value].label, band, version)
    label = version.inputs[condition.value].label
    if condition.missing:
        return f"{label} mangler på kortet"
    if condition.unsettled:
        return f"{label}: {UNSETTLED[condition.unsettled]}"
    if condition.equals is not None:
        return f"{label} = {'ja' if condition.equals else 'nei'}"
    if condition.one_of:
        return f"{label} = {' / '.join(condition.one_of)}"
    return _edges(label, condition, version)


def _edges(label: str, edges: Condition | Band, version: Version) -> str:
    named = [(sign, getattr(edges, edge)) for edge, sign in SIGNS.items()]
    said = [f"{label} {sign} {limit_shown(version.limits[name])}" for sign, name in named if name]
    return " og ".join(said)
