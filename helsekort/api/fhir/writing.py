"""Create, update, and Bundles of both: translated into actions."""

import re

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.actions import resource_writing
from helsekort.actions.context import Context
from helsekort.actions.incoming import Key
from helsekort.actions.outcomes import CardErased, Refused
from helsekort.actions.resource_writing import Wish
from helsekort.api.fhir import faults
from helsekort.api.fhir.calls import Answer, Call, given, read_pairs, split_address, told
from helsekort.api.fhir.reading import PASSED_OVER, entry_in, refuse_strangers
from helsekort.fhir.accept import Place, belongs, checked
from helsekort.fhir.bundles import NOT_DONE, Entry, read_bundle, responses
from helsekort.fhir.outcome import MOST_TOLD, Issue, NotAccepted
from helsekort.fhir.profiles import ALL, CREATED, FILES, FORMS, LOG, RULES, UPDATED
from helsekort.fhir.strict_json import Object
from helsekort.fhir.versions import Unconditional, version_in

_KEY = re.compile(r"[!-~]{1,200}")


def create(call: Call, ctx: Context, actor: Actor) -> Answer:
    """One new resource."""
    kind = call.path["type"]
    if kind not in CREATED:
        return _unknown(kind)
    sent = checked(_sent(call), kind, found=list(call.found))
    wish = _wish(sent, kind, call.headers.get("idempotency-key"), _if_none_exist(call))
    place = belongs(sent)
    if kind == "EpisodeOfCare":
        written = resource_writing.create_episode(
            actor, ctx=ctx, sent=sent, woman=place.woman, key=wish.keys[0].text
        )
        return given(written.version, call, 201 if written.new else 200)
    try:
        written = resource_writing.create_resource(
            actor, ctx=ctx, wish=wish, card=place.card, woman=place.woman, confirmed=call.confirmed
        )
    except Refused as refused:
        return _refused(refused, place.card)
    return given(written.version, call, 201 if written.new else 200)


def _refused(refused: Refused, card: int) -> Answer:
    """The same for a card that is not there and one that is another's; with a way on where only she was named."""
    if refused.why or isinstance(refused, CardErased):
        return faults.as_answer(refused)
    return told(404, faults.ABSENT if card else faults.NO_CARD)


def _if_none_exist(call: Call) -> str | None:
    """The condition of a create: the header, or the same words in the address, as fhirpy sends them."""
    asked = [f"{name}={value}" for name, value in call.pairs if name not in PASSED_OVER]
    return call.headers.get("if-none-exist", "&".join(asked) if asked else None)


def _unknown(kind: str) -> Answer:
    known = kind in (*ALL, FORMS, FILES, LOG, *RULES)
    return told(405, faults.UNKNOWN_WAY, Allow="GET") if known else told(404, faults.UNKNOWN_TYPE)


def _sent(call: Call) -> Object:
    if call.sent is None:
        raise NotAccepted([Issue("required", "Send a resource.")])
    return call.sent


def _wish(
    sent: Object, kind: str, key: str | None, if_none_exist: str | None, entry: Entry | None = None
) -> Wish:
    keys = [*_identifiers(sent, kind, if_none_exist)]
    if key is not None:
        if not _KEY.fullmatch(key):
            says = "An Idempotency-Key has 1 to 200 signs without white space, such as a UUID."
            raise NotAccepted([Issue("value", says, "http.idempotency-key")])
        keys.append(Key(f"{key}#{entry.place}" if entry else key))
    if not keys:
        raise Unconditional(update=False)
    if entry is None:
        return Wish(sent, kind, tuple(keys))
    return Wish(sent, kind, tuple(keys), full_url=entry.full_url, place=entry.place)


def _identifiers(sent: Object, kind: str, if_none_exist: str | None) -> list[Key]:
    """The keys of a card that the resource itself bears. If-None-Exist must name one of them."""
    listed = sent.get("identifier")
    pairs = [
        (str(each.get("system")), str(each.get("value")))
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict)
    ]
    if if_none_exist is not None:
        wanted = dict(read_pairs(if_none_exist.lstrip("?")))
        system, bar, value = wanted.get("identifier", "").partition("|")
        if set(wanted) != {"identifier"} or not bar or (system, value) not in pairs:
            says = (
                "If-None-Exist is identifier=system|value, with an identifier that the resource itself bears."
            )
            raise NotAccepted([Issue("not-supported", says, "http.if-none-exist")])
    return [Key(f"identifier {kind} {system} {value}", of_card=True) for system, value in pairs]


