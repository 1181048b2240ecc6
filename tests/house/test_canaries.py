"""Every address of every door is asked in every wrong way, with a canary in each place where words can be.

What the program then wrote and answered is searched for them. `tests/house/test_privacy.py` does the
same for what a midwife does in a day.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from msgspec import Struct, field
from msgspec.structs import replace
from starlette.routing import Route
from starlette.testclient import TestClient

from helsekort import app
from helsekort.access.decide import Facts
from helsekort.actions import work
from helsekort.api.dhg.door import MOST_BYTES as MOST_JSON
from helsekort.log import Event, log
from helsekort.record.ids import to_text
from helsekort.settings import ProviderSettings, Settings
from helsekort.web.shared.posted import MOST_BYTES as MOST_FORM
from tests.api.callers import token_of
from tests.cast import LAB, Cast, finding, make_cast, number_of, open_house, record
from tests.house.reached import actions_of
from tests.running import login_environment, serving

ADDRESSED, TYPED, STORED, THROWN = "Adressefugl", "Skrivefugl", "Lagrefugl", "Kastefugl"
"""In the address and the headers; in what is sent; on Nora's card; in the message of a fault of ours."""
HERS = (STORED, "Nora", "Sletten", number_of(4))
NUMBERS = (number_of(4), number_of(3), number_of(30))
ANYWHERE = (ADDRESSED, TYPED, THROWN, *HERS, *NUMBERS)
"""What no log line and no header may hold."""
SYSTEMS = ("/fhir", "/dhg", "/cds-services", "/meldinger", "/health")
SHOWN_BACK = frozenset({200, 303, 401, 403, 404, 409, 422, 500})
"""On a page that answers so, the sender may read again what they typed themselves, but for numbers."""
NUMBER_BACK = frozenset({200, 403, 409, 422})
"""A form that asks for a number, such as that of taking in, may hold the one that was typed."""
OPEN_CARD = frozenset({200, 303, 409, 422})
"""Such an answer may show Nora's card to who cares for her."""
DEMO = frozenset({"/"})
"""The demo's front page names its people."""
FORM, JSON, XML = "application/x-www-form-urlencoded", "application/fhir+json", "application/xml"


class Asked(Struct):
    """One answer, by whom it was asked for and at which address of the list."""

    who: str
    path: str
    answer: httpx.Response


class House(Struct):
    """A served demo with the cast, tokens for those who ask, and all that was answered."""

    cast: Cast
    client: httpx.Client
    tokens: dict[str, str]
    asked: list[Asked] = field(default_factory=list)

    def ask(self, who: str, method: str, route: str, named: dict[str, str], **more: object) -> None:
        path = route
        for name, value in named.items():
            path = re.sub(rf"{{{name}(:\w+)?}}", value, path)
        self.asked.append(
            Asked(who, route, self.client.request(method, path, **self._said(who, route, more)))
        )

    def _said(self, who: str, route: str, more: dict[str, object]) -> dict[str, object]:
        # the server hangs up after a fault, so no connection is used twice
        headers = {
            "Connection": "close",
            "User-Agent": ADDRESSED,
            "X-Request-Id": ADDRESSED,
            "Sec-Fetch-Site": "same-origin",
        }
        token = self.tokens.get(who, ADDRESSED)
        if route.startswith(SYSTEMS):
            headers |= {
                "Authorization": f"Bearer {token}",
                "nhn-patient-nin": number_of(4),
                "nhn-source-system": ADDRESSED,
                "nhn-user-role": ADDRESSED,
                "Idempotency-Key": ADDRESSED,
                "If-None-Exist": f"identifier={ADDRESSED}",
            }
        else:
            headers["Cookie"] = f"helsekort={token}; sprak={ADDRESSED}"
        own = more.pop("headers", {})
        assert isinstance(own, dict)
        return {**more, "headers": {**headers, **own}}


