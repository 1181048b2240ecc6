"""Lists over many cards, each from the summary rows alone."""

from helsekort.store.cards import COLUMNS, Summary, summary_in
from helsekort.store.database import Transaction


def cards_in_care(tx: Transaction, clinician: int, organisation: int, at: int, since: str) -> list[Summary]:
    """Cards of the women this clinician, at this unit, has a care relation to now: open ones, and those of pregnancies
    that were over on the ISO date `since` or later."""
    columns = ", ".join(f"c.{column}" for column in COLUMNS.split(", "))
    now = "r.clinician = ? AND r.organisation = ? AND r.since <= ? AND (r.until IS NULL OR r.until > ?)"
    shown = "(c.active = 1 OR c.over_on >= ?)"
    # two ways to a card, asked apart: joined by OR, PostgreSQL would hold every relation against every card
    rows = tx.rows(
        f"SELECT {columns} FROM care_relation r JOIN card c ON c.woman = r.woman WHERE {now} AND {shown}"
        f" UNION SELECT {columns} FROM care_relation r JOIN party p ON p.joined_to = r.woman"
        f" JOIN card c ON c.woman = p.party_id WHERE {now} AND {shown}",
        (clinician, organisation, at, at, since) * 2,
    )
    return [summary_in(row) for row in rows]


def of_unit(tx: Transaction, organisation: int, at: int, since: str) -> list[tuple[Summary, int]]:
    """The same of the women whom anyone at a unit has a care relation to now, with who that is, each by itself."""
    columns = ", ".join(f"c.{column}" for column in COLUMNS.split(", "))
    now = "r.organisation = ? AND r.since <= ? AND (r.until IS NULL OR r.until > ?)"
    shown = "(c.active = 1 OR c.over_on >= ?)"
    rows = tx.rows(
        f"SELECT {columns}, r.clinician FROM care_relation r JOIN card c ON c.woman = r.woman"
        f" WHERE {now} AND {shown}"
        f" UNION SELECT {columns}, r.clinician FROM care_relation r JOIN party p ON p.joined_to = r.woman"
        f" JOIN card c ON c.woman = p.party_id WHERE {now} AND {shown}",
        (organisation, at, at, since) * 2,
    )
    return [(summary_in(row[:-1]), int(row[-1])) for row in rows]
