"""Care relations as she reads of them and as they end; how they begin and what they open stands in `cards`."""

from msgspec import Struct

from helsekort.store.database import Transaction


class CareRow(Struct, frozen=True):
    """Someone at a unit cares for her now. `basis` is what that rests on; times are microseconds."""

    clinician: int
    organisation: int
    since: int
    until: int | None
    basis: str


def relations(tx: Transaction, woman: int, at: int) -> list[CareRow]:
    """Every care relation to a party that is valid at a moment, the longest first."""
    rows = tx.rows(
        "SELECT clinician, organisation, since, until, basis FROM care_relation WHERE woman = ? AND since <= ?"
        " AND (until IS NULL OR until > ?) ORDER BY since, clinician, organisation",
        (woman, at, at),
    )
    return [CareRow(*row) for row in rows]


def ever(tx: Transaction, woman: int) -> list[CareRow]:
    """Every care relation to a party that there is or was, the one that lasts or lasted longest first."""
    rows = tx.rows(
        "SELECT clinician, organisation, since, until, basis FROM care_relation WHERE woman = ?"
        " ORDER BY CASE WHEN until IS NULL THEN 0 ELSE 1 END, until DESC, clinician, organisation",
        (woman,),
    )
    return [CareRow(*row) for row in rows]


def end_of_person(tx: Transaction, woman: int, clinician: int, organisation: int, at: int) -> int:
    """End what someone at a unit has; how many ended."""
    return tx.run(
        "UPDATE care_relation SET until = ? WHERE woman = ? AND clinician = ? AND organisation = ?"
        " AND (until IS NULL OR until > ?)",
        (at, woman, clinician, organisation, at),
    )


def end_of_unit(tx: Transaction, woman: int, organisation: int, at: int) -> int:
    """End what everyone at a unit has; how many ended."""
    return tx.run(
        "UPDATE care_relation SET until = ? WHERE woman = ? AND organisation = ? AND (until IS NULL OR until > ?)",
        (at, woman, organisation, at),
    )


def end_all(tx: Transaction, woman: int, at: int) -> int:
    """End all there are to a party; how many ended."""
    return tx.run(
        "UPDATE care_relation SET until = ? WHERE woman = ? AND (until IS NULL OR until > ?)", (at, woman, at)
    )
