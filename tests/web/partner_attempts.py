"""What one who holds Nora's phone can try beside reading it: addresses that are guessed, and writing."""

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator

from starlette.testclient import TestClient

from helsekort.fhir.profiles import ON_CARD
from helsekort.record.ids import entry_id, origin_of_text, to_text
from tests import cast as made
from tests.api.callers import Caller
from tests.api.dhg.national_caller import National
from tests.cast import TODAY, Cast
from tests.web.at_work import HERE, AtWork

Views = dict[str, str]
SEALED = re.compile(r"[0-9a-f]{32,}|[A-Za-z0-9+/]{40,}=*")
LINE = re.compile(r'(?<=AuditEvent/)[0-9a-z]{12}|(?<="id": ")[0-9a-z]{12}')
KEY = re.compile(r'name="(?:key|do)" value="[^"]*"')
STALE = 'W/"99"'


class Attempts:
    """By her browser and her two programs."""

    def __init__(self, cast: Cast, browser: AtWork, fhir: Caller, national: National) -> None:
        self.cast, self.browser, self.fhir, self.national = cast, browser, fhir, national
        self.card, self.her = to_text(cast.nora_card), to_text(cast.nora.party)

    def home(self) -> Views:
        """Her log as she takes it home, and as AuditEvents: what is salted or chance made as long."""
        archive = self.browser.get("/min/innsyn/last-ned")
        with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
            files = {name: opened.read(name).decode() for name in opened.namelist()}
        log = json.loads(files.pop("log.json"))
        for each in log["entries"]:
            # where it stands among those of one moment, and so how long its proof is, chance made
            del each["place"], each["proof"]
        log["entries"] = sorted(_as_long(json.dumps(each)) for each in log["entries"])
        log["names"] = sorted(log["names"].items())
        log["checkpoint"] = _as_long(log["checkpoint"])
        told = self.fhir.get(f"/AuditEvent?patient={self.her}")
        bundle = json.loads(told.text)
        # those of one moment stand in an order that chance made
        bundle["entry"] = sorted(LINE.sub("LINE", json.dumps(each)) for each in bundle["entry"])
        return {
            "TAKEN log": f"{archive.status_code} {archive.headers['content-disposition']} {log}",
            "TAKEN beside": repr(sorted(files.items())),
            "FHIR /AuditEvent": f"{told.status_code} {len(told.text)} {_headers(told.headers.items())} {bundle}",
        }

    def guesses(self, shown: Iterable[str]) -> Views:
        """All places that a card could have, by their cover and bare: whatever is not `shown` is answered alike."""
        covers = made.covers(self.cast)
        known = frozenset(shown)
        found: dict[str, set[str]] = {}
        newest = max(covers.origin(origin_of_text(name.rpartition("-")[2])) for name in known if "-" in name)
        for place in range(2, newest + 5):
            for how, name in (
                ("covered", entry_id(self.cast.nora_card, covers.of(place))),
                ("bare", entry_id(self.cast.nora_card, place)),
            ):
                if name in known:
                    continue
                for kind, said in self._at(name):
                    found.setdefault(f"GUESS {kind} {how}", set()).add(said.replace(name, "NAME"))
        return {name: repr(sorted(said)) for name, said in found.items()}

    def _at(self, name: str) -> Iterator[tuple[str, str]]:
        card, _, origin = name.rpartition("-")
        resource = {"resourceType": "Observation", "id": name}
        for kind in ("Observation", "DocumentReference"):
            answer = self.fhir.get(f"/{kind}/{name}")
            yield f"read {kind}", f"{answer.status_code} {_headers(answer.headers.items())} {answer.text}"
        put = self.fhir.put(f"/Observation/{name}", resource, If_Match=STALE)
        yield "write Observation", f"{put.status_code} {_headers(put.headers.items())} {put.text}"
        page = self.browser.get(f"/min/vedlegg/{card}/{origin}")
        yield "file", f"{page.status_code} {_headers(page.headers.items())} {KEY.sub('', page.text)}"

    def searches(self) -> Views:
        """Searches that would tell of a hidden thing by a count, a page or a time."""
        asked = [
            f"/Observation?patient={self.her}&_lastUpdated=ge{TODAY.isoformat()}",
            f"/Observation?patient={self.her}&_count=1&_sort=-_lastUpdated",
            f"/Observation?patient={self.her}&date=ge{TODAY.isoformat()}&_summary=count",
            *(f"/{kind}?patient={self.her}&_summary=count" for kind in sorted(ON_CARD)),
            f"/Patient/{self.her}/Observation?_count=3",
        ]
        found: Views = {}
        for path in asked:
            answer = self.fhir.get(path)
            found[f"SEARCH {path}"] = f"{answer.status_code} {_headers(answer.headers.items())} {answer.text}"
            links = answer.json().get("link", []) if answer.status_code == 200 else []
            # on to the last page
            asked += [link["url"].partition("/fhir/r4")[2] for link in links if link["relation"] == "next"]
        return found

    def writes(self, shown: Iterable[str]) -> Views:
        """What is answered when she, or a program of hers, writes: what is wrong, what is stale, what is new."""
        found: Views = {}
        for name in sorted(shown):
            if "/Observation/" in f"/{name}":
                body = {"resourceType": "Observation", "id": name.rpartition("/")[2]}
                answer = self.fhir.put(f"/{name}", body, If_Match=STALE)
                found[f"WRITE {name}"] = f"{answer.status_code} {answer.text}"
        for key, typed in FORMS.items():
            answer = self.browser.post("/min/skjema", key="hers", **typed)
            found[f"FORM {key}"] = (
                f"{answer.status_code} {_headers(answer.headers.items())} {KEY.sub('', answer.text)}"
            )
        record = self.national.ask("GET", "/status").json()["latestRecordId"]
        for block in self.cast.ctx.national.blocks:
            for method in ("POST", "PUT"):
                told = self.national.ask(method, f"/record/{record}/{block}", {"metadata": {"version": 1}})
                text = re.sub(r'"(traceId|instance|errorId)":"[^"]*"', "", told.text)
                found[f"DHG {method} {block}"] = f"{told.status_code} {text}"
        return found


FORMS: dict[str, dict[str, str | list[str]]] = {
    "draft": {"act": "draft", "height": "168"},
    "wrong": {"height": "høy"},
    "told": {"height": "168", "illness_heart": "Y", "occupation": "lærer"},
    "again": {"height": "168", "illness_heart": "Y", "occupation": "lærer"},
    "other": {"height": "171"},
}
"""What she sends of her form, in this order and by one key."""


def in_languages(browser: AtWork, paths: Iterable[str]) -> Views:
    """The same pages in the other languages."""
    found: Views = {}
    client: TestClient = browser.client
    for language in ("nn", "en"):
        client.cookies.set("sprak", language)
        for path in paths:
            answer = client.get(path, headers={"Origin": HERE})
            found[f"GET {path} {language}"] = f"{answer.status_code} {KEY.sub('', answer.text)}"
    client.cookies.delete("sprak")
    return found


def _headers(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in items if name != "set-cookie"}


def _as_long(text: str) -> str:
    """The same with as many letters where it was salted or signed."""
    return SEALED.sub(lambda found: "x" * len(found[0]), text)
