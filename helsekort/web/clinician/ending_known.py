"""What an ending and the form about the birth tell of each other: the day, and whether a child was born alive. Pure.

Whichever is written first, the other offers it. Nothing is filled in before a press.
"""

import datetime as dt
from collections.abc import Mapping

from helsekort.actions.outcomes import Problem
from helsekort.record.card import Trail
from helsekort.record.children import AT_BIRTH, CHILD_STATE, STILLBORN, born
from helsekort.record.endings import FetusState
from helsekort.record.entries import Fetus, Moment
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.asked_sheet import Offer
from helsekort.web.shared.posted import Form
from helsekort.web.shared.typed_values import typed

BORN_AT = "born_at"


def ending_offer(desk: Desk, fields: Mapping[str, str]) -> Offer | None:
    """What is written of the children, as the ending that it tells of; None where nothing is."""
    told = _told(desk)
    if not told:
        return None
    _ = desk.texts.translate
    codes = {origin: desk.catalogue.text("outcome", code) for origin, (_on, code) in told.items()}
    said = ", ".join(f"{desk.fetus_label(origin)} {_(word)}".strip() for origin, word in codes.items())
    text = _("Ta med: %(value)s") % {"value": f"{desk.texts.numeric(_last(told))}, {said}"}
    mark = _mark(desk)
    return Offer(mark, text, _("Fra skjemaet om fødselen"), fields.get("take") == mark)


def with_taken(desk: Desk, fields: Mapping[str, str]) -> tuple[Mapping[str, str], list[Problem]]:
    """What was typed, with what was taken over; a field that has both is told. A mark of no offer takes nothing."""
    told = _told(desk)
    if not told or fields.get("take") != _mark(desk):
        return fields, []
    day = typed(desk.texts, _last(told))
    taken = {"on": day} | {f"outcome-{origin}": code for origin, (_on, code) in told.items()}
    both = [name for name, value in taken.items() if fields.get(name, "").strip() not in ("", value)]
    return {**fields, **taken}, [Problem(name, "taken-and-typed") for name in both]


def _told(desk: Desk) -> dict[int, tuple[dt.date, str]]:
    """Fetus -> (day born, code of how it ended), for those that still stand as growing."""
    found = {}
    for trail in desk.card.growing():
        row = desk.card.latest_row(AT_BIRTH, trail.origin)
        at, state = (row.value(BORN_AT), row.value(CHILD_STATE)) if row else (None, None)
        if isinstance(at, Moment) and isinstance(state, str):
            found[trail.origin] = (at.on, state if state in STILLBORN else "LIVE")
    return found


def _last(told: Mapping[int, tuple[dt.date, str]]) -> dt.date:
    """The pregnancy is over when the last child is born."""
    return max(on for on, _code in told.values())


def _mark(desk: Desk) -> str:
    """It holds all that it stands for: what was changed since the page was shown is not taken over."""
    return " ".join(f"{origin}:{on.isoformat()}:{code}" for origin, (on, code) in _told(desk).items())


def birth_offer(desk: Desk) -> str:
    """What the ending says of the children that nothing is written of: empty where there are none."""
    said = (f"{desk.fetus_label(one.origin)} {desk.became(one)}".strip() for one in _unwritten(desk))
    return ", ".join(said)


def with_born(desk: Desk, form: Form) -> tuple[Form, str]:
    """The form about the birth with what the ending says where nothing is typed, and the field to go on in."""
    added: list[tuple[str, str]] = []
    for one in _unwritten(desk):
        before = f"{AT_BIRTH}.f{one.origin}."
        told = {BORN_AT: typed(desk.texts, one.now.state_on)} if one.now.state_on else {}
        if one.now.state is FetusState.BORN_ALIVE:
            told[CHILD_STATE] = "ALIVE"
        added += [(before + what, value) for what, value in told.items() if not form.get(before + what)]
    names = {name for name, _value in added}
    left = [pair for pair in form.fields if pair[0] not in names]
    first = next((name for name, _value in added if name.endswith(BORN_AT)), "")
    return Form([*left, *added]), f"{first}-at" if first else ""


def _unwritten(desk: Desk) -> list[Trail[Fetus]]:
    return [one for one in born(desk.card) if desk.card.latest_row(AT_BIRTH, one.origin) is None]
