"""Random hours of breaking, opening and waiting, held against a model of four lines; and what a block is worth then."""

import random
from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.actions import blocks, breaking, cards, contacts
from helsekort.actions.outcomes import Refused
from helsekort.actions.reviewing import list_reviews
from tests import cast as made
from tests.actions import every_emergency_action as example
from tests.cast import MINUTE, MOMENT, Cast
from tests.store.stored import breaks

HOUR = 60 * MINUTE
NORA, KARI = example.NORA, 3


@dataclass
class Model:
    """Until when each of them may read each card; how many items there must be."""

    until: dict[tuple[int, int], int] = field(default_factory=dict)
    broken: int = 0

    def breaks(self, who: int, card: int, at: int) -> None:
        if not self.reads(who, card, at):
            self.until[(who, card)] = at + HOUR
            self.broken += 1

    def reads(self, who: int, card: int, at: int) -> bool:
        return at < self.until.get((who, card), 0)


def _opens(cast: Cast, actor: Actor, card: int, at: int = MOMENT) -> bool:
    try:
        cards.open_card(actor, ctx=cast.ctx.at(at), card=card, news=False)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("seed", range(4))
def test_who_may_read_which_card_when_is_what_the_model_says(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # chance for a test
    kim = made.make_clinician(cast.ctx, "Kim Moe", "900000077", "Nes legekontor", "LE")
    women = {cast.nora_card: made.number_of(NORA), cast.kari_card: made.number_of(KARI)}
    model, at, tried = Model(), MOMENT, set()
    for _ in range(40):
        at += chance.choice((1, 7 * MINUTE, 20 * MINUTE, HOUR - 1, HOUR))
        actor, card = chance.choice((cast.lars, kim)), chance.choice(list(women))
        if chance.random() < 0.4:
            stated = example.stated(number=women[card])
            breaking.break_glass(actor, ctx=cast.ctx.at(at), **stated)
            model.breaks(actor.party, card, at)
        for who in (cast.lars, kim):
            for each in women:
                may = model.reads(who.party, each, at)
                tried.add(may)
                assert _opens(cast, who, each, at) == may
    found = list_reviews(example.reviewer(cast.amir), ctx=cast.ctx.at(at))
    assert (len(found.waiting), found.emergencies) == (model.broken, model.broken)
    assert tried == {True, False}
    assert breaks(cast.ctx) == []


def test_one_whom_she_has_blocked_gets_in_by_an_emergency_and_as_nothing_else(cast: Cast) -> None:
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.amir.organisation, of_class="")
    assert not _opens(cast, cast.amir, cast.nora_card)
    opened = breaking.break_glass(cast.amir, ctx=cast.ctx, **example.stated())
    assert opened.until == MOMENT + HOUR
    assert _opens(cast, cast.amir, cast.nora_card)
    with pytest.raises(Refused):
        contacts.state_facts(
            cast.amir,
            ctx=cast.ctx,
            card=cast.nora_card,
            findings=[made.finding("abo", "A")],
            key=made.new_key(),
        )
    told = [line for line in cards.read_own_log(cast.nora, ctx=cast.ctx) if line.rule == "break-glass"]
    assert [line.who for line in told] == ["Amir Rahimi"]
    assert not _opens(cast, cast.amir, cast.nora_card, MOMENT + HOUR)


def test_a_class_she_has_closed_is_worth_breaking_the_glass_for(cast: Cast) -> None:
    """He reads the card all the same, but not all of it: in an emergency that is not enough."""
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.amir.party, of_class="infection")
    assert _opens(cast, cast.amir, cast.nora_card)
    opened = breaking.break_glass(cast.amir, ctx=cast.ctx, **example.stated())
    assert opened.until == MOMENT + HOUR
    assert cards.open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card).glass_until == MOMENT + HOUR
    ended = cards.open_card(cast.amir, ctx=cast.ctx.at(MOMENT + HOUR), card=cast.nora_card)
    assert ended.glass_until == 0


def test_an_ended_session_breaks_nothing(cast: Cast) -> None:
    with pytest.raises(Refused):
        breaking.break_glass(replace(cast.lars, live=False), ctx=cast.ctx, **example.stated())
