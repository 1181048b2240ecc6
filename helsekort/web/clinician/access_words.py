"""Who follows her, in words for those who do. Pure. What she closed herself is hers to know: it is not told here."""

import datetime as dt

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.actions.her_access import ASKED, EMERGENCY, HANDED, LOOKED_ONLY, SENT, Access, Seer
from helsekort.record import ids
from helsekort.web.clinician.wording import near_day
from helsekort.web.shared.people import role_name
from helsekort.web.shared.texts import Texts, alphabetical, moment


class Written(Struct, frozen=True):
    """A block that this unit wrote down on her word."""

    whom: str
    name: str
    of_class: str
    since: str


class BesideWords(Struct, frozen=True):
    """`now` is everyone with a care relation, the reader too, each once. `followers` are those it can be closed to,
    (id, name): people, and after them whole units; `written` is what this unit closed on her word; `classes` are all
    there are, (name, label)."""

    now: list[str]
    followers: list[tuple[str, str]]
    written: list[Written]
    classes: list[tuple[str, str]]


_A_PART = frozenset({EMERGENCY, ASKED, HANDED, SENT})
"""Reasons to see something of her card without following her."""


def beside_words(
    access: Access, reader: Actor, classes: dict[str, str], texts: Texts, today: dt.date
) -> BesideWords:
    """All who follow her but the reader, and all units but the reader's own. `classes`: the label of each class."""
    party, unit = reader.party, reader.organisation
    now = [seer for seer in access.seers if seer.basis != LOOKED_ONLY]
    people = [(ids.to_text(seer.person), _name(seer, texts)) for seer in now if seer.person not in (0, party)]
    whole = texts.translate("Alle ved %(unit)s")
    units = {seer.unit: whole % {"unit": seer.unit_name} for seer in now if seer.unit not in (0, unit)}
    return BesideWords(
        sorted({_name(seer, texts) for seer in now if seer.basis not in _A_PART}, key=alphabetical),
        [
            *sorted(people, key=lambda one: alphabetical(one[1])),
            *sorted(
                ((ids.to_text(each), name) for each, name in units.items()),
                key=lambda one: alphabetical(one[1]),
            ),
        ],
        [
            Written(
                ids.to_text(one.whom),
                f"{one.name} ({classes[one.of_class]})" if one.of_class in classes else one.name,
                one.of_class,
                _day(one.since, texts, today),
            )
            for one in access.closed
            if one.unit == unit
        ],
        sorted(classes.items(), key=lambda pair: alphabetical(pair[1])),
    )


def _name(seer: Seer, texts: Texts) -> str:
    """`Amir Rahimi, lege, Torget legesenter`."""
    return ", ".join(part for part in (seer.name, role_name(texts, seer.role), seer.unit_name) if part)


def _day(at: int, texts: Texts, today: dt.date) -> str:
    return near_day(texts, moment(at).date(), today)
