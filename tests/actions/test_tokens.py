"""Whom an access token stands for: looked up at each request, refused and audited where it may not be used here."""

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.tokens.checking import Authority, KeysWanted, NotAdmitted
from helsekort.access.tokens.keys import KeyRing, NoAnswer, PublishedKeys
from helsekort.actions import breaking, cards, clients, contacts, registry, resources, tokens
from helsekort.actions.clients import ClientTerms
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Refused, Rejected, Unavailable
from helsekort.audit.events import Event
from helsekort.store import cards as stored
from tests import issuing
from tests.actions.every_emergency_action import stated
from tests.bound import (
    AMIR,
    AT_SOLSIDEN,
    INGRID,
    LARS,
    MUNICIPALITY,
    NORA,
    PIDS,
    SYSTEM_AT_SOLSIDEN,
    UNITS,
    attested,
    numbered,
    recognised,
    user,
)
from tests.cast import (
    FJORD,
    JOB,
    MINUTE,
    MOMENT,
    NORDLIA,
    SOLSIDEN,
    TORGET,
    Cast,
    finding,
    make_woman,
    number_of,
)
from tests.issuing import AUDIENCE, ISSUER, ORIGIN, SECOND, Tree, Wish
from tests.store.stored import audit, refusals


@pytest.fixture
def known(cast: Cast) -> Cast:
    """Gives the cast with numbers, in a house that takes tokens and is no demo."""
    return numbered(cast)


def relations(ctx: Context, woman: Actor, clinician: Actor) -> list[tuple[int, int | None]]:
    """(since, until) of what rests on an attest."""
    with ctx.database.transaction(write=False) as tx:
        rows = tx.rows(
            "SELECT since, until FROM care_relation WHERE woman = ? AND clinician = ? AND basis = 'attest'",
            (woman.party, clinician.party),
        )
    return [(row[0], row[1]) for row in rows]


def no_answer() -> PublishedKeys:
    """A provider that is down."""
    raise NoAnswer


def test_a_user_is_the_clinician_with_that_number_at_that_unit(known: Cast) -> None:
    actor = recognised(known.ctx, AT_SOLSIDEN)
    same = Actor(ActorKind.CLINICIAN, known.ingrid.party, known.ingrid.organisation, "JO")
    assert (actor.kind, actor.party, actor.organisation, actor.category) == (
        same.kind,
        same.party,
        same.organisation,
        same.category,
    )
    assert actor.client != 0
    assert actor.legal_entity not in (0, actor.organisation)
    assert (actor.level, actor.attested, actor.purpose) == ("4", 0, "")
    assert recognised(known.ctx, AT_SOLSIDEN).client == actor.client


def test_a_token_without_a_person_is_a_system_of_the_unit(known: Cast) -> None:
    actor = recognised(known.ctx, SYSTEM_AT_SOLSIDEN)
    assert (actor.kind, actor.party, actor.job) == (ActorKind.SYSTEM, 0, "")
    assert actor.organisation == known.ingrid.organisation


def test_a_legal_entity_without_units_is_the_unit(known: Cast) -> None:
    claims = issuing.user(PIDS[LARS], LARS, UNITS[NORDLIA], "")
    assert recognised(known.ctx, claims).organisation == known.lars.organisation


def _sees(known: Cast, who: Actor) -> bool:
    """Whether the test for HIV that stands on Nora's card is shown."""
    return (
        b"NPU19649" in b"".join(resources.read_everything(who, ctx=known.ctx, card=known.nora_card).texts)
        or "hiv" in repr(resources.read_everything(who, ctx=known.ctx, card=known.nora_card)).lower()
    )


