"""The stories typed through the pages, from first visit to six weeks after birth, with keys alone.

The clock goes with the story: each thing is typed on its day. Then the card holds what the story's file says.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page

from tests.cast import TODAY
from tests.demo.conftest import Lived
from tests.demo.reference import WOMEN
from tests.demo.test_read_back import DUE_DATE, everything, from_fhir
from tests.demo.told import told
from tests.journeys.story_desk import STORIES, StoryDesk

UNKNOWN = "ida"
"""Nobody knows her: her story begins with the search for her number."""


@pytest.fixture
def desk(tmp_path: Path, page: Page, request: pytest.FixtureRequest) -> Iterator[StoryDesk]:
    """Gives the desk at which the story named by the test is typed."""
    there = StoryDesk(tmp_path, STORIES[request.param], page, unknown=request.param == UNKNOWN)
    thread = threading.Thread(target=there.server.run)
    thread.start()
    yield there
    there.server.should_exit = True
    thread.join()
    there.ctx.database.close()


@pytest.mark.parametrize("desk", [UNKNOWN], indirect=True)
def test_a_story_is_typed_without_leaving_the_keyboard(desk: StoryDesk) -> None:
    desk.type_all()
    assert desk.untyped == set()
    assert_told(desk)


def assert_told(desk: StoryDesk) -> None:
    """The card says what the story's file says, and nothing else but its due dates and how it ended."""
    story = desk.story.story.id
    found = from_fhir(everything(Lived(desk.ctx, {story: desk.card}, TODAY), story))
    wanted = told(desk.story, TODAY)
    assert wanted - found == Counter()
    more = {DUE_DATE, "ending", "language"}  # her language is asked when she is taken in
    assert {group or what for _on, group, what, _fetus, _value in found - wanted} <= more


STANDS = frozenset(
    {"fgm_plan", "interpreter_used", "violence_asked", "violence_answer", "violence_plan", "seen_alone"}
)
"""What a form does not ask again where it stands: it is put right at its own place."""


@pytest.mark.deep
@pytest.mark.parametrize("desk", sorted(WOMEN), indirect=True)
def test_every_story_is_typed(desk: StoryDesk) -> None:
    """All that the file says; but for what is hers to write, and what stands and is not asked again."""
    desk.type_all()
    story = desk.story.story.id
    found = from_fhir(everything(Lived(desk.ctx, {story: desk.card}, TODAY), story))
    missing = {
        what for _on, _group, what, _fetus, _value in told(replace(desk.story, change=[]), TODAY) - found
    }
    hers = {what for row in desk.story.home for what in row} if desk.story.home else set()
    assert desk.untyped <= STANDS
    assert missing <= desk.untyped | hers
