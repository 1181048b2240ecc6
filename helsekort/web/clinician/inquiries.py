"""What women have asked the unit about look-ups, each with its answer to write."""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.context import Context
from helsekort.actions.inquiries import UnitInquiry, answer_inquiry, list_inquiries
from helsekort.actions.outcomes import Gone, Rejected
from helsekort.actions.sessions import Session
from helsekort.record.ids import UnreadableId, from_text, to_text
from helsekort.record.inquiries import WhyLooked
from helsekort.web.shared.door import away, card_of, posted
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts, moment

PATH = "/klinikk/innsynssporsmal"


class Line(Struct, frozen=True):
    """One question, with what was typed as its answer and what is wrong with that."""

    path: str
    who: str
    woman: str
    day: str
    asked: str
    code: str = ""
    text: str = ""
    errors: dict[str, str] = {}


def inquiries_page(request: Request, ctx: Context, session: Session) -> Response:
    """All that wait for an answer."""
    return _shown(request, ctx, session)


def answer_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST of an answer. GET is where a login leads back to."""
    if request.method != "POST":
        return away(PATH)
    form = posted(request)
    code, text = form.get("code"), form.get("text")
    try:
        answer_inquiry(
            session.actor, ctx=ctx, card=card_of(request), inquiry=_inquiry_of(request), code=code, text=text
        )
    except Gone:
        return away(f"{PATH}?sagt=borte")
    except Rejected as rejected:
        wrong = {problem.field: problem.code for problem in rejected.problems}
        return _shown(request, ctx, session, (request.url.path, code, text, wrong))
    return away(f"{PATH}?sagt=svart")


def _inquiry_of(request: Request) -> int:
    try:
        return from_text(request.path_params["inquiry"])
    except UnreadableId:
        return 0


Typed = tuple[str, str, str, dict[str, str]]


def _shown(request: Request, ctx: Context, session: Session, typed: Typed | None = None) -> Response:
    texts = texts_of(request)
    found = [_line(texts, one, typed) for one in list_inquiries(session.actor, ctx=ctx)]
    return show(
        request,
        "clinician/inquiries.jinja",
        status=400 if typed else 200,
        unit=session.unit,
        lines=found,
        choices=choices(texts),
        say=request.query_params.get("sagt", ""),
    )


def choices(texts: Texts) -> list[tuple[str, str]]:
    """What can be answered."""
    _ = texts.translate
    return [
        (WhyLooked.CARE, _("Det var del av oppfølgingen av henne")),
        (WhyLooked.PREPARING, _("En time ble forberedt, eller en kollega vikarierte")),
        (WhyLooked.MISTAKE, _("Kortet ble åpnet ved en feil")),
        (WhyLooked.FOLLOWED_UP, _("Vi fant ingen god grunn, og følger det opp")),
        (WhyLooked.OTHER, _("Annet")),
    ]


def _line(texts: Texts, one: UnitInquiry, typed: Typed | None) -> Line:
    path = f"{PATH}/{to_text(one.card)}/{to_text(one.inquiry)}"
    line = Line(path, one.who, one.woman, texts.date(one.day), texts.date(moment(one.asked).date()))
    if typed is None or typed[0] != path:
        return line
    return Line(
        line.path, line.who, line.woman, line.day, line.asked, typed[1], typed[2], _errors(texts, typed[3])
    )


def _errors(texts: Texts, wrong: dict[str, str]) -> dict[str, str]:
    _ = texts.translate
    says = {
        ("code", "missing"): _("Velg det som passer best."),
        ("text", "missing"): _("Skriv hva som skjedde, så hun forstår det."),
        ("text", "too-long"): _("Teksten er for lang. Skriv den kortere."),
    }
    return {field: says[field, code] for field, code in wrong.items() if (field, code) in says}