def test_who_coordinates_her_care_sees_no_more_by_coming_without_the_attest(known: Cast) -> None:
    contacts.state_facts(
        known.ingrid, ctx=known.ctx, card=known.nora_card, findings=[finding("hiv", "NEG")], key="k"
    )
    company = UNITS[NORDLIA]
    there = user(LARS, NORDLIA, company)
    coordinating = recognised(known.ctx, attested(LARS, NORDLIA, NORA, company, purpose="COC"))
    plain = recognised(known.ctx, there)
    assert (coordinating.purpose, plain.purpose) == ("COC", "")
    assert [_sees(known, who) for who in (coordinating, plain)] == [False, False]
    at_the_page = replace(plain, client=0, scopes=frozenset())
    opened = cards.open_card(at_the_page, ctx=known.ctx, card=known.nora_card)
    assert "hiv" not in [trail.now.what for trail in opened.card.all_findings()]
    # in the demo, where synthetic numbers are anyone's
    breaking.break_glass(at_the_page, ctx=replace(known.ctx, demo=True), **stated())
    opened = cards.open_card(at_the_page, ctx=known.ctx, card=known.nora_card)
    assert "hiv" in [trail.now.what for trail in opened.card.all_findings()], "an emergency is one still"


def test_who_also_treats_her_sees_what_that_needs(known: Cast) -> None:
    contacts.state_facts(
        known.ingrid, ctx=known.ctx, card=known.nora_card, findings=[finding("hiv", "NEG")], key="k"
    )
    company = UNITS[NORDLIA]
    recognised(known.ctx, attested(LARS, NORDLIA, NORA, company, purpose="COC"))
    treating = recognised(known.ctx.at(MOMENT + 1), attested(LARS, NORDLIA, NORA, company))
    later = replace(known, ctx=known.ctx.at(MOMENT + 2))
    assert _sees(later, treating)
    assert _sees(later, recognised(later.ctx, user(LARS, NORDLIA, company)))


def test_an_enterprise_she_has_closed_out_sends_nobody_in_by_another_unit_s_number(known: Cast) -> None:
    """What a unit belongs to is what it was first vouched for by, or is registered as."""
    assert recognised(known.ctx, AT_SOLSIDEN).legal_entity
    for entity in (UNITS[NORDLIA], "999999999"):
        with pytest.raises(Refused):
            recognised(known.ctx, issuing.user(PIDS[INGRID], INGRID, entity, UNITS[SOLSIDEN]))
        assert refusals(known.ctx)[-1].rule == "not-at-the-unit"


