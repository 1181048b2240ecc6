"""Whom an access token stands for here: a clinician at a unit, a system by itself, or a laboratory's system.

The provider says who it is. Whether they are known here, whether the attest is about them, and whether the proof was
used before, is looked up at each request; nothing of that is in the token, or kept from the request before.
"""

from typing import Final

from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor, ActorKind
from helsekort.access.groups import LABORATORY
from helsekort.access.limits import REFUSED_TOKENS
from helsekort.access.permissions import Permission
from helsekort.access.tokens.attests import Attest, Purpose
from helsekort.access.tokens.checking import (
    NO_KEYS,
    PROOF,
    SECOND,
    TOKEN,
    Authority,
    Grant,
    NotAdmitted,
    Presented,
)
from helsekort.actions import limiting
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.outcomes import Unavailable
from helsekort.actions.sessions import recognise
from helsekort.actions.work import Work, busy_as_unavailable, work
from helsekort.audit.events import Event
from helsekort.log import Event as Technical
from helsekort.log import log
from helsekort.record.codes import ENH, HPR
from helsekort.record.ids import new_id
from helsekort.store import blocks, cards, clients, parties
from helsekort.store.clients import ClientRow, Place

HIGH = "4"
"""The security level that HelseID gives a login with an ID of level high."""
ATTESTED = "attest"
"""What a care relation from an attest rests on."""
EMERGENCIES = frozenset([Purpose.BTG, Purpose.ETREAT])
UNKNOWN: Final = -1
"""Stands for a woman who is not known here: no card is hers."""
BEARER, BOUND = "bearer", "dpop"


class _Unfit(Exception):
    """The token holds, and may not be used here. `actor` is as much as is known of who tried."""

    def __init__(self, rule: str, actor: Actor) -> None:
        super().__init__(rule)
        self.rule, self.actor = rule, actor


def caller(ctx: Context, presented: Presented) -> Actor:
    """Who asks at a door for other systems. NotAdmitted where nobody, Refused where the token may not be used here,
    TooMany where too many tokens from the same address were refused, of which this is one.

    Tokens of the provider, each bound to a key; a token that is good for whoever holds it is the demo's alone.
    """
    try:
        return _caller(ctx, presented)
    except NotAdmitted:
        use = ctx.limits.use(
            REFUSED_TOKENS, NOBODY, Permission.RECOGNISE_CALLER, ctx.now(), presented.address
        )
        if use is not None and presented.named()[1].strip():
            with busy_as_unavailable():
                limiting.tally(ctx, use)
        raise


def _caller(ctx: Context, presented: Presented) -> Actor:
    scheme, token = presented.named()
    if scheme == BOUND and ctx.tokens is not None:
        return _bound(ctx, ctx.tokens, presented)
    if not ctx.demo or scheme != BEARER or not token.strip():
        raise NotAdmitted("", "scheme")
    known = recognise(NOBODY, ctx=ctx, token=token.strip())
    if known is None or not known.live:
        raise NotAdmitted(TOKEN, "session")
    return known.actor


def _bound(ctx: Context, authority: Authority, presented: Presented) -> Actor:
    try:
        return recognise_caller(NOBODY, ctx=ctx, grant=authority.admit(presented, ctx.now()))
    except NotAdmitted as fault:
        # nobody was recognised, so there is nobody whose act could stand in the log
        log(Technical.NOT_ADMITTED, code=fault.code, reason=fault.reason)
        if fault.reason == NO_KEYS:
            raise Unavailable from None
        raise


def recognise_caller(actor: Actor, *, ctx: Context, grant: Grant) -> Actor:
    """Whom a token stands for. Its proof is used up. Refused, and audited with who tried, where it may not be used."""
    try:
        with work(ctx, actor, Permission.RECOGNISE_CALLER, lambda tx: Target()) as doing:
            _use_up(doing, grant)
            return _actor(doing, grant)
    except _Unfit as unfit:
        # a transaction of its own: the first was rolled back, with the proof it had used
        with work(ctx, unfit.actor, Permission.RECOGNISE_CALLER, lambda tx: Target()) as doing:
            doing.refuse(unfit.rule)


