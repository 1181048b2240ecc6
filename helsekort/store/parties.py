"""Heads of parties: shown names, national numbers, and which party a joined one is."""

from collections.abc import Iterable

from msgspec import Struct

from helsekort.store.chain import START
from helsekort.store.database import Transaction


def open_head(tx: Transaction, party: int, kind: str, name: str) -> None:
    tx.run(
        "INSERT INTO party (party_id, kind, name, last_seq, last_hash) VALUES (?, ?, ?, 0, ?)",
        (party, kind, name, START),
    )


def update_head(tx: Transaction, party: int, name: str, joined_to: int | None) -> None:
    tx.run("UPDATE party SET name = ?, joined_to = ? WHERE party_id = ?", (name, joined_to, party))


def names(tx: Transaction, parties: Iterable[int]) -> dict[int, str]:
    """Shown names by id."""
    wanted = sorted(set(parties))
    if not wanted:
        return {}
    marks = ", ".join("?" for _ in wanted)
    return dict(tx.rows(f"SELECT party_id, name FROM party WHERE party_id IN ({marks})", wanted))


def kind_of(tx: Transaction, party: int) -> str:
    """What a party is, by the name of its resource; "" where there is none."""
    found = tx.row("SELECT kind FROM party WHERE party_id = ?", (party,))
    return str(found[0]) if found else ""


def personnel_named(tx: Transaction, letters: str, most: int) -> list[tuple[int, str, str]]:
    """(party, name, kind) of personnel and units whose name has these letters, by name, at most so many.

    Databases fold no Norwegian letters alike, so the words are tried as they stand and with a capital each.
    """
    rows = tx.rows(
        "SELECT party_id, name, kind FROM party WHERE kind IN ('Practitioner', 'Organization')"
        " AND (name LIKE ? OR name LIKE ?) ORDER BY name, party_id LIMIT ?",
        (f"%{letters}%", f"%{letters.title()}%", most),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def resolved(tx: Transaction, party: int) -> int:
    """The party itself, or the one it was joined to."""
    found = tx.row("SELECT joined_to FROM party WHERE party_id = ?", (party,))
    return int(found[0]) if found and found[0] is not None else party


def all_resolved(tx: Transaction, parties: Iterable[int]) -> dict[int, int]:
    """Each party, and the one it was joined to, or itself."""
    wanted = sorted(set(parties))
    marks = ", ".join("?" for _ in wanted)
    rows = (
        tx.rows(f"SELECT party_id, joined_to FROM party WHERE party_id IN ({marks})", wanted)
        if wanted
        else []
    )
    return {party: joined or party for party, joined in rows}


def joined_into(tx: Transaction, party: int) -> list[int]:
    """The parties that were found to be this one."""
    return [row[0] for row in tx.rows("SELECT party_id FROM party WHERE joined_to = ?", (party,))]


def heads(tx: Transaction) -> list[tuple[int, str, int | None]]:
    """(party, shown name, joined to) of every party."""
    rows = tx.rows("SELECT party_id, name, joined_to FROM party ORDER BY party_id")
    return [(row[0], row[1], row[2]) for row in rows]


def by_number(tx: Transaction, system: str, value: str) -> int | None:
    """Who has, or had, a number."""
    found = tx.row("SELECT party_id FROM party_number WHERE system = ? AND value = ?", (system, value))
    return int(found[0]) if found else None


def add_number(tx: Transaction, system: str, value: str, party: int) -> bool:
    """Give a number to a party; False where another has it."""
    tx.run(
        "INSERT INTO party_number (system, value, party_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (system, value, party),
    )
    return by_number(tx, system, value) == party


def add_role(tx: Transaction, clinician: int, organisation: int, category: str) -> None:
    tx.run(
        "INSERT INTO party_role (clinician, organisation, category) VALUES (?, ?, ?)"
        " ON CONFLICT (clinician, organisation) DO UPDATE SET category = excluded.category",
        (clinician, organisation, category),
    )


def roles(tx: Transaction, clinicians: Iterable[int]) -> dict[int, str]:
    """What each of these is (Volven 9060); the last by organisation where one has several."""
    wanted = sorted(set(clinicians))
    if not wanted:
        return {}
    marks = ", ".join("?" for _ in wanted)
    return dict(tx.rows(f"SELECT clinician, category FROM party_role WHERE clinician IN ({marks})", wanted))


def units_of(tx: Transaction, clinician: int) -> list[int]:
    """The units that someone works at."""
    rows = tx.rows(
        "SELECT organisation FROM party_role WHERE clinician = ? ORDER BY organisation", (clinician,)
    )
    return [row[0] for row in rows]


def staff(tx: Transaction, organisations: Iterable[int]) -> dict[int, set[int]]:
    """Everyone who works at each of these units."""
    wanted = sorted(set(organisations))
    if not wanted:
        return {}
    marks = ", ".join("?" for _ in wanted)
    found: dict[int, set[int]] = {unit: set() for unit in wanted}
    rows = tx.rows(f"SELECT organisation, clinician FROM party_role WHERE organisation IN ({marks})", wanted)
    for unit, clinician in rows:
        found[unit].add(clinician)
    return found


def roles_at(tx: Transaction, clinician: int, entity: int, unit: int) -> list[tuple[int, str]]:
    """(unit, what they are there) of the roles that someone has at a unit, at what it belongs to, and at all else that
    belongs to that; by the unit's name. A unit that is known to belong to another is none of them."""
    rows = tx.rows(
        "SELECT r.organisation, r.category FROM party_role r JOIN party p ON p.party_id = r.organisation"
        " LEFT JOIN unit_entity u ON u.organisation = r.organisation WHERE r.clinician = ?"
        " AND (u.entity = ? OR r.organisation = ? OR (r.organisation = ? AND u.entity IS NULL))"
        " ORDER BY p.name, r.organisation",
        (clinician, entity, entity, unit),
    )
    return [(row[0], row[1]) for row in rows]


def units(tx: Transaction) -> list[tuple[int, bool]]:
    """(unit, whether anyone here works at it) of every unit that is registered. What units belong to is none, where
    nobody works there."""
    rows = tx.rows(
        "SELECT p.party_id, EXISTS (SELECT 1 FROM party_role r WHERE r.organisation = p.party_id),"
        " EXISTS (SELECT 1 FROM unit_entity u WHERE u.entity = p.party_id)"
        " FROM party p WHERE p.kind = 'Organization' ORDER BY p.party_id"
    )
    return [(unit, bool(works)) for unit, works, above in rows if works or not above]


class PersonaRow(Struct, frozen=True):
    """One of the demo's fictive people."""

    key: str
    place: int
    kind: str
    party: int
    organisation: int
    category: str
    title: str


def add_persona(tx: Transaction, persona: PersonaRow) -> None:
    tx.run(
        "INSERT INTO persona (key, place, kind, party_id, organisation, category, title)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            persona.key,
            persona.place,
            persona.kind,
            persona.party,
            persona.organisation,
            persona.category,
            persona.title,
        ),
    )


def personas(tx: Transaction) -> list[PersonaRow]:
    rows = tx.rows(
        "SELECT key, place, kind, party_id, organisation, category, title FROM persona ORDER BY place"
    )
    return [PersonaRow(*row) for row in rows]


def numbers_of(tx: Transaction, party: int) -> list[str]:
    return [row[0] for row in tx.rows("SELECT value FROM party_number WHERE party_id = ?", (party,))]
