"""The first lines of the first screen: who she is, and what can harm her if it is forgotten. Pure.

Each thing has its place whatever is known of it: what was not asked or taken stands there as that.
"""

from decimal import Decimal

from helsekort.record.measurements import Kind
from helsekort.web.clinician import wording
from helsekort.web.clinician.body_mass import body_mass
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.emergency import NORWEGIAN, newest, said
from helsekort.web.shared.said import Said

INFECTIONS = ("hbsag", "hiv", "syphilis")
_PLACENTA = ("placenta_site", "placenta_to_os")
_SCARS = ("caesareans", "uterine_scar", "scar_note")


def who(desk: Desk) -> list[Said]:
    """Births before, fetuses, how each lies, and where the placenta is."""
    _ = desk.texts.translate
    fetuses = desk.card.live_fetuses()
    found = [_known(desk, "births"), Said(_("Fostre"), desk.fetuses_words(), bool(fetuses))]
    if len(fetuses) > 1:
        found.append(_first(desk, "twin_kind", "chorionicity"))
    for trail in fetuses:
        gone = desk.became(trail)
        if gone:
            # of an only one the top of the card says it
            name = desk.fetus_label(trail.origin)
            found += [Said(name, gone)] if name else []
            continue
        lie = newest(desk, "presentation", trail.origin)
        one = _known(desk, "presentation", trail.origin)
        one.note = desk.age(lie.on) if lie else ""
        found.append(one)
    return [*found, *_placenta(desk)]


def _placenta(desk: Desk) -> list[Said]:
    """Where the catalogue has it; of each fetus where it was looked for on its own."""
    found = []
    for fetus in (None, *desk.fetuses()):
        known = [
            (what, one)
            for what in _PLACENTA
            if what in desk.catalogue.measurables
            if (one := newest(desk, what, fetus)) is not None
        ]
        if known:
            last = known[-1][1].on
            # a place seen at one scan and a distance measured at another are not said as if seen together
            text = ", ".join(
                one.text if one.on == last else f"{one.text} ({desk.age(one.on)})" for _what, one in known
            )
            label = desk.full_label(known[0][0], fetus)
            found.append(Said(label, text, note=desk.age(last)))
    if found or _PLACENTA[0] not in desk.catalogue.measurables:
        return found
    return [Said(desk.label(_PLACENTA[0]), desk.texts.translate("ikke undersøkt"), there=False)]


def keep(desk: Desk) -> list[Said]:
    """What is always short stands first, so that the rows are filled and each thing keeps its place."""
    mass = body_mass(desk)
    index = Said(desk.texts.translate("BMI før svangerskapet"), mass.text, mass.there, note=mass.brief)
    positive = [_noted(desk, what) for what in INFECTIONS if _is(desk, what, "POS")]
    precautions = _rows(desk, "precaution")
    refuses = [_noted(desk, "refuses_blood")] if _is(desk, "refuses_blood", True) else []
    return [
        *(_rows(desk, "allergy") or [_noted(desk, "allergies")]),
        _blood_type(desk),
        *refuses,
        *precautions,
        *positive,
        _noted(desk, "antibody_screen"),
        *_rhesus(desk),
        _interpreter(desk),
        *_reached(desk),
        index,
        *(_rows(desk, "medicine") or [_text(desk, "medicines")]),
        *(_rows(desk, "risk") or _no_risk(desk)),
        *_rows(desk, "diabetes", newest=True),
        *_births(desk),
        _text(desk, "family"),
    ]


def alarming(desk: Desk) -> bool:
    """An allergy, antibodies, an infection, RhD negative or no blood wanted; what was denied or not asked is none."""
    allergy = newest(desk, "allergies")
    return (
        (allergy is not None and isinstance(allergy.value, str))
        or any(desk.rows(group) for group in ("allergy", "precaution"))
        or any(_is(desk, what, "POS") for what in ("antibody_screen", *INFECTIONS))
        or _is(desk, "rhd", "NEG")
        or _is(desk, "refuses_blood", True)
    )


def _is(desk: Desk, what: str, value: object) -> bool:
    found = newest(desk, what)
    return found is not None and type(found.value) is type(value) and found.value == value


def _known(desk: Desk, what: str, fetus: int | None = None) -> Said:
    return said(desk, what, fetus, dated=False)


