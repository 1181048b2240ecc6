"""The lines of a cohort: the same for the same seed, ids and numbers of their own, and bodies as they are stored."""

import datetime as dt
import json
from typing import Any

import msgspec
import pytest

from helsekort.demo.country.cohort import encode, party_lines, refuse_too_many
from helsekort.demo.country.land import parties
from helsekort.demo.country.life import Life, live
from helsekort.demo.country.person import MOST_WOMEN, _birth_date, _national_number, draw_person
from helsekort.fhir.card_lines import CardLine, PartyLine
from helsekort.fhir.heads import Head
from helsekort.fhir.stored import card_body, card_content, party_content
from helsekort.record.entries import CardOpened, Contact, Finding, Status
from helsekort.record.identifiers import NationalNumber
from helsekort.record.parties import Clinician, Organisation, Role, Woman
from tests.demo.lands import TODAY, folded, land, lives
from tests.fhir.test_validators import by_fhir_resources, by_fhirkit


def _lines(seed: int) -> list[bytes]:
    return [*party_lines(land(seed=seed)), *(encode(land(seed=seed), life) for life in lives(seed=seed))]


def test_the_same_seed_gives_the_same_bytes_in_any_order() -> None:
    again = [encode(land(), live(land(), number)) for number in reversed(range(60))]
    assert again[::-1] == [encode(land(), life) for life in lives()]


def test_another_seed_gives_other_women_and_no_id_twice() -> None:
    ids: list[int] = []
    for seed in (7, 8):
        ids += [life.diary.card for life in lives(seed=seed)]
        ids += [life.diary.woman for life in lives(seed=seed)]
        ids += [party_id for party_id, _ in parties(land(seed=seed))]
    assert len(set(ids)) == len(ids)
    assert all(0 < each < 1 << 60 for each in ids)
    assert _lines(7) != _lines(8)


def test_another_day_moves_the_same_woman_in_time() -> None:
    here, later = lives()[0], live(land(today=TODAY + dt.timedelta(days=7)), 0)
    assert later.person.woman.name == here.person.woman.name
    assert later.pregnancy.day_0 - here.pregnancy.day_0 == dt.timedelta(days=7)


def test_every_number_is_synthetic_and_hers_alone() -> None:
    big = land(women=3000)
    women = [draw_person(big, number, TODAY).woman for number in range(3000)]
    numbers = [woman.numbers[0].value for woman in women]
    assert len(set(numbers)) == 3000
    for woman, number in zip(women, numbers, strict=True):
        assert NationalNumber(number, allow_synthetic=True).synthetic
        assert woman.birth_date is not None
        assert number.startswith(f"{woman.birth_date.day:02}{woman.birth_date.month + 80:02}")


def test_no_two_of_the_largest_cohort_can_have_one_number() -> None:
    # all are made to be born in the same years, and three blocks share their tens
    neighbours = [turn * 150 + block for turn in range(365) for block in (0, 1, 2, 149)]
    births = [_birth_date(land(), number, 30, TODAY) for number in neighbours]
    numbers = {_national_number(number, birth) for number, birth in zip(neighbours, births, strict=True)}
    assert max(neighbours) == MOST_WOMEN - 1
    assert len(numbers) == len(neighbours)


@pytest.mark.parametrize("wrong", [0, MOST_WOMEN + 1])
def test_a_cohort_that_cannot_be_is_refused(wrong: int) -> None:
    refuse_too_many(MOST_WOMEN)
    with pytest.raises(ValueError, match="1 to 54750 women"):
        refuse_too_many(wrong)


def test_some_are_born_on_a_leap_day_and_all_are_of_an_age_to_give_birth() -> None:
    women = [draw_person(land(women=2000), number, TODAY).woman for number in range(2000)]
    assert {16, 45} <= {woman.age(TODAY) for woman in women} <= {*range(16, 47)}
    born = [woman.birth_date for woman in women if woman.birth_date is not None]
    assert any((one.month, one.day) == (2, 29) for one in born)


