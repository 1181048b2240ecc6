"""To whom a woman has closed her cards. A block stands from its row until a row that ends it; neither is changed."""

from collections.abc import Collection, Iterable

from msgspec import Struct

from helsekort.store.database import Transaction

EVERYONE = 0
ALL = ""
"""The class of a block that closes her cards whole."""

# Of a block `b`: it stands, and it is against the person, the unit or what the unit belongs to.
STANDS = "NOT EXISTS (SELECT 1 FROM block_end e WHERE e.woman = b.woman AND e.block_id = b.block_id)"
AGAINST = f"b.whom IN ({EVERYONE}, ?, ?, COALESCE((SELECT entity FROM unit_entity WHERE organisation = ?), {EVERYONE}))"


class Block(Struct, frozen=True):
    """`whom`: a person, a unit or what units belong to; 0 is everyone. `of_class`: "" is all her cards. `organisation`:
    the unit that wrote it down on her word; 0 where she did it. `since` is microseconds."""

    block: int
    whom: int
    of_class: str
    since: int
    by: int
    organisation: int
    lent_from: int = 0


def add(tx: Transaction, woman: int, block: Block) -> None:
    tx.run(
        "INSERT INTO block (woman, block_id, whom, class, since, by_party, organisation, lent_from)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            woman,
            block.block,
            block.whom,
            block.of_class,
            block.since,
            block.by,
            block.organisation,
            block.lent_from,
        ),
    )


def end(tx: Transaction, woman: int, block: int, at: int, by: int, organisation: int) -> None:
    """End one; of two who end it at once the first did."""
    tx.run(
        "INSERT INTO block_end (woman, block_id, at, by_party, organisation) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (woman, block, at, by, organisation),
    )


def standing(tx: Transaction, woman: int) -> list[Block]:
    """What stands now of a party, the first one first."""
    rows = tx.rows(
        "SELECT b.block_id, b.whom, b.class, b.since, b.by_party, b.organisation, b.lent_from FROM block b"
        f" WHERE b.woman = ? AND {STANDS} ORDER BY b.since, b.block_id",
        (woman,),
    )
    return [Block(*row) for row in rows]


def classes_closed(tx: Transaction, woman: int, person: int, unit: int) -> frozenset[str]:
    """What a party has closed to someone at a unit: `ALL`, and classes."""
    rows = tx.rows(
        f"SELECT DISTINCT b.class FROM block b WHERE b.woman = ? AND {AGAINST} AND {STANDS}",
        (woman, person, unit, unit),
    )
    return frozenset(row[0] for row in rows)


def is_reserved(tx: Transaction, woman: int) -> bool:
    """Whether a party has closed all to everyone."""
    return ALL in classes_closed(tx, woman, EVERYONE, EVERYONE)


def closed_among(tx: Transaction, cards: Collection[int], person: int, unit: int) -> frozenset[int]:
    """Of these cards, those that their women have closed whole to someone at a unit."""
    if not cards:
        return frozenset()
    marks = ", ".join("?" for _ in cards)
    rows = tx.rows(
        f"SELECT DISTINCT c.card_id FROM card c JOIN block b ON b.woman = c.woman WHERE c.card_id IN ({marks})"
        f" AND b.class = '{ALL}' AND {AGAINST} AND {STANDS}",
        (*cards, person, unit, unit),
    )
    return frozenset(row[0] for row in rows)


def put_under(tx: Transaction, unit: int, entity: int) -> None:
    """A unit belongs to a legal entity."""
    tx.run(
        "INSERT INTO unit_entity (organisation, entity) VALUES (?, ?)"
        " ON CONFLICT (organisation) DO UPDATE SET entity = excluded.entity",
        (unit, entity),
    )


def put_under_first(tx: Transaction, unit: int, entity: int) -> None:
    """The same on a provider's word, where nothing is known of the unit yet: so that what she has closed to all of an
    enterprise is closed to whoever comes from any unit of it. A unit that is the enterprise itself is under none."""
    if unit and entity and unit != entity:
        tx.run(
            "INSERT INTO unit_entity (organisation, entity) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (unit, entity),
        )


def entities(tx: Transaction, units: Iterable[int]) -> dict[int, int]:
    """What each of these units belongs to; one that belongs to nothing known is left out."""
    wanted = sorted(set(units))
    if not wanted:
        return {}
    marks = ", ".join("?" for _ in wanted)
    return dict(
        tx.rows(f"SELECT organisation, entity FROM unit_entity WHERE organisation IN ({marks})", wanted)
    )