def _first(desk: Desk, *whats: str) -> Said:
    """The first of these that is known; else the last of them, as not asked."""
    known = [what for what in whats if what in desk.catalogue.measurables and newest(desk, what) is not None]
    return _known(desk, known[0] if known else whats[-1])


def _noted(desk: Desk, what: str) -> Said:
    """A value with how it came here."""
    found = _known(desk, what)
    finding = desk.card.latest(what)
    found.note = ", ".join(wording.marks(desk.texts, finding)) if finding else found.note
    return found


def _text(desk: Desk, what: str) -> Said:
    found = _noted(desk, what)
    written = found.there and desk.catalogue[what].kind is Kind.TEXT
    found.wide = written and len(found.text) > _NARROW
    return found


def _rows(desk: Desk, group: str, *, newest: bool = False, ordinary: bool = False) -> list[Said]:
    """The rows of a group under its name, a line each, or the newest alone; nothing where there are none.

    `ordinary` leaves out those of a class: whoever came with her can read this screen.
    """
    rows = desk.rows(group, ordinary=ordinary)
    rows = rows[-1:] if newest else rows
    if not rows:
        return []
    known = desk.catalogue.groups[group]
    label = desk.texts.translate(known.plural if known.plural and len(rows) > 1 else known.label)
    lines = [one.text if one.label == label else f"{one.label}: {one.text}" for one in rows]
    plain = [line.removeprefix(f"{desk.texts.translate(known.label)}: ") for line in lines]
    return [Said(label, "\n".join(plain), wide=any(len(line) > _NARROW for line in plain))]


_NARROW = 28
"""Characters that go into one column; what is longer gets two."""


def _blood_type(desk: Desk) -> Said:
    abo, rhd = desk.card.latest("abo"), desk.card.latest("rhd")
    text = f"{desk.shown(abo, 'abo')} · {desk.label('rhd')} {desk.shown(rhd, 'rhd')}"
    # Half a blood group is a preliminary one: it must not be read as settled.
    marks = dict.fromkeys(mark for one in (abo, rhd) if one for mark in wording.marks(desk.texts, one))
    return Said(desk.label("abo"), text, abo is not None and rhd is not None, note=", ".join(marks))


def _rhesus(desk: Desk) -> list[Said]:
    """What the antibodies come from, the doses given and the one that is due; nothing of who is RhD positive."""
    week_28 = "anti_d_week_28"
    told = [_noted(desk, week_28)] if desk.card.latest(week_28) is not None else []
    return [*told, *_rows(desk, "rh_event")]


def _interpreter(desk: Desk) -> Said:
    """In which language, where one is needed."""
    found, language = _noted(desk, "interpreter"), desk.opened.woman.language
    if _is(desk, "interpreter", True) and language not in NORWEGIAN:
        spoken = desk.texts.language_name(language)
        found.note = f"{spoken}, {found.note}" if found.note else spoken
    return found


def _reached(desk: Desk) -> list[Said]:
    """How she may be reached, where there is more than one way to do harm by it."""
    return [_text(desk, "safe_contact")] if desk.card.latest("safe_contact") is not None else []


def _no_risk(desk: Desk) -> list[Said]:
    if "risk" not in desk.catalogue.groups:
        return []
    return [Said(desk.texts.translate("Risiko"), desk.texts.translate("ikke ført"), there=False)]


def _births(desk: Desk) -> list[Said]:
    """A line for each earlier one, or what was told in one text; and the scars."""
    rows = _rows(desk, "earlier_birth", ordinary=True)
    told = [] if rows or needless(desk, "births_summary") else [_text(desk, "births_summary")]
    scars = [
        _known(desk, what)
        for what in _SCARS
        if what in desk.catalogue.measurables and newest(desk, what) is not None
    ]
    if not scars and "uterine_scar" in desk.catalogue.measurables and not _is(desk, "births", Decimal(0)):
        scars = [_known(desk, "uterine_scar")]
    return [*scars, *rows, *told]


def needless(desk: Desk, what: str) -> bool:
    """Nothing is asked about earlier births where there were none."""
    births = desk.card.latest("births")
    return (
        what == "births_summary"
        and desk.card.latest(what) is None
        and births is not None
        and births.value == 0
    )