def test_units_and_people_stand_before_whoever_names_them() -> None:
    known: set[int] = set()
    kinds = set()
    for line in party_lines(land()):
        row = msgspec.json.decode(line, type=PartyLine).party
        party = party_content(bytes(row.resource))
        kinds.add(type(party))
        if isinstance(party, Role):
            assert {party.clinician, party.organisation} <= known
        known.add(row.id)
    assert kinds == {Organisation, Clinician, Role}
    for life in lives():
        assert {entry.author for entry in life.diary.entries} <= known
        assert {entry.organisation for entry in life.diary.entries} <= known
        assert {party for care in life.care for party in (care.clinician, care.organisation)} <= known


def test_bodies_are_what_the_program_itself_would_store() -> None:
    catalogue = land().catalogue
    for life in lives()[:12]:
        line = msgspec.json.decode(encode(land(), life), type=CardLine)
        woman = party_content(bytes(line.woman.resource))
        assert isinstance(woman, Woman)
        assert line.number is not None
        assert line.number.value == woman.numbers[0].value
        for row, entry in zip(line.entries, life.diary.entries, strict=True):
            body = bytes(row.resource)
            content = card_content(body, catalogue)
            assert content == entry.content
            first = next(each for each in life.diary.entries if each.origin == row.origin)
            begun_by = 0 if first is entry else first.author
            head = Head(
                line.card,
                row.origin,
                row.version,
                row.recorded,
                line.woman.id,
                row.author,
                first_author=begun_by,
            )
            assert card_body(content, head, catalogue) == body


def test_two_readers_that_we_did_not_write_accept_the_bodies() -> None:
    bodies = {}
    for life in lives(at_term=True)[:6]:
        for entry in life.diary.entries:
            content = entry.content
            kind = content.what if isinstance(content, Finding) else type(content).__name__
            assert content is not None
            bodies[kind, content.status] = life.diary.body(entry, land().catalogue)
    for line in party_lines(land()):
        resource: Any = json.loads(line)["party"]["resource"]
        bodies[resource["resourceType"], Status.FINAL] = json.dumps(resource).encode()
    assert len(bodies) > 30
    for body in bodies.values():
        by_fhirkit(body)
        by_fhir_resources(body)


def test_versions_and_times_run_as_in_a_log() -> None:
    for life in lives():
        versions: dict[int, int] = {}
        before = 0
        for entry in life.diary.entries:
            assert entry.version == versions.get(entry.origin, 0) + 1
            assert entry.version > 1 or entry.origin == entry.seq
            versions[entry.origin] = entry.version
            assert before <= entry.recorded < land().now
            before = entry.recorded


def test_care_covers_whoever_writes_while_they_write() -> None:
    for life in lives():
        for entry in life.diary.entries:
            own = [care for care in life.care if care.clinician == entry.author]
            assert own, "someone wrote who does not care for her"
            assert any(care.since <= entry.recorded for care in own)
        keys = [(care.clinician, care.organisation, care.since) for care in life.care]
        assert len(set(keys)) == len(keys)


def test_care_ends_six_weeks_after_the_pregnancy_and_not_before() -> None:
    six_weeks_ago = TODAY - dt.timedelta(days=42)
    seen = set()
    for life in lives(women=200):
        ended = life.pregnancy.on(life.pregnancy.end)
        cared_for = any(care.until is None for care in life.care)
        assert cared_for == (ended >= six_weeks_ago)
        assert all(care.since < (care.until or land().now) <= land().now for care in life.care)
        seen.add(cared_for)
    assert seen == {True, False}


def test_she_who_moves_has_others_from_then_on() -> None:
    moved = [life for life in lives(women=200) if life.team.moves < life.pregnancy.today]
    gone = [life for life in moved if life.team.moves <= life.pregnancy.end]
    assert gone
    for life in gone:
        old, new = life.team.midwives
        assert old.unit != new.unit
        assert {care.organisation for care in life.care} > {old.unit, new.unit}


def _standing(life: Life, kind: type) -> int:
    return sum(isinstance(entry.content, kind) for entry in life.diary.entries)


def test_each_card_folds_to_a_pregnancy() -> None:
    for life in lives():
        card = folded(life)
        assert isinstance(card.opening.now, CardOpened)
        assert card.opening.now.active == (not life.pregnancy.ended)
        assert card.due is not None
        assert card.contacts
        assert len(card.fetuses) in (0, life.pregnancy.fetuses)
        assert _standing(life, Contact) >= len(card.contacts)
        ended = card.opening.now.ended
        assert ended is None or ended == life.pregnancy.on(life.pregnancy.end)
