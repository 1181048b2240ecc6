"""Sessions and drafts: what a person has open. Tokens are kept only as hashes."""

from msgspec import Struct

from helsekort.store.database import Transaction


class SessionRow(Struct, frozen=True):
    """A session. Times in microseconds."""

    persona: str
    kind: str
    party: int
    organisation: int
    category: str
    began: int
    last_seen: int
    ended: int | None = None


class DraftRow(Struct, frozen=True):
    """What someone typed when the session had ended. `fields` is JSON."""

    party: int
    card: int
    path: str
    fields: bytes
    kept: int


def add_session(tx: Transaction, token_hash: bytes, session: SessionRow) -> None:
    tx.run(
        "INSERT INTO session (token_hash, persona, kind, party_id, organisation, category, began, last_seen)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            token_hash,
            session.persona,
            session.kind,
            session.party,
            session.organisation,
            session.category,
            session.began,
            session.last_seen,
        ),
    )


def session(tx: Transaction, token_hash: bytes) -> tuple[SessionRow, str | None, str | None] | None:
    """The session, and the shown names of its person and unit; None for a name where there is no such party."""
    found = tx.row(
        "SELECT s.persona, s.kind, s.party_id, s.organisation, s.category, s.began, s.last_seen, s.ended,"
        " p.name, o.name FROM session s LEFT JOIN party p ON p.party_id = s.party_id"
        " LEFT JOIN party o ON o.party_id = s.organisation WHERE s.token_hash = ?",
        (token_hash,),
    )
    return (SessionRow(*found[:-2]), found[-2], found[-1]) if found else None


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
