"""The form of a referral: as it is shown, and as it was typed. Pure."""

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from helsekort.actions.outcomes import Problem
from helsekort.actions.referrals import UnitThere
from helsekort.record import ids
from helsekort.record.card import Card
from helsekort.record.children import none_lives
from helsekort.record.classes import class_of, shown_cells
from helsekort.record.entries import Referral, ReferralKind
from helsekort.record.measurements import Catalogue
from helsekort.record.parties import UnitKind
from helsekort.record.referral_table import ReferralTable
from helsekort.record.referring import portions, without_children
from helsekort.web.clinician import referral_sheet
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.forms import TICKED
from helsekort.web.shared.texts import Texts
from helsekort.web.shared.typed_values import Unread, read_day
from helsekort.web.shared.typed_values import typed as typed_value

_MOST_MINUTES_DIGITS = 3
_AFTER_LOSS, _FROM_NEWBORN_UNIT = "LOSS", "NEWBORN_UNIT"
_SECTION, _LEAVE, _CLASS = "section-", "leave-", "class-"


class Portioned(Struct):
    """A section in the form: whether it is ticked, and what of it can be left out (name, what it is, whether it is)."""

    name: str
    label: str
    ticked: bool
    count: int
    things: list[tuple[str, str, bool]]


class Form(Struct):
    """All that the form asks."""

    kind: str
    units: list[tuple[str, str]]
    nobody_there: list[str]
    whys: list[tuple[str, str]]
    urgencies: list[tuple[str, str]]
    levels: list[tuple[str, str]]
    sections: list[Portioned]
    classes: list[tuple[str, str, bool]]
    bereaved: bool = False  # no child of hers lives


def form(
    desk: Desk,
    table: ReferralTable,
    units: list[UnitThere],
    kind: ReferralKind,
    typed: Mapping[str, str],
) -> Form:
    """The form with what was typed."""
    _ = desk.texts.translate
    offered = _in_order(units, kind)
    return Form(
        kind=kind.value,
        units=[(ids.to_text(unit.party), _unit(unit)) for unit in offered if unit.receives],
        nobody_there=[_unit(unit) for unit in offered if not unit.receives],
        whys=[(code, _(table.why[kind][code].label)) for code in _whys(desk, table, kind)],
        urgencies=[(code, _(one.label)) for code, one in table.urgency.items()],
        levels=[(code, _(one.label)) for code, one in table.level.items()],
        sections=_sections(desk, table, typed, handed=kind is ReferralKind.HANDOVER),
        classes=_classes(desk, typed),
        bereaved=none_lives(desk.card),
    )


def _whys(desk: Desk, table: ReferralTable, kind: ReferralKind) -> list[str]:
    """Where no child lives, what is done after a loss stands first, and nobody comes home from the newborn unit."""
    codes = list(table.why[kind])
    if kind is not ReferralKind.HANDOVER or not none_lives(desk.card):
        return codes
    return [_AFTER_LOSS, *(code for code in codes if code not in (_AFTER_LOSS, _FROM_NEWBORN_UNIT))]


def _in_order(units: list[UnitThere], kind: ReferralKind) -> list[UnitThere]:
    """For a birth place the birth units alone, where any is known to be one; for a handover the health stations."""
    if kind is ReferralKind.HANDOVER:
        return [unit for unit in units if unit.kind is UnitKind.HEALTH_STATION]
    births = [unit for unit in units if unit.kind is UnitKind.BIRTH_UNIT]
    if kind is ReferralKind.BIRTH_PLACE and births:
        return births
    return [unit for unit in units if unit.kind is not UnitKind.LABORATORY]


def _unit(unit: UnitThere) -> str:
    return f"{unit.name} ({unit.phone})" if unit.phone else unit.name


def _sections(desk: Desk, table: ReferralTable, typed: Mapping[str, str], *, handed: bool) -> list[Portioned]:
    found = []
    card = without_children(desk.card, desk.catalogue) if handed else desk.card
    for portion in portions(card, table, desk.catalogue):
        if not portion.empty:
            name = f"{_SECTION}{portion.section}"
            label = desk.texts.translate(table.section[portion.section].label)
            things = [
                (left := f"{_LEAVE}{origin}", what, typed.get(left) == TICKED)
                for origin, what in referral_sheet.named(desk, portion)
            ]
            found.append(Portioned(name, label, typed.get(name) == TICKED, len(things), things))
    return found


