"""Heads and summary rows of cards, care relations, and what has been seen."""

from msgspec import Struct

from helsekort.store.blocks import AGAINST, STANDS
from helsekort.store.chain import START, Head
from helsekort.store.database import Transaction
from helsekort.store.secret_addresses import OF_CARD

OPENING = 1  # the origin of the entry that opens a card
COORDINATION = "attest COC"
"""What a care relation rests on that is for coordinating care alone: by it the sensitive classes are not seen."""
FULLY = 2


BLANK = b""

FORM = 1
"""The shape of a summary row. One of an older shape lacks what was added since, and is made anew when it is listed."""


class Summary(Struct, frozen=True):
    """What a list shows of a card; updated in the transaction that changes the card. Dates are ISO text.

    `next_visit` is the one agreed last; `form` is the shape the row was made in.
    """

    card: int
    woman: int
    active: bool
    edd: str | None = None
    length: int | None = None
    fetuses: int | None = None
    last_contact: str | None = None
    last_contact_kind: str | None = None
    over_on: str | None = None
    outcome: str | None = None
    last_check_up: str | None = None
    next_visit: str | None = None
    form: int = FORM

    @property
    def pregnant(self) -> bool:
        """Whether the pregnancy goes on."""
        return self.active and self.over_on is None


COLUMNS = (
    "card_id, woman, active, edd, length, fetuses, last_contact, last_contact_kind, over_on, outcome, last_check_up,"
    " next_visit, summary_form"
)


def summary_in(row: tuple[object, ...]) -> Summary:
    """A row of `COLUMNS`."""
    card, woman, active, *rest = row
    return Summary(card, woman, active == 1, *rest)  # type: ignore[arg-type]  # typed by the schema


def open_head(tx: Transaction, card: int, woman: int) -> None:
    """The head of a card that has no entries yet."""
    tx.run(
        "INSERT INTO card (card_id, woman, active, last_seq, last_hash, summary_form) VALUES (?, ?, 1, 0, ?, ?)",
        (card, woman, START, FORM),
    )


def update_summary(tx: Transaction, summary: Summary) -> None:
    tx.run(
        "UPDATE card SET active = ?, edd = ?, length = ?, fetuses = ?, last_contact = ?, last_contact_kind = ?,"
        " over_on = ?, outcome = ?, last_check_up = ?, next_visit = ?, summary_form = ? WHERE card_id = ?",
        (
            int(summary.active),
            summary.edd,
            summary.length,
            summary.fetuses,
            summary.last_contact,
            summary.last_contact_kind,
            summary.over_on,
            summary.outcome,
            summary.last_check_up,
            summary.next_visit,
            summary.form,
            summary.card,
        ),
    )


def summary(tx: Transaction, card: int) -> Summary | None:
    found = tx.row(f"SELECT {COLUMNS} FROM card WHERE card_id = ?", (card,))
    return summary_in(found) if found else None


class Standing(Struct, frozen=True):
    """How someone at a unit stands to a woman: they care for her now, more than by coordinating it; she has closed
    something to them; and her address is secret."""

    cared_for: bool = False
    fully: bool = False
    closed: bool = False
    secret: bool = False


def summary_and_standing(
    tx: Transaction, card: int, clinician: int, organisation: int, at: int
) -> tuple[Summary, Standing] | None:
    """The summary, and how this clinician, at this unit, stands to its woman; in one question."""
    found = tx.row(
        f"SELECT {COLUMNS}, (SELECT MAX(CASE WHEN r.basis = '{COORDINATION}' THEN 1 ELSE 2 END)"
        " FROM care_relation r WHERE r.woman = card.woman"
        " AND r.clinician = ? AND r.organisation = ? AND r.since <= ? AND (r.until IS NULL OR r.until > ?)),"
        f" EXISTS (SELECT 1 FROM block b WHERE b.woman = card.woman AND {AGAINST} AND {STANDS}), {OF_CARD}"
        " FROM card WHERE card_id = ?",
        (clinician, organisation, at, at, clinician, organisation, organisation, card),
    )
    if found is None:
        return None
    *row, relation, closed, secret = found
    return summary_in(tuple(row)), Standing(
        relation is not None, relation == FULLY, bool(closed), bool(secret)
    )


