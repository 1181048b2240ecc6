"""Messages as they came, and how far each has got."""

from collections.abc import Iterable

from msgspec import Struct

from helsekort.store.database import Transaction
from helsekort.store.packing import pack, unpack

KEPT_OUT, FOR_NOW, FOR_GOOD = 0, 1, 2
"""Whether a message counts in its report."""


class MessageRow(Struct, frozen=True):
    """A message without its bytes. `owner` is a unit, 0 nobody; `card` is 0 where it stands on none.

    `erased` is when its bytes were erased by law, None where they are there.
    """

    message: int
    received: int
    state: str
    reason: str
    owner: int
    card: int
    tries: int
    laboratory: str
    person: str
    let_in: int
    receipt: bytes | None
    aside_at: int | None
    erased: int | None


class ReportRow(Struct, frozen=True):
    """A report after all its messages. `woman`, `pregnancy`: what a person said of it by hand; 0 and "" else."""

    report: str
    state: str
    reason: str
    owner: int
    card: int
    woman: int
    pregnancy: str


_NAMES = "message, received, state, reason, owner, card_id, tries, laboratory, person, let_in"
_COLUMNS = ", ".join(f"i.{name}" for name in f"{_NAMES}, receipt, aside_at, erased".split(", "))
_SELECT = f"SELECT {_COLUMNS} FROM inbox i"


def _row(found: tuple[object, ...]) -> MessageRow:
    *rest, receipt, aside_at, erased = found
    kept = bytes(receipt) if receipt is not None else None  # type: ignore[call-overload]  # a blob by the schema
    return MessageRow(*rest, kept, aside_at, erased)  # type: ignore[arg-type, call-arg]  # typed by the schema


def add(tx: Transaction, message: int, digest: bytes, raw: bytes, received: int, owner: int) -> bool:
    """Keep a message; False where the very same bytes are kept already. The unique digest decides."""
    form, stored = pack(raw)
    added = tx.run(
        "INSERT INTO inbox (message, digest, format, raw, received, state, reason, owner, card_id, tries,"
        " laboratory, person) VALUES (?, ?, ?, ?, ?, 'received', '', ?, 0, 0, '', '') ON CONFLICT DO NOTHING",
        (message, digest, form, stored, received, owner),
    )
    return added == 1


def by_digest(tx: Transaction, digest: bytes) -> MessageRow | None:
    found = tx.row(f"{_SELECT} WHERE i.digest = ?", (digest,))
    return _row(found) if found else None


def message(tx: Transaction, number: int) -> MessageRow | None:
    found = tx.row(f"{_SELECT} WHERE i.message = ?", (number,))
    return _row(found) if found else None


def raw(tx: Transaction, number: int) -> bytes:
    """The bytes as they came. LookupError where there is no such message, or they were erased by law."""
    found = tx.row("SELECT format, raw FROM inbox WHERE message = ? AND erased IS NULL", (number,))
    if found is None:
        raise LookupError("no such message")
    return unpack(found[0], bytes(found[1]))


def in_states(tx: Transaction, states: Iterable[str]) -> list[int]:
    """The messages in these states, oldest first."""
    wanted = list(states)
    marks = ", ".join("?" for _ in wanted)
    rows = tx.rows(f"SELECT message FROM inbox WHERE state IN ({marks}) ORDER BY received, message", wanted)
    return [row[0] for row in rows]


def of_unit(tx: Transaction, owner: int, states: Iterable[str]) -> list[tuple[str, MessageRow]]:
    """(report, message) of a unit, in these states and not set aside, oldest first; the report is "" for none."""
    wanted = list(states)
    marks = ", ".join("?" for _ in wanted)
    rows = tx.rows(
        f"SELECT COALESCE(r.report, ''), {_COLUMNS} FROM inbox i"
        " LEFT JOIN inbox_report r ON r.message = i.message"
        f" WHERE i.owner = ? AND i.state IN ({marks}) AND i.aside_at IS NULL ORDER BY i.received, i.message",
        (owner, *wanted),
    )
    return [(row[0], _row(row[1:])) for row in rows]


def let_in(tx: Transaction, number: int, how: int) -> None:
    """Whether a message counts in its report from now on: KEPT_OUT, FOR_NOW or FOR_GOOD."""
    tx.run("UPDATE inbox SET let_in = ? WHERE message = ?", (how, number))


def take_key(tx: Transaction, sender: str, message_id: str, number: int) -> bool:
    """Take a sender's message id for a message; False where another message has it."""
    tx.run(
        "INSERT INTO inbox_key (sender, message_id, message) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (sender, message_id, number),
    )
    found = tx.row("SELECT message FROM inbox_key WHERE sender = ? AND message_id = ?", (sender, message_id))
    return found is not None and found[0] == number


