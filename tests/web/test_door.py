"""The door: where forms may come from, how big they may be, who is let in, and what is kept for whom."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from helsekort import app as house
from helsekort.access.actors import NOBODY
from helsekort.actions import cards, sessions
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Unavailable
from helsekort.actions.sessions import Session
from helsekort.record.ids import to_text
from helsekort.web import woman
from helsekort.web.shared import faults, front
from helsekort.web.shared.door import card_of, local_path, page, posted, taken_draft
from helsekort.web.shared.posted import (
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_FIELDS,
    FormRefused,
    parse_form,
    same_origin,
)
from tests.cast import MINUTE, MOMENT, made_demo, open_house

OWN = {"sec-fetch-site": "same-origin"}


def opened_page(request: Request, ctx: Context, session: Session) -> Response:
    opened = cards.open_card(session.actor, ctx=ctx, card=card_of(request))
    return PlainTextResponse(opened.woman.name)


def form_page(request: Request, ctx: Context, session: Session) -> Response:
    draft = taken_draft(request, ctx, session)
    form = draft or posted(request)
    return PlainTextResponse("|".join(f"{name}={value}" for name, value in form.fields))


def unavailable_page(*_: object) -> Response:
    raise Unavailable


class Browser:
    """Asks the application directly, and keeps cookies."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self.cookies = httpx.Cookies()

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401  # as httpx takes it
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, raise_app_exceptions=True)
            base = "http://127.0.0.1"
            async with httpx.AsyncClient(transport=transport, base_url=base, cookies=self.cookies) as client:
                answer = await client.request(method, path, **more)
                self.cookies = client.cookies
                return answer

        return anyio.run(ask)

    def get(self, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401  # as httpx takes it
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401  # as httpx takes it
        return self.request("POST", path, **more)


class Visit:
    """A browser at a small application with the real door, and the house behind it."""

    def __init__(self, ctx: Context, stories: dict[str, int]) -> None:
        self.stories = stories
        self.app = Starlette(
            routes=[
                *front.routes,
                *woman.routes,
                Route("/klinikk", page(form_page), methods=["GET", "POST"]),
                Route("/klinikk/borte", page(unavailable_page), methods=["POST"]),
                Route("/klinikk/kort/{card}", page(opened_page)),
                Route("/klinikk/kort/{card}/kontroll", page(form_page), methods=["GET", "POST"]),
            ],
            exception_handlers={HTTPException: faults.http_fault},
        )
        self.app.state.ctx = ctx
        self.app.state.run = house.runner(ctx.database)
        self.browser = Browser(self.app)

    @property
    def ctx(self) -> Context:
        ctx: Context = self.app.state.ctx
        return ctx

    def enter(self, persona: str, **more: str) -> str:
        """Come in; the address that the browser is sent to."""
        answer = self.browser.post("/inn", data={"person": persona, **more}, headers=OWN)
        assert answer.status_code == 303
        return str(answer.headers["location"])

    def later(self, minutes: int) -> None:
        self.app.state.ctx = self.ctx.at(MOMENT + minutes * MINUTE)


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    ctx = open_house(f"sqlite:///{tmp_path / 'door.db'}")
    yield Visit(ctx, made_demo(ctx))
    ctx.database.close()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1.elsewhere.example"},
        {"origin": "https://127.0.0.1"},
    ],
)
def test_a_form_from_elsewhere_is_refused(visit: Visit, headers: dict[str, str]) -> None:
    answer = visit.browser.post("/inn", data={"person": "ingrid"}, headers=headers)
    assert answer.status_code == 403
    assert "kom ikke fra helsekortets egne sider" in answer.text
    assert "set-cookie" not in answer.headers


def test_our_own_forms_come_in_by_either_header() -> None:
    own = "https://helsekort.example"
    assert same_origin(Headers({"sec-fetch-site": "same-origin", "origin": "null"}), own)
    assert same_origin(Headers({"origin": own}), own)


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (b"note=" + b"a" * MOST_BYTES, 413, "er for stort"),
        (b"&".join(b"a=1" for _ in range(MOST_FIELDS + 1)), 413, "for mange felt"),
        (b"note=" + b"a" * (LONGEST_TEXT + 1), 422, "høyst 4000 tegn"),
        (b"note=%ED%A0%80", 422, "ikke kan lagres"),
        (b"note=%FF", 422, "ikke kan lagres"),
        (b"note=\xed\xa0\x80", 422, "ikke kan lagres"),
        (b"note=ned%00", 422, "ikke kan lagres"),
        (b"note=ned%0B", 422, "ikke kan lagres"),
        (b"no%00te=ned", 422, "ikke kan lagres"),
    ],
)
def test_a_form_that_cannot_be_kept_is_refused_with_a_sentence(
    visit: Visit, body: bytes, status: int, sentence: str
) -> None:
    visit.enter("ingrid")
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = visit.browser.post("/klinikk", content=body, headers={**OWN, **kind})
    assert answer.status_code == status
    assert sentence in answer.text


