"""Someone who goes to every page there is a way to, and sends every form: empty, and with nonsense in each field."""

from collections.abc import Iterator
from html.parser import HTMLParser

from httpx import Response
from msgspec import Struct
from starlette.testclient import TestClient

SPOKEN = ("title", "alt", "aria-label", "placeholder", "data-label")
WITHOUT_END = frozenset({"input", "link", "meta", "br", "hr", "img"})
NOT_SENT = frozenset({"/ut", "/inn", "/sprak", "/min/lukk"})
NONSENSE = "§"
ENDS_THE_WALK = "/tilgang/avslutt"
"""Who ends her care relation to a woman is out, and so is the next one to walk the same house."""
PRINTS = ("?utgave=", "/min/innsyn/last-ned", "/min/utskrift", "papir=", "/journal/fil")
"""Ways to a print or a file, which are no pages: each has tests of its own, and a print takes seconds."""


class Shape(Struct):
    """A form: where it goes, what stands in it, and which of its fields are typed in."""

    action: str
    fields: list[tuple[str, str]]
    typed: list[str]


class Read(HTMLParser):
    """A page taken apart: what it says, where it leads, what it asks."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.forms: list[Shape] = []
        self.language = ""
        self._around: list[tuple[str, bool]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = found.get("lang", "")
        if tag not in WITHOUT_END:
            # words with a language of their own are not in the page's
            self._around.append((tag, (tag != "html" and "lang" in found) or tag in ("style", "script")))
        self.said += [found[name] for name in SPOKEN if name in found]
        if tag == "a":
            self.links.append(found.get("href", ""))
        if tag == "form":
            self.forms.append(Shape(found.get("action", ""), [], []))
        elif self.forms and found.get("name"):
            self._field(tag, found)

    def _field(self, tag: str, found: dict[str, str]) -> None:
        form, name = self.forms[-1], found["name"]
        kind = found.get("type", "text")
        if tag == "textarea" or (tag == "input" and kind == "text"):
            form.typed.append(name)
            form.fields.append((name, found.get("value", "")))
        elif tag == "input" and (kind not in ("radio", "checkbox") or "checked" in found):
            form.fields.append((name, found.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        while self._around and self._around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(other for _, other in self._around):
            self.said.append(data)


def walk(client: TestClient, *starts: str, most: int = 400) -> Iterator[tuple[str, Response, Read]]:
    """Every page from `starts` on: how it was come to, the answer, and the page taken apart."""
    waiting, seen = [*starts], {*starts}
    sent: set[tuple[str, ...]] = set()
    for path in waiting:
        answer = client.get(path)
        # what she has asked about already leads back to where the answer stands; to the login leads no page
        if answer.status_code == 303 and _leads_on(answer.headers["location"]):
            continue
        read = Read(answer.text)
        yield f"GET {path}", answer, read
        for link in [link.partition("#")[0] for link in read.links]:
            if _leads_on(link) and link not in seen and len(waiting) < most:
                seen.add(link)
                waiting.append(link)
        for form in read.forms:
            kind = (form.action, *(name for name, _ in form.fields))
            leaves = form.action in NOT_SENT or form.action.endswith(ENDS_THE_WALK)
            if not leaves and kind not in sent:
                sent.add(kind)
                yield from _send(client, form)


def _leads_on(link: str) -> bool:
    return link.startswith(("/klinikk", "/min")) and not any(way in link for way in PRINTS)


def _send(client: TestClient, form: Shape) -> Iterator[tuple[str, Response, Read]]:
    nonsense = [(name, NONSENSE if name in form.typed else value) for name, value in form.fields]
    for how, fields in (("as it stands", form.fields), ("with nonsense", nonsense)):
        body: dict[str, list[str]] = {}
        for name, value in fields:
            body.setdefault(name, []).append(value)
        answer = client.post(form.action, data=body, headers={"Origin": str(client.base_url).rstrip("/")})
        if answer.status_code != 303:
            yield f"POST {form.action} {how}", answer, Read(answer.text)