def wrong_ways(route: Route) -> Iterator[tuple[str, dict[str, object]]]:
    """(method, what is sent) of everything that is wrong in its own way, and of what is not wrong at all."""
    query = {"_count": ADDRESSED, "number": number_of(30), "name": ADDRESSED, "videre": ADDRESSED}
    methods = (route.methods or set()) - {"HEAD"}
    for method in sorted(methods | {"PATCH"}):
        yield method, {}
        yield method, {"params": query}
    for method in sorted(methods & {"POST", "PUT"}):
        most = MOST_JSON if route.path.startswith(SYSTEMS) else MOST_FORM
        named = "identifier" if route.path.startswith(SYSTEMS) else "number"
        form = f"{named}={number_of(30)}&note={TYPED}&words={TYPED}&text={TYPED}"
        # an element that is not known is named to who sent it, where its name could be one
        resource = f'{{"resourceType":"Observation","status":"{TYPED}","{TYPED} {number_of(30)}":"{TYPED}"}}'
        message = f"<{TYPED}>{number_of(30)}</{TYPED}>"
        for kind, body in ((FORM, form), (JSON, resource), ("application/json", resource), (XML, message)):
            yield method, {"content": body, "headers": {"Content-Type": kind}}
        yield method, {"content": f'{{"{TYPED}', "headers": {"Content-Type": JSON}}
        yield method, {"content": f"note={TYPED}%00%ff", "headers": {"Content-Type": FORM}}
        yield method, {"content": TYPED * (most // len(TYPED) + 1), "headers": {"Content-Type": FORM}}
        yield (
            method,
            {"content": f"a={TYPED}", "headers": {"Content-Type": "multipart/form-data; boundary=a"}},
        )


def names_of(cast: Cast, route: Route) -> tuple[dict[str, str], ...]:
    """The parts of an address: words of nobody's, and Nora's own card."""
    words = dict.fromkeys(route.param_convertors, ADDRESSED)
    card = to_text(cast.nora_card)
    hers = {**words, "card": card, "id": card, "type": "EpisodeOfCare", "provider": "helseid"}
    return (words, {name: hers[name] for name in words}) if words else (words,)


def found(words: tuple[str, ...], text: str) -> list[str]:
    return [word for word in words if re.search(rf"(?<!\w){word}", text, re.IGNORECASE)]


def leaks(asked: list[Asked]) -> list[tuple[str, str, int, list[str]]]:
    """Each answer that holds what it may not: who, the address, the status, and the words."""
    told = []
    for one in asked:
        answer = one.answer
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        words = found(ANYWHERE, headers)
        at_door = one.path.startswith(SYSTEMS)
        words += found((ADDRESSED, THROWN), answer.text)
        if at_door or answer.status_code not in SHOWN_BACK:
            words += found((TYPED,), answer.text)
        if at_door or answer.status_code not in NUMBER_BACK:
            words += found((number_of(30),), answer.text)
        if one.path not in DEMO and (one.who in ("nobody", "lars") or answer.status_code not in OPEN_CARD):
            # the demo offers whose session has ended to come in again, by name
            hers = (STORED,) if one.who == "nora" else HERS
            words += found((*hers, number_of(4), number_of(3)), answer.text)
        if words:
            told.append((one.who, one.path, answer.status_code, words))
    return told


@pytest.fixture
def house(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Iterator[House]:
    """Gives a house with Nora's words in it. The server takes hold of the streams, which are listened to by then."""
    capfd.readouterr()
    cast = make_cast(open_house(f"sqlite:///{tmp_path / 'canaries.db'}"))
    record(cast, cast.nora_card, finding("note", STORED))
    actors = {"ingrid": cast.ingrid, "lars": cast.lars, "nora": cast.nora, "laboratory": LAB}
    tokens = {name: token_of(cast, actor) for name, actor in actors.items()}
    with serving(cast.ctx) as origin, httpx.Client(base_url=origin, timeout=60) as client:
        yield House(cast, client, tokens)


def every_address(cast: Cast) -> list[Route]:
    """Those that may end a session last: after them nobody is known."""
    found = [route for route in app.build(cast.ctx).routes if isinstance(route, Route)]
    return sorted(found, key=lambda route: "leave" in actions_of(route))


def test_nothing_of_anyone_comes_out_where_something_is_wrong(
    house: House, capfd: pytest.CaptureFixture[str]
) -> None:
    for route in every_address(house.cast):
        for named in names_of(house.cast, route):
            for method, sent in wrong_ways(route):
                house.ask("lars", method, route.path, named, **sent)
            for who in ("nobody", "ingrid", "nora", "laboratory"):
                house.ask(who, "GET", route.path, named)
                house.ask(
                    who, "POST", route.path, named, content=f"note={TYPED}", headers={"Content-Type": FORM}
                )
    written = "".join(capfd.readouterr())
    assert found(ANYWHERE, written) == []
    assert leaks(house.asked)[:3] == []
    statuses = {one.answer.status_code for one in house.asked}
    assert {401, 403, 404, 405, 413, 415, 422} <= statuses
    assert '"event": "fault"' not in written


def test_nothing_of_anyone_comes_out_of_a_fault_of_ours(
    house: House, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Facts:
        raise ValueError(f"{THROWN} {STORED} {number_of(4)}")

    monkeypatch.setattr(work, "facts_of", broken)
    for route in every_address(house.cast):
        for named in names_of(house.cast, route)[-1:]:
            for method in sorted((route.methods or set()) - {"HEAD"}):
                sent = {} if method == "GET" else {"content": f"number={number_of(4)}&note={TYPED}"}
                kind = JSON if route.path.startswith(SYSTEMS) else FORM
                house.ask("ingrid", method, route.path, named, headers={"Content-Type": kind}, **sent)
    written = "".join(capfd.readouterr())
    assert written.count('"event": "fault"') > 100
    assert found(ANYWHERE, written) == []
    assert leaks(house.asked)[:3] == []
    assert sum(one.answer.status_code == 500 for one in house.asked) > 100


def test_nothing_of_anyone_comes_out_of_the_login(
    house: House, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where the providers are down, and whatever is brought back from them."""
    key = Path(login_environment(tmp_path)["HELSEKORT_IDPORTEN_KEY"])
    nowhere = tuple(
        ProviderSettings(name, f"http://127.0.0.1:{port}", "helsekort", key)
        for name, port in (("helseid", 9), ("idporten", 10))
    )
    clients = app.providers(Settings("", tmp_path, origin="http://127.0.0.1", providers=nowhere))
    outside = app.build(replace(house.cast.ctx, demo=False), origin="http://127.0.0.1", clients=clients)
    client = TestClient(outside, "http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False)
    back = {"code": ADDRESSED, "state": ADDRESSED, "iss": ADDRESSED, "error": ADDRESSED, "sid": number_of(4)}
    cookies = {"Cookie": f"innlogging={ADDRESSED}; helsekort={ADDRESSED}"}
    asked = []
    for path in ("", "/tilbake", "/ut", "/utlogget"):
        for provider in ("helseid", "idporten", ADDRESSED):
            address = f"/inn/{provider}{path}"
            for answer in (
                client.get(address, params=back, headers=cookies),
                client.post(address, data={"logout_token": TYPED}, headers=cookies),
            ):
                headers = dict(answer.headers)
                seen = httpx.Response(answer.status_code, headers=headers, text=answer.text)
                asked.append(Asked("nobody", "/inn", seen))
    assert leaks(asked) == []
    assert found(ANYWHERE, "".join(capfd.readouterr())) == []


def test_each_leak_that_is_planted_is_found(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    request = httpx.Request("GET", "http://127.0.0.1")
    planted = {
        "a header": httpx.Response(404, headers={"X-Seen": ADDRESSED}, request=request),
        "a location": httpx.Response(303, headers={"Location": f"/{number_of(3)}"}, request=request),
        "the address on the page": httpx.Response(404, text=f"<p>/{ADDRESSED}</p>", request=request),
        "what was thrown": httpx.Response(500, text=THROWN.lower(), request=request),
        "her number": httpx.Response(403, text=number_of(4), request=request),
        "her words": httpx.Response(200, text=STORED, request=request),
        "what was typed": httpx.Response(413, text=TYPED, request=request),
    }
    for what, answer in planted.items():
        assert leaks([Asked("lars", "/min", answer)]), what
    assert leaks([Asked("ingrid", "/fhir/r4/{type}", httpx.Response(422, text=TYPED, request=request))])
    line = io.StringIO()
    log(Event.FAULT, to=line, kind=STORED, route="x", place="y")
    assert found(ANYWHERE, line.getvalue()) == [STORED]
    print(f"saved {number_of(4)}")
    assert found(ANYWHERE, "".join(capfd.readouterr())) != []
