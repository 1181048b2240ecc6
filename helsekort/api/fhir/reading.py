"""Read, vread, history, search and $everything: translated into actions, and their answers into Bundles."""

from urllib.parse import urlencode

from helsekort.access.actors import Actor
from helsekort.actions import resources
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Refused
from helsekort.api.fhir import faults
from helsekort.api.fhir.calls import Answer, Call, given, told
from helsekort.fhir import bundles
from helsekort.fhir.bundles import Link
from helsekort.fhir.capability import EVERYTHING
from helsekort.fhir.matching import Found
from helsekort.fhir.outcome import Issue, NotAccepted, outcome
from helsekort.fhir.profiles import ALL, OF_PARTY, ON_CARD
from helsekort.fhir.search import Query, parameters_of, read_query
from helsekort.fhir.versions import Version
from helsekort.record.codes import NATIONAL_NUMBERS
from helsekort.record.identifiers import InvalidIdentifier, parse_national_number
from helsekort.record.ids import UnreadableId, from_text, split_entry_id

PASSED_OVER = frozenset({"_format", "_pretty"})
NOWHERE = 0
"""No card and no party has this id: what cannot be read as an id is refused by the action itself, and logged so."""


def read(call: Call, ctx: Context, actor: Actor) -> Answer:
    """One resource as it stands."""
    if call.path["type"] not in ALL:
        return told(404, faults.UNKNOWN_TYPE)
    if call.path["id"].startswith("_"):
        return told(404, faults.UNKNOWN_WAY)
    refuse_strangers(call)
    return given(_version(call, ctx, actor, None), call)


def refuse_strangers(call: Call) -> None:
    """NotAccepted for a parameter where there is none: nothing that is sent is passed over."""
    if any(name not in PASSED_OVER for name, _ in call.pairs):
        says = "This has no parameters in its address. Leave them out."
        raise NotAccepted([Issue("not-supported", says)])


def vread(call: Call, ctx: Context, actor: Actor) -> Answer:
    """One version of a resource."""
    text = call.path["version"]
    refuse_strangers(call)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < len("1234567890") else NOWHERE
    if number == NOWHERE:
        return told(404, faults.ABSENT)
    return given(_version(call, ctx, actor, number), call)


def _version(call: Call, ctx: Context, actor: Actor, number: int | None) -> Version:
    kind = call.path["type"]
    if kind == "Patient":
        return resources.read_patient(actor, ctx=ctx, woman=party_in(call.path["id"]), version=number)
    if kind in OF_PARTY:
        party = party_in(call.path["id"])
        return resources.read_party(actor, ctx=ctx, kind=kind, party=party, version=number)
    card, origin = entry_in(call.path["id"])
    return resources.read_resource(actor, ctx=ctx, card=card, kind=kind, origin=origin, version=number)


def party_in(text: str) -> int:
    """The party an id names, or one that nobody is."""
    try:
        return from_text(text)
    except UnreadableId:
        return NOWHERE


def entry_in(text: str) -> tuple[int, int]:
    """(card, origin) an id names, or a card that is none."""
    try:
        return split_entry_id(text)
    except UnreadableId:
        return NOWHERE, NOWHERE


def history(call: Call, ctx: Context, actor: Actor) -> Answer:
    """All versions of a resource on a card, newest first."""
    kind = call.path["type"]
    if kind not in ON_CARD:
        return told(404, faults.UNKNOWN_WAY)
    card, origin = entry_in(call.path["id"])
    refuse_strangers(call)
    versions = resources.read_history(actor, ctx=ctx, card=card, kind=kind, origin=origin)
    return Answer(200, bundles.history(versions, call.door))


def everything(call: Call, ctx: Context, actor: Actor) -> Answer:
    """A card whole, or those cards of a woman that one may open."""
    kind = call.path["type"]
    if kind not in EVERYTHING:
        return told(404, faults.UNKNOWN_WAY)
    refuse_strangers(call)
    if kind == "Patient":
        found = resources.read_everything_of(actor, ctx=ctx, woman=party_in(call.path["id"]))
    else:
        card, origin = entry_in(call.path["id"])
        found = resources.read_everything(actor, ctx=ctx, card=card if origin == 1 else NOWHERE)
    link = Link("self", f"{call.door}/{kind}/{call.path['id']}/$everything")
    return Answer(200, bundles.everything(found.texts, found.total, call.door, link))


