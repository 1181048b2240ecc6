"""docs/access.md read as a person reads it, and held against `decide`: who, about everything there is."""

import pytest

from docs import access_page
from docs.access_page import ALL_OF_THEM, COME_AND_GO, EACH, NO, NO_MORE, ONLY, PERSONNEL, ROLES
from helsekort.access.decide import decide
from helsekort.access.permissions import Permission
from tests.access.decide_mutants import PAGE
from tests.access.people import WHO, Who

TEXT = PAGE.read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The table below a heading, without its head."""
    lines = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0].splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")][2:]


def listed(said: str) -> dict[str, str]:
    """`open the card (hn), open a file` -> name -> letters."""
    found = {}
    for one in said.split(", "):
        name, _, letters = one.partition(" (")
        found[name] = letters.rstrip(")")
    return found


def read(role: str, who: Who) -> dict[str, str]:
    """What the page says that someone may: name -> letters."""
    everyone = dict[str, str]()
    if (lead := TEXT.split(f"## {role}\n")[1].split("|")[0].strip()).startswith(ALL_OF_THEM):
        everyone = listed(lead.removeprefix(ALL_OF_THEM).strip(" ."))
    named = who.says.removeprefix(PERSONNEL)
    (said,) = (row[1] for row in rows(role) if named in row[0].split("; "))
    said, _, each = said.partition(EACH)
    if said == NO:
        return {}
    alone = said.startswith(ONLY)
    own = {} if said == NO_MORE else listed(said.removeprefix(ONLY).strip())
    whole = own if alone else {**everyone, **own}
    return {name: letters + each.strip(" ()") for name, letters in whole.items()}


NAMES = {
    row[0]: [Permission(one.strip("` ")) for one in row[1].split(",")] for row in rows("What the names hold")
}


def test_every_permission_has_its_name_there() -> None:
    assert sorted(one for together in NAMES.values() for one in together) == sorted(Permission)


@pytest.mark.parametrize("key", WHO)
def test_what_is_read_there_is_what_decide_says(key: str) -> None:
    who = WHO[key]
    (role,) = (role for role, belongs in ROLES.items() if belongs(who))
    said = {**read(role, who), COME_AND_GO: ""}
    for name, together in NAMES.items():
        for permission in together:
            decision = decide(who.actor, permission, who.facts)
            letters = {access_page.OBLIGES[one] for one in decision.obligations}
            assert (permission, decision.allowed) == (permission, name in said)
            assert name == COME_AND_GO or letters == set(said.get(name, ""))


def test_each_who_has_words_of_their_own() -> None:
    assert len({who.says for who in WHO.values()}) == len(WHO)
