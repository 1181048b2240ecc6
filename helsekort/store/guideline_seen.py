"""When a person last looked at what is in force of the guideline."""

from helsekort.store.database import Transaction


def last_looked(tx: Transaction, party: int, day: str) -> str | None:
    """The last earlier ISO day this person looked; None where that never was."""
    found = tx.row("SELECT before_day, day FROM guideline_seen WHERE party_id = ?", (party,))
    if found is None:
        return None
    before, seen_on = found
    return before if seen_on == day else str(seen_on)


def mark_looked(tx: Transaction, party: int, before: str | None, day: str) -> None:
    """Remember today. Through one day `before` stays, so that what is new does not vanish at a click."""
    tx.run(
        "INSERT INTO guideline_seen (party_id, before_day, day) VALUES (?, ?, ?)"
        " ON CONFLICT (party_id) DO UPDATE SET before_day = excluded.before_day, day = excluded.day",
        (party, before, day),
    )
