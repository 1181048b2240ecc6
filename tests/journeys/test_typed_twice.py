"""What the twelve stories would make a clinician type a second time, as docs/figures.md says.

And where else it could be: each thing that two kinds of places ask is accounted for.
"""

import re
from pathlib import Path

import pytest

from tests.demo.reference import WOMEN
from tests.journeys.story_desk import LAYOUTS, STORIES
from tests.journeys.typed_twice import BIRTH, DUE, ENDING, Twice, asked_beside, twice, typed

FIGURES = Path(__file__).parents[2] / "docs" / "figures.md"

ANOTHER = {
    "once visit": "asked anew at a later visit or for a later sample, beside what stood before",
    "postpartum visit": "measured after the birth",
    "once postpartum": "measured or asked after the birth",
    "birth postpartum": "measured at the birth, and again after it",
    "birth visit": "measured at the birth",
    "birth newborn_check": "her temperature, and the child's",
    "newborn_check postpartum": "her temperature, and the child's",
    "newborn newborn_check": "the child at birth, and as it grew",
    "newborn visit": "how it lay at a visit, and how it was born",
    "newborn ultrasound_fetus": "how it lay at a scan, and how it was born",
    "ultrasound_fetus visit": "by the scan, and by the hands",
    "once ultrasound": "what the scan saw, and what stands on the card",
    "birth birth_wishes": "what she wished, and what came of it",
    "birth earlier_birth": "this birth, and an earlier one: offered from the earlier card",
    "earlier_birth newborn": "this child, and an earlier one: offered from the earlier card",
    "earlier_birth newborn_check": "this child, and an earlier one",
    "earlier_birth ending": "this ending, and an earlier one: offered from the earlier card",
    "earlier_birth postpartum": "how this birth was, and an earlier one",
    "earlier_birth ultrasound": "where each was",
    "ending ultrasound": "where each was",
    "birth newborn": "the birth's; a child's own only where several are born in different ways",
    "rh_event vaccine": "two different injections",
    "allergy earlier_birth": "a remark of its own",
    "allergy visit": "a remark of its own",
    "earlier_birth visit": "a remark of its own",
    "medicine once": "of one medicine, and of medicines at all",
}
"""Two kinds of places that ask the same thing of different days, children or events."""

OPEN = {
    "birth_wishes once": {"travel_minutes"},
    "birth once": {"birth_institute"},
    "once rh_event": {"antibody_screen", "rhd"},
    "rh_event visit": {"antibody_screen"},
}
"""Places where the same fact can be asked twice, and nothing is offered yet."""


def test_no_story_makes_anyone_type_a_fact_twice() -> None:
    stories = [STORIES[key] for key in sorted(WOMEN)]
    facts = sum(len(typed(story, LAYOUTS)) for story in stories)
    again = [one for story in stories for one in twice(story, LAYOUTS)]
    left = [one for one in again if not one.offered]
    assert left == []
    told = f"{facts:,} | asked on a second page: {len(again)}, of which offered by a tick: {len(again) - len(left)}; "
    told += f"typed twice: {len(left)}"
    row = re.search(r"\| facts typed along the twelve stories.*", FIGURES.read_text(encoding="utf-8"))
    assert row, f"docs/figures.md has no row for the facts typed: {told}"
    assert " | ".join(row[0].split(" | ")[1:3]) == told


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ("kari", Twice("last_period", "", DUE, "skjema/first-visit", offered=True)),
        ("marte", Twice("last_period", "", "skjema/first-visit", DUE, offered=True)),
        ("silje", Twice("child_state", "B", BIRTH, ENDING, offered=True)),
    ],
)
def test_what_two_pages_ask_is_seen(story: str, expected: Twice) -> None:
    assert expected in twice(STORIES[story], LAYOUTS)


def test_each_thing_that_two_kinds_of_places_ask_is_accounted_for() -> None:
    found = {" ".join(sorted(pair)): whats for pair, whats in asked_beside(LAYOUTS).items()}
    assert found.keys() == ANOTHER.keys() | OPEN.keys()
    assert all(whats <= found[pair] for pair, whats in OPEN.items())