def _use_up(doing: Work, grant: Grant) -> None:
    if grant.proof is None or not clients.use_proof(doing.tx, grant.proof.mark, grant.proof.until):
        raise NotAdmitted(PROOF, "used-before")
    if not grant.proof.mark[0]:
        # one of some hundred requests sweeps for all
        clients.forget_proofs(doing.tx, doing.now)


def _actor(doing: Work, grant: Grant) -> Actor:
    claims, attest = grant.claims, grant.attest
    client = _client(doing, grant)
    by_attest = attest is not None and not claims.pid
    hpr = attest.hpr if attest and by_attest else claims.hpr
    unit = claims.unit or (attest.unit if attest else "") or claims.legal_entity
    place = clients.place_of(doing.tx, (HPR, hpr), (ENH, unit), (ENH, claims.legal_entity))
    if not place.under:
        blocks.put_under_first(doing.tx, place.unit, place.legal_entity)
    known = Actor(
        ActorKind.SYSTEM,
        organisation=place.unit,
        level=claims.level,
        legal_entity=place.legal_entity,
        client=client.client,
        scopes=grant.scopes,
    )
    if client.ended is not None:
        raise _Unfit("system-cut-off", known)
    if place.under and place.under != place.legal_entity:
        # vouched for by another enterprise than the one it belongs to here, which she may have closed out
        raise _Unfit("not-at-the-unit", known)
    if grant.fault:
        raise _Unfit("attest-unusable", known)
    if not claims.pid and attest is None:
        return _by_itself(known, client)
    if by_attest and not client.vouches:
        raise _Unfit("no-user-vouched-for", known)
    person = _person(known, place, by_attest=by_attest)
    return person if attest is None else _with_attest(doing, person, grant, attest)


def _client(doing: Work, grant: Grant) -> ClientRow:
    """The system that asks, entered where it comes for the first time: so that the log can name it."""
    claims = grant.claims
    known = clients.called(doing.tx, claims.client_id)
    if known is None:
        new = ClientRow(new_id(doing.ctx.random_bits), claims.client_id, claims.client_name)
        clients.add(doing.tx, new, doing.now)
        known = clients.called(doing.tx, claims.client_id) or new
    return known


def _by_itself(known: Actor, client: ClientRow) -> Actor:
    """A system with nobody at it: a laboratory's where it is registered as that, else one that may hardly anything."""
    return replace(known, job=LABORATORY) if client.her_id else known


def _person(known: Actor, place: Place, *, by_attest: bool) -> Actor:
    """The clinician at their unit. One whose login was too weak, or who does not work there, is nobody here."""
    if not by_attest and known.level != HIGH:
        raise _Unfit("level-too-low", known)
    if not (place.clinician and place.unit and place.category):
        raise _Unfit("not-at-the-unit", known)
    return replace(known, kind=ActorKind.CLINICIAN, party=place.clinician, category=place.category)


def _with_attest(doing: Work, person: Actor, grant: Grant, attest: Attest) -> Actor:
    """The same with why they ask, and about whom. It must be about the user and the unit of the token (ATT-11)."""
    claims = grant.claims
    told = replace(
        person, purpose=attest.purpose, decision_ref=attest.decision, self_selected=attest.self_selected
    )
    if (claims.pid and attest.person != claims.pid) or (
        attest.hpr and claims.hpr and attest.hpr != claims.hpr
    ):
        raise _Unfit("attest-of-another-person", told)
    if attest.legal_entity != claims.legal_entity or (claims.unit and attest.unit != claims.unit):
        raise _Unfit("attest-of-another-unit", told)
    if attest.purpose in EMERGENCIES:
        raise _Unfit("attest-in-emergency", told)
    party = parties.by_number(doing.tx, *attest.patient)
    if party is None:
        # nobody here: the same as for a woman that the attest is not about
        return replace(told, attested=UNKNOWN)
    woman = parties.resolved(doing.tx, party)
    told = replace(told, attested=woman)
    _care(doing, told, claims.exp * SECOND)
    return told


def _care(doing: Work, told: Actor, until: int) -> None:
    """The care relation that an attest gives, for as long as its token lasts; the next one lets it last on."""
    who = (told.attested, told.party, told.organisation)
    basis = cards.COORDINATION if told.purpose == Purpose.COC else ATTESTED
    if cards.prolong_care(doing.tx, *who, doing.now, until, basis):
        doing.actor = told
        doing.audit(Event.CARE_BEGUN)
