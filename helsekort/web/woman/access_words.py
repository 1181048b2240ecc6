"""Who may see her card and why, in words, unit by unit. Pure."""

import datetime as dt

from msgspec import Struct

from helsekort.actions.her_access import (
    ASKED,
    EMERGENCY,
    HANDED,
    LOOKED_ONLY,
    SENT,
    Access,
    Closed,
    Found,
    Seer,
)
from helsekort.actions.referral_steps import REFERRED
from helsekort.record import ids
from helsekort.record.agreements import InformedBy, InformedHow
from helsekort.record.classes import UNNAMED
from helsekort.record.taking_in import BASIS as TAKEN_IN
from helsekort.web.shared.people import role_name
from helsekort.web.shared.texts import Texts, alphabetical, moment


class SeerWords(Struct, frozen=True):
    """One person. `path` is where she closes the card to them; empty where it is closed already."""

    name: str
    role: str
    looked: str
    path: str


class Place(Struct, frozen=True):
    """A unit: why it may see her card, who there may, and where she closes it to all of them.

    `above` is the enterprise it belongs to, with its own path; empty where none is known, or where it is closed out
    already. `masked`: no unit is named, for her address is secret. `unnamed`: the units whose names would tell what she
    went there for, as one, with no people and no paths.
    """

    name: str
    masked: bool
    unnamed: bool
    why: list[str]
    people: list[SeerWords]
    path: str
    closed: bool
    above: str
    above_path: str


class ClosedWords(Struct, frozen=True):
    """One block, and what a form that lifts it must say."""

    name: str
    what: str
    since: str
    whom: str
    of_class: str


class AccessWords(Struct, frozen=True):
    """The whole page. `looked` are places whose people have seen the card and may no more."""

    places: list[Place]
    looked: list[Place]
    closed: list[ClosedWords]


def access_words(access: Access, classes: dict[str, str], texts: Texts, today: dt.date) -> AccessWords:
    """Units in the order of the alphabet, and their people in that order too. `classes`: the label of each class."""
    now = [seer for seer in access.seers if seer.basis != LOOKED_ONLY]
    before = [seer for seer in access.seers if seer.basis == LOOKED_ONLY]
    out = {one.whom for one in access.closed if not one.of_class}
    return AccessWords(
        _places(now, access, out, texts, today),
        _places(before, access, out, texts, today),
        [_closed(one, classes, texts, today) for one in access.closed],
    )


def given_words(access: Access, texts: Texts, today: dt.date) -> str:
    """Who wrote down that she consents, when, and how she was told before; "" where she said it herself."""
    _, agreed = texts.translate, access.agreed
    if not agreed.organisation:
        return ""
    said = {
        "who": access.consent_by or _("En helsetjeneste"),
        "day": _when(agreed.at, texts, today, clock=False),
    }
    words = [_("%(who)s skrev ned %(day)s at du samtykket.") % said]
    if agreed.informed is not None:
        told = {
            InformedBy.SELF: _("Du ble informert av den som skrev det, %(how)s."),
            InformedBy.COLLEAGUE: _("Du ble informert av en annen på samme sted, %(how)s."),
            InformedBy.ELSEWHERE: _("Du ble informert et annet sted, %(how)s."),
        }[agreed.informed.by]
        how = {
            InformedHow.SPOKEN: _("i samtale"),
            InformedHow.INTERPRETED: _("i samtale med tolk"),
            InformedHow.WRITTEN: _("skriftlig"),
        }[agreed.informed.how]
        words.append(told % {"how": how})
    return " ".join(words)


def _places(seers: list[Seer], access: Access, out: set[int], texts: Texts, today: dt.date) -> list[Place]:
    units: dict[int, list[Seer]] = {}
    for seer in seers:
        units.setdefault(seer.unit, []).append(seer)
    places = [_place(unit, of_unit, access, out, texts, today) for unit, of_unit in units.items()]
    return sorted(places, key=lambda place: alphabetical(place.name))


