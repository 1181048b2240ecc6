"""The two walls say the same: `decide` with the facts that the program reads, and PostgreSQL's policies."""

import re
from collections.abc import Iterator

import pytest
from psycopg import errors

from helsekort import datafiles
from helsekort.store.migrate import STANDING, Migration, statements
from tests.access.worlds import AT_ONCE, Decided, against, decided_in, differences, let_ask, make_world
from tests.fixtures.wall import Walled

WORLDS = 200
MOST, FEW = 160, 20
"""Worlds in which a hole in the wall must show."""

# A condition of a policy, or of a reason that one asks for -> what a mistake would make of it.
BENT = {
    r" <= ": " < ",
    r" > ": " >= ",
    r"\(r\.until IS NULL OR (r\.until > acting_at\(\))\)": r"\1",
    r"= acting_unit\(\)": "IS NOT NULL",
    r"= acting_party\(\)": "IS NOT NULL",
    r"\(SELECT acting_kind\(\)\) = '(clinician|woman)'": "true",
    r"<> 'cancelled'": "= 'cancelled'",
    r"'requested', ": "",
    r"'received', ": "",
    r", 'on-hold'": "",
    r"same\.joined_to = one": "false",
    r"same\.party_id = one": "false",
    r"coalesce\(\(SELECT p\.joined_to .*?\), (her|whose)\)": r"\1",
    r"(\w+)\.card_id = one": "true",
    r"[rgb]\.woman = her": "true",
    r"sees\(card_id\)": "true",
    r"card_id = \(SELECT open_card\(\)\)": "true",
    r"AND b\.class = ''": "",
    r"IN \(0, ": "IN (",
    r"(?<=, )acting_(party|unit)\(\),": "-1,",
    r"\(SELECT u\.entity .*?\)\)": "-1",
    r"(?<=unit_entity u WHERE )u\.organisation = acting_unit\(\)": "u.organisation > 0 LIMIT 1",
    r"AND NOT EXISTS \(SELECT FROM block_end.*?\)": "",
    r"e\.(woman|block_id) = b\.\1": "true",
    r"(in_emergency|in_care|in_care_of_joined|is_own)\(woman\)": "false",
    r"(referred|handed_to|summary_sent)\(card_id\)": "false",
    r"AND NOT (closed_out|kept_secret)\(woman\)": "",
}


IN_FUNCTIONS = {
    "IF EXISTS (SELECT FROM card c WHERE c.card_id = one) THEN": "IF true THEN",
    "('helsekort.seen', true) = one::text": "('helsekort.seen', true) <> ''",
    ", set_config('helsekort.seen', '', true);": ";",
    "IF acting_kind() IN ('deciding', 'reviewer') THEN": "IF acting_kind() = 'clinician' THEN",
}


def the_wall() -> Migration:
    return next(each for each in datafiles.migrations() if each.number == STANDING)


def holes() -> Iterator[tuple[str, str]]:
    """(what was changed, the text of a wall with one mistake)."""
    text = the_wall().text
    for right, wrong in IN_FUNCTIONS.items():
        assert text.count(right) == 1
        yield right, text.replace(right, wrong)
    reasons = text.index("CREATE OR REPLACE FUNCTION in_care(")
    parts = r"CREATE (?:POLICY (\w+ ON \w+)|OR REPLACE FUNCTION (\w+)).*?;\n\n"
    for policy in re.compile(parts, re.DOTALL).finditer(text, reasons):
        name = policy[1] or policy[2]
        if policy[1]:
            yield f"{name} left out", text[: policy.start()] + text[policy.end() :]
        for pattern, bent in BENT.items():
            for found in re.finditer(pattern, policy[0], re.DOTALL):
                start, end = policy.start() + found.start(), policy.start() + found.end()
                yield f"{name}: {found[0]}", text[:start] + found.expand(bent) + text[end:]


# Mistakes that change nothing that anyone could see -> why.
HARMLESS = {
    "seen ON card: (SELECT acting_kind()) = 'woman'": "personnel act at a unit, and a unit is no woman they act for",
    "reviewed: r.card_id = one": "worlds have no reviewers; tests/access/test_second_wall.py has one, and notices",
    "seen ON card: (SELECT acting_kind()) = 'clinician'": "a woman stands in no relation of personnel to another",
    "in_care: (r.until IS NULL OR r.until > acting_at())": "in_care_of_joined lets in the same",
    "in_care:  <= ": "in_care_of_joined lets in the same",
    "seen ON card: in_care(woman)": "in_care_of_joined lets in the same",
}


@pytest.fixture
def asked(walled: Walled) -> Walled:
    """Gives an empty house behind the wall, whose database can be asked what many see."""
    let_ask(walled.owner)
    return walled


def test_a_world_is_made_alike_each_time() -> None:
    assert make_world(7) == make_world(7)
    assert make_world(7) != make_world(8)


def test_the_walls_agree_in_many_worlds(asked: Walled) -> None:
    found = differences(asked.service, range(WORLDS))
    assert [str(each) for each in found] == []


def test_an_emergency_opens_to_one_in_care_at_a_unit_that_is_not_cleared(asked: Walled) -> None:
    """Found by these worlds: a care relation hid from the facts that the glass was broken."""
    assert differences(asked.service, range(422, 423)) == []


@pytest.mark.deep
def test_the_walls_agree_in_ten_thousand_worlds(asked: Walled) -> None:
    found = [
        each
        for first in range(0, 10_000, AT_ONCE)
        for each in differences(asked.service, range(first, first + AT_ONCE))
    ]
    assert [str(each) for each in found] == []


REFUSED = (errors.InsufficientPrivilege, errors.CardinalityViolation)
"""How PostgreSQL refuses a wall that cannot be: it shows nobody anything."""
BLOCKS = [range(first, first + FEW) for first in range(0, MOST, FEW)]


def _shows(asked: Walled, before: list[Decided]) -> bool:
    """Whether some world is told otherwise, or cannot be asked at all; first by what was decided before the hole."""
    try:
        return any(against(asked.service, decided) for decided in before) or any(
            differences(asked.service, seeds) for seeds in BLOCKS
        )
    except REFUSED:
        return True


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.deep)])
def test_a_hole_in_the_wall_shows(asked: Walled, step: int) -> None:
    unnoticed = []
    before = [decided_in(asked.service, seeds) for seeds in BLOCKS]
    for what, text in [*holes()][::step]:
        with asked.owner.database.transaction() as tx:
            for statement in statements(text, "postgresql"):
                tx.run(statement)
        if not _shows(asked, before):
            unnoticed.append(what)
    assert set(unnoticed) <= set(HARMLESS)