def locked(tx: Transaction, card: int) -> tuple[Head, bool] | None:
    """Where a card's log ends, locked for this transaction, and whether it is active; None where there is none."""
    found = tx.row(
        "SELECT last_seq, last_hash, active FROM card WHERE card_id = ?{for_update}",
        (card,),
    )
    return (Head(found[0], bytes(found[1])), found[2] == 1) if found else None


def every(tx: Transaction) -> list[Summary]:
    """The summary row of every card."""
    return [summary_in(row) for row in tx.rows(f"SELECT {COLUMNS} FROM card ORDER BY card_id")]


def active_card_of(tx: Transaction, woman: int) -> int | None:
    """The card of her pregnancy, else of the last one that is over; one without a due date is newer than any."""
    # said by CASE, for the databases do not agree on where a null sorts
    found = tx.row(
        "SELECT card_id FROM card WHERE woman = ?"
        " ORDER BY CASE WHEN active = 1 AND over_on IS NULL THEN 0 ELSE 1 END,"
        " CASE WHEN over_on IS NULL THEN 1 ELSE 0 END, over_on DESC, active DESC,"
        " CASE WHEN edd IS NULL THEN 0 ELSE 1 END, edd DESC",
        (woman,),
    )
    return int(found[0]) if found else None


def of_woman(tx: Transaction, woman: int) -> list[Summary]:
    """All cards opened for this party."""
    return [summary_in(row) for row in tx.rows(f"SELECT {COLUMNS} FROM card WHERE woman = ?", (woman,))]


def in_care(
    tx: Transaction, woman: int, clinician: int, organisation: int, at: int, *, fully: bool = False
) -> bool:
    """Whether a care relation between them, at this unit, is valid at a moment (microseconds); `fully`: one that is for
    more than coordination."""
    found = tx.row(
        "SELECT 1 FROM care_relation WHERE woman = ? AND clinician = ? AND organisation = ?"
        " AND since <= ? AND (until IS NULL OR until > ?) AND basis <> ?",
        (woman, clinician, organisation, at, at, COORDINATION if fully else ""),
    )
    return found is not None


def prolong_care(
    tx: Transaction, woman: int, clinician: int, organisation: int, at: int, until: int, basis: str
) -> bool:
    """Let what was begun on this basis, and has not ended, last until then, or begin it; whether it was begun.

    Of two begun at the same moment the first stands.
    """
    who = (woman, clinician, organisation)
    changed = tx.run(
        "UPDATE care_relation SET until = CASE WHEN until < ? THEN ? ELSE until END"
        " WHERE woman = ? AND clinician = ? AND organisation = ? AND basis = ? AND until > ?",
        (until, until, *who, basis, at),
    )
    if changed:
        return False
    begun = tx.run(
        "INSERT INTO care_relation (woman, clinician, organisation, since, until, basis) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (*who, at, until, basis),
    )
    return begun > 0


def unit_in_care(tx: Transaction, woman: int, organisation: int, at: int) -> bool:
    """Whether anyone at a unit has a care relation to a woman at a moment (microseconds)."""
    found = tx.row(
        "SELECT 1 FROM care_relation WHERE woman = ? AND organisation = ? AND since <= ?"
        " AND (until IS NULL OR until > ?)",
        (woman, organisation, at, at),
    )
    return found is not None


def units_in_care(tx: Transaction, woman: int, at: int) -> list[tuple[int, str]]:
    """The units whose people have a care relation to her now, each with what that rests on."""
    rows = tx.rows(
        "SELECT DISTINCT organisation, basis FROM care_relation WHERE woman = ? AND since <= ?"
        " AND (until IS NULL OR until > ?) ORDER BY organisation, basis",
        (woman, at, at),
    )
    return [(row[0], row[1]) for row in rows]


def begin_care(
    tx: Transaction, woman: int, clinician: int, organisation: int, since: int, until: int | None, basis: str
) -> None:
    tx.run(
        "INSERT INTO care_relation (woman, clinician, organisation, since, until, basis) VALUES (?, ?, ?, ?, ?, ?)",
        (woman, clinician, organisation, since, until, basis),
    )


def begin_care_of_unit(
    tx: Transaction, woman: int, organisation: int, since: int, until: int, basis: str
) -> int:
    """A care relation for all who work at a unit now; how many they are. Of two begun at once the longer holds."""
    return tx.run(
        "INSERT INTO care_relation (woman, clinician, organisation, since, until, basis)"
        " SELECT ?, clinician, organisation, ?, ?, ? FROM party_role WHERE organisation = ?"
        " ON CONFLICT (woman, clinician, organisation, since) DO UPDATE SET until ="
        " CASE WHEN care_relation.until > excluded.until THEN care_relation.until ELSE excluded.until END",
        (woman, since, until, basis, organisation),
    )


