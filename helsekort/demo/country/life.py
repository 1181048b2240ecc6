"""A woman's whole life as far as it stands on her card: who she is, who cares for her, and what was written."""

import math

from msgspec import Struct

from helsekort.demo.country.between import HOME_FROM
from helsekort.demo.country.course import OPENS, Course
from helsekort.demo.country.diary import Diary
from helsekort.demo.country.land import Land, moment
from helsekort.demo.country.person import WEEK, Person, Pregnancy, draw_person, draw_pregnancy
from helsekort.demo.country.planned import USUAL_END, Team, draw_team
from helsekort.fhir.card_lines import Care
from helsekort.record.entries import Contact, ContactKind


class Life(Struct, frozen=True):
    """One woman, her pregnancy as it was drawn, and her card as it was written."""

    number: int
    person: Person
    pregnancy: Pregnancy
    team: Team
    diary: Diary
    care: list[Care]


def live(land: Land, number: int) -> Life:
    """The life of the woman with this number, up to today."""
    pregnancy = draw_pregnancy(land, number)
    person = draw_person(land, number, pregnancy.on(pregnancy.end))
    team = draw_team(land, number, pregnancy)
    diary = Course(land, number, person, pregnancy, team, 0).write()
    missing = _wanted(land, pregnancy) - len(diary.entries)
    if missing > 0:
        # Lived once more, with so many readings at home before each check-up that the number is reached.
        more = math.ceil(missing / max(_check_ups_at_home(diary, pregnancy), 1))
        diary = Course(land, number, person, pregnancy, team, more).write()
    return Life(number, person, pregnancy, team, diary, _care(land, pregnancy, team))


def _wanted(land: Land, pregnancy: Pregnancy) -> int:
    """How many entries were asked for: all of them for a full pregnancy, in proportion for a part of one."""
    lived = min(pregnancy.today, pregnancy.end) - pregnancy.first_visit
    full = USUAL_END - land.parameters.care.first_visit.normal[0]
    return int(land.plan.entries * min(max(lived / full, 0.0), 1.0))


def _check_ups_at_home(diary: Diary, pregnancy: Pregnancy) -> int:
    """How many check-ups readings at home can stand before."""
    from_home = pregnancy.on(HOME_FROM)
    contacts = (entry.content for entry in diary.entries if entry.version == 1)
    return sum(
        isinstance(one, Contact) and one.kind is ContactKind.CHECK_UP and one.on > from_home
        for one in contacts
    )


def _care(land: Land, pregnancy: Pregnancy, team: Team) -> list[Care]:
    """From a month before the card was opened; to the move, or to six weeks after the end."""
    began = moment(pregnancy.on(pregnancy.first_visit - 30), OPENS)
    over = moment(pregnancy.on(pregnancy.end + 6 * WEEK), OPENS)
    end = over if over <= land.now else None
    found = [Care(team.birth.party, team.birth.unit, began, end)]
    moved = moment(pregnancy.on(team.moves), 0) if team.moves <= pregnancy.end else None
    has_moved = moved is not None and moved <= land.now
    for old, new in (team.doctors, team.midwives):
        found.append(Care(old.party, old.unit, began, moved if has_moved else end))
        if has_moved and moved is not None and new != old:
            found.append(Care(new.party, new.unit, moved, end))
    return found
