"""The simulator's pages. Bokmål only: it stands for a system that is somebody else's."""

import datetime as dt
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from helsekort.demo.local_record.door import Door, Unanswered
from helsekort.demo.local_record.exchange import STRIP, Line, Mistyped, lines, transaction
from helsekort.demo.local_record.journal import Journal, Patient, Visit

FIELDS = ("weight", "blood_pressure", "urine_protein", "fundal_height", "note")
LABELS = {
    "on": "Dato",
    "weight": "Vekt (kg)",
    "blood_pressure": "Blodtrykk",
    "urine_protein": "Protein i urin",
    "fundal_height": "Symfyse–fundus (cm)",
    "note": "Notat",
}
MOST_BYTES = 16 * 1024
_NO = {
    0: "Helsekortet svarer ikke. Det du førte, står her. Prøv igjen om litt.",
    403: "Helsekortet slapp deg ikke inn.",
    404: "Du har ikke en behandlingsrelasjon til henne i helsekortet, eller hun har ikke noe kort.",
    503: "Helsekortet kan ikke ta imot nå. Det du førte, står her. Prøv igjen om litt.",
}
_OTHER = "Helsekortet tok det ikke imot. Det du førte, står her."
Answer = Callable[["Desk", Request, dict[str, str]], Response]


class Desk:
    """The journal, the way to the service, and what was asked about and not yet answered, by visit."""

    def __init__(self, journal: Journal, door: Door, today: Callable[[], dt.date]) -> None:
        self.journal, self.door, self.today = journal, door, today

    def patient(self, request: Request) -> Patient | None:
        return self.journal.patient(request.path_params["place"])


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _show(desk: Desk, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401  # what a template takes
    body = _templates().get_template(name).render(journal=desk.journal, labels=LABELS, **values)
    policy = f"default-src 'none'; style-src 'self'; form-action 'self' {desk.door.origin}; base-uri 'none'"
    return HTMLResponse(
        body,
        status,
        headers={
            "Content-Security-Policy": policy,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        },
    )


def front(desk: Desk, request: Request, typed: dict[str, str]) -> Response:  # noqa: ARG001  # a page
    return _show(desk, "patients.jinja")


def patient(desk: Desk, request: Request, typed: dict[str, str]) -> Response:  # noqa: ARG001  # a page
    one = desk.patient(request)
    return _page(desk, request, one) if one else _nobody(desk)


def _nobody(desk: Desk) -> Response:
    return _show(desk, "patients.jinja", status=404)


def _page(
    desk: Desk,
    request: Request,
    one: Patient,
    *,
    status: int = 200,
    told: str = "",
    why: list[str] | None = None,
    ask: str = "",
    typed: dict[str, str] | None = None,
    news: list[Line] | None = None,
) -> Response:
    return _show(
        desk,
        "patient.jinja",
        status=status,
        one=one,
        here=f"/pasient/{request.path_params['place']}",
        told=told,
        why=why or [],
        ask=ask,
        typed={"on": desk.today().isoformat(), **dict.fromkeys(FIELDS, ""), **(typed or {})},
        strip=STRIP,
        news=news,
    )


def _refused(desk: Desk, request: Request, one: Patient, fault: Unanswered) -> Response:
    return _page(desk, request, one, status=502, told=_NO.get(fault.status, _OTHER), why=fault.told)


def open_card(desk: Desk, request: Request, typed: dict[str, str]) -> Response:  # noqa: ARG001  # a page
    """One press: the ticket is fetched behind the browser's back, and the browser goes there with it."""
    one = desk.patient(request)
    if one is None:
        return _nobody(desk)
    try:
        return RedirectResponse(desk.door.launch(one.number), status_code=303)
    except Unanswered as fault:
        return _refused(desk, request, one, fault)


def read_card(desk: Desk, request: Request, typed: dict[str, str]) -> Response:  # noqa: ARG001  # a page
    """What stands on the card since it was read here last."""
    one = desk.patient(request)
    if one is None:
        return _nobody(desk)
    try:
        found = lines(desk.door.document(desk.door.card(desk.door.woman(one.number))))
    except Unanswered as fault:
        return _refused(desk, request, one, fault)
    news = [line for line in found if line.at > one.read_at]
    one.read_at = max((line.at for line in found), default=one.read_at)
    return _page(desk, request, one, news=news)


def keep_visit(desk: Desk, request: Request, typed: dict[str, str]) -> Response:
    """A check-up: kept here, and sent to the card."""
    one = desk.patient(request)
    if one is None:
        return _nobody(desk)
    said = {name: typed.get(name, "").strip() for name in FIELDS}
    try:
        visit = Visit(dt.date.fromisoformat(typed.get("on", "")), said)
        transaction(visit, "", "")
    except ValueError as wrong:
        field = wrong.args[0] if isinstance(wrong, Mistyped) else "on"
        told = f"{LABELS[field]} kan ikke leses. Ingenting er lagret."
        return _page(desk, request, one, status=422, told=told, typed=typed)
    one.visits.append(visit)
    return _send(desk, request, one, visit, "")


def send_again(desk: Desk, request: Request, typed: dict[str, str]) -> Response:
    """Once more what did not arrive, or what was asked about and is meant."""
    one = desk.patient(request)
    visit = next((each for each in one.visits if each.key == typed.get("key")), None) if one else None
    return _send(desk, request, one, visit, typed.get("confirm", "")) if one and visit else _nobody(desk)


def _send(desk: Desk, request: Request, one: Patient, visit: Visit, confirmed: str) -> Response:
    try:
        woman = desk.door.woman(one.number)
        desk.door.send(transaction(visit, woman, desk.door.card(woman)), confirmed)
    except Unanswered as fault:
        if not fault.codes:
            return _refused(desk, request, one, fault)
        told = "Helsekortet spør om dette stemmer. Det er ført her, og sendes når du sier ja."
        ask = ",".join(fault.codes)
        return _page(
            desk, request, one, status=422, told=told, why=fault.told, ask=ask, typed={"key": visit.key}
        )
    one.sent.add(visit.key)
    return RedirectResponse(f"/pasient/{request.path_params['place']}", status_code=303)


def look(desk: Desk, request: Request, typed: dict[str, str]) -> Response:  # noqa: ARG001  # a page
    """The style sheet."""
    style = (Path(__file__).parent / "templates" / "look.css").read_text(encoding="utf-8")
    return Response(style, media_type="text/css")


def _endpoint(desk: Desk, answer: Answer, request: Request) -> Awaitable[Response]:
    async def answered() -> Response:
        body = bytearray()
        if request.method == "POST":
            if request.headers.get("sec-fetch-site") not in ("same-origin", None):
                return _nobody(desk)
            async for piece in request.stream():
                body += piece
                if len(body) > MOST_BYTES:
                    return _nobody(desk)
        typed = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return await run_in_threadpool(answer, desk, request, typed)

    return answered()


def build(desk: Desk) -> Starlette:
    """The simulator."""

    def route(path: str, answer: Answer, method: str = "GET") -> Route:
        async def endpoint(request: Request) -> Response:
            return await _endpoint(desk, answer, request)

        return Route(path, endpoint, methods=[method])

    one = "/pasient/{place}"
    return Starlette(
        routes=[
            route("/", front),
            route("/utseende.css", look),
            route(one, patient),
            route(one + "/helsekort", open_card, "POST"),
            route(one + "/nytt", read_card, "POST"),
            route(one + "/kontroll", keep_visit, "POST"),
            route(one + "/send", send_again, "POST"),
        ]
    )
