"""The rules that give look-ups points, each on a planted case and just beside it."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort import datafiles
from helsekort.access.snooping import DAY, HOUR, MINUTE, RULES, SECOND, Hit, Look, People, read_table, score

TABLE = datafiles.snooping()
START = int(dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC).timestamp()) * SECOND
LARS, NORDLIA, NORA = 5, 50, 100
PEOPLE = People(
    staff={LARS: "Lars Brekke", 6: "Ingrid Dahl"},
    women={NORA: "Nora Haugen Sletten", 101: "Kari Lunde Berg"},
    colleagues={NORDLIA: frozenset({"lars brekke", "tuva moe"})},
)


def look(kind: str = "opened", after: int = 0, **more: object) -> Look:
    """One of Lars's on Nora's card at ten in Norway, or so long after."""
    at = START + after
    clock = dt.datetime.fromtimestamp(at / SECOND, dt.UTC) + dt.timedelta(hours=1)
    plain = Look(at, clock.date().isoformat(), clock.hour, LARS, NORDLIA, "LE", NORA, "opened")
    return replace(plain, kind=kind, **more)


def rules(*looks: Look, people: People = PEOPLE) -> set[str]:
    """All rules that gave points."""
    return {name for hit in score(looks, people, TABLE) for name in hit.rules}


def test_an_ordinary_day_gets_no_points() -> None:
    day = [look(after=minute * MINUTE, card=200 + minute) for minute in range(0, 60, 4)]
    assert rules(*day, look("found", after=2 * HOUR), look(after=2 * HOUR + SECOND)) == set()


def test_refused_gives_points_also_where_it_was_about_no_card() -> None:
    assert rules(look("refused")) == {"refused"}
    assert rules(look("refused", card=0)) == {"refused"}


def test_refused_and_then_stated_as_an_emergency_is_reviewed_as_that_alone() -> None:
    assert rules(look("refused"), look("emergency", after=MINUTE)) == set()
    assert rules(look("refused"), look("emergency", after=MINUTE, card=101)) == {"refused"}


@pytest.mark.parametrize(("times", "found"), [(5, {"refused"}), (6, {"refused", "guessed"})])
def test_tried_again_and_again_on_one_day(times: int, found: set[str]) -> None:
    assert rules(*(look("refused", after=one * MINUTE, card=0) for one in range(times))) == found
    assert rules(*(look("refused", after=one * DAY, card=0) for one in range(times))) == {"refused"}


def test_opened_without_a_relation() -> None:
    assert rules(look(related=False)) == {"no-relation"}
    assert rules(look("wrote", related=False)) == set()


@pytest.mark.parametrize(
    ("name", "hers", "same"),
    [
        ("Lars Sletten", "Nora Haugen Sletten", True),
        ("Lars Haugen", "Nora Haugen Sletten", True),
        ("Lars SLETTEN-Moe", "Nora Haugen Sletten", True),
        ("Nora Brekke", "Nora Haugen Sletten", False),
        ("Lars Slett", "Nora Haugen Sletten", False),
        ("Nora", "Nora", False),
        ("", "", False),
    ],
)
def test_the_same_family_name(name: str, hers: str, same: bool) -> None:
    people = replace(PEOPLE, staff={LARS: name}, women={NORA: hers})
    assert rules(look(), people=people) == ({"same-name"} if same else set())


def test_a_colleague_as_patient() -> None:
    for hers, found in (("Tuva Moe", {"colleague"}), ("TUVA MOE", {"colleague"}), ("Tuva Mo", set())):
        assert rules(look(), people=replace(PEOPLE, women={NORA: hers})) == found
    # someone of another unit by the same name is no colleague
    elsewhere = look(organisation=51)
    assert rules(elsewhere, people=replace(PEOPLE, women={NORA: "Tuva Moe"})) == set()


@pytest.mark.parametrize(("cards", "found"), [(19, set()), (20, {"many"})])
def test_many_in_an_hour_against_peers(cards: int, found: set[str]) -> None:
    peers = [look(after=day * DAY, party=6, card=300 + day) for day in range(5)]
    own = [look(after=one * 2 * MINUTE, card=200 + one) for one in range(cards)]
    assert rules(*peers, *own) == found


def test_where_peers_open_as_many_it_is_not_many() -> None:
    peers = [
        look(after=one * MINUTE + day * DAY, party=6, card=300 + one) for day in range(5) for one in range(30)
    ]
    own = [look(after=one * MINUTE, card=200 + one) for one in range(30)]
    assert rules(*peers, *own) == set()
    others = [replace(one, category="JO") for one in peers]
    few = [look(after=day * DAY, party=7, card=400) for day in range(5)]
    assert "many" in rules(*others, *few, *own)


@pytest.mark.parametrize(("after", "found"), [(5 * SECOND - 1, {"brief"}), (5 * SECOND, set())])
def test_opened_and_gone_within_seconds(after: int, found: set[str]) -> None:
    assert rules(look(), look(after=after, card=101)) == found


def test_it_is_not_brief_to_go_on_reading_the_same_card_nor_what_another_does() -> None:
    assert rules(look(), look(after=SECOND), look(after=MINUTE, card=101)) == set()
    assert rules(look(), look(after=SECOND, card=101, party=6)) == set()


@pytest.mark.parametrize(
    ("hour", "found"), [(21, set()), (22, {"night"}), (0, {"night"}), (5, {"night"}), (6, set())]
)
def test_at_night(hour: int, found: set[str]) -> None:
    assert rules(look(hour=hour)) == found


def test_who_writes_at_night_works_at_night() -> None:
    assert rules(look(hour=23), look("wrote", after=MINUTE, hour=23)) == set()
    assert rules(look(hour=23), look("wrote", after=MINUTE, hour=23, card=101)) == {"night"}


@pytest.mark.parametrize(
    ("after", "found"), [(None, {"searched"}), (10 * MINUTE - 1, set()), (10 * MINUTE, {"searched"})]
)
def test_searched_and_not_opened(after: int | None, found: set[str]) -> None:
    opened = [] if after is None else [look(after=after)]
    assert rules(look("found"), *opened) == found
    assert rules(look("found"), look(after=MINUTE, party=6)) == {"searched"}


@pytest.mark.parametrize(("times", "days", "found"), [(5, 1, set()), (6, 1, {"emergencies"}), (6, 7, set())])
def test_the_glass_broken_more_often_than_usual(times: int, days: int, found: set[str]) -> None:
    broken = [look("emergency", after=one * days * DAY, card=200 + one) for one in range(times)]
    assert rules(*broken) == found


def test_taken_in_on_ones_own_word() -> None:
    taken = look("taken", related=False)
    assert rules(taken, look(after=MINUTE)) == {"taken-in", "only-taken-in"}
    assert rules(taken, look("wrote", after=MINUTE)) == {"taken-in"}
    # what another wrote, or they wrote on another card or another day, is no sign of her having been there
    for beside in ({"party": 6}, {"card": 101}, {"after": DAY}, {"organisation": 51}):
        assert "only-taken-in" in rules(taken, look("wrote", **{"after": MINUTE, **beside}))


def test_a_taking_in_is_looked_at_where_nothing_was_done_or_she_is_family() -> None:
    def points(*looks: Look, people: People = PEOPLE) -> int:
        return max(hit.points for hit in score(looks, people, TABLE))

    taken, wrote = look("taken", related=False), look("wrote", after=MINUTE)
    assert points(taken, look(after=MINUTE)) >= TABLE.threshold
    assert points(taken, wrote) < TABLE.threshold
    assert points(taken, wrote, people=replace(PEOPLE, staff={LARS: "Lars Sletten"})) >= TABLE.threshold


def test_points_add_up_for_one_person_one_card_and_one_day() -> None:
    people = replace(PEOPLE, staff={LARS: "Lars Sletten"})
    looks = [look("refused"), look("refused", after=MINUTE), look("refused", after=DAY)]
    first, second = score(reversed(looks), people, TABLE)
    points = TABLE.rules["refused"].points + TABLE.rules["same-name"].points
    assert first == Hit(LARS, NORDLIA, NORA, "2026-03-10", START, points, ("refused", "same-name"))
    assert (second.day, second.points) == ("2026-03-11", points)


def test_every_rule_is_reached_here_and_no_figure_claims_to_be_verified() -> None:
    assert set(TABLE.rules) == set(RULES)
    assert {figures.mark for figures in TABLE.rules.values()} == {"D"}


def _text() -> str:
    rule = '[rules.{}]\npoints = 5\nsource = "x"\nmark = "D"\n'
    return "threshold = 1\n" + "".join(rule.format(name) for name in RULES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[rules.night]", "[rules.evening]"),
        ("points = 5", "points = 0"),
        ('mark = "D"', 'mark = "X"'),
        ("points = 5", "points = 5\nhours = 2"),
        ("threshold = 1", "threshold = 0"),
    ],
)
def test_a_table_that_is_wrong_is_not_used(old: str, new: str) -> None:
    assert read_table(_text()).threshold == 1
    with pytest.raises(ValueError, match=r".+"):
        read_table(_text().replace(old, new))
