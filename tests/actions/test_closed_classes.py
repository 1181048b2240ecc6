"""A class that she has closed to someone is not there for them: not on the card, on paper or in a document."""

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.actions import (
    blocks,
    cards,
    contacts,
    documents,
    guidance,
    lists_by_finding,
    printing,
    resources,
)
from tests import cast as made
from tests.cast import Cast

HIV = "hiv"


def _hiv(cast: Cast) -> None:
    finding = replace(made.finding(HIV, "NEG"), on=made.TODAY)
    contacts.state_facts(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[finding], key=made.new_key()
    )


def _shown(cast: Cast, actor: Actor) -> list[str]:
    opened = cards.open_card(actor, ctx=cast.ctx, card=cast.nora_card)
    return [trail.now.what for trail in opened.card.all_findings()]


def test_it_is_hidden_from_him_and_from_nobody_else(cast: Cast) -> None:
    _hiv(cast)
    assert HIV in _shown(cast, cast.amir)
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.amir.party, of_class="infection")
    assert HIV not in _shown(cast, cast.amir)
    assert HIV in _shown(cast, cast.ingrid)
    blocks.lift_block(cast.nora, ctx=cast.ctx, whom=cast.amir.party, of_class="infection")
    assert HIV in _shown(cast, cast.amir)


def test_another_class_hides_it_not(cast: Cast) -> None:
    _hiv(cast)
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.amir.party, of_class="genetics")
    assert HIV in _shown(cast, cast.amir)


WAYS = {
    "archive": lambda actor, cast: (
        printing.print_card(actor, ctx=cast.ctx, card=cast.nora_card, edition=printing.Edition.ARCHIVE).card
    ),
    "emergency": lambda actor, cast: (
        printing.print_card(actor, ctx=cast.ctx, card=cast.nora_card, edition=printing.Edition.EMERGENCY).card
    ),
    "document": lambda actor, cast: documents.read_document(
        actor, ctx=cast.ctx, card=cast.nora_card, edition="archive", door=""
    ),
    "everything": lambda actor, cast: resources.read_everything(actor, ctx=cast.ctx, card=cast.nora_card),
    "guidance": lambda actor, cast: (
        guidance.read_guidance(actor, ctx=cast.ctx, card=cast.nora_card).opened.card
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_gives_it(cast: Cast, way: str) -> None:
    _hiv(cast)
    assert HIV in repr(WAYS[way](cast.amir, cast)).lower()
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.amir.party, of_class="infection")
    assert HIV not in repr(WAYS[way](cast.amir, cast)).lower()


def test_a_list_by_finding_rests_on_nothing_of_it(cast: Cast) -> None:
    _hiv(cast)

    def found() -> set[str]:
        lists = lists_by_finding.list_by_finding(cast.amir, ctx=cast.ctx).lists.found
        return {one.key for one in lists if cast.nora_card in one.cards}

    before = found()
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.amir.party, of_class="infection")
    # to him it is as if nothing had been taken: what is closed is not told of by what it settles either
    assert before - found() == {"infections.syphilis_not_taken"}
    assert found() - before == {"infections.hiv_not_taken"}
