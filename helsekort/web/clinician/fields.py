"""A form as the template shows it: fields in groups, what was typed, what is wrong, what is asked. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from helsekort.record.children import born, none_lives
from helsekort.record.entries import ContactKind, Way
from helsekort.record.measurements import Kind, Level
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.forms import DECLINED, TICKED, Fields
from helsekort.web.clinician.layout import (
    AFTER_BIRTH,
    BEFORE_ENDING,
    DAILY_LIFE,
    ONE_LINE,
    ONWARD,
    REASONS_LIST,
    WAYS,
    Slot,
)
from helsekort.web.clinician.sheet import Doubted, Field, Group, Sheet, Trouble
from helsekort.web.shared import messages
from helsekort.web.shared.answering import NOBODY_KNOWS
from helsekort.web.shared.questions import question
from helsekort.web.shared.readings import trend
from helsekort.web.shared.ways import way_name

_OWN_NAMES = (
    "form",
    "on",
    "at",
    "way",
    "paper_written_by",
    "paper_written_on",
    "reason",
    "to_number",
    "why",
)
_MEASURED = frozenset({Kind.QUANTITY, Kind.PRESSURE})
_WIDTHS = {Kind.QUANTITY: "5", Kind.PRESSURE: "8", Kind.MOMENT: "8"}


def sheet(
    desk: Desk,
    kind: ContactKind,
    slots: Sequence[Slot],
    typed: Fields,
    trouble: Trouble | None = None,
    *,
    origin: int | None = None,
) -> Sheet:
    """The form for a kind of contact with these fields. `origin` is the contact that is corrected, if any."""
    trouble = trouble or Trouble()
    texts = desk.texts
    labels = {one.name: _label(desk, one) for one in slots}
    clock = texts.translate("%(what)s, klokkeslett")
    labels |= {f"{one.name}-at": clock % {"what": labels[one.name]} for one in slots}
    labels |= {f"{one.name}-unverified": labels[one.name] for one in slots}
    names = labels | own_labels(desk)
    places = _places(slots)
    errors = {
        places.get(found.field, found.field): messages.problem(
            texts, found, names.get(places.get(found.field, found.field), texts.translate("Feltet"))
        )
        for found in reversed(trouble.problems)
    }
    doubted = _doubted(desk, trouble, typed, names)
    fields = [_field(desk, one, typed, errors, doubted, origin) for one in slots]
    reasons, past = _reasons(desk, typed), _past(desk, origin)
    return Sheet(
        kind=kind.value,
        groups=_groups(desk, slots, fields),
        typed=defaultdict(str, typed),
        errors=errors,
        summary=_summary(errors, doubted, [*own_labels(desk), *labels]),
        ways=[(way.value, way_name(texts, way)) for way in _ways(kind, typed)],
        reasons=[one for one in reasons if one[0] not in past],
        past_reasons=[one for one in reasons if one[0] in past],
        declinable=[one for one in fields if one.kind in _MEASURED and not _again(one)],
        confirmed=list(trouble.confirmed),
        doubted_date=doubted.get("on"),
    )


def _reasons(desk: Desk, typed: Fields) -> list[tuple[str, str]]:
    """What a contact can be about; of a born child only where one lives. What stands ticked already stays."""
    codes = desk.catalogue.lists[REASONS_LIST].codes
    left_out = frozenset() if born(desk.card) and not none_lives(desk.card) else AFTER_BIRTH
    offered = (code for code in codes if code not in left_out or typed.get(f"about-{code}") == TICKED)
    return [(code, desk.texts.translate(codes[code])) for code in offered]


def _past(desk: Desk, origin: int | None) -> frozenset[str]:
    """What a contact is not about where it was held after the pregnancy, or is begun since."""
    line = desk.card.contact(origin) if origin is not None else None
    later = desk.card.after(line.contact.now.on) if line else desk.card.over is not None
    return BEFORE_ENDING if later else frozenset()


def own_labels(desk: Desk) -> dict[str, str]:
    """The names of the fields that are not findings."""
    _ = desk.texts.translate
    words = (
        _("Skjemaet"),
        _("Dato"),
        _("Klokkeslett"),
        _("Hvordan"),
        _("Hvem skrev det på papirkortet"),
        _("Når ble det skrevet"),
        _("Hvorfor rettes det?"),
        _("Fødselsnummer eller D-nummer til kvinnen den gjelder"),
        _("Grunn"),
    )
    return dict(zip(_OWN_NAMES, words, strict=True))


def _places(slots: Sequence[Slot]) -> dict[str, str]:
    """Catalogue key -> the first field of its kind: an action names the kind where it refuses a finding."""
    return {one.what: one.name for one in reversed(slots)}


def _again(one: Field) -> bool:
    """A second reading: she declines a blood pressure once, not per reading."""
    return one.kind == Kind.PRESSURE and not one.name.endswith("-1")


def _ways(kind: ContactKind, typed: Fields) -> list[Way]:
    """The usual ways, and the one that stands already where it is another."""
    usual = list(WAYS[kind])
    stands = typed.get("way", "")
    return usual + [way for way in Way if way.value == stands and way not in usual]


def _label(desk: Desk, one: Slot) -> str:
    """The name a field has on the page, in its errors and in what is asked about it."""
    label, fetus = desk.label(one.what), desk.fetus_letter(one.fetus)
    label = f"{label}, {fetus}" if fetus else label
    if desk.catalogue[one.what].kind is Kind.PRESSURE or one.turn > 1:
        return desk.texts.translate("%(what)s, måling %(turn)s") % {"what": label, "turn": one.turn}
    return label


def _field(
    desk: Desk,
    one: Slot,
    typed: Fields,
    errors: Mapping[str, str],
    doubted: Mapping[str, Doubted],
    origin: int | None,
) -> Field:
    measurable = desk.catalogue[one.what]
    kind = measurable.kind
    asked = doubted.get(one.name)
    unverified = typed.get(f"{one.name}-unverified", "")
    refused = asked is not None and not asked.mark
    return Field(
        name=one.name,
        what=one.what,
        label=_label(desk, one),
        kind="line" if one.what in ONE_LINE else kind.value,
        value=typed.get(one.name, ""),
        unit=desk.texts.translate(measurable.shown_unit) if measurable.shown_unit else "",
        width=_WIDTHS.get(kind, ""),
        hint=_last(desk, one, origin) if kind in _MEASURED and one.turn == 1 else "",
        error=errors.get(one.name) or (asked.text if asked else ""),
        options=_options(desk, one.what, typed.get(one.name, "")) if kind in (Kind.CODE, Kind.YESNO) else [],
        at=typed.get(f"{one.name}-at", ""),
        at_error=errors.get(f"{one.name}-at", ""),
        doubted=asked,
        unverified=unverified,
        refusable=refused or bool(unverified),
        denied_label=desk.texts.translate(measurable.denied) if measurable.can_deny else "",
        denied=typed.get(f"{one.name}-denied") == TICKED,
        declined=typed.get(f"{one.name}-declined") == TICKED,
    )


def _options(desk: Desk, what: str, typed: str) -> list[tuple[str, str]]:
    _ = desk.texts.translate
    unknown = [(NOBODY_KNOWS, _("ukjent"))] if typed == NOBODY_KNOWS else []
    missing = wording.missing(desk.catalogue, desk.texts, what)
    declined = _("ønsker ikke å svare") if missing == _("ikke spurt") else _("ønsket ikke")
    if desk.catalogue[what].kind is Kind.YESNO:
        return [("", missing), ("no", _("nei")), ("yes", _("ja")), (DECLINED, declined), *unknown]
    codes = [(code, _(text)) for code, text in desk.catalogue.codes(what).items()]
    hers = [] if missing == _("ikke ført") else [(DECLINED, declined)]
    return [("", missing), *codes, *hers, *unknown]


def _last(desk: Desk, one: Slot, origin: int | None) -> str:
    """`Sist 95,2 kg, 05.11. (30+4)`: what a midwife compares with while she types, never the value itself."""
    others = [
        trail.now
        for trail in trend(desk.card, one.what, one.fetus)
        if origin is None or trail.now.contact != origin
    ]
    if not others:
        return ""
    finding = others[-1]
    said = {
        "value": desk.shown(finding, one.what, unit=False),
        "day": desk.texts.brief(finding.on),
        "age": desk.age(finding.on),
    }
    return desk.texts.translate("Sist %(value)s, %(day)s (%(age)s)") % said


def _doubted(desk: Desk, trouble: Trouble, typed: Fields, names: Mapping[str, str]) -> dict[str, Doubted]:
    """All that is asked about a field, in one box."""
    _ = desk.texts.translate
    found = {}
    for name, of_field in groupby(sorted(trouble.asked, key=lambda one: one[0]), key=lambda one: one[0]):
        concerns = [asked.concern for _name, asked in of_field]
        text = question(desk.catalogue, desk.texts, names[name], concerns, typed.get(name, ""))
        refused = any(one.level is Level.REFUSE for one in concerns)
        mark = "" if refused else trouble.marks.get(name, "")
        found[name] = Doubted(text, _("Ja, %(value)s stemmer") % {"value": typed.get(name, "")}, mark)
    return found


def _summary(
    errors: Mapping[str, str], doubted: Mapping[str, Doubted], order: Sequence[str]
) -> list[tuple[str, str]]:
    said = {name: one.text for name, one in doubted.items()} | dict(errors)
    known = [name for name in order if name in said]
    return [(name, said[name]) for name in [*known, *(name for name in said if name not in order)]]


def _groups(desk: Desk, slots: Sequence[Slot], fields: Sequence[Field]) -> list[Group]:
    found = []
    pairs_of = zip(slots, fields, strict=True)
    for key, pairs in groupby(pairs_of, key=lambda pair: _group_key(desk, pair[0])):
        found.append(Group(key, _group_title(desk, key), [shown for _slot, shown in pairs]))
    return found


def _group_key(desk: Desk, one: Slot) -> str:
    if one.fetus is not None:
        return f"fetus-{one.fetus}"
    if wording.missing(desk.catalogue, desk.texts, one.what) == desk.texts.translate("ikke ført"):
        return "text"
    if one.what in DAILY_LIFE:
        return "daily"
    if one.what in ONWARD:
        return "onward"
    kind = desk.catalogue[one.what].kind
    return {Kind.PRESSURE: "pressure", Kind.YESNO: "symptoms", Kind.TEXT: "text"}.get(kind, "measured")


def _group_title(desk: Desk, key: str) -> str:
    _ = desk.texts.translate
    if key.startswith("fetus-"):
        return _fetus_title(desk, int(key.removeprefix("fetus-"))) or _("Fosteret")
    return {
        "pressure": _("Blodtrykk"),
        "symptoms": _("Symptomer"),
        "daily": _("Hverdagen"),
        "onward": _("Videre"),
        "measured": _("Målt"),
    }.get(key, "")


def _fetus_title(desk: Desk, origin: int) -> str:
    """`Foster A, nederst til venstre`; empty where there is only one."""
    title = desk.fetus_label(origin)
    position = next((one.now.position for one in desk.card.live_fetuses() if one.origin == origin), None)
    return f"{title}, {position}" if title and position else title
