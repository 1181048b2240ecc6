"""What has just been done, as the next page says it: by what stands on the card, never by an address alone. Pure.

An address can be kept, sent on or made up. So it only names what to look for; the page says that it was saved where it
finds it, written by whoever reads, not long ago.
"""

import datetime as dt
from collections.abc import Mapping

from helsekort.record.card import ContactLine
from helsekort.record.entries import DueDate, Entry
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.results import Results
from helsekort.web.shared.texts import moment

# The evening before counts: what was saved just before midnight is told of just after it.
_NOT_LONG = dt.timedelta(days=1)


def number(text: str) -> int:
    """A number from an address or a form; 0, which nothing has, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def mine(desk: Desk, entry: Entry) -> bool:
    """Whether the reader wrote it, not long ago."""
    return entry.author == desk.me and moment(entry.recorded).date() >= desk.today - _NOT_LONG


def recorded(desk: Desk, origin: int) -> int:
    """The contact the reader has just recorded; 0 where there is no such one."""
    line = desk.card.contact(origin)
    return origin if line is not None and mine(desk, line.contact.entries[0]) else 0


def answered(desk: Desk, origin: int) -> bool:
    """Whether the reader has just saved a form whose first answer is this one."""
    facts = [one.entries for one in desk.card.findings] + [one.entries for one in desk.card.rows]
    return any(entries[0].origin == origin and mine(desk, entries[0]) for entries in facts)


def amended(desk: Desk, line: ContactLine, base: int) -> bool:
    """Whether the reader has written something about it after the version they began from."""
    entries = [*line.contact.entries, *(entry for trail in line.findings for entry in trail.entries)]
    return base > 0 and any(entry.seq > base and mine(desk, entry) for entry in entries)


def moved_here(desk: Desk) -> bool:
    """Whether the reader has just moved a contact to this card."""
    return any(
        line.contact.now.moved_in and mine(desk, line.contact.entries[0]) for line in desk.card.contacts
    )


def moved_away(desk: Desk) -> bool:
    """Whether the reader has just taken something off this card."""
    return any(mine(desk, entry) for entry in desk.card.misplaced)


def due_date(desk: Desk, asked: Mapping[str, str]) -> str:
    """`foreslatt`, `bekreftet` or `trukket`, where the address names a due date the reader did that with."""
    for name in ("foreslatt", "bekreftet", "trukket"):
        origin = number(asked.get(name, ""))
        trail = next((one for one in desk.card.due_dates if one.origin == origin), None)
        if trail is None:
            continue
        by = {"foreslatt": trail.entries[0], "bekreftet": confirmation(trail.entries), "trukket": trail.last}
        so = {"foreslatt": True, "bekreftet": trail is desk.card.due_trail, "trukket": not trail.stands}
        entry = by[name]
        if so[name] and entry is not None and mine(desk, entry):
            return name
    return ""


def confirmation(entries: list[Entry]) -> Entry | None:
    """The version that brought a proposed due date into force; None for one never confirmed or never proposed."""
    proposed = False
    for entry in entries:
        if not isinstance(entry.content, DueDate):
            continue
        if not entry.content.proposed:
            return entry if proposed else None
        proposed = True
    return None


def answers(desk: Desk, found: Results, asked: Mapping[str, str]) -> str:
    """What was just done with the answers that the address names, where each of them says so itself.

    `seen-newer`: one of them came anew while it was being read.
    """
    done = asked.get("svar", "")
    just = [number(text) for text in asked.get("av", "").split("-")]
    if done not in ("seen", "told", "take"):
        return done
    still = {one.origin for one in found.waiting if one.follow and one.follow.mine}
    if done == "seen" and still.intersection(just):
        return "seen-newer"
    return done if all(_so(desk, done, origin) for origin in just) else ""


def _so(desk: Desk, done: str, origin: int) -> bool:
    state = desk.opened.results.get(origin)
    if state is None:
        return False
    if done == "seen":
        return any(one.current and one.name == desk.my_name for one in state.seen)
    return state.told if done == "told" else state.responsible_party == desk.me