def test_another_kind_of_content_is_refused(visit: Visit) -> None:
    answer = visit.browser.post("/inn", json={"person": "ingrid"}, headers=OWN)
    assert answer.status_code == 415


def test_what_was_typed_is_shown_when_the_form_cannot_be_kept(visit: Visit) -> None:
    visit.enter("ingrid")
    body = "key=abc&note=" + quote("limt inn\x0b herfra") + "&advice=hvile"
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = visit.browser.post("/klinikk", content=body, headers={**OWN, **kind})
    assert "limt inn\ufffd herfra" in answer.text
    assert "hvile" in answer.text
    assert "<li>abc</li>" not in answer.text


def test_longest_text_and_line_ends_come_in() -> None:
    form = parse_form(urlencode({"note": "a" * LONGEST_TEXT, "told": "en\r\nto\rtre"}).encode())
    assert len(form.get("note")) == LONGEST_TEXT
    assert form.get("told") == "en\nto\ntre"


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_a_form_or_a_refusal(body: bytes) -> None:
    fields: list[tuple[str, str]] = []
    with suppress(FormRefused):
        fields = parse_form(body).fields
    text = "".join(name + value for name, value in fields)
    assert text.encode("utf-8", "replace").decode() == text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=5))
def test_ordinary_text_comes_through_as_it_was_typed(fields: list[tuple[str, str]]) -> None:
    plain = [pair for pair in fields if not re.search(r"[\x00-\x1f\x7f]", "".join(pair))]
    assert parse_form(urlencode(plain).encode()).fields == plain


