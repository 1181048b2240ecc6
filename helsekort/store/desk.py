"""Sessions and drafts: what a person has open. Tokens are kept only as hashes."""

from collections.abc import Collection

import msgspec
from msgspec import Struct

from helsekort.store.database import Transaction


class SessionRow(Struct, frozen=True):
    """A session. Times in microseconds. What follows `ended` is known only of one that a provider let in."""

    persona: str
    kind: str
    party: int
    organisation: int
    category: str
    began: int
    last_seen: int
    ended: int | None = None
    provider: str = ""
    provider_session: str = ""
    level: str = ""
    proved: int = 0
    acting_for: int = 0
    legal_entity: int = 0
    point_of_care: int = 0
    device: str = ""
    ended_by: str = ""


class NamedSession(Struct, frozen=True):
    """A session, and the shown names of its person, its unit and the woman acted for; None where there is none."""

    row: SessionRow
    name: str | None
    unit: str | None
    on_behalf_of: str | None


class DraftRow(Struct, frozen=True):
    """What someone typed when the session had ended. `fields` is JSON."""

    party: int
    card: int
    path: str
    fields: bytes
    kept: int


TOO_MANY = "too-many"
_COLUMNS = (
    "persona, kind, party_id, organisation, category, began, last_seen, ended, provider, provider_session, level,"
    " proved, acting_for, legal_entity, point_of_care, device, ended_by"
)
_OF_SESSION = ", ".join(f"s.{name.strip()}" for name in _COLUMNS.split(","))


def add_session(tx: Transaction, token_hash: bytes, session: SessionRow) -> None:
    values = msgspec.structs.astuple(session)
    marks = ", ".join("?" for _ in values)
    tx.run(f"INSERT INTO session (token_hash, {_COLUMNS}) VALUES (?, {marks})", (token_hash, *values))


def session(tx: Transaction, token_hash: bytes) -> NamedSession | None:
    """The session with the names that its pages show."""
    found = tx.row(
        f"SELECT {_OF_SESSION}, p.name, o.name, w.name FROM session s LEFT JOIN party p ON p.party_id = s.party_id"
        " LEFT JOIN party o ON o.party_id = s.organisation LEFT JOIN party w ON w.party_id = s.acting_for"
        " WHERE s.token_hash = ?",
        (token_hash,),
    )
    return NamedSession(SessionRow(*found[:-3]), *found[-3:]) if found else None


def sessions_of(tx: Transaction, kind: str, party: int, seen_after: int) -> list[tuple[bytes, SessionRow]]:
    """The hash and the session of each that someone has not ended and that was used since a moment, newest first."""
    rows = tx.rows(
        f"SELECT s.token_hash, {_OF_SESSION} FROM session s WHERE s.party_id = ? AND s.kind = ? AND s.ended IS NULL"
        " AND s.last_seen >= ? ORDER BY s.last_seen DESC, s.token_hash",
        (party, kind, seen_after),
    )
    return [(bytes(row[0]), SessionRow(*row[1:])) for row in rows]


def ended_for_newer(tx: Transaction, kind: str, party: int, after: int) -> list[SessionRow]:
    """Those that ended since a moment to make room for newer ones, the last first."""
    rows = tx.rows(
        f"SELECT {_OF_SESSION} FROM session s WHERE s.party_id = ? AND s.kind = ? AND s.ended_by = ? AND s.ended >= ?"
        " ORDER BY s.ended DESC, s.began",
        (party, kind, TOO_MANY, after),
    )
    return [SessionRow(*row) for row in rows]


def end_for_newer(tx: Transaction, token_hash: bytes, at: int) -> None:
    """End one to make room for a newer one."""
    tx.run(
        "UPDATE session SET ended = ?, ended_by = ? WHERE token_hash = ? AND ended IS NULL",
        (at, TOO_MANY, token_hash),
    )


def end_all(tx: Transaction, kind: str, party: int, at: int) -> int:
    """End every session of someone; how many."""
    return tx.run(
        "UPDATE session SET ended = ? WHERE party_id = ? AND kind = ? AND ended IS NULL", (at, party, kind)
    )


def end_acting(tx: Transaction, agent: int, women: Collection[int], at: int) -> None:
    """End every session in which someone acts for a woman."""
    marks = ", ".join("?" for _ in women)
    tx.run(
        f"UPDATE session SET ended = ? WHERE party_id = ? AND ended IS NULL AND acting_for IN ({marks})",
        (at, agent, *women),
    )


def end_of_provider(tx: Transaction, provider: str, provider_session: str, at: int) -> int:
    """End what a provider's own session let in; how many."""
    return tx.run(
        "UPDATE session SET ended = ? WHERE provider_session = ? AND provider = ? AND ended IS NULL",
        (at, provider_session, provider),
    )


def choose_unit(tx: Transaction, token_hash: bytes, organisation: int, category: str) -> None:
    tx.run(
        "UPDATE session SET organisation = ?, category = ? WHERE token_hash = ?",
        (organisation, category, token_hash),
    )


def touch_session(tx: Transaction, token_hash: bytes, at: int) -> None:
    tx.run("UPDATE session SET last_seen = ? WHERE token_hash = ?", (at, token_hash))


def end_others(tx: Transaction, token_hash: bytes, at: int) -> None:
    """End every other session of the person that a session is of; none where this one has ended."""
    tx.run(
        "UPDATE session SET ended = ? WHERE ended IS NULL AND token_hash <> ? AND EXISTS (SELECT 1 FROM session s"
        " WHERE s.token_hash = ? AND s.ended IS NULL AND s.kind = session.kind AND s.party_id = session.party_id)",
        (at, token_hash, token_hash),
    )


def end_session(tx: Transaction, token_hash: bytes, at: int) -> None:
    tx.run("UPDATE session SET ended = ? WHERE token_hash = ? AND ended IS NULL", (at, token_hash))


def add_draft(tx: Transaction, token_hash: bytes, draft: DraftRow) -> None:
    tx.run(
        "INSERT INTO draft (token_hash, party_id, card_id, path, fields, kept) VALUES (?, ?, ?, ?, ?, ?)",
        (token_hash, draft.party, draft.card, draft.path, draft.fields, draft.kept),
    )


def draft(tx: Transaction, token_hash: bytes) -> DraftRow | None:
    found = tx.row(
        "SELECT party_id, card_id, path, fields, kept FROM draft WHERE token_hash = ?", (token_hash,)
    )
    return DraftRow(found[0], found[1], found[2], bytes(found[3]), found[4]) if found else None


def remove_drafts(tx: Transaction, party: int, card: int, path: str, before: int) -> None:
    """Drop earlier drafts of the same form by the same person, and everyone's from before a moment."""
    tx.run(
        "DELETE FROM draft WHERE (party_id = ? AND card_id = ? AND path = ?) OR kept < ?",
        (party, card, path, before),
    )


def forget_drafts(tx: Transaction, card: int) -> None:
    """Drop what anyone has typed about a card and not saved."""
    tx.run("DELETE FROM draft WHERE card_id = ?", (card,))


def drafts_of(tx: Transaction, party: int, after: int) -> list[DraftRow]:
    """What a person has kept since a moment, newest first."""
    found = tx.rows(
        "SELECT party_id, card_id, path, fields, kept FROM draft WHERE party_id = ? AND kept >= ?"
        " ORDER BY kept DESC, card_id, path",
        (party, after),
    )
    return [DraftRow(row[0], row[1], row[2], bytes(row[3]), row[4]) for row in found]
