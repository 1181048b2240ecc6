"""Logins under way: each is bound to a browser and used once."""

from msgspec import Struct

from helsekort.store.database import Transaction


class LoginRow(Struct, frozen=True):
    """A login under way. `fresh_since` is in seconds, 0 where nothing need be proved anew; `began` in microseconds."""

    provider: str
    state: str
    nonce: str
    verifier: str
    fresh_since: int
    onwards: str
    began: int


def begin(tx: Transaction, secret_hash: bytes, login: LoginRow) -> None:
    tx.run(
        "INSERT INTO login (secret_hash, provider, state, nonce, verifier, fresh_since, onwards, began)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            secret_hash,
            login.provider,
            login.state,
            login.nonce,
            login.verifier,
            login.fresh_since,
            login.onwards,
            login.began,
        ),
    )


def take(tx: Transaction, secret_hash: bytes) -> LoginRow | None:
    """The login, which is then there no more: of two that come at once, one gets it."""
    found = tx.row(
        "SELECT provider, state, nonce, verifier, fresh_since, onwards, began FROM login WHERE secret_hash = ?",
        (secret_hash,),
    )
    if found is None or tx.run("DELETE FROM login WHERE secret_hash = ?", (secret_hash,)) == 0:
        return None
    return LoginRow(*found)


def drop_before(tx: Transaction, moment: int) -> None:
    """Forget those that nobody came back from."""
    tx.run("DELETE FROM login WHERE began < ?", (moment,))