def _place(
    unit: int, seers: list[Seer], access: Access, out: set[int], texts: Texts, today: dt.date
) -> Place:
    entity, above = access.entities.get(unit, (0, ""))
    closed = unit in out or entity in out
    named = "" if seers[0].unit_name == UNNAMED else seers[0].unit_name
    people = sorted((seer for seer in seers if seer.person), key=lambda seer: alphabetical(seer.name))
    return Place(
        name=named or texts.translate("En helsetjeneste"),
        masked=seers[0].unit_name == UNNAMED,
        unnamed=not seers[0].unit_name,
        why=list(dict.fromkeys(why for seer in seers if (why := _why(seer, texts, today)))),
        people=[_person(seer, texts, today) for seer in people],
        path="" if closed or not unit else _path(unit),
        closed=closed,
        above="" if entity in out else above,
        above_path=_path(entity) if entity and entity not in out else "",
    )


def _path(party: int) -> str:
    return f"/min/tilgang/sperr/{ids.to_text(party)}"


def _person(seer: Seer, texts: Texts, today: dt.date) -> SeerWords:
    _ = texts.translate
    looked = (
        _("Så kortet sist %(when)s.") % {"when": _when(seer.looked, texts, today)}
        if seer.looked is not None
        else _("Har ikke åpnet kortet ennå.")
    )
    return SeerWords(
        seer.name, role_name(texts, seer.role), looked, "" if seer.closed else _path(seer.person)
    )


def _why(seer: Seer, texts: Texts, today: dt.date) -> str:
    """`Følger deg opp. Kan se kortet siden 3. mars.`: true also once the pregnancy is over."""
    _ = texts.translate
    if seer.basis == LOOKED_ONLY:
        return ""
    if seer.basis == ASKED:
        return _("Er spurt om å ta imot deg, og ser bare henvisningen.")
    if seer.basis == EMERGENCY:
        until = _when(seer.until or 0, texts, today)
        return _("Har åpnet kortet med nødtilgang. Det varer til %(until)s.") % {"until": until}
    if seer.basis == HANDED:
        return _("Er helsestasjonen din, og ser barnets del og det som ble valgt av din.")
    if seer.basis == SENT:
        return _("Har fått en oppsummering av svangerskapet, og ser bare den.")
    since = _when(seer.since or 0, texts, today, clock=False)
    begun = {
        REFERRED.strip(): _("Du er henvist dit. Kan se kortet siden %(since)s."),
        "attest": _("Har bekreftet fra sin egen journal at de følger deg. Kan se kortet siden %(since)s."),
        TAKEN_IN: _("Har selv ført at de følger deg opp. Kan se kortet siden %(since)s."),
    }
    usual = _("Følger deg opp. Kan se kortet siden %(since)s.")
    said = begun.get(seer.basis.split(" ", 1)[0], usual) % {"since": since}
    if seer.until is None:
        return said
    until = _when(seer.until, texts, today, clock=False)
    return f"{said} {_('Det varer til %(until)s.') % {'until': until}}"


def _when(at: int, texts: Texts, today: dt.date, *, clock: bool = True) -> str:
    """`i dag klokken 10.05`, `torsdag 3. mars klokken 10.05`."""
    then = moment(at)
    day = texts.translate("i dag") if then.date() == today else texts.day(then.date(), today)
    if not clock:
        return day
    return texts.translate("%(day)s klokken %(time)s") % {"day": day, "time": texts.clock(then.time())}


def _closed(one: Closed, classes: dict[str, str], texts: Texts, today: dt.date) -> ClosedWords:
    _ = texts.translate
    what = _("Ser ingenting av helsekortet.")
    if one.of_class:
        what = _("Ser ikke dette: %(class)s.") % {"class": classes.get(one.of_class, one.of_class)}
    if one.on_her_word:
        what += " " + _("Skrevet ned av %(unit)s, slik du ba om.") % {"unit": one.on_her_word}
    return ClosedWords(
        one.name or _("En helsetjeneste"),
        what,
        _("Siden %(day)s") % {"day": _when(one.since, texts, today, clock=False)},
        ids.to_text(one.whom),
        one.of_class,
    )


class FoundWords(Struct, frozen=True):
    """Someone she can close the card to: `about` is the role and the units."""

    name: str
    about: str
    path: str


def found_words(found: list[Found], texts: Texts) -> list[FoundWords]:
    """Those whose name has the letters she wrote."""
    return [
        FoundWords(
            one.name or texts.translate("en helsetjeneste"),
            ", ".join(part for part in (role_name(texts, one.role), *one.units) if part),
            _path(one.party),
        )
        for one in found
    ]
