"""Each of the ten groups, at its limits; and where a fact is missing that decides, none and which fact."""

import datetime as dt
from decimal import Decimal

import pytest

from helsekort.record.card import Card, fold
from helsekort.record.entries import (
    CardOpened,
    Cell,
    Content,
    DueDate,
    Entry,
    Fetus,
    Finding,
    Moment,
    Row,
    Value,
)
from helsekort.record.robson import robson_group

BORN = dt.date(2026, 3, 10)
A = 2


def card(
    lie: str | None = "CEPH",
    onset: str | None = "SPONT",
    births: int | None = 0,
    scars: int | None = 0,
    days: int | None = 37 * 7,
    *more: Content,
    twins: bool = False,
) -> Card:
    """A card with a birth: how it lay, how it began, births and caesareans before, and the length in days."""
    said: list[Content] = [CardOpened(1, BORN, 1), Fetus("A", BORN)]
    said += [Fetus("B", BORN)] if twins else []
    if days is not None:
        said.append(DueDate(BORN + dt.timedelta(280 - days), 280, "LMP_SURE", None, BORN))
    said += [
        Finding(what, Decimal(n), BORN)
        for what, n in (("births", births), ("caesareans", scars))
        if n is not None
    ]
    begun: tuple[Cell, ...] = (Cell("onset", onset),) if onset else ()
    said.append(Row("birth", BORN, (Cell("mode", "VAG"), *begun)))
    cells: dict[str, Value] = {"born_at": Moment(BORN, dt.time(4, 10))} | (
        {"presentation": lie} if lie else {}
    )
    said.append(Row("newborn", BORN, tuple(Cell(what, value) for what, value in cells.items()), fetus=A))
    said += more
    return fold(1, [Entry(seq, seq, 1, seq, 1, 1, content) for seq, content in enumerate(said, 1)], 310)


def earlier(outcome: str, mode: str) -> Row:
    return Row("earlier_birth", BORN, (Cell("outcome", outcome), Cell("mode", mode)))


@pytest.mark.parametrize(
    ("made", "group"),
    [
        (card(), 1),
        (card(onset="INDUCED"), 2),
        (card(onset="CS_BEFORE_LABOUR"), 2),
        (card(births=1), 3),
        (card(births=1, onset="INDUCED"), 4),
        (card(births=1, onset="CS_BEFORE_LABOUR"), 4),
        (card(births=2, scars=1), 5),
        (card(births=2, scars=1, onset=None), 5),
        (card(lie="BREECH"), 6),
        (card(lie="BREECH_FOOT", births=1, scars=1), 7),
        (card(twins=True, lie="BREECH", births=None), 8),
        (card(lie="TRANS", births=None), 9),
        (card(lie="OBL", days=None), 9),
        (card(days=37 * 7 - 1), 10),
        (card(days=36 * 7, births=2, scars=1, onset=None), 10),
        (card("CEPH", "SPONT", None, None, 280, earlier("LIVE", "VAG")), None),
        (card("CEPH", "SPONT", None, None, 280, earlier("LIVE", "CS_ACUTE")), 5),
        (card("CEPH", "SPONT", None, 0, 280, earlier("STILL_BEFORE", "VAG")), 3),
        (card("CEPH", "SPONT", None, 0, 280, earlier("SA_EARLY", "VAG")), None),
    ],
)
def test_each_group(made: Card, group: int | None) -> None:
    found = robson_group(made)
    assert found is not None
    assert found.number == group
    assert bool(found.missing) == (group is None)


@pytest.mark.parametrize(
    ("made", "missing"),
    [
        (card(lie=None), ("presentation",)),
        (card(lie="UNSURE"), ("presentation",)),
        (card(lie="BREECH", births=None), ("births",)),
        (card(days=None), ("gestational_age",)),
        (card(onset=None), ("onset",)),
        (card(births=None, scars=None), ("caesareans", "births")),
        (card(births=2, scars=None), ("caesareans",)),
    ],
)
def test_what_is_missing_is_named(made: Card, missing: tuple[str, ...]) -> None:
    found = robson_group(made)
    assert found is not None
    assert (found.number, found.missing) == (None, missing)


def test_without_a_birth_there_is_no_group() -> None:
    assert robson_group(fold(1, [Entry(1, 1, 1, 1, 1, 1, CardOpened(1, BORN, 1))], 310)) is None