BAD: dict[str, tuple[Tree, str]] = {
    "a login at a lower level": (user(INGRID, SOLSIDEN, level="3"), "level-too-low"),
    "a login whose level is not said": (user(INGRID, SOLSIDEN, level=""), "level-too-low"),
    "a login of another kind of level": (user(INGRID, SOLSIDEN, level="high"), "level-too-low"),
    "no HPR number": ({**AT_SOLSIDEN, "helseid://claims/hpr/hpr_number": None}, "not-at-the-unit"),
    "an HPR number that is nobody's": (
        issuing.user(PIDS[INGRID], "909999999", MUNICIPALITY, UNITS[SOLSIDEN]),
        "not-at-the-unit",
    ),
    "a unit that is not hers": (user(INGRID, TORGET), "not-at-the-unit"),
    "a unit that is not known": (
        issuing.user(PIDS[INGRID], INGRID, MUNICIPALITY, "999999999"),
        "not-at-the-unit",
    ),
    "the HPR number of another's attest": (
        {**attested(INGRID, SOLSIDEN, NORA), **user(AMIR, TORGET)},
        "attest-of-another-person",
    ),
    "another's attest": (
        {**user(INGRID, SOLSIDEN), "assertion_details": attested(AMIR, SOLSIDEN, NORA)["assertion_details"]},
        "attest-of-another-person",
    ),
    "an attest of another national number with her HPR number": (
        {
            **user(INGRID, SOLSIDEN),
            "assertion_details": [
                issuing.attest(PIDS[AMIR], INGRID, MUNICIPALITY, UNITS[SOLSIDEN], NORA),
            ],
        },
        "attest-of-another-person",
    ),
    "an attest of another HPR number with her national number": (
        {
            **user(INGRID, SOLSIDEN),
            "assertion_details": [
                issuing.attest(PIDS[INGRID], AMIR, MUNICIPALITY, UNITS[SOLSIDEN], NORA),
            ],
        },
        "attest-of-another-person",
    ),
    "an attest for another unit": (
        {**user(INGRID, SOLSIDEN), "assertion_details": attested(INGRID, TORGET, NORA)["assertion_details"]},
        "attest-of-another-unit",
    ),
    "an attest for another legal entity": (
        {
            **user(INGRID, SOLSIDEN),
            "assertion_details": attested(INGRID, SOLSIDEN, NORA, entity=UNITS[NORDLIA])["assertion_details"],
        },
        "attest-of-another-unit",
    ),
    "an attest that breaks the glass": (
        attested(INGRID, SOLSIDEN, NORA, purpose="BTG"),
        "attest-in-emergency",
    ),
    "an attest in an emergency": (attested(INGRID, SOLSIDEN, NORA, purpose="ETREAT"), "attest-in-emergency"),
    "two attests": (
        {
            **attested(INGRID, SOLSIDEN, NORA),
            "authorization_details": attested(INGRID, SOLSIDEN, NORA)["assertion_details"],
        },
        "attest-unusable",
    ),
    "an attest without a patient": (
        {**AT_SOLSIDEN, "assertion_details": {**issuing.attest("1", INGRID, "2", "3", "4"), "patients": []}},
        "attest-unusable",
    ),
    "a system that says by itself who sits at it": (
        {**SYSTEM_AT_SOLSIDEN, "assertion_details": attested(INGRID, SOLSIDEN, NORA)["assertion_details"]},
        "no-user-vouched-for",
    ),
}


@pytest.mark.parametrize(("claims", "rule"), BAD.values(), ids=BAD.keys())
def test_what_does_not_go_together_is_refused_and_audited(known: Cast, claims: Tree, rule: str) -> None:
    before = len(refusals(known.ctx))
    with pytest.raises(Refused) as refused:
        recognised(known.ctx, claims)
    assert refused.value.why == rule
    line = refusals(known.ctx)[-1]
    assert len(refusals(known.ctx)) == before + 1
    assert (line.rule, line.permission) == (rule, "recognise_caller")
    assert line.kind != "nobody"
    assert relations(known.ctx, known.nora, known.ingrid) == []


def test_who_was_refused_for_the_attest_stands_in_the_log(known: Cast) -> None:
    with pytest.raises(Refused):
        recognised(known.ctx, BAD["another's attest"][0])
    line = refusals(known.ctx)[-1]
    assert (line.party, line.organisation) == (known.ingrid.party, known.ingrid.organisation)


def test_an_attest_gives_a_care_relation_that_ends_with_it(known: Cast) -> None:
    """Lars cares for nobody; with an attest about Nora her card opens, and no longer than the token lasts."""
    lars = recognised(known.ctx, attested(LARS, NORDLIA, NORA, UNITS[NORDLIA]))
    assert (lars.party, lars.attested, lars.purpose) == (known.lars.party, known.nora.party, "TREAT")
    assert (lars.decision_ref, lars.self_selected) == ("vedtak-1", False)
    assert relations(known.ctx, known.nora, known.lars) == [(MOMENT, MOMENT + 600 * SECOND)]
    assert [line.event for line in audit(known.ctx) if line.party == known.lars.party] == [Event.CARE_BEGUN]
    assert resources.read_everything(lars, ctx=known.ctx, card=known.nora_card)
    later = known.ctx.at(MOMENT + 600 * SECOND)
    with pytest.raises(Refused):
        resources.read_everything(lars, ctx=later, card=known.nora_card)


