"""The first screen of a card: who, how far, how we know, what must not be forgotten, the last values. Pure.

What is missing is said in its place, so that an empty card does not look like a reassuring one.
"""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from helsekort.record.entries import CardOpened, DueDate, Entry, Fetus, Finding, Status
from helsekort.record.measurements import Kind
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk

LAST_PRESSURES = 3
"""A trend tells more than one value: so many of the last blood pressures are shown."""

_MUST_NOT_FORGET = ("antibody_screen", "interpreter", "medicines", "births_summary", "family")
_TREND = ("weight", "fundal_height")
_PER_FETUS_LAST = ("fetal_heart_rate", "presentation", "movements")


class Said(Struct):
    """A named value in words. `there` is False where nothing was asked or taken."""

    label: str
    text: str
    there: bool = True
    note: str = ""
    when: str = ""
    wide: bool = False


class DueLine(Struct):
    """The due date in force and what it rests on, in words."""

    edd: str
    days: str
    method: str
    length: str
    others: list[str]


class News(Struct):
    """Something that came since the reader last opened the card."""

    text: str
    who: str
    at: int
    contact: int | None = None


class Overview(Struct):
    """Everything on the first screen."""

    age: str
    due: DueLine | None
    who: list[Said]
    keep: list[Said]
    pressures: list[Said]
    last: list[Said]
    news: list[News]
    first_time: bool


def overview(desk: Desk) -> Overview:
    """The first screen of the opened card."""
    seen = desk.opened.seen_before
    return Overview(
        age=desk.age(desk.today),
        due=_due_line(desk),
        who=_who(desk),
        keep=_keep(desk),
        pressures=_pressures(desk),
        last=[*_last_of_her(desk), *_last_of_fetuses(desk)],
        news=_news(desk, seen) if seen is not None else [],
        first_time=seen is None,
    )


def _due_line(desk: Desk) -> DueLine | None:
    due = desk.card.due
    if due is None:
        return None
    texts = desk.texts
    others = []
    for trail in desk.card.due_dates:
        other = trail.now
        if trail is not desk.card.due_trail and trail.stands:
            others.append(_other_date(desk, other, due))
    return DueLine(
        edd=texts.date(due.edd),
        days=wording.days_to(texts, due.edd, desk.today),
        method=wording.method_brief(desk.card, desk.terms, texts, due),
        length=texts.translate("regnet med %(days)s dager") % {"days": due.length},
        others=others,
    )


def _other_date(desk: Desk, other: DueDate, due: DueDate) -> str:
    """`Siste menstruasjon, sikker: 26.01. (2 dager før)`: a difference, never a second gestational age."""
    texts = desk.texts
    said = {
        "method": wording.method_name(desk.terms, texts, other),
        "date": texts.numeric(other.edd),
        "difference": difference(desk, (other.edd - due.edd).days),
    }
    if other.proposed:
        return texts.translate("Foreslått, ikke i kraft: %(method)s %(date)s (%(difference)s)") % said
    return texts.translate("%(method)s: %(date)s (%(difference)s)") % said


def difference(desk: Desk, days: int) -> str:
    """`2 dager før`, `samme dag`, `4 dager etter`."""
    texts = desk.texts
    if days == 0:
        return texts.translate("samme dag")
    if days < 0:
        return texts.plural("%(days)s dag før", "%(days)s dager før", -days) % {"days": -days}
    return texts.plural("%(days)s dag etter", "%(days)s dager etter", days) % {"days": days}


def _said(desk: Desk, what: str, *, fetus: int | None = None, label: str = "", note: str = "") -> Said:
    finding = desk.card.latest(what, fetus)
    return Said(
        label or desk.full_label(what, fetus), desk.shown(finding, what), finding is not None, note=note
    )


def _who(desk: Desk) -> list[Said]:
    _ = desk.texts.translate
    fetuses = desk.card.live_fetuses()
    number = Said(_("Fostre"), wording.fetuses_word(desk.texts, len(fetuses)), bool(fetuses))
    found = [_said(desk, "births"), number]
    if len(fetuses) > 1:
        found.append(_said(desk, "chorionicity"))
    for trail in fetuses:
        lie = desk.card.latest("presentation", trail.origin)
        found.append(_said(desk, "presentation", fetus=trail.origin, note=desk.age(lie.on) if lie else ""))
    return found


