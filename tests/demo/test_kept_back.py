"""Stories of violence, of a girl under sixteen and of what a card cannot show yet are made only when asked for."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from helsekort import app, cli, datafiles
from helsekort.access.actors import NOBODY
from helsekort.actions import sessions
from helsekort.cli_stories import told
from helsekort.demo.stories_read import REASONS, KeptBack, Kind, Unplaced, read_stories
from tests.cast import TODAY
from tests.demo.conftest import live
from tests.demo.reference import WOMEN
from tests.store.stored import content
from tests.web.at_work import HERE

STORIES = {one.story.id: one for one in read_stories(datafiles.stories())}
SHOWN = [
    *("kari", "nora", "silje", "hilde", "fatima", "ragnhild"),
    *("ida", "marte", "selam", "emma", "agnieszka", "aisha"),
]
EXTRAS = {"line", "solveig", "two-one", "maria", "agnieszka", "jorunn", "liv", "aisha"}


def test_the_twelve_and_the_extras_are_there() -> None:
    assert set(STORIES) == set(WOMEN) | EXTRAS
    assert [one.story.place for one in STORIES.values()] == list(range(1, len(STORIES) + 1))
    assert set(datafiles.stories()) == set(STORIES), "each file is called what its story is"


def test_each_reason_to_keep_a_story_back_is_said_of_the_story() -> None:
    for name, story in STORIES.items():
        held = story.story.kept_back
        assert (KeptBack.YOUNG in held) == (story.woman.age < 16), name
        violence = any("violence_answer" in row for row in (*story.facts, *story.visit))
        assert (KeptBack.VIOLENCE in held) == violence, name
    assert set(REASONS) == set(KeptBack)
    assert [name for name, story in STORIES.items() if not story.story.kept_back] == SHOWN


def test_nothing_of_those_kept_back_is_in_the_default_demo(tmp_path: Path) -> None:
    lived = live(f"sqlite:///{tmp_path / 'demo.db'}", TODAY, kept_back=False)
    assert list(lived.cards) == SHOWN
    kept = [story for story in STORIES.values() if story.story.kept_back]
    assert len(kept) == len(STORIES) - len(SHOWN)
    stored = repr(content(lived.ctx)) + repr([one.name for one in sessions.personas(lived.ctx)])
    client = TestClient(app.build(lived.ctx), base_url=HERE, follow_redirects=False)
    pages = client.get("/").text
    client.cookies.set("helsekort", sessions.enter_as_persona(NOBODY, ctx=lived.ctx, persona="ingrid"))
    pages += client.get("/klinikk").text
    lived.ctx.database.close()
    assert "Kari Lunde Berg" in pages
    for story in kept:
        for said in (story.woman.name, story.story.title, f"'{story.story.id}'", f'"{story.story.id}"'):
            assert said not in stored
            assert said not in pages


def test_the_command_counts_what_has_no_place(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["stories"]) == 0
    said = capfd.readouterr().out
    assert "kari: Kari Lunde Berg. Uke 28, andre barn. Shown." in said
    assert "berit: Berit Vik. Uke 22, skjermet adresse. Only with --all-stories: tells of violence." in said
    number = sum(len(story.unplaced) for story in STORIES.values())
    assert f"Without a place on the card yet, in 20 stories ({number}):" in said


def test_what_has_no_place_is_told_by_its_kind_and_with_facts_in_full() -> None:
    told_of = Unplaced(Kind.CARE, {"unit": 59, "blocked": True}, day=-109, protected="drugs")
    lines = list(told([replace(STORIES["kari"], unplaced=[told_of])], facts=True))
    assert lines[1:3] == [
        "  without a place: care and access 1",
        "    care and access, day -109, class drugs: unit = 59; blocked = True",
    ]
    assert lines[-1] == "  care and access: 1"


def test_a_story_without_anything_unplaced_says_so() -> None:
    _, nothing, *_ = told([replace(STORIES["kari"], unplaced=[])], facts=True)
    assert nothing == "  without a place: nothing"