def update(call: Call, ctx: Context, actor: Actor) -> Answer:
    """The next version of a resource."""
    kind, name = call.path["type"], call.path["id"]
    if kind not in UPDATED:
        return _unknown(kind)
    refuse_strangers(call)
    wish = _change(call, kind, name, call.headers.get("if-match"))
    card = entry_in(name)[0]
    written = resource_writing.update_resource(actor, ctx=ctx, card=card, wish=wish, confirmed=call.confirmed)
    return given(written.version, call)


def _change(call: Call, kind: str, name: str, if_match: str | None, entry: Entry | None = None) -> Wish:
    sent = checked(_sent(call), kind, found=list(call.found))
    if sent.get("id") != name:
        says = "The id in the resource is the id in the address. Send it so."
        raise NotAccepted([Issue("structure", says, f"{kind}.id")])
    meta = sent.get("meta")
    stated = meta.get("versionId") if isinstance(meta, dict) else None
    version = version_in(if_match, str(stated) if stated is not None else None)
    place = entry.place if entry else ""
    return Wish(sent, kind, origin=entry_in(name)[1], base_version=version, place=place)


# --- Bundles ----------------------------------------------------------------------------------------------


def write_together(call: Call, ctx: Context, actor: Actor, entries: list[Entry]) -> Answer:
    """All of a Bundle, or none of it; on one card."""
    wishes, places = [], []
    issues: list[Issue] = []
    for entry in entries:
        if len(issues) > MOST_TOLD:
            break
        try:
            wishes.append(_entry_wish(call, entry))
            places.append(_entry_place(entry))
        except NotAccepted as refused:
            issues += [_located(issue, entry) for issue in refused.issues]
        except Unconditional as fault:
            issue = faults.NO_VERSION if fault.update else faults.NO_KEY
            issues.append(issue.within(entry.place))
    cards = {each.card for each in places} - {0}
    women = {each.woman for each in places} - {0}
    if len(cards) > 1 or len(women) > 1:
        says = "A transaction is about one card. Send one for each."
        issues.append(Issue("business-rule", says, "Bundle"))
    if issues:
        raise NotAccepted(issues)
    card, woman = next(iter(cards), 0), next(iter(women), 0)
    try:
        answers = resource_writing.write_bundle(
            actor, ctx=ctx, wishes=wishes, card=card, woman=woman, confirmed=call.confirmed
        )
    except Refused as refused:
        return _refused(refused, card)
    return Answer(200, responses("transaction", answers, call.door))


def _located(issue: Issue, entry: Entry) -> Issue:
    """The problem with its path in the Bundle. What a header says of one resource, an entry's request says here."""
    named = {"http.if-match": "request.ifMatch", "http.if-none-exist": "request.ifNoneExist"}
    where = named.get(issue.where, issue.where)
    if where.startswith("request."):
        return replace(issue, where=f"{entry.place}.{where}")
    return issue if where.startswith("http.") else issue.within(f"{entry.place}.resource")


def _entry_wish(call: Call, entry: Entry) -> Wish:
    if entry.method in NOT_DONE:
        raise NotAccepted([replace(faults.not_done(entry.method), where="request.method")])
    parts, query = split_address(entry.url)
    kind = parts[0]
    sent = entry.sent or {}
    inner = Call(call.path, [], call.headers, call.door, sent)
    if query or kind not in (CREATED if entry.method == "POST" else UPDATED) or kind == "EpisodeOfCare":
        says = (
            "In a transaction: POST to Encounter, Observation or RelatedPerson, PUT to one of theirs by id."
        )
        raise NotAccepted([Issue("not-supported", says, "request.url")])
    if entry.method == "POST" and len(parts) == 1:
        resource = checked(sent, kind, urns=True)
        return _wish(resource, kind, call.headers.get("idempotency-key"), entry.if_none_exist, entry)
    if entry.method == "PUT" and len(parts) == len(("type", "id")):
        return _change(inner, kind, parts[1], entry.if_match, entry)
    raise NotAccepted([Issue("value", "POST goes to Type, PUT to Type/id.", "request.url")])


def _entry_place(entry: Entry) -> Place:
    place = belongs(entry.sent or {})
    if entry.method == "PUT":
        return Place(entry_in(split_address(entry.url)[0][1])[0], place.woman)
    return place


def bundle_of(call: Call) -> tuple[str, list[Entry]]:
    """(transaction or batch, entries) of what was posted to the door itself."""
    if call.found:
        raise NotAccepted(call.found)
    return read_bundle(_sent(call))