def _keep(desk: Desk) -> list[Said]:
    """What can harm her if it is forgotten; an unasked question stands here as unasked."""
    abo, rhd = desk.card.latest("abo"), desk.card.latest("rhd")
    text = f"{desk.shown(abo, 'abo')} · {desk.label('rhd')} {desk.shown(rhd, 'rhd')}"
    blood = Said(desk.label("abo"), text, abo is not None and rhd is not None)
    rest = [_said(desk, what) for what in _MUST_NOT_FORGET]
    for one, what in zip(rest, _MUST_NOT_FORGET, strict=True):
        one.wide = one.there and desk.catalogue[what].kind is Kind.TEXT
    return [_said(desk, "allergies"), blood, *rest]


def _pressures(desk: Desk) -> list[Said]:
    series = desk.card.series("blood_pressure")[-LAST_PRESSURES:]
    return [
        Said(
            label="",
            text=desk.shown(trail.now, "blood_pressure", unit=False),
            note=", ".join(desk.marks(trail)),
            when=f"{desk.texts.brief(trail.now.on)} ({desk.age(trail.now.on)})",
        )
        for trail in reversed(series)
    ]


def _last_of_her(desk: Desk) -> list[Said]:
    found = []
    for what in _TREND:
        series = desk.card.series(what)
        numbers = [trail for trail in series if isinstance(trail.now.value, Decimal)]
        note = ""
        if series and numbers and series[-1] is numbers[-1]:
            before = numbers[-2].now if len(numbers) > 1 else None
            note = wording.change(desk.texts, numbers[-1].now, before, desk.catalogue[what].decimals)
        found.append(_dated(desk, what, note=note))
    found.append(_dated(desk, "urine_protein"))
    return found


def _last_of_fetuses(desk: Desk) -> list[Said]:
    fetuses = desk.fetuses()
    return [
        _dated(desk, what, fetus=fetus)
        for fetus in fetuses
        for what in _PER_FETUS_LAST
        if what != "presentation"
    ]


def _dated(desk: Desk, what: str, *, fetus: int | None = None, note: str = "") -> Said:
    finding = desk.card.latest(what, fetus)
    short = desk.catalogue[what].short
    label = desk.texts.translate(short) if short else ""
    said = _said(desk, what, fetus=fetus, label=label, note=note)
    if finding is not None:
        said.note = ", ".join(part for part in (said.note, *wording.marks(desk.texts, finding)) if part)
    said.when = f"{desk.texts.brief(finding.on)} ({desk.age(finding.on)})" if finding else ""
    return said


def _news(desk: Desk, seen: int) -> list[News]:
    """What others wrote since, newest first: one line for a contact with all that came with it."""
    found: list[News] = []
    for line in desk.card.contacts:
        parts = (line.contact.entries, *(trail.entries for trail in line.findings))
        newest = _newest(parts, seen, desk.me)
        if newest:
            kind = wording.kind_name(desk.texts, line.contact.now.kind)
            text = f"{kind} {desk.texts.brief(line.contact.now.on)}"
            found.append(_news_line(desk, text, newest, line.contact.origin))
    loose = [trail.entries for trail in desk.card.findings]
    loose += [trail.entries for trail in desk.card.due_dates]
    loose += [trail.entries for trail in desk.card.fetuses]
    for entries in loose:
        newest = _newest([entries], seen, desk.me)
        if newest:
            found.append(_news_line(desk, _content_words(desk, newest), newest, None))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _newest(parts: Iterable[list[Entry]], seen: int, me: int) -> Entry | None:
    new = [entry for entries in parts for entry in entries if entry.seq > seen and entry.author != me]
    return max(new, key=lambda entry: entry.seq, default=None)


def _news_line(desk: Desk, text: str, entry: Entry, contact: int | None) -> News:
    _ = desk.texts.translate
    if entry.content is not None and entry.content.status is Status.WITHDRAWN:
        text = _("%(what)s: trukket tilbake") % {"what": text}
    elif entry.version > 1:
        text = _("%(what)s: rettet") % {"what": text}
    return News(text, desk.name(entry.author), entry.recorded, contact)


def _content_words(desk: Desk, entry: Entry) -> str:
    _ = desk.texts.translate
    match entry.content:
        case Finding() as finding:
            return f"{desk.full_label(finding.what, finding.fetus)}: {desk.shown(finding, finding.what)}"
        case DueDate() as due:
            name = _("Foreslått termin") if due.proposed else _("Termin")
            return f"{name} {desk.texts.numeric(due.edd)}"
        case Fetus() as fetus:
            return _("Foster %(label)s") % {"label": fetus.label}
        case CardOpened():
            return _("Kortet åpnet")
    return _("Noe på kortet")