def search(call: Call, ctx: Context, actor: Actor) -> Answer:
    """What a query finds inside one woman's cards, or a woman by her number."""
    kind = call.path["type"]
    if kind not in ALL:
        return told(404, faults.UNKNOWN_TYPE)
    if kind == "Patient":
        return _search_patient(call, ctx, actor)
    if kind in OF_PARTY:
        return told(400, faults.UNKNOWN_WAY)
    if not call.posted and _names_a_person(call.pairs):
        return told(400, faults.HIDE_NUMBER)
    query = read_query(kind, call.pairs)
    women = {each.removeprefix("Patient/") for each in query.values_of("patient", "subject")}
    cards = _cards(query)
    if len(women) + (not women) * len(cards) != 1:
        return told(400, faults.ONE_WOMAN)
    if women:
        woman = party_in(next(iter(women)).rpartition("/")[2])
        found = resources.search_woman(actor, ctx=ctx, woman=woman, query=_without_her(query))
    else:
        found = resources.search_card(actor, ctx=ctx, card=next(iter(cards)), query=query)
    return Answer(200, bundles.searchset(found, call.door, _links(call, kind, query, found)))


def _names_a_person(pairs: list[tuple[str, str]]) -> bool:
    named = [value for name, value in pairs if name.partition(":")[0] == "identifier"]
    for value in ",".join(named).split(","):
        system, _, number = value.rpartition("|")
        if system in NATIONAL_NUMBERS or _is_national(number):
            return True
    return False


def _is_national(text: str) -> bool:
    try:
        parse_national_number(text, allow_synthetic=True)
    except InvalidIdentifier:
        return False
    return True


def _cards(query: Query) -> set[int]:
    """The cards that a query names, by itself or by something on them."""
    named = query.values_of("episode-of-care", "encounter", "focus", "_id", "result")
    return {entry_in(each.rpartition("/")[2])[0] for each in named}


def _without_her(query: Query) -> Query:
    """The woman chooses the cards; it is not asked again by which of her ids an entry names her."""
    left = tuple(each for each in query.filters if each.parameter.name not in ("patient", "subject"))
    return Query(
        query.kind,
        left,
        query.sort,
        query.include,
        query.count,
        query.as_of,
        query.skip,
        query.number_only,
        query.kept,
    )


def _links(call: Call, kind: str, query: Query, found: Found) -> list[Link]:
    """`self`, and `next` and `previous` where there is more. What was posted may stand in no address."""
    here = f"{call.door}/{kind}"
    if query.one_page or call.posted:
        said = [(name, value) for name, value in query.kept if name.partition(":")[0] != "identifier"]
    else:
        said = list(query.kept)

    def page(relation: str, first: int) -> Link:
        return Link(relation, f"{here}?{urlencode([*said, ('_page', f'{found.as_of}-{first}')])}")

    alone = Link("self", f"{here}?{urlencode(said)}" if said else here)
    links = [alone if query.as_of is None else page("self", query.skip)]
    if found.after is not None:
        links.append(page("next", found.after))
    if query.skip and not query.number_only and not query.one_page:
        links.append(page("previous", max(query.skip - query.count, 0)))
    return links


def _search_patient(call: Call, ctx: Context, actor: Actor) -> Answer:
    given_names = {name.partition(":")[0] for name, _ in call.pairs}
    if "identifier" in given_names and not call.posted:
        return told(400, faults.HIDE_NUMBER)
    query = read_query("Patient", call.pairs)
    ids, identifiers = query.values_of("_id"), query.values_of("identifier")
    if len(ids) + len(identifiers) != 1 or any(each.modifier for each in query.filters):
        return told(400, faults.ONE_WOMAN)
    link = Link("self", f"{call.door}/Patient")
    try:
        if ids:
            found = resources.read_patient(actor, ctx=ctx, woman=party_in(ids[0]))
        else:
            system, _, value = identifiers[0].rpartition("|")
            found = resources.find_patient(actor, ctx=ctx, system=system, value=value)
    except Refused as refused:
        if refused.why:
            raise
        issue = Issue("not-found", "Nobody whom you may see has this number.", severity="information")
        return Answer(200, bundles.nothing(outcome([issue]), link))
    shown = [found] if found.body is not None and not query.number_only else []
    page = Found(shown, [], 1, ctx.now(), None)
    return Answer(200, bundles.searchset(page, call.door, [link]))


def compartment(call: Call, ctx: Context, actor: Actor) -> Answer:
    """`Patient/{id}/Observation`: a search in her compartment."""
    kind, inner = call.path["type"], call.path["inner"]
    names = {"Patient": "patient", "EpisodeOfCare": "episode-of-care", "Encounter": "encounter"}
    if kind not in names or inner not in ON_CARD or names[kind] not in parameters_of(inner):
        return told(404, faults.UNKNOWN_WAY)
    pairs = [(names[kind], call.path["id"]), *call.pairs]
    inside = Call({"type": inner}, pairs, call.headers, call.door)
    return search(inside, ctx, actor)
