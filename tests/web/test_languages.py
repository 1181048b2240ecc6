"""Every page in every language: nothing on it is left in bokmål, and dates and numbers are the language's own."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from helsekort import app, datafiles
from helsekort.access.actors import NOBODY, system
from helsekort.actions import sessions
from helsekort.actions.context import Context
from helsekort.actions.receiving import receive_message, work_inbox
from helsekort.demo.messages import demo_messages
from helsekort.demo.stories_read import read_cast
from helsekort.web.shared import rendering
from helsekort.web.shared import texts as words
from helsekort.web.shared.texts import LANGUAGES, Texts, texts_for
from tests.cast import made_demo, open_house
from tests.web.walking import walk

LABORATORY = system("laboratory")
HERE = "http://127.0.0.1"
LETTERS = re.compile(r"[^\W\d_]{2,}")
MESSAGE_ID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
STARTS = {"ingrid": "/klinikk", "amir": "/klinikk", "nora": "/min", "silje": "/min"}
ELSEWHERE = ("/", "/klinikk/kort/ukjent", "/klinikk/finnes-ikke", "/inn")
"""The front page, what may not be opened, what is not there, and what cannot be asked for that way."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """The demo with laboratory messages: an answer, a correction of one, and one that waits for a person."""
    ctx = open_house(f"sqlite:///{tmp_path_factory.mktemp('languages') / 'demo.db'}")
    made_demo(ctx)
    for name, raw in messages(ctx).items():
        if "kansellering" not in name:
            receive_message(LABORATORY, ctx=ctx, raw=raw)
    work_inbox(LABORATORY, ctx=ctx)
    yield ctx
    ctx.database.close()


def messages(ctx: Context) -> dict[str, bytes]:
    """The demo's laboratory messages about Nora."""
    nora = next(one for one in sessions.personas(ctx) if one.key == "nora")
    assert nora.number
    taken = ctx.today() - dt.timedelta(days=1)
    return demo_messages(read_cast(datafiles.cast()), name=nora.name, number=nora.number, taken=taken)


def browser(ctx: Context, who: str, language: str) -> TestClient:
    client = TestClient(app.build(ctx), base_url=HERE, follow_redirects=False)
    client.cookies.set("helsekort", sessions.enter_as_persona(NOBODY, ctx=ctx, persona=who))
    client.cookies.set(rendering.LANGUAGE_COOKIE, language)
    return client


OPEN, CLOSE = "\N{LEFT WHITE SQUARE BRACKET}", "\N{RIGHT WHITE SQUARE BRACKET}"


class Marked(Texts):
    """A language in which all that is translated stands between marks."""

    def translate(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def plural(self, one: str, many: str, number: int) -> str:
        return f"{OPEN}{super().plural(one, many, number)}{CLOSE}"

    def _date(self, date: dt.date, pattern: str) -> str:
        return f"{OPEN}{super()._date(date, pattern)}{CLOSE}"


@pytest.fixture
def marked(demo: Context, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nynorsk is this language for a while. The forms, which hold their translations, are made anew in it."""
    rendering.environment.cache_clear()
    monkeypatch.setattr(rendering, "texts_for", lambda language: Marked(language, {}, {}))
    monkeypatch.setattr(words, "texts_for", lambda language: Marked(language, {}, {}))
    monkeypatch.setattr(demo.forms, "_made", {})
    yield
    rendering.environment.cache_clear()


def outside(text: str) -> str:
    """What of a text stands outside all marks, without the ids that senders give their messages."""
    depth, found = 0, []
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        if depth == 0 and sign != CLOSE:
            found.append(sign)
    return MESSAGE_ID.sub("", "".join(found))


def of_the_people(ctx: Context) -> set[str]:
    """Words that someone wrote: the demo's names, units and notes, and the messages. They stay as they are."""
    files = [datafiles.cast(), *datafiles.stories().values()]
    texts = {text for file in files for text in _strings(tomllib.loads(file))}
    texts |= {raw.decode() for raw in messages(ctx).values()}
    return {word for text in texts for word in LETTERS.findall(text)}


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401  # as TOML gives it
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _strings(each)
        case list():
            for each in value:
                yield from _strings(each)


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("who", STARTS)
def test_nothing_stands_on_a_page_but_what_can_be_translated_and_what_people_wrote(
    demo: Context, who: str
) -> None:
    written = of_the_people(demo)
    found = []
    for how, _, read in walk(browser(demo, who, "nn"), STARTS[who], *ELSEWHERE):
        found += [
            (how, text.strip(), sorted(bare))
            for text in read.said
            if (bare := set(LETTERS.findall(outside(text))) - written)
        ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", STARTS)
def test_every_page_says_which_language_it_is_in_and_says_all_in_it(
    demo: Context, who: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked up is translated, by a text of its own or as one of a pair."""
    texts = texts_for(language)
    asked: set[str] = set()
    translate = Texts.translate

    def listening(self: Texts, message: str) -> str:
        asked.add(message)
        return translate(self, message)

    monkeypatch.setattr(Texts, "translate", listening)
    rendering.environment.cache_clear()
    pages = list(walk(browser(demo, who, language), STARTS[who], *ELSEWHERE))
    rendering.environment.cache_clear()
    assert {read.language for _, _, read in pages} == {language}
    assert [how for how, answer, _ in pages if answer.status_code >= 500] == []
    assert len(pages) > (1 if STARTS[who] == "/min" else 40)
    assert len(asked) > 50
    if language != "nb":
        assert sorted(asked - {""} - set(texts.messages)) == []
