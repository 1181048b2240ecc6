"""Where referrals stand, one row each: written with the step that changes it, read by the lists of two units."""

from msgspec import Struct

from helsekort.store.database import Transaction


class ReferralRow(Struct, frozen=True):
    """One referral. `step` is empty for a draft; times are microseconds."""

    card: int
    origin: int
    kind: str
    urgency: str
    step: str
    from_unit: int
    sender: int
    to_unit: int
    began: int
    sent: int | None
    changed: int
    changed_by: int


_COLUMNS = (
    "card_id, origin, kind, urgency, step, from_unit, sender, to_unit, began, sent, changed, changed_by"
)


def put(tx: Transaction, row: ReferralRow) -> None:
    """Write where a referral stands now."""
    tx.run(
        f"INSERT INTO referral ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (card_id, origin) DO UPDATE SET kind = excluded.kind, urgency = excluded.urgency,"
        " step = excluded.step, to_unit = excluded.to_unit, sent = excluded.sent, changed = excluded.changed,"
        " changed_by = excluded.changed_by",
        (
            row.card,
            row.origin,
            row.kind,
            row.urgency,
            row.step,
            row.from_unit,
            row.sender,
            row.to_unit,
            row.began,
            row.sent,
            row.changed,
            row.changed_by,
        ),
    )


def close(tx: Transaction, card: int, origin: int, step: str) -> None:
    """A referral whose content was erased by law waits for nobody."""
    tx.run("UPDATE referral SET step = ? WHERE card_id = ? AND origin = ?", (step, card, origin))


def one(tx: Transaction, card: int, origin: int) -> ReferralRow | None:
    found = tx.row(f"SELECT {_COLUMNS} FROM referral WHERE card_id = ? AND origin = ?", (card, origin))
    return ReferralRow(*found) if found else None


def of_unit(tx: Transaction, unit: int, waiting: tuple[str, ...], since: int) -> list[ReferralRow]:
    """What a unit was asked or has asked for: what waits, and what was answered since a moment; oldest change first."""
    marks = ", ".join("?" for _ in waiting)
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM referral WHERE (to_unit = ? OR from_unit = ?)"
        f" AND (step IN ({marks}) OR changed >= ?) ORDER BY changed, card_id, origin",
        (unit, unit, *waiting, since),
    )
    return [ReferralRow(*row) for row in rows]
