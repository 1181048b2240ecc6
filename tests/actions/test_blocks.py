"""Closed to someone, a card is not there for them: at once, on every way, and as if it had never been."""

import random
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.login.identity import HELSEID, Identity
from helsekort.actions import (
    blocks,
    cards,
    ending_care,
    guided_women,
    her_access,
    launches,
    logins,
    national,
    printing,
    registry,
    resources,
    sessions,
    worklists,
)
from helsekort.actions.outcomes import Refused, Rejected
from helsekort.audit.events import Event
from helsekort.record.codes import ENH
from helsekort.record.identifiers import parse_national_number
from helsekort.record.parties import Organisation
from helsekort.store import parties
from tests import cast as made
from tests.actions.closed_out import block, opens
from tests.bound import INGRID, MUNICIPALITY, UNITS, numbered
from tests.cast import JOB, MINUTE, Cast
from tests.store.stored import audit, breaks, content, refusals


def test_he_is_out_on_his_next_click_and_nobody_else_is(cast: Cast) -> None:
    assert opens(cast, cast.amir)
    block(cast, cast.amir.party)
    assert not opens(cast, cast.amir)
    assert opens(cast, cast.ingrid)
    assert opens(cast, cast.amir, cast.kari_card)
    assert cards.open_own_card(cast.nora, ctx=cast.ctx).card.card == cast.nora_card
    blocks.lift_block(cast.nora, ctx=cast.ctx, whom=cast.amir.party)
    assert opens(cast, cast.amir)


def test_refused_is_written_in_her_log_and_says_by_which_rule(cast: Cast) -> None:
    block(cast, cast.amir.party)
    assert not opens(cast, cast.amir)
    (line,) = refusals(cast.ctx)
    assert (line.card, line.party, line.rule) == (
        cast.nora_card,
        cast.amir.party,
        "blocked-without-emergency",
    )
    told = {(each.event, each.who) for each in cards.read_own_log(cast.nora, ctx=cast.ctx)}
    assert {("blocked", "Nora Haugen Sletten"), ("refused", "Amir Rahimi")} <= told


def test_a_unit_and_what_it_belongs_to_can_be_closed_out_whole(cast: Cast) -> None:
    above = registry.register_party(JOB, ctx=cast.ctx, party=Organisation("Fjordbyen kommune"))
    torget = Organisation("Torget legesenter", None, None, "900201", part_of=above)
    registry.register_party(JOB, ctx=cast.ctx, party=torget, party_id=cast.amir.organisation)
    for whom in (cast.amir.organisation, above):
        block(cast, whom)
        assert not opens(cast, cast.amir)
        assert opens(cast, cast.ingrid)
        blocks.lift_block(cast.nora, ctx=cast.ctx, whom=whom)
        assert opens(cast, cast.amir)


def test_closing_out_an_enterprise_reaches_who_logs_in_from_a_unit_that_was_not_known_to_be_of_it(
    cast: Cast,
) -> None:
    known = numbered(cast)
    known = replace(known, ctx=replace(known.ctx, demo=False))
    with known.ctx.database.transaction(write=False) as tx:
        above = parties.by_number(tx, ENH, MUNICIPALITY) or 0
    block(known, above)
    assert opens(known, known.ingrid), "the control: nothing says yet what her unit belongs to"
    who = Identity(
        HELSEID,
        made.number_of(21),
        "4",
        known.ctx.now(),
        sid="s1",
        hpr=INGRID,
        parent=MUNICIPALITY,
        child=UNITS[made.SOLSIDEN],
    )
    entered = logins.log_in(NOBODY, ctx=known.ctx, identity=who)
    assert isinstance(entered, logins.Entered)
    session = sessions.recognise(NOBODY, ctx=known.ctx, token=entered.token)
    assert session is not None
    assert session.actor.party == known.ingrid.party
    assert not opens(known, session.actor)


def test_the_same_person_at_another_unit_is_closed_out_by_name_and_not_by_the_unit(cast: Cast) -> None:
    elsewhere = replace(cast.amir, organisation=cast.ingrid.organisation)
    made.begin_care(cast.ctx, cast.nora, elsewhere)
    block(cast, cast.amir.organisation)
    assert (opens(cast, cast.amir), opens(cast, elsewhere)) == (False, True)
    block(cast, cast.amir.party)
    assert (opens(cast, cast.amir), opens(cast, elsewhere)) == (False, False)


