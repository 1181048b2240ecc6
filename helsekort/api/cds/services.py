"""CDS Hooks 2.0: a hook comes in with its context, cards go out. Authenticated as the FHIR door is."""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from helsekort.access.actors import Actor
from helsekort.actions.context import Context
from helsekort.actions.guided_women import read_guidance_of
from helsekort.api.fhir import faults
from helsekort.api.fhir.calls import Answer, Call, told
from helsekort.api.fhir.reading import NOWHERE, entry_in, party_in
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.strict_json import Number, Object
from helsekort.guideline import hooks
from helsekort.guideline.guidance import Guidance
from helsekort.guideline.hooks import SERVICES, Json, Service
from helsekort.record.ids import to_text

PLAIN = {"Content-Type": "application/json"}
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
OFF = Issue("not-found", "Decision support is switched off here.")


def discovery(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # asked by anyone
    """The services there are. 404 where the guideline is switched off."""
    if ctx.guideline is None:
        return told(404, OFF)
    return _plain({"services": [each.told() for each in SERVICES.values()]})


def call(call: Call, ctx: Context, actor: Actor) -> Answer:
    """The cards of a service for the woman its context names."""
    service = SERVICES.get(call.path["id"])
    if ctx.guideline is None or service is None:
        return told(404, OFF if ctx.guideline is None else faults.ABSENT)
    context = _context(service, call.sent or {})
    woman = party_in(_id(context, "patientId", "Patient"))
    visit = context.get("encounterId")
    # a visit of another system is none of ours: her own card is meant then
    card, _ = entry_in(_id(context, "encounterId", "Encounter")) if visit is not None else (NOWHERE, 0)
    found = read_guidance_of(actor, ctx=ctx, woman=woman, visited=None if card == NOWHERE else card)
    link: Json = {
        "label": "Åpne helsekortet",
        "url": f"{call.door.removesuffix('/fhir/r4')}/klinikk/kort/{to_text(found[0])}",
        "type": "absolute",
    }
    return _plain({"cards": _cards(service, found[1], link, ctx, context)})


def _cards(
    service: Service, guidance: Guidance, link: Json, ctx: Context, context: dict[str, Any]
) -> list[Json]:
    if service.hook == "order-select":
        ordered = hooks.ordered_codes(context["selections"], _drafts(context["draftOrders"]))
        return hooks.order_select(guidance, link, ctx.catalogue, ordered)
    say = hooks.encounter_start if service.hook == "encounter-start" else hooks.patient_view
    return say(guidance, link)


def _plain(tree: Json) -> Answer:
    return Answer(200, msgspec.json.encode(tree), dict(PLAIN))


def _context(service: Service, sent: Object) -> dict[str, Any]:
    """The context of a hook, with every fault of the request told at once."""
    wrong = []
    if sent.get("hook") != service.hook:
        wrong.append(Issue("value", f"This service answers the hook {service.hook}.", "hook"))
    instance = sent.get("hookInstance")
    if not isinstance(instance, str) or not UUID.fullmatch(instance):
        wrong.append(Issue("value", "Send a UUID for each call.", "hookInstance"))
    context = sent.get("context")
    if not isinstance(context, dict):
        raise NotAccepted([*wrong, Issue("required", "Send the context of the hook, an object.", "context")])
    for name in service.needs:
        words, fits = SHAPES.get(name, (TEXT, _is_text))
        if not fits(context.get(name)):
            wrong.append(Issue("required", f"Send it, as {words}.", f"context.{name}"))
    if wrong:
        raise NotAccepted(wrong)
    return context


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not isinstance(value, Number)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


TEXT = "a text"
SHAPES: dict[str, tuple[str, Callable[[object], bool]]] = {
    "selections": ("a list of texts such as ServiceRequest/1", _are_texts),
    "draftOrders": ("a Bundle", lambda value: isinstance(value, dict)),
}


def _id(context: dict[str, Any], name: str, kind: str) -> str:
    """The id, with or without the type before it. NotAccepted for what is no text."""
    value = context[name]
    if not _is_text(value):
        raise NotAccepted([Issue("value", "Send it as a text.", f"context.{name}")])
    return str(value).removeprefix(f"{kind}/")


def _drafts(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources of a Bundle. NotAccepted where it has another shape."""
    entries = bundle.get("entry", [])
    found = [_resource(each) for each in entries] if isinstance(entries, list) else [None]
    resources = [each for each in found if each is not None]
    if len(resources) < len(found):
        says = "Send a Bundle: each entry with its resource."
        raise NotAccepted([Issue("structure", says, "context.draftOrders.entry")])
    return resources


def _resource(entry: object) -> dict[str, Any] | None:
    resource = entry.get("resource") if isinstance(entry, dict) else None
    return resource if isinstance(resource, dict) else None
