"""What came since the reader last opened the card. Pure."""

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.entries import CardOpened, DueDate, Entry, Fetus, Finding, Row, Status
from helsekort.web.clinician import row_words, wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.home import home_trails
from helsekort.web.clinician.results import waits
from helsekort.web.shared.texts import moment


class News(Struct):
    """Something that came since the reader last opened the card."""

    text: str
    who: str
    at: int
    contact: int | None = None
    home: bool = False


def seen_up_to(desk: Desk) -> int | None:
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


def news(desk: Desk, seen: int) -> list[News]:
    """What others wrote since, newest first: one line for a contact with all that came with it."""
    found: list[News] = []
    for line in desk.card.contacts:
        parts = (line.contact.entries, *(trail.entries for trail in line.parts))
        newest = _newest(parts, seen, desk.me)
        if newest:
            kind = wording.kind_name(desk.texts, line.contact.now.kind)
            text = f"{kind} {desk.texts.brief(line.contact.now.on)}"
            found.append(_news_line(desk, text, newest, line.contact.origin))
    found += _home_news(desk, seen) + _own_answers(desk, seen)
    others = [trail for trail in desk.card.findings if not trail.now.by_woman and not waits(desk, trail)]
    loose = [trail.entries for trail in others]
    loose += [trail.entries for trail in desk.card.due_dates]
    loose += [trail.entries for trail in desk.card.fetuses]
    rows = [trail for trail in desk.card.rows if not trail.now.by_woman]
    loose += [trail.entries for trail in rows if trail.now.contact is None]
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


def _own_answers(desk: Desk, seen: int) -> list[News]:
    """That she has answered a form herself: one line, for the answers stand beside the fields they are for."""
    new = [
        trail.last
        for trail in desk.card.all_answers()
        if trail.now.by_woman
        and trail.last.seq > seen
        and not (isinstance(trail.now, Finding) and trail.now.at_home)
    ]
    if not new:
        return []
    newest = max(new, key=lambda entry: entry.seq)
    text = desk.texts.plural("%(count)s svar fra henne selv", "%(count)s svar fra henne selv", len(new))
    return [News(text % {"count": len(new)}, desk.name(newest.author), newest.recorded)]


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


def _row_words(desk: Desk, row: Row) -> str:
    """`Ultralyd av fosteret, Foster A, 09.03.: hodeleie`: which row it is, then what it says."""
    name = desk.texts.translate(desk.catalogue.groups[row.group].label)
    said = row_words.line(desk.catalogue, desk.texts, row)
    begins = "" if said.label == name else said.label
    head = ", ".join(part for part in (name, desk.fetus_label(row.fetus), begins) if part)
    return f"{head}: {said.text}"


def _content_words(desk: Desk, entry: Entry) -> str:
    _ = desk.texts.translate
    match entry.content:
        case Finding() as finding:
            return f"{desk.full_label(finding.what, finding.fetus)}: {desk.shown(finding, finding.what)}"
        case DueDate() as due:
            name = _("Foreslått termin") if due.proposed else _("Termin")
            return f"{name} {desk.texts.numeric(due.edd)}"
        case Row() as row:
            return _row_words(desk, row)
        case Fetus() as fetus:
            name, became = _("Foster %(label)s") % {"label": fetus.label}, desk.became(Trail([entry]))
            return f"{name}: {became}" if became else name
        case CardOpened():
            return _("Kortet åpnet")
    return _("Noe på kortet")