def end_care(tx: Transaction, woman: int, basis: str, at: int) -> None:
    """End what was begun on this basis, and has not ended."""
    tx.run(
        "UPDATE care_relation SET until = ? WHERE woman = ? AND basis = ? AND (until IS NULL OR until > ?)",
        (at, woman, basis, at),
    )


def lend_care(tx: Transaction, woman: int, into: int, at: int) -> None:
    """Whoever cares for a party that is joined to another cares for that one too, from now on; who coordinates says so
    anew."""
    tx.run(
        "INSERT INTO care_relation (woman, clinician, organisation, since, until, basis)"
        " SELECT ?, clinician, organisation, ?, until, 'joined ' || woman FROM care_relation"
        " WHERE woman = ? AND (until IS NULL OR until > ?) AND basis <> ? ON CONFLICT DO NOTHING",
        (into, at, woman, at, COORDINATION),
    )


def return_care(tx: Transaction, woman: int, into: int, at: int) -> None:
    """End what was lent when two parties are parted again."""
    tx.run(
        "UPDATE care_relation SET until = ? WHERE woman = ? AND basis = 'joined ' || ?"
        " AND (until IS NULL OR until > ?)",
        (at, into, str(woman), at),
    )


def team(tx: Transaction, woman: int, at: int) -> list[tuple[int, int]]:
    """(clinician, organisation) of everyone with a care relation to a woman now; the longest one first."""
    rows = tx.rows(
        "SELECT clinician, organisation FROM care_relation WHERE woman = ? AND since <= ?"
        " AND (until IS NULL OR until > ?) ORDER BY since, clinician, organisation",
        (woman, at, at),
    )
    return list(dict.fromkeys((row[0], row[1]) for row in rows))


def seen_before(tx: Transaction, card: int, party: int, day: str) -> int | None:
    """The newest entry that stood on the card when this person last opened it on an earlier day."""
    found = tx.row(
        "SELECT before_seq, last_seq, day FROM seen WHERE card_id = ? AND party_id = ?", (card, party)
    )
    if found is None:
        return None
    before, last, seen_on = found
    return before if seen_on == day else int(last)


def mark_seen(tx: Transaction, card: int, party: int, before: int | None, last: int, day: str) -> None:
    """Remember what stands on the card now. Through one day `before` stays, so that news do not vanish at a click."""
    tx.run(
        "INSERT INTO seen (card_id, party_id, before_seq, last_seq, day) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (card_id, party_id) DO UPDATE SET before_seq = excluded.before_seq,"
        " last_seq = excluded.last_seq, day = excluded.day",
        (card, party, before, last, day),
    )


def used_key(tx: Transaction, card: int, party: int, key: str) -> tuple[bytes, int] | None:
    """(content hash, origin) of what a key made before."""
    found = tx.row(
        "SELECT content_hash, origin FROM idempotency WHERE card_id = ? AND party_id = ? AND key = ?",
        (card, party, key),
    )
    return (bytes(found[0]), int(found[1])) if found else None


def opened_with(tx: Transaction, woman: int, party: int, key: str) -> int:
    """The card of this woman that a key opened. LookupError where it opened none."""
    found = tx.row(
        "SELECT c.card_id FROM card c JOIN idempotency i ON i.card_id = c.card_id"
        " WHERE c.woman = ? AND i.party_id = ? AND i.key = ? AND i.origin = ?",
        (woman, party, key, OPENING),
    )
    if found is None:
        raise LookupError("the key opened no card of hers")
    return int(found[0])


def take_key(tx: Transaction, card: int, party: int, key: str, content: bytes, origin: int, at: int) -> bool:
    """Take a key for a content; False where someone has it already. The unique key decides."""
    taken = tx.run(
        "INSERT INTO idempotency (card_id, party_id, key, content_hash, origin, at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (card, party, key, content, origin, at),
    )
    return taken == 1


def blank_keys(tx: Transaction, card: int) -> None:
    """Forget what a card's keys stood for, not that they were used: from a hash an erased value could be guessed."""
    tx.run("UPDATE idempotency SET content_hash = ? WHERE card_id = ?", (BLANK, card))
