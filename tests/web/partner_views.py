"""Everything that Nora's session gives out: each page there is a way to, each answer to her programs, all headers."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import count

import pypdfium2 as pdfium
from starlette.routing import Route

from helsekort.actions import documents, printing
from helsekort.dhg.names import OPENING, name_in
from helsekort.fhir.profiles import ON_CARD
from helsekort.record.ids import origin_of_text, to_text
from helsekort.web.clinician.desk import desk
from helsekort.web.clinician.printing import editions
from helsekort.web.shared.texts import texts_for
from helsekort.web.woman import more, paper, routes
from tests import cast as made
from tests.api.callers import Caller
from tests.api.dhg.national_caller import National
from tests.cast import Cast
from tests.web.at_work import AtWork, card_path
from tests.web.partner_attempts import KEY, Attempts, Views, in_languages
from tests.web.walking import Read

BEHIND = frozenset({more.CARD, more.LOG, "/min/innsyn/last-ned"})
"""Not gone to here: what lies behind the step, and a file that is looked at for itself."""
PRINTS = ("/min/utskrift", "papir=")
DOOR = "https://door.example"
_sessions = count()
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
MOST = 2000
"""Entries that no card of the tests has."""


def named_in_order(cast: Cast, views: Views) -> Views:
    """The views with every cover replaced by its place among those that are met: covers tell nothing, and are as long,
    but of two cards with other sequences they are others."""
    covers = made.covers(cast)
    card, found = to_text(cast.nora_card), dict[int, str]()

    def place(cover: int) -> str:
        assert 1 < covers.origin(cover) < MOST, "every name of hers is the cover of something"
        return found.setdefault(cover, f"{len(found):010}")

    def plain(match: re.Match[str]) -> str:
        return match[1] + place(origin_of_text(match[2]))

    def uuid(match: re.Match[str]) -> str:
        name = name_in(match[0])
        if name is None or name.card != cast.nora_card or name.origin in (0, OPENING):
            return match[0]
        return f"{place(name.origin)}-{name.block}"

    names = re.compile(rf"({card}[-/]|mote=)([0-9a-z]{{10}})(?![0-9a-z])")
    return {
        UUID.sub(uuid, names.sub(plain, key)): UUID.sub(uuid, names.sub(plain, text))
        for key, text in views.items()
    }


class Hers:
    """Nora's browser and two programs of hers, before the step."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.browser = AtWork(cast.ctx, cast.nora, f"partner-{next(_sessions)}")
        self.fhir, self.national = Caller(cast, cast.nora), National(cast, cast.nora)

    def seen(self) -> Views:
        """What each address answers, with its headers and its length; then what comes of trying more."""
        pages, resources = dict(self._pages()), dict(self._resources())
        read = {**pages, **resources, **dict(self._records()), **self._papers()}
        attempts = Attempts(self.cast, self.browser, self.fhir, self.national)
        shown = [name.removeprefix("FHIR /") for name in resources if name.count("/") == 2]
        return {
            **read,
            **attempts.home(),
            **attempts.searches(),
            **in_languages(self.browser, [name.removeprefix("GET ") for name in pages]),
            **attempts.guesses([name.rpartition("/")[2] for name in shown]),
            **attempts.writes(shown),
        }

    def _pages(self) -> Iterator[tuple[str, str]]:
        plain = [route.path for route in routes if isinstance(route, Route) and "{" not in route.path]
        waiting = [path for path in plain if not path.startswith(PRINTS) and path not in BEHIND]
        for path in waiting:
            answer = self.browser.get(path)
            text = KEY.sub("", answer.text)
            headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
            yield f"GET {path}", f"{answer.status_code} {headers} {len(text)} {text}"
            links = [link.partition("#")[0] for link in Read(answer.text).links]
            waiting += [
                link
                for link in dict.fromkeys(links)
                if link.startswith("/min")
                and link not in waiting
                and link not in BEHIND
                and not any(one in link for one in PRINTS)
            ]

    def _resources(self) -> Iterator[tuple[str, str]]:
        card, her = to_text(self.cast.nora_card), to_text(self.cast.nora.party)
        waiting = [
            f"/EpisodeOfCare/{card}/$everything",
            f"/Patient/{her}/$everything",
            f"/Patient/{her}/$summary",
            f"/Patient/{her}",
            f"/EpisodeOfCare/{card}/$document?edition=sharing",
            f"/EpisodeOfCare/{card}/$document?edition=archive",
            f"/Observation?patient={her}&_summary=count",
            f"/Observation?patient={her}&_count=2&_sort=-_lastUpdated",
            *(f"/{kind}?patient={her}" for kind in sorted(ON_CARD) if kind != "EpisodeOfCare"),
        ]
        for path in waiting:
            answer = self.fhir.get(path)
            yield f"FHIR {path}", f"{answer.status_code} {dict(answer.headers)} {answer.text}"
            if path.endswith(f"{card}/$everything"):
                for entry in json.loads(answer.text).get("entry", []):
                    resource = entry["resource"]
                    if resource["resourceType"] in ON_CARD:
                        one = f"/{resource['resourceType']}/{resource['id']}"
                        waiting += [one, f"{one}/_history", f"{one}/_history/1", f"{one}/_history/2"]

    def _records(self) -> Iterator[tuple[str, str]]:
        status = self.national.ask("GET", "/status")
        record = status.json()["latestRecordId"]
        for path in ("/status", "/history", f"/record/{record}", f"/history/{record}"):
            answer = self.national.ask("GET", path)
            yield f"DHG {path}", f"{answer.status_code} {dict(answer.headers)} {answer.text}"

    def _papers(self) -> Views:
        """What her print says: the PDF is made of this and nothing else."""
        return {"PRINT own": own_print(self.cast)}