def test_why_and_by_which_system_stands_in_every_line(known: Cast) -> None:
    claims = attested(LARS, NORDLIA, NORA, UNITS[NORDLIA])
    claims["assertion_details"][0]["care_relationship"]["decision_ref"]["user_selected"] = True
    lars = recognised(known.ctx, claims)
    resources.read_everything(lars, ctx=known.ctx, card=known.nora_card)
    with pytest.raises(Refused):
        resources.read_everything(lars, ctx=known.ctx, card=known.kari_card)
    own = [line for line in audit(known.ctx) if line.party == known.lars.party]
    assert {line.event for line in own} == {Event.CARE_BEGUN, Event.READ, Event.REFUSED}
    assert {(line.purpose, line.decision_ref, line.self_selected) for line in own} == {
        ("TREAT", "vedtak-1", True)
    }
    assert {(line.client, line.legal_entity) for line in own} == {(lars.client, lars.legal_entity)}


def test_the_next_attest_lets_it_last_on_and_a_shorter_one_ends_nothing(known: Cast) -> None:
    claims = attested(LARS, NORDLIA, NORA, UNITS[NORDLIA])
    recognised(known.ctx, claims)
    later = known.ctx.at(MOMENT + 5 * MINUTE)
    recognised(later, claims)
    recognised(later, {**claims, "exp": later.now() // SECOND + 60})
    assert relations(known.ctx, known.nora, known.lars) == [(MOMENT, MOMENT + 900 * SECOND)]


def test_an_attest_about_one_woman_opens_no_other_card_although_they_are_cared_for(known: Cast) -> None:
    ingrid = recognised(known.ctx, attested(INGRID, SOLSIDEN, NORA))
    assert resources.read_everything(ingrid, ctx=known.ctx, card=known.nora_card)
    for card in (known.kari_card, 4711):
        with pytest.raises(Refused) as refused:
            resources.read_everything(ingrid, ctx=known.ctx, card=card)
        assert refused.value.why == "attest-of-another"
    told = {(line.party, line.card, line.rule) for line in refusals(known.ctx)}
    assert (known.ingrid.party, known.kari_card, "attest-of-another") in told


def test_an_attest_about_nobody_here_opens_nothing_and_says_so_alike(known: Cast) -> None:
    actor = recognised(known.ctx, attested(INGRID, SOLSIDEN, "13116900216"))
    for card in (known.nora_card, 4711):
        with pytest.raises(Refused) as refused:
            resources.read_everything(actor, ctx=known.ctx, card=card)
        assert refused.value.why == "attest-of-another"


def test_an_attest_about_a_woman_found_under_her_older_number_is_about_her(known: Cast) -> None:
    second = make_woman(known.ctx, "Nora H. Sletten", 5)
    registry.join_women(JOB, ctx=known.ctx, woman=second.party, into=known.nora.party)
    actor = recognised(known.ctx, attested(LARS, NORDLIA, number_of(5), UNITS[NORDLIA]))
    assert actor.attested == known.nora.party
    assert resources.read_everything(actor, ctx=known.ctx, card=known.nora_card)


def test_a_system_that_vouches_acts_as_the_one_in_its_attest(known: Cast) -> None:
    clients.register_client(JOB, ctx=known.ctx, terms=ClientTerms("journal", "Journalsystemet", vouches=True))
    claims = {
        **SYSTEM_AT_SOLSIDEN,
        "assertion_details": attested(INGRID, SOLSIDEN, NORA)["assertion_details"],
    }
    actor = recognised(known.ctx, claims)
    assert (actor.kind, actor.party, actor.attested) == (
        ActorKind.CLINICIAN,
        known.ingrid.party,
        known.nora.party,
    )
    with pytest.raises(Refused):
        resources.read_everything(actor, ctx=known.ctx, card=known.kari_card)


def test_a_system_that_was_cut_off_is_out_at_its_next_request(known: Cast) -> None:
    assert recognised(known.ctx, AT_SOLSIDEN)
    clients.register_client(JOB, ctx=known.ctx, terms=ClientTerms("journal", ended=True))
    with pytest.raises(Refused) as refused:
        recognised(known.ctx, AT_SOLSIDEN)
    assert refused.value.why == "system-cut-off"
    clients.register_client(JOB, ctx=known.ctx, terms=ClientTerms("journal"))
    assert recognised(known.ctx, AT_SOLSIDEN)


def test_a_relation_that_ended_shuts_out_a_token_that_still_holds(known: Cast) -> None:
    actor = recognised(known.ctx, AT_SOLSIDEN)
    assert resources.read_everything(actor, ctx=known.ctx, card=known.nora_card)
    with known.ctx.database.transaction() as tx:
        stored.end_care(tx, known.nora.party, "list", MOMENT)
    with pytest.raises(Refused):
        resources.read_everything(actor, ctx=known.ctx, card=known.nora_card)


def test_a_laboratory_s_system_may_send_and_nothing_else(known: Cast) -> None:
    clients.register_client(JOB, ctx=known.ctx, terms=ClientTerms("journal", "Fjord", her_id=FJORD))
    actor = recognised(known.ctx, SYSTEM_AT_SOLSIDEN)
    assert (actor.kind, actor.job) == (ActorKind.SYSTEM, "laboratory")
    with pytest.raises(Refused):
        resources.read_everything(actor, ctx=known.ctx, card=known.nora_card)


def test_no_card_opens_at_the_pages_by_a_token(known: Cast) -> None:
    actor = recognised(known.ctx, AT_SOLSIDEN)
    with pytest.raises(Refused) as refused:
        cards.open_card(actor, ctx=known.ctx, card=known.nora_card)
    assert refused.value.why == "without-scope"


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        (ClientTerms(""), "client_id"),
        (ClientTerms("x" * 257), "client_id"),
        (ClientTerms("lab", her_id="1"), "her_id"),
        (ClientTerms("lab", her_id=FJORD, vouches=True), "vouches"),
    ],
)
def test_a_system_that_makes_no_sense_is_not_registered(
    known: Cast, terms: ClientTerms, problem: str
) -> None:
    with pytest.raises(Rejected) as rejected:
        clients.register_client(JOB, ctx=known.ctx, terms=terms)
    assert [each.field for each in rejected.value.problems] == [problem]
    assert clients.list_clients(JOB, ctx=known.ctx) == []


