"""The first screen of a card: who, how far, how we know, what must not be forgotten, the last values. Pure.

What is missing is said in its place, so that an empty card does not look like a reassuring one.
"""

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from helsekort.record.entries import CardOpened, DueDate, Entry, Fetus, Finding, Status
from helsekort.record.measurements import Kind
from helsekort.web.clinician import wording
from helsekort.web.clinician.body_mass import body_mass
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.home import home_trails
from helsekort.web.clinician.latest import LastContact, Pressures, last_contact, last_values, pressures
from helsekort.web.clinician.over import OverLine, fetus_says, over_line
from helsekort.web.clinician.results import waits
from helsekort.web.shared.said import Said
from helsekort.web.shared.texts import SOURCE, moment

_INFECTIONS = ("hbsag", "hiv", "syphilis")
_MUST_NOT_FORGET = ("antibody_screen", "interpreter", "medicines", "births_summary", "family")


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
    home: bool = False


class Overview(Struct):
    """Everything on the first screen. `alarming`: something must be kept in mind that can harm her.

    `fetuses` says by origin what became of each; empty of one that grows.
    """

    age: str
    due: DueLine | None
    over: OverLine | None
    fetuses: dict[int, str]
    who: list[Said]
    keep: list[Said]
    alarming: bool
    pressures: list[Pressures]
    last: list[Said]
    contact: LastContact | None
    news: list[News]
    first_time: bool