def for_others(cast: Cast) -> Views:
    """What is made to be shown to others, whoever takes it out."""
    given = {"ctx": cast.ctx, "card": cast.nora_card}
    her = to_text(cast.nora.party)
    found: Views = {}
    for who, actor in (("her", cast.nora), ("Ingrid", cast.ingrid)):
        made = documents.read_document(actor, edition=documents.SHARING, door=DOOR, **given)
        found[f"DOCUMENT {who}"] = made.decode()
        summary = documents.read_summary(actor, ctx=cast.ctx, woman=cast.nora.party, door=DOOR)
        found[f"SUMMARY {who} {her}"] = summary.decode()
    opened = printing.print_card(cast.ingrid, edition=printing.Edition.SHARING, **given)
    table = desk(opened, cast.ctx, texts_for("nb"), cast.ingrid.party, "Ingrid Dahl")
    found["PRINT sharing"] = repr(editions.document(table, printing.Edition.SHARING, cast.ctx.now()))
    return found | {"PRINT own": own_print(cast)}


def own_print(cast: Cast) -> str:
    ctx = cast.ctx
    tables = paper.Tables(ctx.catalogue, ctx.terms, ctx.curves, ctx.results)
    opened = printing.print_own_card(cast.nora, ctx=ctx)
    return repr(paper.document(opened, texts_for("nb"), tables, ctx.now()))


def printed(cast: Cast) -> Views:
    """Her own print and the one that is made to be shown, page for page as they are seen. The bytes of a PDF are never
    twice the same: each font in it says in which second it was cut out."""
    found: Views = {}
    shared = f"{card_path(cast.nora_card)}/utskrift?utgave=deling"
    for who, path in ((cast.nora, "/min/utskrift"), (cast.ingrid, shared)):
        answer = AtWork(cast.ctx, who, f"partner-{next(_sessions)}").get(path)
        document = pdfium.PdfDocument(answer.content)
        for number, page in enumerate(document):
            drawn = sha256(bytes(page.render().buffer)).hexdigest()
            said = page.get_textpage().get_text_range()
            found[f"PDF {path} {number}"] = f"{len(document)} {drawn} {said}"
        document.close()
    return found
