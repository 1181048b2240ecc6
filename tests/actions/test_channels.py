"""The table of classes by channels (record/data/classes.toml) against what each way out really gives."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor, system
from helsekort.access.channels import channel_of
from helsekort.access.decide import Facts, decide
from helsekort.access.groups import ABOUT_HER, CARE, CHILD, HANDED, LABORATORY, OWN
from helsekort.access.login.identity import Relation
from helsekort.actions import cards, logins, printing, private_views, resources, rows, sessions
from helsekort.actions.context import Context
from helsekort.actions.logins import Entered
from helsekort.actions.outcomes import Rejected
from helsekort.actions.printing import Edition
from helsekort.record.card import Card
from helsekort.record.channels import Channel, Passage
from helsekort.record.entries import Finding
from tests import cast as made
from tests.actions.every_login_action import agent, outside
from tests.actions.every_private_action import stepped
from tests.actions.test_no_trace_anywhere import CATALOGUE, hidden_things
from tests.cast import Cast

DAY = 24 * 60 * made.MINUTE
CLASSES = sorted(CATALOGUE.classes)
Shown = dict[Channel, set[int]]
READING = OWN | CARE | CHILD | HANDED | ABOUT_HER


def later(cast: Cast) -> Context:
    """So long after, that nothing waits for someone to tell her."""
    return cast.ctx.at(made.MOMENT + 40 * DAY)


def written(cast: Cast, name: str) -> set[int]:
    """Everything that can be of a class on Nora's card; the origins."""
    origins: set[int] = set()
    for _, thing in hidden_things(cast, frozenset({name})):
        findings, of_rows = ([thing], []) if isinstance(thing, Finding) else ([], [thing])
        given: dict[str, Any] = {"card": cast.nora_card, "findings": findings, "rows": of_rows}
        origins.update(rows.write_answers(cast.ingrid, ctx=cast.ctx, key=made.new_key(), **given))
    return origins


def answers(card: Card) -> set[int]:
    return {trail.origin for trail in card.all_answers()}


def _on_her_behalf(ctx: Context) -> Actor:
    """Someone with a mandate of Nora's, logged in."""
    entered = logins.log_in(NOBODY, ctx=outside(ctx), identity=agent(4, Relation.MANDATE))
    assert isinstance(entered, Entered)
    session = sessions.recognise(NOBODY, ctx=outside(ctx), token=entered.token)
    assert session is not None
    return session.actor


def shown(cast: Cast) -> Shown:
    """What stands on the card by each channel that gives one."""
    ctx, token = later(cast), stepped(replace(cast, ctx=later(cast)))
    at: dict[str, Any] = {"ctx": ctx, "card": cast.nora_card}

    def seen_by(actor: Actor) -> set[int]:
        return answers(cards.open_card(actor, **at).card)

    def printed(edition: Edition) -> set[int]:
        return answers(printing.print_card(cast.ingrid, edition=edition, **at).card)

    return {
        Channel.OWN: answers(cards.open_own_card(cast.nora, ctx=ctx).card),
        Channel.PRIVATE: answers(private_views.open_private_card(cast.nora, ctx=ctx, token=token).card),
        Channel.SHARED: answers(cards.open_own_card(_on_her_behalf(ctx), ctx=ctx).card),
        Channel.PAPER: answers(printing.print_own_card(cast.nora, ctx=ctx).card) | printed(Edition.SHARING),
        Channel.ARCHIVE: printed(Edition.ARCHIVE),
        Channel.EMERGENCY: printed(Edition.EMERGENCY),
        Channel.CLINICIAN: seen_by(cast.ingrid) & seen_by(cast.amir),
        Channel.OTHER: seen_by(replace(cast.ingrid, purpose="COC")),
        Channel.GLASS: seen_by(replace(cast.ingrid, purpose="BTG")),
    }


