"""Tickets with which a local record opens a card here. Only their hashes are kept."""

from msgspec import Struct

from helsekort.store.database import Transaction


class LaunchRow(Struct, frozen=True):
    """For whom, at which unit, and which card. Times in microseconds; `used` is None while it can be used."""

    party: int
    organisation: int
    card: int
    made: int
    used: int | None = None


def add(tx: Transaction, token_hash: bytes, row: LaunchRow) -> None:
    tx.run(
        "INSERT INTO launch (token_hash, party_id, organisation, card_id, made) VALUES (?, ?, ?, ?, ?)",
        (token_hash, row.party, row.organisation, row.card, row.made),
    )


def find(tx: Transaction, token_hash: bytes) -> LaunchRow | None:
    found = tx.row(
        "SELECT party_id, organisation, card_id, made, used FROM launch WHERE token_hash = ?", (token_hash,)
    )
    return LaunchRow(*found) if found else None


def use(tx: Transaction, token_hash: bytes, at: int) -> bool:
    """Use it up; False where someone else just did."""
    return tx.run("UPDATE launch SET used = ? WHERE token_hash = ? AND used IS NULL", (at, token_hash)) == 1


def remove_of_card(tx: Transaction, card: int) -> None:
    """Forget those to a card that is not to be opened any more."""
    tx.run("DELETE FROM launch WHERE card_id = ?", (card,))


def remove_before(tx: Transaction, moment: int) -> None:
    """Forget those made before a moment: nobody can use them any more."""
    tx.run("DELETE FROM launch WHERE made < ?", (moment,))