def claim(tx: Transaction, number: int, at: int, lease: int) -> bool:
    """Begin a try; False where the message is on its way, or someone has been trying it for less than the lease."""
    claimed = tx.run(
        "UPDATE inbox SET tries = tries + 1, tried_at = ? WHERE message = ? AND state IN ('received', 'waiting')"
        " AND (tried_at IS NULL OR tried_at <= ?)",
        (at, number, at - lease),
    )
    return claimed == 1


def release(tx: Transaction, number: int, tries: int) -> None:
    """End a try; `tries` is how many now count."""
    tx.run("UPDATE inbox SET tries = ?, tried_at = NULL WHERE message = ?", (tries, number))


def set_state(
    tx: Transaction,
    number: int,
    state: str,
    reason: str,
    *,
    owner: int | None = None,
    card: int | None = None,
) -> None:
    """How far a message has got. What is not given stays."""
    tx.run(
        "UPDATE inbox SET state = ?, reason = ?, owner = COALESCE(?, owner), card_id = COALESCE(?, card_id)"
        " WHERE message = ?",
        (state, reason, owner, card, number),
    )


def describe(tx: Transaction, number: int, laboratory: str, person: str) -> None:
    """Who sent it and whom it says it is about, for the list of those it is addressed to."""
    tx.run("UPDATE inbox SET laboratory = ?, person = ? WHERE message = ?", (laboratory, person, number))


def keep_receipt(tx: Transaction, number: int, receipt: bytes | None) -> None:
    """The receipt that was made for a message, so that the same one is sent again."""
    tx.run("UPDATE inbox SET receipt = ? WHERE message = ?", (receipt, number))


def set_aside(tx: Transaction, number: int, at: int, by: int, why: str) -> None:
    tx.run(
        "UPDATE inbox SET aside_at = ?, aside_by = ?, aside_why = ? WHERE message = ? AND aside_at IS NULL",
        (at, by, why, number),
    )


def add_report(tx: Transaction, report: str, number: int) -> None:
    """A message is about a report; the report's row is there from then on."""
    tx.run(
        "INSERT INTO lab_report (report, state, reason, owner, card_id, woman, pregnancy)"
        " VALUES (?, 'received', '', 0, 0, 0, '') ON CONFLICT DO NOTHING",
        (report,),
    )
    tx.run(
        "INSERT INTO inbox_report (report, message) VALUES (?, ?) ON CONFLICT DO NOTHING", (report, number)
    )


def report(tx: Transaction, key: str, *, lock: bool = False) -> ReportRow | None:
    """A report; locked, two workers cannot settle it at once."""
    end = "{for_update}" if lock else ""
    found = tx.row(
        "SELECT report, state, reason, owner, card_id, woman, pregnancy FROM lab_report WHERE report = ?"
        + end,
        (key,),
    )
    return ReportRow(*found) if found else None


def reports_of(tx: Transaction, number: int) -> list[str]:
    """The reports that a message is about, in the order they are locked in."""
    rows = tx.rows("SELECT report FROM inbox_report WHERE message = ? ORDER BY report", (number,))
    return [row[0] for row in rows]


def messages_of(tx: Transaction, key: str) -> list[MessageRow]:
    """The messages about a report, oldest first."""
    rows = tx.rows(
        f"{_SELECT} JOIN inbox_report r ON r.message = i.message WHERE r.report = ? ORDER BY i.received, i.message",
        (key,),
    )
    return [_row(row) for row in rows]


def reports_about(tx: Transaction, card: int) -> list[str]:
    """The reports about the woman of a card, in her pregnancy, whether or not anything of them stands on it."""
    return [
        row[0] for row in tx.rows("SELECT report FROM lab_report WHERE card_id = ? ORDER BY report", (card,))
    ]


def end_report(tx: Transaction, key: str, state: str, reason: str, owner: int, card: int) -> None:
    tx.run(
        "UPDATE lab_report SET state = ?, reason = ?, owner = ?, card_id = ? WHERE report = ?",
        (state, reason, owner, card, key),
    )


def place_report(tx: Transaction, key: str, woman: int, pregnancy: str) -> None:
    """What a person said: whose the report is, and which pregnancy."""
    tx.run("UPDATE lab_report SET woman = ?, pregnancy = ? WHERE report = ?", (woman, pregnancy, key))


def results_of(tx: Transaction, key: str) -> dict[int, dict[str, int]]:
    """Where a report stands: card -> result -> origin. The result "" is the report's own entry."""
    found: dict[int, dict[str, int]] = {}
    for card, item, origin in tx.rows(
        "SELECT card_id, item, origin FROM lab_result WHERE report = ? ORDER BY card_id, origin", (key,)
    ):
        found.setdefault(card, {})[item] = origin
    return found


def add_results(tx: Transaction, card: int, key: str, origins: dict[str, int]) -> None:
    tx.many(
        "INSERT INTO lab_result (card_id, report, item, origin) VALUES (?, ?, ?, ?)",
        [(card, key, item, origin) for item, origin in origins.items()],
    )