@pytest.mark.parametrize("token", ["", "unknown", "x" * 5000])
def test_an_unknown_session_is_sent_to_the_door(visit: Visit, token: str) -> None:
    answer = visit.browser.get("/min", headers={"cookie": f"helsekort={token}"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?videre=/min"


def test_a_card_that_is_not_hers_to_open_and_one_that_does_not_exist_look_the_same(visit: Visit) -> None:
    visit.enter("lars")
    names = [to_text(visit.stories["nora"]), to_text(visit.stories["kari"]), "000000000001", "../nora", "ÆØÅ"]
    answers = [visit.browser.get(f"/klinikk/kort/{quote(name, safe='')}") for name in names]
    known = answers[0]
    assert known.status_code == 403
    assert "Ikke tilgjengelig for deg" in known.text
    for answer in answers:
        if answer.status_code != 404:  # a name with a slash is no address of ours
            assert (answer.status_code, answer.content) == (known.status_code, known.content)
    assert sum(answer.status_code == 403 for answer in answers) >= 4


def test_the_midwife_gets_in_where_he_did_not(visit: Visit) -> None:
    visit.enter("ingrid")
    answer = visit.browser.get(f"/klinikk/kort/{to_text(visit.stories['nora'])}")
    assert answer.text == "Nora Haugen Sletten"


def test_each_keeps_to_their_own_side_and_it_is_logged(visit: Visit) -> None:
    """The rules refuse, not the door, so that the refusal leaves a line."""
    card = f"/klinikk/kort/{to_text(visit.stories['nora'])}"
    visit.enter("kari")
    assert visit.browser.get(card).status_code == 403
    visit.enter("ingrid")
    assert visit.browser.get("/min").status_code == 403
    visit.enter("nora")
    token = visit.browser.cookies["helsekort"]
    nora = sessions.recognise(NOBODY, ctx=visit.ctx, token=token)
    assert nora is not None
    (newest, *_) = cards.read_own_log(nora.actor, ctx=visit.ctx)
    assert (newest.event, newest.who) == ("refused", "Kari Lunde Berg")


def test_what_she_typed_stands_in_the_form_after_logging_in_again(visit: Visit) -> None:
    visit.enter("ingrid")
    path = f"/klinikk/kort/{to_text(visit.stories['nora'])}/kontroll"
    visit.later(minutes=120)
    typed = {"weight": "95,2", "note": "Avtalt <måling>", "key": "abc"}
    ended = visit.browser.post(path, data=typed, headers=OWN)
    assert ended.status_code == 401
    assert "er tatt vare på" in ended.text
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', ended.text))
    where = visit.enter("ingrid", videre=hidden["videre"], utkast=hidden["utkast"])
    assert where == f"{path}?utkast={hidden['utkast']}"
    assert visit.browser.get(where).text == "weight=95,2|note=Avtalt <måling>|key=abc"


def test_a_form_in_another_tab_is_kept_after_she_logged_out(visit: Visit) -> None:
    visit.enter("ingrid")
    path = f"/klinikk/kort/{to_text(visit.stories['nora'])}/kontroll"
    visit.browser.post("/ut", headers=OWN)
    assert visit.browser.get("/klinikk").status_code == 303
    ended = visit.browser.post(path, data={"note": "halvferdig"}, headers=OWN)
    assert ended.status_code == 401
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', ended.text))
    where = visit.enter("ingrid", videre=hidden["videre"], utkast=hidden["utkast"])
    assert visit.browser.get(where).text == "note=halvferdig"


def test_a_draft_is_for_the_one_who_typed_it(visit: Visit) -> None:
    visit.enter("ingrid")
    path = f"/klinikk/kort/{to_text(visit.stories['nora'])}/kontroll"
    visit.later(minutes=120)
    ended = visit.browser.post(path, data={"note": "hennes"}, headers=OWN)
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', ended.text))
    where = visit.enter("amir", videre=hidden["videre"], utkast=hidden["utkast"])
    answer = visit.browser.get(where)
    assert answer.status_code == 200
    assert "hennes" not in answer.text


def test_without_any_session_what_was_typed_is_shown_once_more(visit: Visit) -> None:
    path = f"/klinikk/kort/{to_text(visit.stories['nora'])}/kontroll"
    answer = visit.browser.post(path, data={"note": "hun ringte", "key": "abc"}, headers=OWN)
    assert answer.status_code == 401
    assert "hun ringte" in answer.text
    assert "abc" not in answer.text


def test_when_nothing_can_be_saved_the_same_form_can_be_sent_again(visit: Visit) -> None:
    visit.enter("ingrid")
    answer = visit.browser.post("/klinikk/borte", data={"key": "abc", "note": "ro"}, headers=OWN)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"
    assert '<form method="post" action="/klinikk/borte">' in answer.text
    assert 'name="key" value="abc"' in answer.text


def test_logging_out_ends_the_session_for_whoever_has_the_cookie(visit: Visit) -> None:
    visit.enter("nora")
    token = visit.browser.cookies["helsekort"]
    assert visit.browser.post("/ut", headers=OWN).status_code == 303
    kept = visit.browser.get("/min", headers={"cookie": f"helsekort={token}"})
    assert kept.status_code == 303
    found = sessions.recognise(NOBODY, ctx=visit.ctx, token=token)
    assert found is None or not found.live


def test_the_cookie_is_out_of_reach_and_held_to_tls_where_there_is_tls(visit: Visit) -> None:
    plain = visit.browser.post("/inn", data={"person": "nora"}, headers=OWN).headers["set-cookie"]
    assert plain.startswith("helsekort=")
    assert "HttpOnly" in plain
    assert "samesite=lax" in plain.lower()
    visit.app.state.origin = "https://helsekort.example"
    safe = visit.browser.post("/inn", data={"person": "nora"}, headers=OWN).headers["set-cookie"]
    assert safe.startswith("__Host-helsekort=")
    assert "Secure" in safe


@pytest.mark.parametrize(
    "wanted", ["//elsewhere.example", "https://elsewhere.example", "/klinikk", "/min/../x"]
)
def test_after_entering_nobody_is_sent_elsewhere_or_to_the_other_side(visit: Visit, wanted: str) -> None:
    assert visit.enter("nora", videre=wanted, utkast="<x>") == "/min"


@pytest.mark.parametrize("text", ["/klinikk/", "/klinikk/A", "/minne", "/min\n", "", "/sprak"])
def test_only_addresses_of_our_pages_are_gone_back_to(text: str) -> None:
    assert local_path(text) is None


def test_the_language_is_remembered_and_an_unknown_one_is_not(visit: Visit) -> None:
    answer = visit.browser.post("/sprak", data={"sprak": "nn", "til": "/min"}, headers=OWN)
    assert answer.headers["location"] == "/min"
    assert 'lang="nn"' in visit.browser.get("/").text
    visit.enter("ingrid")
    assert 'lang="nb"' in visit.browser.get("/klinikk/finnes-ikke").text
    unknown = visit.browser.post("/sprak", data={"sprak": "xx", "til": "//x"}, headers=OWN)
    assert unknown.headers["location"] == "/"
    assert "set-cookie" not in unknown.headers


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/finnes-ikke", 404), ("GET", "/inn", 405), ("PUT", "/", 405)]
)
def test_other_faults_are_pages_with_a_way_on(visit: Visit, method: str, path: str, status: int) -> None:
    answer = visit.browser.request(method, path)
    assert answer.status_code == status
    assert 'href="/"' in answer.text


def test_every_page_keeps_itself_to_itself(visit: Visit) -> None:
    visit.enter("nora")
    for path in ("/", "/min", "/min/innsyn", "/klinikk/kort/000000000001", "/finnes-ikke"):
        headers = visit.browser.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
