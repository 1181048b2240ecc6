"""The published examples end on the right card, outside it, or waiting for an owner; none is lost or strays.

Their biochemistry patient was sampled in 2017: she has a closed card of that year here, and a new one beside it.
The folder is named by HELSEKORT_KITH_SAMPLES; without it these tests are left out, and that is said.
"""

import datetime as dt
import os
from itertools import permutations
from pathlib import Path

import pytest
from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.actions import cards, inbox, registry
from helsekort.actions.laboratories import register_laboratory
from helsekort.actions.receiving import Receipt
from helsekort.record.codes import FNR, HER
from helsekort.record.entries import Status
from helsekort.record.parties import NationalNumberFact, Organisation, Woman
from helsekort.store import parties
from tests.answers import receive, results, states
from tests.cast import JOB, SOLSIDEN, Cast, begin_care
from tests.past import past_card
from tests.store.stored import besides, breaks

FOLDER = Path(os.environ["HELSEKORT_KITH_SAMPLES"])
FILES = sorted(FOLDER.glob("Svar_*.xml"))
FAMILIES = ("biokjemi", "mikrobiologi_gruppert", "patologi_cytologi", "radiologi")
LABORATORY = "59"
"""HER-id of the laboratory in all examples."""
EDD = dt.date(2018, 4, 2)
"""12+5 on the day the sample was taken (clinical.md §5.13)."""
CHANGED_TABLES = ("entry", "body", "card")


class Line(Struct):
    """The patient of the examples, with her card of 2017 and the one of today."""

    then: int
    now: int


@pytest.fixture
def line(cast: Cast) -> Line:
    fact = NationalNumberFact(FNR, "13116900216")
    party = Woman("Line Danser", dt.date(1969, 11, 13), (fact,))
    woman = registry.register_party(JOB, ctx=cast.ctx, party=party)
    for clinician in (cast.ingrid, cast.amir):
        begin_care(cast.ctx, Actor(cast.kari.kind, woman), clinician)
    register_laboratory(JOB, ctx=cast.ctx, her_id=LABORATORY, name="Eksempelet", serves=(SOLSIDEN,))
    then = past_card(cast.ctx, woman, cast.ingrid, edd=EDD)
    return Line(then, cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=woman, key="now"))


def family(name: str) -> list[bytes]:
    """Ny, Endring, Kansellering."""
    versions = ("Ny", "Endring", "Kansellering")
    return [(FOLDER / f"Svar_{name}_v1-4_{version}.xml").read_bytes() for version in versions]


def test_biochemistry_goes_to_the_card_of_that_year(cast: Cast, line: Line) -> None:
    before = besides(cast.ctx, line.then)
    new, changed, cancelled = family("biokjemi")
    receive(cast.ctx, new)
    found = results(cast, line.then)
    assert {what: str(trail.now.value) for what, trail in found.items()} == {"haemoglobin": "15.0"}
    assert found["haemoglobin"].now.on == dt.date(2017, 9, 20)
    receive(cast.ctx, changed)
    assert str(results(cast, line.then)["haemoglobin"].now.value) == "12.0"
    receive(cast.ctx, cancelled)
    assert results(cast, line.then)["haemoglobin"].now.status is Status.WITHDRAWN
    after = besides(cast.ctx, line.then)
    assert {table: after[table] for table in CHANGED_TABLES} == {
        table: before[table] for table in CHANGED_TABLES
    }


def test_what_is_not_the_cards_content_is_listed_beside_it(cast: Cast, line: Line) -> None:
    receive(cast.ctx, family("biokjemi")[0])
    (row,) = inbox.list_outside(cast.ingrid, ctx=cast.ctx, card=line.then)
    assert {"Us-FT4", "Us-TSH", "P-INR"} <= set(row.names)
    assert inbox.list_outside(cast.ingrid, ctx=cast.ctx, card=line.now) == []


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("biokjemi", "placed", ""),
        ("patologi_cytologi", "outside", "no-code"),
        ("mikrobiologi_gruppert", "waiting", "unknown-person"),
        ("radiologi", "waiting", "unknown-person"),
    ],
)
def test_each_example_has_its_end(cast: Cast, line: Line, name: str, state: str, reason: str) -> None:
    """In whatever order its three versions come; what waits has an owner."""
    for order in permutations(family(name)):
        found: list[Receipt] = receive(cast.ctx, *order)
        assert all(receipt.owned for receipt in found)
    ends = set(states(cast.ctx))
    assert {end for end, _ in ends} == {state}
    assert reason == "no-code" or {why for _, why in ends} == {reason}
    assert breaks(cast.ctx) == []


def test_none_is_lost_and_none_changes_another_womans_card(cast: Cast, line: Line) -> None:
    before = besides(cast.ctx, line.then)
    found = receive(cast.ctx, *(file.read_bytes() for file in FILES))
    assert len(found) == len(FILES) >= 12
    assert len(states(cast.ctx)) == len(FILES)
    assert {state for state, _ in states(cast.ctx)} == {"placed", "outside", "waiting"}
    after = besides(cast.ctx, line.then)
    assert {table: after[table] for table in CHANGED_TABLES} == {
        table: before[table] for table in CHANGED_TABLES
    }
    assert breaks(cast.ctx) == []


def test_what_waits_is_seen_by_the_unit_it_is_addressed_to(cast: Cast, line: Line) -> None:
    """The examples' own medical office, once it is registered; else the reception."""
    receive(cast.ctx, *family("radiologi"))
    assert [row.messages for row in inbox.list_inbox(cast.ingrid, ctx=cast.ctx)] == [3]
    with cast.ctx.database.transaction(write=False) as tx:
        reception = parties.by_number(tx, HER, SOLSIDEN)
    assert reception == cast.ingrid.organisation
    unit = Organisation("Kattskinnet legesenter", None, None, "91096")
    office = registry.register_party(JOB, ctx=cast.ctx, party=unit)
    register_laboratory(JOB, ctx=cast.ctx, her_id=LABORATORY, name="Eksempelet", serves=(SOLSIDEN, "91096"))
    receive(cast.ctx, *family("mikrobiologi_gruppert"))
    at_office = Actor(cast.lars.kind, cast.lars.party, office, "LE")
    assert [row.messages for row in inbox.list_inbox(at_office, ctx=cast.ctx)] == [3]


def test_from_a_laboratory_that_is_not_registered_every_example_waits(cast: Cast) -> None:
    """Kept, with an owner, and no card is touched."""
    before = besides(cast.ctx, 0)
    found = receive(cast.ctx, *(file.read_bytes() for file in FILES))
    assert all(receipt.owned for receipt in found)
    assert states(cast.ctx) == [("waiting", "unknown-laboratory")] * len(FILES)
    after = besides(cast.ctx, 0)
    assert {table: after[table] for table in CHANGED_TABLES} == {
        table: before[table] for table in CHANGED_TABLES
    }