WAYS: dict[str, Callable[[Actor, Cast], object]] = {
    "open": lambda actor, cast: cards.open_card(actor, ctx=cast.ctx, card=cast.nora_card),
    "search": lambda actor, cast: cards.find_woman(actor, ctx=cast.ctx, number=made.number_of(4)),
    "launch": lambda actor, cast: launches.ask_launch(actor, ctx=cast.ctx, number=made.number_of(4)),
    "print": lambda actor, cast: printing.print_card(
        actor, ctx=cast.ctx, card=cast.nora_card, edition=printing.Edition.EMERGENCY
    ),
    "patient": lambda actor, cast: resources.read_patient(actor, ctx=cast.ctx, woman=cast.nora.party),
    "all of her": lambda actor, cast: resources.read_everything_of(
        actor, ctx=cast.ctx, woman=cast.nora.party
    ),
    "status": lambda actor, cast: national.read_national_status(
        actor, ctx=cast.ctx, number=parse_national_number(made.number_of(4), allow_synthetic=True)
    ),
    "hooks": lambda actor, cast: guided_women.read_guidance_of(actor, ctx=cast.ctx, woman=cast.nora.party),
    "new card": lambda actor, cast: cards.open_new_card(
        actor, ctx=cast.ctx, woman=cast.nora.party, key=made.new_key()
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_her_is_closed_and_nothing_is_changed(cast: Cast, way: str) -> None:
    block(cast, cast.amir.party)
    before = content(cast.ctx)
    with pytest.raises(Refused):
        WAYS[way](cast.amir, cast)
    assert content(cast.ctx) == before
    assert refusals(cast.ctx)[-1].rule.startswith("blocked")


def test_said_twice_it_is_one_and_lifted_twice_it_is_none(cast: Cast) -> None:
    for _ in range(2):
        block(cast, cast.amir.party)
    assert len(her_access.read_access(cast.nora, ctx=cast.ctx).closed) == 1
    for _ in range(2):
        blocks.lift_block(cast.nora, ctx=cast.ctx, whom=cast.amir.party)
    assert her_access.read_access(cast.nora, ctx=cast.ctx).closed == []
    assert opens(cast, cast.amir)


def test_nobody_but_personnel_and_units_can_be_closed_out(cast: Cast) -> None:
    before = content(cast.ctx)
    for whom, of_class in ((cast.kari.party, ""), (0, ""), (5, ""), (cast.amir.party, "weather")):
        with pytest.raises(Rejected):
            block(cast, whom, of_class)
    assert content(cast.ctx) == before


def test_on_her_word_is_told_of_on_her_page(cast: Cast) -> None:
    blocks.block_on_her_word(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, whom=cast.amir.party)
    assert not opens(cast, cast.amir)
    (closed,) = her_access.read_access(cast.nora, ctx=cast.ctx).closed
    assert (closed.name, closed.on_her_word) == ("Amir Rahimi", "Solsiden helsestasjon")
    with pytest.raises(Refused):
        blocks.lift_on_her_word(cast.amir, ctx=cast.ctx, card=cast.nora_card, whom=cast.amir.party)
    blocks.lift_on_her_word(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, whom=cast.amir.party)
    assert opens(cast, cast.amir)


def test_what_she_closed_herself_nobody_opens_for_her_nor_learns_of(cast: Cast) -> None:
    block(cast, cast.amir.party)
    for whom in (cast.amir.party, cast.lars.party):
        with pytest.raises(Refused):
            blocks.lift_on_her_word(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, whom=whom)
    assert not opens(cast, cast.amir)


def test_the_log_can_prove_whom_she_closed_out(cast: Cast) -> None:
    block(cast, cast.amir.party)
    (line,) = [line for line in audit(cast.ctx) if line.event is Event.BLOCKED]
    assert len(line.about) == 2
    assert line.about[0] == "block"
    assert breaks(cast.ctx) == []


def test_a_card_under_a_joined_party_is_closed_too_and_parted_it_is_opened(cast: Cast) -> None:
    second = made.make_woman(cast.ctx, "Nora H. Sletten", 5)
    made.begin_care(cast.ctx, second, cast.amir)
    other = cards.open_new_card(cast.amir, ctx=cast.ctx, woman=second.party, key=made.new_key())
    block(cast, cast.amir.party)
    assert opens(cast, cast.amir, other)
    registry.join_women(JOB, ctx=cast.ctx, woman=second.party, into=cast.nora.party)
    assert not opens(cast, cast.amir, other)
    registry.part_women(JOB, ctx=cast.ctx, woman=second.party)
    assert opens(cast, cast.amir, other)
    assert not opens(cast, cast.amir)


def test_made_while_joined_it_stands_with_her_who_made_it(cast: Cast) -> None:
    second = made.make_woman(cast.ctx, "Nora H. Sletten", 5)
    made.begin_care(cast.ctx, second, cast.amir)
    other = cards.open_new_card(cast.amir, ctx=cast.ctx, woman=second.party, key=made.new_key())
    registry.join_women(JOB, ctx=cast.ctx, woman=second.party, into=cast.nora.party)
    blocks.block_access(second, ctx=cast.ctx, whom=cast.amir.party)
    assert (opens(cast, cast.amir), opens(cast, cast.amir, other)) == (False, False)
    registry.part_women(JOB, ctx=cast.ctx, woman=second.party)
    assert (opens(cast, cast.amir), opens(cast, cast.amir, other)) == (True, False)


SOME = 40


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_closing_and_opening_is_what_a_plain_set_says(cast: Cast, seed: int) -> None:
    """Against a model of one line: who is out is who stands in the set, as a person, a unit or what it belongs to."""
    chance = random.Random(seed)  # noqa: S311  # chance for a test
    above = registry.register_party(JOB, ctx=cast.ctx, party=Organisation("Fjordbyen kommune"))
    torget = Organisation("Torget legesenter", None, None, "900201", part_of=above)
    registry.register_party(JOB, ctx=cast.ctx, party=torget, party_id=cast.amir.organisation)
    people = {
        cast.amir: {cast.amir.party, cast.amir.organisation, above},
        cast.ingrid: {cast.ingrid.party, cast.ingrid.organisation},
    }
    women = {cast.nora: cast.nora_card, cast.kari: cast.kari_card}
    whom = sorted(set().union(*people.values()))
    stands: set[tuple[int, int]] = set()
    for _ in range(SOME):
        woman, one = chance.choice(list(women)), chance.choice(whom)
        if chance.random() < 0.55:
            blocks.block_access(woman, ctx=cast.ctx, whom=one)
            stands.add((woman.party, one))
        else:
            blocks.lift_block(woman, ctx=cast.ctx, whom=one)
            stands.discard((woman.party, one))
        for actor, names in people.items():
            listed = {row.card for row in worklists.list_women(actor, ctx=cast.ctx)}
            for herself, card in women.items():
                out = any((herself.party, name) in stands for name in names)
                assert opens(cast, actor, card) is not out
                assert (card in listed) is not out


def test_who_looked_and_why_is_told_once_for_each(cast: Cast) -> None:
    opens(cast, cast.amir)
    opens(cast, cast.lars)
    made.begin_care(cast.ctx.at(made.MOMENT + MINUTE), cast.nora, cast.amir)
    later = cast.ctx.at(made.MOMENT + 2 * MINUTE)
    seers = {seer.name: seer for seer in her_access.read_access(cast.nora, ctx=later).seers}
    assert set(seers) == {"Ingrid Dahl", "Amir Rahimi"}
    assert (seers["Amir Rahimi"].basis, seers["Amir Rahimi"].since) == ("list", made.MOMENT)
    assert seers["Amir Rahimi"].looked == made.MOMENT


def test_who_may_no_more_and_has_looked_is_told_of_still(cast: Cast) -> None:
    opens(cast, cast.amir)
    ending_care.end_care(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    seers = {seer.name: seer for seer in her_access.read_access(cast.nora, ctx=cast.ctx).seers}
    assert seers["Amir Rahimi"].basis == her_access.LOOKED_ONLY
    assert seers["Amir Rahimi"].looked == made.MOMENT


def test_personnel_are_found_by_three_letters_and_women_never(cast: Cast) -> None:
    def names(letters: str) -> list[str]:
        return [one.name for one in her_access.find_personnel(cast.nora, ctx=cast.ctx, name=letters)]

    assert names("rahi") == ["Amir Rahimi"]
    assert names("torget") == ["Torget legesenter"]
    assert names("am") == []
    assert names("%%%") == []
    assert names("Nora") == []
