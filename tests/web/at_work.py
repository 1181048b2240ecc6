"""People of the cast in front of the pages: a client that is logged in, and what its pages say."""

import html
import re

from httpx import Response
from starlette.testclient import TestClient

from helsekort import app
from helsekort.access.actors import NOBODY, Actor
from helsekort.actions import registry, sessions
from helsekort.actions.context import Context
from helsekort.record.ids import to_text
from helsekort.store.parties import PersonaRow
from tests.cast import JOB, Cast

HERE = "http://127.0.0.1"
TAGS = re.compile(r"<[^>]+>")


class AtWork:
    """One person's browser, without a browser."""

    def __init__(self, ctx: Context, actor: Actor, key: str) -> None:
        row = PersonaRow(key, 1, actor.kind, actor.party, actor.organisation, actor.category, "")
        registry.register_persona(JOB, ctx=ctx, persona=row)
        self.client = TestClient(app.build(ctx), base_url=HERE, follow_redirects=False)
        token = sessions.enter_as_persona(NOBODY, ctx=ctx, persona=key)
        self.client.cookies.set("helsekort", token)

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def post(self, path: str, **fields: str | list[str]) -> Response:
        return self.client.post(path, data=fields, headers={"Origin": HERE})

    def says(self, path: str) -> str:
        """The words of a page, without its tags."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.status_code
        return words(answer.text)


def words(page: str) -> str:
    """What a page says between its tags, in one line."""
    return " ".join(html.unescape(TAGS.sub(" ", page[page.index("<main") :])).split())


def card_path(card: int) -> str:
    return f"/klinikk/kort/{to_text(card)}"


def amir(cast: Cast) -> AtWork:
    """The doctor who asks for the tests' answers."""
    return AtWork(cast.ctx, cast.amir, "amir")


def ingrid(cast: Cast) -> AtWork:
    """The midwife, at another unit."""
    return AtWork(cast.ctx, cast.ingrid, "ingrid")


def kari(cast: Cast) -> AtWork:
    return AtWork(cast.ctx, cast.kari, "kari")
