"""Nobody's name, number or words come out where they should not: log lines, addresses, error pages, cookies.

The real server runs, every field of every form is filled with a canary, and a fault of ours carries one too. What
the program wrote and answered is then searched for them, and for the names and numbers of the cast.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from helsekort.actions import sessions
from helsekort.actions.context import Context
from helsekort.record.identifiers import make_synthetic_number
from helsekort.web.clinician import cards as card_pages
from tests.running import running_demo

CANARY = "Kanarifugl"
FAULTY_ROUTE = "/klinikk/kort/{card}"


@dataclass
class Visit:
    """A running demo and what a client saw of it."""

    client: httpx.Client
    card: str
    secrets: list[str]
    answers: list[httpx.Response] = field(default_factory=list)

    def get(self, path: str) -> httpx.Response:
        return self._seen(self.client.get(path))

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self._seen(self.client.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"}))

    def enter(self, person: str) -> None:
        self.client.cookies.clear()
        assert self.post("/inn", person=person).status_code == 303

    def fill(self, path: str, to: str = "") -> httpx.Response:
        """Send the page's form with the canary in every field it has."""
        reader = _Fields()
        page = self.get(path)
        reader.feed(page.text)
        assert reader.names, f"{path} answered {page.status_code} without a form"
        return self.post(to or path, **dict.fromkeys(reader.names, CANARY) | reader.hidden)

    def _seen(self, answer: httpx.Response) -> httpx.Response:
        self.answers.append(answer)
        return answer


class _Fields(HTMLParser):
    """The names of a page's fields, and the values of the hidden ones."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name")
        if tag in ("input", "textarea", "select") and name and name not in ("sprak", "til"):
            self.names.add(name)
            if found.get("type") == "hidden":
                self.hidden[name] = found.get("value") or ""


def _secrets(ctx: Context) -> list[str]:
    """Each word of every name, and every number."""
    people = sessions.personas(ctx)
    words = {word for one in people for word in one.name.split()}
    return [CANARY, *sorted(words), *(one.number for one in people if one.number)]


@pytest.fixture
def visit(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Iterator[Visit]:
    """Nora's story, served as `helsekort demo` serves it.

    The server takes hold of the streams when it is made, so they must be listened to by then.
    """
    capfd.readouterr()
    # The server hangs up after a fault, so no connection is used twice.
    alone = {"Connection": "close"}
    with running_demo(tmp_path) as demo, httpx.Client(base_url=demo.origin, headers=alone) as client:
        yield Visit(client, demo.card, _secrets(demo.ctx))


def _found(secrets: list[str], text: str) -> list[str]:
    return [secret for secret in secrets if re.search(rf"(?<!\w){secret}(?!\w)", text, re.IGNORECASE)]


def _live_through(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms filled with canaries, a search, a refusal, an ended session, and a fault of ours."""
    card = f"/klinikk/kort/{visit.card}"
    number = next(secret for secret in visit.secrets if secret.isdigit())
    visit.enter("ingrid")
    assert visit.post("/klinikk/finn", number=number).status_code == 303
    assert visit.post("/klinikk/finn", number=CANARY).status_code == 422
    for form in ("/kontroll", "/kontakt"):
        assert visit.fill(card + form).status_code == 422
    saved = visit.post(card + "/kontroll", key="once", on=_today(visit, card), way="visit", note=CANARY)
    assert saved.status_code == 303
    event = f"{card}/hendelse/{saved.headers['location'].partition('lagret=')[2]}"
    for form in ("/rett", "/trekk", "/flytt"):
        assert visit.fill(event + form).status_code in (303, 409, 422)
    assert visit.fill(card + "/termin?metode=US_EARLY", to=card + "/termin/foresla").status_code == 422
    monkeypatch.setattr(card_pages, "open_card", _break_down)
    assert visit.get(card).status_code == 500
    monkeypatch.undo()
    visit.client.cookies.clear()
    assert visit.post(card + "/kontroll", note=CANARY).status_code == 401
    visit.enter("lars")
    assert visit.get(card).status_code == 403
    assert visit.post("/klinikk/finn", number=number, akutt="1").status_code == 403
    assert visit.get(f"/klinikk/{CANARY}").status_code == 404


def _today(visit: Visit, card: str) -> str:
    found = re.search(
        r'name="on"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="on"', visit.get(card + "/kontroll").text
    )
    assert found
    return found[1] or found[2]


def _break_down(*_: object, **__: object) -> None:
    raise ValueError(f"cannot read {CANARY}")


def test_nothing_of_anyone_stands_where_it_should_not(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _live_through(visit, monkeypatch)
    written = "".join(capfd.readouterr())
    assert FAULTY_ROUTE in written
    assert _found(visit.secrets, written) == []
    for answer in visit.answers:
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        assert _found(visit.secrets, headers) == [], answer.request.url
    pages = [answer for answer in visit.answers if answer.status_code in (403, 404, 500)]
    assert len(pages) >= 4
    secrets = [secret for secret in visit.secrets if secret not in ("Lars", "Brekke", "Ingrid", "Dahl")]
    for page in pages:
        assert _found(secrets, page.text) == [], page.request.url


def test_a_canary_that_gets_out_is_seen(visit: Visit, capfd: pytest.CaptureFixture[str]) -> None:
    """The search finds what it looks for: names on the page, and words on either stream."""
    visit.enter("ingrid")
    assert {"Nora", "Sletten"} <= set(_found(visit.secrets, visit.get("/klinikk").text))
    print(f"saved {CANARY}")
    assert _found(visit.secrets, "".join(capfd.readouterr())) == [CANARY]


def test_no_page_has_an_address_with_someone_in_it(visit: Visit) -> None:
    addresses = []
    for person, path in (("ingrid", "/klinikk"), ("ingrid", f"/klinikk/kort/{visit.card}"), ("nora", "/min")):
        visit.enter(person)
        addresses += re.findall(r'(?:href|action|src)="([^"]*)"', visit.get(path).text)
    assert len(addresses) > 10
    # Telephone numbers of units are for ringing; they are no one's own.
    assert [each for each in addresses if not each.startswith("tel:") and _found(visit.secrets, each)] == []


def test_the_made_up_numbers_are_nobody_s() -> None:
    """A real number never has a month above 12, so a synthetic one can be nobody's."""
    number = make_synthetic_number(1, 1, 90, 100)
    assert number is not None
    assert number.synthetic