def test_a_system_is_listed_from_the_first_time_it_came(known: Cast) -> None:
    recognised(known.ctx, AT_SOLSIDEN)
    (row,) = clients.list_clients(JOB, ctx=known.ctx)
    assert (row.client_id, row.name, row.vouches, row.ended) == ("journal", "Journalsystemet", False, False)
    clients.register_client(JOB, ctx=known.ctx, terms=ClientTerms("journal", vouches=True))
    (row,) = clients.list_clients(JOB, ctx=known.ctx)
    assert (row.name, row.vouches) == ("Journalsystemet", True)


def test_a_bearer_token_is_the_demo_s_alone(known: Cast) -> None:
    sent = issuing.presented(MOMENT, Wish(scheme="Bearer", token=AT_SOLSIDEN))
    for ctx in (known.ctx, replace(known.ctx, demo=True), replace(known.ctx, tokens=None)):
        with pytest.raises(NotAdmitted):
            tokens.caller(ctx, sent)


def test_where_the_provider_was_never_reached_nothing_is_said_of_the_token(known: Cast) -> None:
    ctx = replace(known.ctx, tokens=Authority(ISSUER, AUDIENCE, ORIGIN, KeyRing(no_answer)))
    sent = issuing.presented(MOMENT, Wish(token=AT_SOLSIDEN))
    with pytest.raises(KeysWanted) as wanted:
        tokens.caller(ctx, sent)
    wanted.value.renew()
    with pytest.raises(Unavailable):
        tokens.caller(ctx, sent)
