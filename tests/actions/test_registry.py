"""People and units, care relations, one woman registered twice, and erasing by law."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.actions import cards, contacts, registry, worklists
from helsekort.actions.outcomes import Refused, Rejected
from helsekort.record.codes import DNR, FNR
from helsekort.record.identifiers import NationalNumber
from helsekort.record.parties import Clinician, NationalNumberFact, Woman
from helsekort.store import chain, parties
from tests.cast import (
    JOB,
    MINUTE,
    MOMENT,
    TODAY,
    Cast,
    begin_care,
    make_woman,
    number_of,
    pressure,
    read,
    record,
)
from tests.store.stored import audit, breaks, content, written

BORN = dt.date(1990, 5, 12)


def _d_number() -> str:
    """The synthetic D-number (day + 40) of someone born on the 12th of May 1990."""
    for rest in range(100_000):
        try:
            return NationalNumber(f"528590{rest:05}", allow_synthetic=True).value
        except ValueError:
            continue
    raise LookupError("no such number")


def _register(cast: Cast, *numbers: NationalNumberFact, party: int | None = None) -> int:
    woman = Woman("Amina Yusuf", BORN, numbers)
    return registry.register_party(JOB, ctx=cast.ctx, party=woman, party_id=party)


def _rejected(cast: Cast, code: str, act: object, **arguments: object) -> None:
    before = content(cast.ctx)
    assert callable(act)
    with pytest.raises(Rejected) as caught:
        act(JOB, ctx=cast.ctx, **arguments)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert content(cast.ctx) == before


def test_a_d_number_that_becomes_a_national_number_is_one_woman(cast: Cast) -> None:
    d_number = NationalNumberFact(DNR, _d_number(), dt.date(2024, 1, 1), TODAY)
    party = _register(cast, replace(d_number, until=None))
    woman = Actor(ActorKind.WOMAN, party)
    begin_care(cast.ctx, woman, cast.ingrid)
    card = cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=party, key="open")
    number = NationalNumberFact(FNR, number_of(12), TODAY)
    assert _register(cast, d_number, number, party=party) == party
    for text in (d_number.value, number.value, f"{number.value[:6]} {number.value[6:]}"):
        assert cards.find_woman(cast.ingrid, ctx=cast.ctx, number=text) == card
    opened = cards.open_own_card(woman, ctx=cast.ctx)
    assert opened.woman.numbers == (d_number, number)
    with cast.ctx.database.transaction() as tx:
        assert [row.version for row in chain.read(tx, chain.PARTIES, party)] == [1, 2]
    assert breaks(cast.ctx) == []


def test_a_number_belongs_to_one_person(cast: Cast) -> None:
    taken = NationalNumberFact(FNR, number_of(4))
    _rejected(cast, "belongs-to-another", registry.register_party, party=Woman("Ikke Nora", None, (taken,)))
    _rejected(
        cast, "belongs-to-another", registry.register_party, party=Clinician("Ikke Ingrid", "900000001")
    )


def test_a_next_version_needs_a_first(cast: Cast) -> None:
    _rejected(cast, "no-such-party", registry.register_party, party=Woman("Ingen", None), party_id=12345)


def test_a_new_name_is_shown_and_the_old_is_kept(cast: Cast) -> None:
    record(cast, cast.nora_card)
    registry.register_party(
        JOB, ctx=cast.ctx, party=Clinician("Ingrid Dahl Moe", "900000001"), party_id=cast.ingrid.party
    )
    opened = cards.open_own_card(cast.nora, ctx=cast.ctx)
    assert opened.names[cast.ingrid.party] == "Ingrid Dahl Moe"
    with cast.ctx.database.transaction() as tx:
        assert len(chain.read(tx, chain.PARTIES, cast.ingrid.party)) == 2


@pytest.fixture
def twice(cast: Cast) -> tuple[Cast, Actor]:
    """Gives the cast and a second party for Nora, with a number of its own, whom Lars cares for."""
    second = make_woman(cast.ctx, "Nora H. Sletten", 14)
    begin_care(cast.ctx, second, cast.lars)
    return cast, second


def test_joined_both_numbers_lead_to_her_and_her_card(twice: tuple[Cast, Actor]) -> None:
    cast, second = twice
    with pytest.raises(Refused):
        cards.open_own_card(second, ctx=cast.ctx)
    registry.join_women(JOB, ctx=cast.ctx, woman=second.party, into=cast.nora.party)
    for number in (number_of(4), number_of(14)):
        assert cards.find_woman(cast.ingrid, ctx=cast.ctx, number=number) == cast.nora_card
    for actor in (cast.nora, second):
        opened = cards.open_own_card(actor, ctx=cast.ctx)
        assert (opened.card.card, opened.woman.name) == (cast.nora_card, "Nora Haugen Sletten")
    assert breaks(cast.ctx) == []


def test_joined_the_other_way_her_card_and_those_who_care_for_her_stay(twice: tuple[Cast, Actor]) -> None:
    """The card was opened under the party that is joined away; nobody who may read it loses it."""
    cast, second = twice
    record(cast, cast.nora_card)
    registry.join_women(JOB, ctx=cast.ctx, woman=cast.nora.party, into=second.party)
    for actor in (cast.nora, second):
        assert cards.open_own_card(actor, ctx=cast.ctx).card.card == cast.nora_card
    for clinician in (cast.ingrid, cast.amir, cast.lars):
        assert cards.open_card(clinician, ctx=cast.ctx, card=cast.nora_card).woman.name == "Nora H. Sletten"
    assert cast.nora_card in {row.card for row in worklists.list_women(cast.ingrid, ctx=cast.ctx)}
    assert breaks(cast.ctx) == []


def test_a_new_version_of_a_joined_party_stays_joined(twice: tuple[Cast, Actor]) -> None:
    cast, second = twice
    registry.join_women(JOB, ctx=cast.ctx, woman=second.party, into=cast.nora.party)
    registry.register_party(JOB, ctx=cast.ctx, party=Woman("Nora Sletten", BORN), party_id=second.party)
    assert cards.open_own_card(second, ctx=cast.ctx).card.card == cast.nora_card


def test_parted_again_each_is_her_own(twice: tuple[Cast, Actor]) -> None:
    cast, second = twice
    registry.join_women(JOB, ctx=cast.ctx, woman=second.party, into=cast.nora.party)
    assert cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card).card.card == cast.nora_card
    registry.part_women(JOB, ctx=cast.ctx, woman=second.party)
    with pytest.raises(Refused):
        cards.open_own_card(second, ctx=cast.ctx)
    with pytest.raises(Refused):
        cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card)
    with pytest.raises(Refused):
        cards.find_woman(cast.ingrid, ctx=cast.ctx, number=number_of(14))
    with cast.ctx.database.transaction() as tx:
        versions = [row.version for row in chain.read(tx, chain.PARTIES, second.party)]
        assert parties.resolved(tx, second.party) == second.party
    assert versions == [1, 2, 3]
    assert breaks(cast.ctx) == []


def test_what_cannot_be_joined(twice: tuple[Cast, Actor]) -> None:
    cast, second = twice
    join = registry.join_women
    nora, other = cast.nora.party, second.party
    _rejected(cast, "not-another-woman", join, woman=nora, into=nora)
    _rejected(cast, "not-another-woman", join, woman=nora, into=12345)
    _rejected(cast, "not-another-woman", join, woman=nora, into=cast.ingrid.party)
    _rejected(cast, "not-a-woman", join, woman=cast.ingrid.party, into=nora)
    registry.join_women(JOB, ctx=cast.ctx, woman=other, into=nora)
    _rejected(cast, "not-another-woman", join, woman=cast.kari.party, into=other)
    _rejected(cast, "others-are-joined-to-her", join, woman=nora, into=cast.kari.party)


def test_a_care_relation_lasts_as_long_as_it_says(cast: Cast) -> None:
    registry.begin_care(
        JOB,
        ctx=cast.ctx,
        woman=cast.nora.party,
        clinician=cast.lars.party,
        organisation=cast.lars.organisation,
        basis="referral",
        until=MOMENT + 2 * MINUTE,
    )
    within = cards.open_card(cast.lars, ctx=cast.ctx.at(MOMENT + MINUTE), card=cast.nora_card)
    assert within.card.card == cast.nora_card
    for moment in (MOMENT - 1, MOMENT + 2 * MINUTE):
        with pytest.raises(Refused):
            cards.open_card(cast.lars, ctx=cast.ctx.at(moment), card=cast.nora_card)


def test_erased_the_rest_of_the_card_reads_as_before(cast: Cast) -> None:
    origin = record(cast, cast.nora_card)
    line = read(cast, cast.nora_card).contact(origin)
    with cast.ctx.database.transaction() as tx:
        rows = [replace(row, body=None) for row in chain.read(tx, chain.CARDS, cast.nora_card)]
    registry.erase_body(
        JOB, ctx=cast.ctx, card=cast.nora_card, seq=origin + 1, basis="pasientjournalloven § 25"
    )
    card = read(cast, cast.nora_card)
    after = card.contact(origin)
    assert line is not None
    assert after is not None
    assert after.contact == line.contact
    assert after.findings == []
    assert card.series("blood_pressure") == []
    assert [entry.seq for entry in card.erased] == [origin + 1]
    with cast.ctx.database.transaction() as tx:
        assert [replace(row, body=None) for row in chain.read(tx, chain.CARDS, cast.nora_card)] == rows
    (told,) = [each for each in audit(cast.ctx) if each.event == "erased"]
    assert (told.card, told.entries, told.job) == (cast.nora_card, (origin + 1,), "registry")
    assert breaks(cast.ctx) == []


def test_what_is_erased_is_gone_from_lists_too(cast: Cast) -> None:
    origin = record(cast, cast.nora_card)
    due = read(cast, cast.nora_card).due_trail
    assert due is not None
    for entry in due.entries:
        registry.erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=entry.seq, basis="§ 25")
    registry.erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=origin, basis="§ 25")
    (row,) = [row for row in worklists.list_women(cast.ingrid, ctx=cast.ctx) if row.card == cast.nora_card]
    assert (row.edd, row.length, row.last_contact) == (None, None, None)


def test_after_an_erasure_the_card_can_be_written_on(cast: Cast) -> None:
    origin = record(cast, cast.nora_card)
    registry.erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=origin + 1, basis="§ 25")
    contacts.state_facts(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[pressure()], key="after")
    assert len(read(cast, cast.nora_card).series("blood_pressure")) == 1
    assert breaks(cast.ctx) == []


def test_what_cannot_be_erased(cast: Cast) -> None:
    erase = registry.erase_body
    card = {"card": cast.nora_card}
    _rejected(cast, "missing", erase, **card, seq=2, basis=" ")
    _rejected(cast, "no-such-body", erase, **card, seq=999, basis="§ 25")
    _rejected(cast, "opens-the-card", erase, **card, seq=1, basis="§ 25")
    registry.erase_body(JOB, ctx=cast.ctx, **card, seq=2, basis="§ 25")
    _rejected(cast, "no-such-body", erase, **card, seq=2, basis="§ 25")
    assert [entry.seq for entry in read(cast, cast.nora_card).erased] == [2]


def test_an_erasure_past_the_action_is_found(cast: Cast) -> None:
    """Whoever writes an erasure by hand can delete the body; that no line says who did it shows."""
    with cast.ctx.database.transaction() as tx:
        chain.erase(tx, chain.CARDS, cast.nora_card, 2, "nobody's wish", 1)
    assert [found.what for found in breaks(cast.ctx)] == [
        "the content of entry 2 was erased and no line says who did it"
    ]
    assert written(cast.ctx)
