"""What she chooses to see of her log: whose lines, of what kind, from when to when. And the same person by person."""

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec import Struct

from helsekort.actions.opened import LogLine
from helsekort.web.shared.people import role_name
from helsekort.web.shared.texts import Texts, moment
from helsekort.web.woman.log_words import LogDay, log_days, unit_name

KINDS: dict[str, frozenset[str]] = {
    "lest": frozenset({"read", "printed", "listed"}),
    "skrevet": frozenset({"written", "corrected", "withdrawn"}),
    "avvist": frozenset({"refused"}),
}
"""What stands in the address -> the events."""
DAY, PERSON, PLACE = "dag", "person", "sted"


class Chosen(Struct, frozen=True):
    """What she chose, as it stands in the form. An empty text is no choice."""

    who: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    view: str = DAY


class Group(Struct, frozen=True):
    """One person, or one place, with their days. `lead` says how often and when last."""

    title: str
    under: str
    lead: str
    days: list[LogDay]


class Option(Struct, frozen=True):
    """One of those who can be chosen."""

    value: str
    label: str


def read_choice(query: Mapping[str, str], options: list[Option]) -> Chosen:
    """The choice of an address; what is none of the choices is no choice."""
    who, kind, view = query.get("hvem", ""), query.get("hva", ""), query.get("vis", DAY)
    return Chosen(
        who if any(who == each.value for each in options) else "",
        kind if kind in KINDS else "",
        _day_text(query.get("fra", "")),
        _day_text(query.get("til", "")),
        view if view in (DAY, PERSON, PLACE) else DAY,
    )


def is_narrowed(chosen: Chosen) -> bool:
    """Whether some lines may be left out."""
    return bool(chosen.who or chosen.kind or chosen.since or chosen.until)


def _day_text(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def options(lines: list[LogLine], texts: Texts) -> list[Option]:
    """Everyone but herself who stands there, by name; numbered by when they first came, so the address names nobody."""
    people: dict[int, str] = {}
    for line in reversed(lines):
        if line.who and not line.own:
            people.setdefault(line.person, _person(line, texts))
    numbered = [Option(str(number), label) for number, label in enumerate(people.values(), 1)]
    return sorted(numbered, key=lambda one: one.label.casefold())


def _person(line: LogLine, texts: Texts) -> str:
    role = role_name(texts, line.role)
    return f"{line.who}, {role}" if role else str(line.who)


def chosen_lines(lines: list[LogLine], chosen: Chosen) -> list[LogLine]:
    """The lines that fit all that was chosen."""
    people = list(dict.fromkeys(line.person for line in reversed(lines) if line.who and not line.own))
    wanted = people[int(chosen.who) - 1] if chosen.who else None
    return [
        line
        for line in lines
        if (wanted is None or (line.person == wanted and not line.own))
        and (not chosen.kind or line.event in KINDS[chosen.kind])
        and (not chosen.since or moment(line.at).date().isoformat() >= chosen.since)
        and (not chosen.until or moment(line.at).date().isoformat() <= chosen.until)
    ]


def groups(lines: list[LogLine], texts: Texts, view: str) -> list[Group]:
    """The lines of others by person or by place, the one who was there last first."""
    by_person = view == PERSON
    found: dict[object, list[LogLine]] = {}
    for line in lines:
        if line.who and not line.own:
            key: object = line.person if by_person else unit_name(line, texts)
            found.setdefault(key, []).append(line)
    title: Callable[[LogLine], str] = (
        (lambda line: _person(line, texts))
        if by_person
        else (lambda line: unit_name(line, texts) or texts.translate("Uten enhet"))
    )
    return [_group(of_one, texts, title(of_one[0]), by_person=by_person) for of_one in found.values()]


def _group(lines: list[LogLine], texts: Texts, title: str, *, by_person: bool) -> Group:
    _ = texts.translate
    names = [unit_name(line, texts) if by_person else str(line.who) for line in lines]
    under = ", ".join(dict.fromkeys(name for name in names if name))
    last = moment(lines[0].at)
    said = {
        "times": texts.plural("én gang", "%(count)s ganger", len(lines)) % {"count": len(lines)},
        "day": texts.date(last.date()),
    }
    lead = _("Står i loggen %(times)s, sist %(day)s.") % said
    return Group(title[:1].upper() + title[1:], under, lead, log_days(lines, texts))