def _classes(desk: Desk, typed: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """The sensitivity classes that something on the card is of, each with a tick of its own."""
    there = classes_on(desk.card, desk.catalogue)
    return [
        (f"{_CLASS}{key}", desk.texts.translate(one.label), typed.get(f"{_CLASS}{key}") == TICKED)
        for key, one in desk.catalogue.classes.items()
        if key in there
    ]


def classes_on(card: Card, catalogue: Catalogue) -> set[str]:
    """The classes of what stands on a card, of whole things and of single cells."""
    found = {class_of(trail.now, catalogue) for trail in card.all_answers() if trail.stands}
    for trail in card.rows:
        if trail.stands:
            hidden = {*trail.now.cells} - {*shown_cells(trail.now, catalogue, frozenset(catalogue.classes))}
            found |= {catalogue[cell.what].hidden for cell in hidden}
    return found - {""}


def read(
    typed: Mapping[str, str], kind: ReferralKind, table: ReferralTable, catalogue: Catalogue
) -> tuple[Referral | None, list[Problem]]:
    """What was typed -> the referral, or what is wrong with it."""
    problems: list[Problem] = []
    to = _party(typed, "to", problems)
    minutes = typed.get("travel_minutes", "").strip()
    if minutes and not (minutes.isascii() and minutes.isdigit() and len(minutes) <= _MOST_MINUTES_DIGITS):
        problems.append(Problem("travel_minutes", "number"))
    problems += [Problem(name, "choice") for name in ("why", "how_soon") if not typed.get(name)]
    home_on = _day(typed, problems) if kind is ReferralKind.HANDOVER else None
    otherwise = _party(typed, "otherwise", problems) if typed.get("otherwise") else None
    if problems:
        return None, problems
    return Referral(
        kind,
        to or 0,
        typed["why"],
        typed["how_soon"],
        typed.get("words", "").strip(),
        tuple(key for key in table.section if typed.get(f"{_SECTION}{key}") == TICKED),
        _left_out(typed),
        tuple(key for key in catalogue.classes if typed.get(f"{_CLASS}{key}") == TICKED),
        typed.get("level") or None,
        int(minutes) if minutes else None,
        otherwise,
        home_on=home_on,
    ), []


def _day(typed: Mapping[str, str], problems: list[Problem]) -> dt.date | None:
    text = typed.get("home_on", "").strip()
    try:
        if text:
            return read_day(text)
        problems.append(Problem("home_on", "missing"))
    except Unread as unread:
        problems.append(Problem("home_on", unread.code))
    return None


def _left_out(typed: Mapping[str, str]) -> tuple[int, ...]:
    numbers = (name.removeprefix(_LEAVE) for name in typed if name.startswith(_LEAVE))
    return tuple(int(each) for each in numbers if each.isascii() and each.isdigit() and len(each) < 10)


def _party(typed: Mapping[str, str], name: str, problems: list[Problem]) -> int | None:
    try:
        return ids.from_text(typed.get(name, ""))
    except ids.UnreadableId:
        problems.append(Problem(name, "choice"))
        return None


def new(kind: ReferralKind, table: ReferralTable, key: str) -> dict[str, str]:
    """The fields of a form that nobody has typed in yet."""
    ticked = {f"{_SECTION}{section}": TICKED for section in table.usual(kind)}
    return {**ticked, "key": key, "how_soon": next(iter(table.urgency))}


def typed_from(texts: Texts, referral: Referral) -> dict[str, str]:
    """The fields of a draft that is to be changed."""
    return {
        "to": ids.to_text(referral.to),
        "why": referral.why,
        "how_soon": referral.urgency,
        "words": referral.words,
        "level": referral.level or "",
        "home_on": typed_value(texts, referral.home_on) if referral.home_on else "",
        "travel_minutes": "" if referral.travel_minutes is None else str(referral.travel_minutes),
        "otherwise": ids.to_text(referral.otherwise) if referral.otherwise else "",
        **{f"{_SECTION}{key}": TICKED for key in referral.sections},
        **{f"{_LEAVE}{origin}": TICKED for origin in referral.left_out},
        **{f"{_CLASS}{key}": TICKED for key in referral.classes},
    }
