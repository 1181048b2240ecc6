"""Acting for a woman: who acts and whose card it is, what they see, and that she ends it."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor, ActorKind
from helsekort.access.login.identity import Relation
from helsekort.actions import cards, logins, mandates, registry, sessions
from helsekort.actions.logins import Entered, NotHere
from helsekort.actions.outcomes import Gone, Refused
from helsekort.audit.events import Event
from helsekort.record.codes import FNR
from helsekort.record.parties import NationalNumberFact, Woman
from tests.actions.every_login_action import AGENT, agent, outside
from tests.cast import JOB, Cast, begin_care, number_of, record
from tests.store.stored import audit, breaks, content


def _comes(cast: Cast, of: int = 4, relation: Relation = Relation.MANDATE) -> Entered | NotHere:
    return logins.log_in(NOBODY, ctx=outside(cast.ctx), identity=agent(of, relation))


def _session(cast: Cast, entered: Entered | NotHere) -> sessions.Session:
    assert isinstance(entered, Entered)
    found = sessions.recognise(NOBODY, ctx=outside(cast.ctx), token=entered.token)
    assert found is not None
    return found


def _actor(cast: Cast) -> Actor:
    return _session(cast, _comes(cast)).actor


def test_who_acts_and_whose_card_are_two_people(cast: Cast) -> None:
    session = _session(cast, _comes(cast))
    assert (session.name, session.on_behalf_of) == ("Per Berg", "Nora Haugen Sletten")
    assert session.actor.acting_for == cast.nora.party
    assert session.actor.party != cast.nora.party
    opened = cards.open_own_card(session.actor, ctx=cast.ctx)
    assert opened.card.card == cast.nora_card
    line = next(line for line in reversed(audit(cast.ctx)) if line.event is Event.READ)
    assert (line.card, line.party) == (cast.nora_card, session.actor.party)


def test_in_her_log_it_is_told_apart_from_her_own_looking(cast: Cast) -> None:
    cards.open_own_card(_actor(cast), ctx=cast.ctx)
    cards.open_own_card(cast.nora, ctx=cast.ctx)
    read = [line for line in cards.read_own_log(cast.nora, ctx=cast.ctx) if line.event == Event.READ]
    told = {(line.who, line.own, line.for_her) for line in read if line.role == ""}
    assert told == {("Per Berg", False, True), ("Nora Haugen Sletten", True, False)}


def test_he_sees_no_other_womans_card(cast: Cast) -> None:
    per = _actor(cast)
    for other in (cast.kari_card, 1):
        with pytest.raises(Refused):
            cards.open_own_card(per, ctx=cast.ctx, card=other)
    with pytest.raises(Refused):
        cards.open_own_card(replace(per, acting_for=cast.kari.party), ctx=cast.ctx)
    with pytest.raises(Refused):
        cards.open_own_card(replace(per, acting_for=0), ctx=cast.ctx)


def test_the_second_time_he_is_the_same_person(cast: Cast) -> None:
    assert _actor(cast).party == _actor(cast).party
    (found,) = mandates.list_mandates(cast.nora, ctx=cast.ctx)
    assert (found.name, found.relation, found.ended) == ("Per Berg", "fullmakt", None)


def test_when_she_ends_it_he_is_out_on_his_next_click_and_finds_no_card(cast: Cast) -> None:
    entered = _comes(cast)
    per = _session(cast, entered).actor
    mandates.end_mandate(cast.nora, ctx=cast.ctx, agent=per.party)
    assert not _session(cast, entered).live
    # nor with an actor that someone still holds
    with pytest.raises(Refused):
        cards.open_own_card(per, ctx=cast.ctx)
    assert _comes(cast) == NotHere("card")
    assert _comes(cast, of=27) == NotHere("card"), "as if there were none"
    mandates.resume_mandate(cast.nora, ctx=cast.ctx, agent=per.party)
    assert cards.open_own_card(_actor(cast), ctx=cast.ctx).card.card == cast.nora_card


def test_what_she_never_gave_she_cannot_end(cast: Cast) -> None:
    before = content(cast.ctx)
    for agent_party in (cast.kari.party, cast.ingrid.party, 1, 0):
        with pytest.raises(Gone):
            mandates.end_mandate(cast.nora, ctx=cast.ctx, agent=agent_party)
    assert content(cast.ctx) == before


def test_another_woman_cannot_end_it(cast: Cast) -> None:
    per = _actor(cast)
    with pytest.raises(Gone):
        mandates.end_mandate(cast.kari, ctx=cast.ctx, agent=per.party)
    assert mandates.list_mandates(cast.kari, ctx=cast.ctx) == []
    cards.open_own_card(per, ctx=cast.ctx)


def test_a_parent_is_not_let_in(cast: Cast) -> None:
    assert _comes(cast, relation=Relation.PARENT) == NotHere("card")
    assert mandates.list_mandates(cast.nora, ctx=cast.ctx) == []


@pytest.mark.parametrize(("days", "let_in"), [(-1, True), (0, True), (1, False)])
def test_for_a_girl_under_sixteen_nobody_comes_in_by_whatever_name(
    cast: Cast, days: int, let_in: bool
) -> None:
    """`days` are from today to the day she is sixteen."""
    birthday = cast.ctx.today() + dt.timedelta(days=days)
    born = birthday.replace(year=birthday.year - 16)
    girl = Woman("Thea Moe", born, (NationalNumberFact(FNR, number_of(9), born),))
    party = registry.register_party(JOB, ctx=cast.ctx, party=girl)
    begin_care(cast.ctx, Actor(ActorKind.WOMAN, party), cast.ingrid)
    cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=party, key="thea")
    assert isinstance(_comes(cast, of=9), Entered) is let_in
    assert bool(mandates.list_mandates(Actor(ActorKind.WOMAN, party), ctx=cast.ctx)) is let_in


def test_who_represents_herself_is_herself(cast: Cast) -> None:
    found = logins.log_in(NOBODY, ctx=outside(cast.ctx), identity=replace(agent(), pid=agent().represented))
    session = _session(cast, found)
    assert (session.actor.party, session.actor.acting_for) == (cast.nora.party, 0)


def test_a_woman_with_a_card_of_her_own_may_act_for_another(cast: Cast) -> None:
    """One party, two sessions: in each she sees one card."""
    kari = replace(agent(), pid=replace(agent(of=3)).represented)
    entered = logins.log_in(NOBODY, ctx=outside(cast.ctx), identity=kari)
    actor = _session(cast, entered).actor
    assert (actor.party, actor.acting_for) == (cast.kari.party, cast.nora.party)
    assert cards.open_own_card(actor, ctx=cast.ctx).card.card == cast.nora_card
    assert cards.open_own_card(cast.kari, ctx=cast.ctx).card.card == cast.kari_card
    (own,) = cards.list_own_cards(actor, ctx=cast.ctx)
    assert own.card == cast.nora_card


def test_no_number_of_his_stands_in_the_log_and_the_chains_hold(cast: Cast) -> None:
    record(cast, cast.nora_card)
    cards.open_own_card(_actor(cast), ctx=cast.ctx)
    assert AGENT not in repr(audit(cast.ctx))
    assert breaks(cast.ctx) == []


def test_a_clinician_never_acts_for_a_woman(cast: Cast) -> None:
    odd = Actor(
        ActorKind.CLINICIAN, cast.lars.party, cast.lars.organisation, "LE", acting_for=cast.nora.party
    )
    with pytest.raises(Refused):
        cards.open_own_card(odd, ctx=cast.ctx)