def overview(desk: Desk) -> Overview:
    """The first screen of the opened card."""
    seen = _seen(desk)
    return Overview(
        age=desk.age(desk.today),
        due=_due_line(desk),
        over=over_line(desk),
        fetuses={trail.origin: fetus_says(desk, trail) for trail in desk.card.fetuses},
        who=_who(desk),
        keep=_keep(desk),
        alarming=_alarming(desk),
        pressures=pressures(desk),
        last=[one for one in last_values(desk) if one.there or desk.card.pregnant],
        contact=last_contact(desk),
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
    """`Termin etter siste menstruasjon, sikker: 26.01.2027 (2 dager før)`: never a second gestational age."""
    texts = desk.texts
    method = wording.method_name(desk.terms, texts, other)
    said = {
        "method": method[:1].lower() + method[1:],
        "date": texts.numeric(other.edd),
        "difference": difference(desk, (other.edd - due.edd).days),
    }
    if other.proposed:
        return (
            texts.translate("Foreslått termin, ikke i kraft, etter %(method)s: %(date)s (%(difference)s)")
            % said
        )
    return texts.translate("Termin etter %(method)s: %(date)s (%(difference)s)") % said


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
        gone = fetus_says(desk, trail)
        if gone:
            # of an only one the top of the card says it
            name = desk.fetus_label(trail.origin)
            found += [Said(name, gone, there=True)] if name else []
            continue
        lie = desk.card.latest("presentation", trail.origin)
        found.append(_said(desk, "presentation", fetus=trail.origin, note=desk.age(lie.on) if lie else ""))
    return found


def _keep(desk: Desk) -> list[Said]:
    """What can harm her if it is forgotten; an unasked question stands here as unasked."""
    abo, rhd = desk.card.latest("abo"), desk.card.latest("rhd")
    text = f"{desk.shown(abo, 'abo')} · {desk.label('rhd')} {desk.shown(rhd, 'rhd')}"
    # Half a blood group is a preliminary one: it must not be read as settled.
    marks = dict.fromkeys(mark for one in (abo, rhd) if one for mark in wording.marks(desk.texts, one))
    blood = Said(desk.label("abo"), text, abo is not None and rhd is not None, note=", ".join(marks))
    asked = [what for what in _MUST_NOT_FORGET if not needless(desk, what)]
    rest = [_said(desk, what, note=_marked(desk, what)) for what in asked]
    for one, what in zip(rest, asked, strict=True):
        one.wide = one.there and desk.catalogue[what].kind is Kind.TEXT
    mass = body_mass(desk)
    index = Said(desk.texts.translate("BMI før svangerskapet"), mass.text, mass.there, note=mass.inputs)
    # What is always short stands first, so that the row is filled and each thing keeps its place.
    infections = [
        _said(desk, what, note=_marked(desk, what)) for what in _INFECTIONS if _positive(desk, what)
    ]
    return [_said(desk, "allergies"), blood, *infections, *rest[:2], index, *rest[2:]]


def _positive(desk: Desk, what: str) -> bool:
    finding = desk.card.latest(what)
    return finding is not None and finding.value == "POS"


def _marked(desk: Desk, what: str) -> str:
    finding = desk.card.latest(what)
    if finding is None:
        return ""
    # in which language, where one is needed
    language = desk.opened.woman.language if what == "interpreter" and finding.value is True else SOURCE
    spoken = [desk.texts.language_name(language)] if language != SOURCE else []
    return ", ".join([*spoken, *wording.marks(desk.texts, finding)])


def needless(desk: Desk, what: str) -> bool:
    """Nothing is asked about earlier births where there were none."""
    births = desk.card.latest("births")
    return (
        what == "births_summary"
        and desk.card.latest(what) is None
        and births is not None
        and births.value == 0
    )


def _alarming(desk: Desk) -> bool:
    """An allergy, antibodies, an infection or RhD negative; what was denied or not asked is none of them."""
    allergy, rhd = (desk.card.latest(what) for what in ("allergies", "rhd"))
    return (
        (allergy is not None and isinstance(allergy.value, str))
        or any(_positive(desk, what) for what in ("antibody_screen", *_INFECTIONS))
        or (rhd is not None and rhd.value == "NEG")
    )


def _seen(desk: Desk) -> int | None:
    """The newest entry she has seen: when she last opened the card, else when she last wrote on it herself.

    What she entered for the woman does not count: it is the woman's news.
    """
    if desk.opened.seen_before is not None:
        return desk.opened.seen_before
    card = desk.card
    parts = [line.contact.entries for line in card.contacts]
    parts += [trail.entries for trail in card.all_findings() if not trail.now.by_woman]
    parts += [trail.entries for trail in card.due_dates] + [trail.entries for trail in card.fetuses]
    parts.append(card.opening.entries)
    mine = [entry for entries in parts for entry in entries if entry.author == desk.me]
    return max((one.seq for one in mine if moment(one.recorded).date() < desk.today), default=None)


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
    found += _home_news(desk, seen)
    others = [trail for trail in desk.card.findings if not trail.now.by_woman and not waits(desk, trail)]
    loose = [trail.entries for trail in others]
    loose += [trail.entries for trail in desk.card.due_dates]
    loose += [trail.entries for trail in desk.card.fetuses]
    for entries in loose:
        newest = _newest([entries], seen, desk.me)
        if newest:
            found.append(_news_line(desk, _content_words(desk, newest), newest, None))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _home_news(desk: Desk, seen: int) -> list[News]:
    """What she measured at home, a line for each day, whoever entered it."""
    new = [trail for trail in home_trails(desk) if trail.last.seq > seen]
    found = []
    for day, group in groupby(new, key=lambda trail: trail.now.on):
        of_day = list(group)
        newest = max((trail.last for trail in of_day), key=lambda entry: entry.seq)
        values = [desk.shown(one.now, one.now.what, unit=False) for one in reversed(of_day) if one.stands]
        said = {
            "day": desk.texts.brief(day),
            "values": ", ".join(values) or desk.texts.translate("trukket tilbake"),
        }
        text = desk.texts.translate("Hjemmemåling %(day)s: %(values)s") % said
        found.append(News(text, desk.name(newest.author), newest.recorded, home=True))
    return found


def _newest(parts: Iterable[list[Entry]], seen: int, me: int) -> Entry | None:
    new = [entry for entries in parts for entry in entries if entry.seq > seen and entry.author != me]
    return max(new, key=lambda entry: entry.seq, default=None)


def _news_line(desk: Desk, text: str, entry: Entry, contact: int | None) -> News:
    _ = desk.texts.translate
    if entry.content is not None and entry.content.status is Status.WITHDRAWN:
        text = _("%(what)s: trukket tilbake") % {"what": text}
    elif entry.version > 1 and entry.content is not None and entry.content.status is Status.CORRECTED:
        text = _("%(what)s: rettet") % {"what": text}
    return News(text, _writer(desk, entry), entry.recorded, contact)


def _writer(desk: Desk, entry: Entry) -> str:
    """The laboratory by its name; a person by theirs."""
    lab = entry.content.lab if isinstance(entry.content, Finding) else None
    return lab.laboratory if lab and not entry.author else desk.name(entry.author)


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