@pytest.mark.parametrize("name", CLASSES)
def test_each_way_out_gives_what_the_table_says(cast: Cast, name: str) -> None:
    before, origins = shown(cast), written(cast, name)
    passages = CATALOGUE.classes[name].channels
    after = shown(cast)
    assert origins, "a class of which nothing can be written is none"
    for channel, seen in after.items():
        goes = passages[channel] in (Passage.YES, Passage.TOLD)
        assert seen == (before[channel] | origins if goes else before[channel]), channel


@pytest.mark.parametrize("name", CLASSES)
def test_what_is_opened_with_her_is_there_behind_the_step_and_nowhere_else(cast: Cast, name: str) -> None:
    written(cast, name)
    before = shown(cast)
    opened = CATALOGUE.classes[name].channels[Channel.PRIVATE] is Passage.OPENED
    at: dict[str, Any] = {"ctx": cast.ctx, "card": cast.nora_card, "name": name}
    if not opened:
        with pytest.raises(Rejected):
            private_views.open_class(cast.ingrid, **at)
    else:
        private_views.open_class(cast.ingrid, **at)
    after = shown(cast)
    changed = {channel for channel in after if after[channel] != before[channel]}
    assert changed == ({Channel.PRIVATE} if opened else set())
    if opened:
        private_views.close_class(cast.ingrid, **at)
        assert shown(cast) == before


@pytest.mark.parametrize("name", CLASSES)
def test_another_system_gets_of_each_class_what_the_page_gives(cast: Cast, name: str) -> None:
    """By the FHIR door a thing is there for a reader, or is not; nothing else tells of it."""
    given: dict[str, Any] = {"ctx": later(cast), "card": cast.nora_card}
    readers = {
        Channel.OWN: cast.nora,
        Channel.CLINICIAN: cast.ingrid,
        Channel.OTHER: replace(cast.ingrid, purpose="COC"),
        Channel.GLASS: replace(cast.ingrid, purpose="BTG"),
    }
    before = {channel: resources.read_everything(who, **given).total for channel, who in readers.items()}
    count = len(written(cast, name))
    for channel, who in readers.items():
        goes = CATALOGUE.classes[name].channels[channel] in (Passage.YES, Passage.TOLD)
        assert resources.read_everything(who, **given).total == before[channel] + goes * count, channel


SAFE: list[tuple[str, Callable[[str], bool]]] = [
    ("infection", lambda what: what in ("hbsag", "hiv", "newborn_plan", "precaution")),
    ("fgm", lambda what: True),
    ("contact", lambda what: True),
]


@pytest.mark.parametrize("name", [name for name, _ in SAFE])
def test_a_birth_unit_in_charge_sees_what_it_must(cast: Cast, name: str) -> None:
    """Infections, female genital mutilation and how she is reached safely: privacy may not cost a child its vaccine."""
    made.begin_care(cast.ctx, cast.nora, cast.lars)
    origins = written(cast, name)
    assert origins <= answers(cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card).card)


@pytest.mark.parametrize("permission", sorted(READING))
def test_a_system_alone_and_a_laboratory_read_nothing(permission: Any) -> None:  # noqa: ANN401  # an enum of strings
    everything = Facts(True, True, True, referred=True, handed_over=True, handed=True, own_message=True)
    for actor in (system("partner"), replace(system("partner"), client=5), system(LABORATORY)):
        assert not decide(actor, permission, everything).allowed
    assert channel_of(replace(system("partner"), client=5)) is Channel.SYSTEM
    assert CATALOGUE.hidden_on(Channel.SYSTEM) == CATALOGUE.hidden_on(Channel.LAB) == frozenset(CLASSES)


def test_who_cares_for_her_comes_as_that_whatever_else_is_open(cast: Cast) -> None:
    assert channel_of(cast.ingrid, in_care=True, glass=True) is Channel.CLINICIAN
    assert channel_of(cast.lars, glass=True) is Channel.GLASS
    assert channel_of(cast.lars) is Channel.CLINICIAN, "a rule decides whether; the table only what"
    assert channel_of(replace(cast.nora, acting_for=1), private=True) is Channel.SHARED
    assert channel_of(made.JOB) is None
