"""What is hidden is hidden whole: a shared card is one on which it was never written."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort import datafiles
from helsekort.record.card import Card, fold
from helsekort.record.classes import class_of, hidden_origins, shared
from helsekort.record.entries import (
    CardOpened,
    Cell,
    Content,
    Entry,
    Finding,
    Referral,
    ReferralAnswer,
    ReferralKind,
    Row,
    Status,
    Step,
)
from helsekort.record.groups import Group, group_fault
from helsekort.record.measurements import BadCatalogue, read_catalogue

CATALOGUE = datafiles.catalogue()
ON = dt.date(2026, 3, 10)
BIRTH = Row("earlier_birth", ON, (Cell("outcome", "LIVE"),))
ABORTION = replace(BIRTH, cells=(Cell("outcome", "TERMINATION"),))
HIDING = replace(
    CATALOGUE,
    measurables={
        **CATALOGUE.measurables,
        "ended_on": replace(CATALOGUE["ended_on"], hidden="earlier-abortion"),
        "height": replace(CATALOGUE["height"], hidden="earlier-abortion"),
    },
)


def _card(*contents: Content, versions: tuple[Content, ...] = ()) -> Card:
    """A card with these things, and one that has several versions."""
    entries = [Entry(1, 1, 1, 0, 6, 9, CardOpened(5, ON, 9))]
    for content in contents:
        entries.append(Entry(len(entries) + 1, len(entries) + 1, 1, 0, 6, 9, content))
    first = len(entries) + 1
    for version, content in enumerate(versions, 1):
        entries.append(Entry(len(entries) + 1, first, version, 0, 6, 9, content))
    return fold(7, entries, 315)


def test_a_class_is_found_by_code() -> None:
    assert [class_of(each, CATALOGUE) for each in (BIRTH, ABORTION)] == ["", "earlier-abortion"]
    assert class_of(Finding("height", Decimal(170), ON), HIDING) == "earlier-abortion"
    assert class_of(CardOpened(5, ON, 9), CATALOGUE) == ""


@pytest.mark.parametrize(
    ("group", "what", "code", "found"),
    [
        ("risk", "risk_kind", "MIND", "mind"),
        ("risk", "risk_kind", "DRUGS", "drugs"),
        ("risk", "risk_kind", "CLOT", ""),
        ("task", "task_kind", "HBV_DOSE", "infection"),
        ("task", "task_kind", "HB", ""),
    ],
)
def test_a_row_is_of_the_class_of_its_own_code(group: str, what: str, code: str, found: str) -> None:
    """Who is sent what was ticked of one class learns nothing of another."""
    row = Row(group, ON, (Cell(what, code),))
    assert class_of(row, CATALOGUE) == found
    others = frozenset(CATALOGUE.classes) - {"mind"}
    assert len(shared(_card(row), CATALOGUE, others).rows) == (found in ("", "mind"))


def test_a_shared_card_has_nothing_of_what_is_hidden() -> None:
    height = Finding("height", Decimal(170), ON)
    card = shared(_card(BIRTH, ABORTION, height), HIDING)
    assert [trail.now for trail in card.rows] == [BIRTH]
    assert list(card.all_findings()) == []
    assert shared(card, HIDING, frozenset()) == card


def test_what_became_hidden_or_was_so_before_is_not_in_the_trail() -> None:
    corrected = {"status": Status.CORRECTED, "reason": "Tastefeil"}
    was = (ABORTION, replace(BIRTH, **corrected))
    now = (BIRTH, replace(ABORTION, **corrected))
    (trail,) = shared(_card(versions=was), CATALOGUE).rows
    assert [entry.content for entry in trail.entries] == [was[1]]
    assert shared(_card(versions=now), CATALOGUE).rows == []


def test_a_hidden_cell_is_left_out_and_an_empty_row_with_it() -> None:
    dated = replace(BIRTH, cells=(*BIRTH.cells, Cell("ended_on", ON)))
    only = replace(BIRTH, cells=(Cell("ended_on", ON),))
    card = shared(_card(dated, only), HIDING)
    assert [trail.now for trail in card.rows] == [BIRTH]


GROUP = Group("X", ("height",), "S", "K", key="x")


@pytest.mark.parametrize(
    "bad",
    [
        replace(GROUP, fields=()),
        replace(GROUP, fields=("height", "nothing")),
        replace(GROUP, fields=("height", "height")),
        replace(GROUP, required=("weight",)),
        replace(GROUP, hidden_if={"height": {"A": "nothing"}}),
        replace(GROUP, hidden_if={"weight": {"A": "violence"}}),
        replace(GROUP, hidden="nothing"),
    ],
)
def test_a_group_that_cannot_be_is_refused_with_the_remedy(bad: Group) -> None:
    assert group_fault(GROUP, CATALOGUE.measurables, CATALOGUE.classes) is None
    assert group_fault(bad, CATALOGUE.measurables, CATALOGUE.classes)


GOOD = '[x]\nlabel = "X"\nkind = "text"\nsource = "S"\nmark = "K"\n'


def test_several_files_are_one_catalogue_and_a_key_stands_once() -> None:
    both = read_catalogue({"a.toml": GOOD, "b.toml": GOOD.replace("[x]", "[y]")}, "")
    assert sorted(both.measurables) == ["x", "y"]
    with pytest.raises(BadCatalogue, match=r"b\.toml \[x\]: it stands in a\.toml"):
        read_catalogue({"a.toml": GOOD, "b.toml": GOOD}, "")
    with pytest.raises(BadCatalogue, match=r"classes\.toml"):
        read_catalogue(GOOD + 'hidden = "z"\n', "")


def test_a_referral_for_a_hidden_reason_is_not_there_and_says_so_nowhere() -> None:
    asked = Referral(ReferralKind.REFERRAL, 9, "SAFETY", "routine", hidden="violence")
    plain = Referral(ReferralKind.REFERRAL, 9, "OTHER", "routine")
    way = ReferralAnswer(2, 9, Step.SENT)
    entries = [Entry(seq, seq, 1, seq, 6, 9, content) for seq, content in enumerate([asked, way, plain], 2)]
    card = fold(1, [Entry(1, 1, 1, 0, 6, 9, CardOpened(5, ON, 9)), *entries], 300)
    shown = shared(card, CATALOGUE)
    assert [line.referral.origin for line in shown.referrals] == [4]
    assert hidden_origins(card, CATALOGUE, frozenset(["violence"])) == {2, 3}
    assert [line.referral.origin for line in shared(card, CATALOGUE, frozenset()).referrals] == [2, 4]
