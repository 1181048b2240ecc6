"""A normal check-up by keyboard: how many keys, and how many seconds by the model, as docs/figures.md says."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.hands import Hands
from tests.journeys.keystrokes import HOMING, MENTAL, NON_SECRETARY, RANDOM_LETTERS, RESPONSE, Effort, keys_of
from tests.journeys.people import enter

FIGURES = Path(__file__).parents[2] / "docs" / "figures.md"
GOAL = 60


def test_a_normal_check_up_takes_less_than_a_minute_by_the_keystroke_level_model(
    demo: Demo, page: Page
) -> None:
    enter(page, demo, "Ingrid")
    expect(page.get_by_role("heading", name="Kvinner du følger opp")).to_be_visible()
    hands = Hands(page)
    hands.skip()
    hands.follow("Kari Lunde Berg")
    hands.follow("Ny kontroll")
    hands.fill("Blodtrykk, måling 1", "118/72")
    hands.choose("Protein i urin", "negativ")
    hands.choose("Ødem", "ingen")
    hands.fill("Vekt", "72,4")
    hands.fill("Symfyse–fundus", "27")
    hands.fill("Hjertefrekvens", "140")
    hands.choose("Leie", "hodeleie")
    hands.choose("Kjenner liv", "som vanlig")
    for symptom in ("Hodepine", "Synsforstyrrelser", "Smerter øverst i magen"):
        hands.choose(symptom, "nei")
    hands.save()
    row = page.get_by_role("row").filter(has_text="118/72")
    for value in ("negativ", "ingen", "72,4", "27", "140", "hodeleie", "som vanlig", "nei"):
        expect(row).to_contain_text(value)
    assert hands.effort.seconds() < GOAL
    assert hands.effort.seconds(RANDOM_LETTERS) < GOAL
    assert published() == said(hands.effort)


def said(effort: Effort) -> str:
    """The figure as the page says it."""
    return (
        f"{effort.keys} keys, {effort.thoughts} thoughts, {effort.pages} pages: {effort.seconds():.0f} s"
        f" ({effort.seconds(RANDOM_LETTERS):.0f} s with K {RANDOM_LETTERS:.2f}); goal under {GOAL} s"
    )


def published() -> str:
    row = re.search(r"\| a normal check-up .*", FIGURES.read_text(encoding="utf-8"))
    assert row, "docs/figures.md has no row for a normal check-up"
    return row[0].split(" | ")[2]


def test_the_model_adds_up() -> None:
    effort = Effort(keys=10, thoughts=2, pages=1)
    assert effort.seconds() == pytest.approx(10 * NON_SECRETARY + 2 * MENTAL + HOMING + RESPONSE)
    assert effort.seconds(1) - effort.seconds(0) == pytest.approx(10)
    assert Effort().seconds() == HOMING


@pytest.mark.parametrize(
    ("text", "keys"), [("118/72", 7), ("118 72", 6), ("72,4", 4), ("Alt vel.", 9), ("", 0)]
)
def test_shift_is_a_key_too(text: str, keys: int) -> None:
    assert keys_of(text) == keys
