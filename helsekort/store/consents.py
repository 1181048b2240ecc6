"""What a woman has agreed to, reserved herself against, or taken back. Rows are added and never changed."""

from msgspec import Struct

from helsekort.store.database import Transaction


class ConsentRow(Struct, frozen=True):
    """One thing she said. `basis`: the legal basis in force then. `organisation`: the unit that wrote it down on her
    word; 0 where she did it. `informed_by` and `informed_how`: who told her what it means, and how; "" where she said
    it herself. `at` is microseconds."""

    at: int
    said: str
    basis: str
    by: int
    organisation: int
    informed_by: str = ""
    informed_how: str = ""


def add(tx: Transaction, woman: int, consent: int, row: ConsentRow) -> None:
    tx.run(
        "INSERT INTO consent"
        " (woman, at, consent_id, said, basis, by_party, organisation, informed_by, informed_how)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            woman,
            row.at,
            consent,
            row.said,
            row.basis,
            row.by,
            row.organisation,
            row.informed_by,
            row.informed_how,
        ),
    )


def of_woman(tx: Transaction, woman: int) -> list[ConsentRow]:
    """All that a party has said, the last one first."""
    rows = tx.rows(
        "SELECT at, said, basis, by_party, organisation, informed_by, informed_how FROM consent"
        " WHERE woman = ? ORDER BY at DESC, consent_id DESC",
        (woman,),
    )
    return [ConsentRow(*row) for row in rows]
