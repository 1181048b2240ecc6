"""The systems that come with tokens, the proofs they used, and whom a token is about, by numbers."""

from msgspec import Struct

from helsekort.store.database import Transaction


class ClientRow(Struct, frozen=True):
    """A system. `client_id` is its name at the provider; `ended` when it was cut off, in microseconds."""

    client: int
    client_id: str
    name: str
    her_id: str = ""
    vouches: bool = False
    ended: int | None = None


COLUMNS = "client, client_id, name, her_id, vouches, ended"


def _client(row: tuple[object, ...]) -> ClientRow:
    client, client_id, name, her_id, vouches, ended = row
    return ClientRow(client, client_id, name, her_id, bool(vouches), ended)  # type: ignore[arg-type]  # typed by the schema


def add(tx: Transaction, client: ClientRow, at: int) -> None:
    """A system that is seen for the first time; one that is known stays as it is."""
    tx.run(
        "INSERT INTO client (client, client_id, name, her_id, vouches, since) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (client_id) DO NOTHING",
        (client.client, client.client_id, client.name, client.her_id, int(client.vouches), at),
    )


def called(tx: Transaction, client_id: str) -> ClientRow | None:
    found = tx.row(f"SELECT {COLUMNS} FROM client WHERE client_id = ?", (client_id,))
    return _client(found) if found else None


def her_id_of(tx: Transaction, client: int) -> str:
    """Of the laboratory whose messages a system sends; empty where it sends none."""
    found = tx.row("SELECT her_id FROM client WHERE client = ?", (client,))
    return str(found[0]) if found else ""


def every(tx: Transaction) -> list[ClientRow]:
    return [_client(row) for row in tx.rows(f"SELECT {COLUMNS} FROM client ORDER BY client_id")]


def change(tx: Transaction, client: ClientRow) -> None:
    tx.run(
        "UPDATE client SET name = ?, her_id = ?, vouches = ?, ended = ? WHERE client_id = ?",
        (client.name, client.her_id, int(client.vouches), client.ended, client.client_id),
    )


def use_proof(tx: Transaction, mark: bytes, until: int) -> bool:
    """Use a proof up; False where it was used before. The unique key decides."""
    return (
        tx.run("INSERT INTO proof_used (mark, until) VALUES (?, ?) ON CONFLICT DO NOTHING", (mark, until))
        == 1
    )


def forget_proofs(tx: Transaction, before: int) -> None:
    """Forget those that are too old to be used again."""
    tx.run("DELETE FROM proof_used WHERE until < ?", (before,))


class Place(Struct, frozen=True):
    """Whom numbers stand for here; 0 where for nobody. `category` is empty for one who does not work at the unit;
    `under` is what the unit is known to belong to."""

    clinician: int
    unit: int
    legal_entity: int
    category: str
    under: int


def place_of(
    tx: Transaction, clinician: tuple[str, str], unit: tuple[str, str], legal_entity: tuple[str, str]
) -> Place:
    """A clinician, the unit and its legal entity, each by (system, number); in one question."""
    found = tx.row(
        "SELECT c.party_id, u.party_id, l.party_id, r.category, e.entity FROM (SELECT 1 AS one) AS here"
        " LEFT JOIN party_number c ON c.system = ? AND c.value = ?"
        " LEFT JOIN party_number u ON u.system = ? AND u.value = ?"
        " LEFT JOIN party_number l ON l.system = ? AND l.value = ?"
        " LEFT JOIN party_role r ON r.clinician = c.party_id AND r.organisation = u.party_id"
        " LEFT JOIN unit_entity e ON e.organisation = u.party_id",
        (*clinician, *unit, *legal_entity),
    )
    person, place, entity, category, under = found or (None,) * 5
    return Place(person or 0, place or 0, entity or 0, category or "", under or 0)
