"""Pages for what did not go well: a clear sentence and a way on. None says anything about a person."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helsekort.access.actors import ActorKind
from helsekort.log import Event, log
from helsekort.web.shared.posted import EMPTY, Form, FormRefused
from helsekort.web.shared.printing.press import WhyNotPrinted
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.typed_words import typed_words


def home_of(request: Request) -> str:
    """Where the one who is logged in starts; the front page for nobody."""
    session = getattr(request.state, "session", None)
    return "/" if session is None else home_of_kind(session.actor.kind)


def home_of_kind(kind: str) -> str:
    """Where someone starts, by the capacity they act in."""
    return {ActorKind.WOMAN.value: "/min", ActorKind.REVIEWER.value: "/klinikk/gjennomgang"}.get(
        kind, "/klinikk"
    )


def _page(
    request: Request,
    status: int,
    title: str,
    *lead: str,
    typed: list[tuple[str, str]] | None = None,
    retry: bool = False,
) -> Response:
    """What happened, what was typed (so that none of it is lost), and a way on."""
    home = home_of(request)
    form: Form = getattr(request.state, "form", EMPTY)
    return show(
        request,
        "fault.jinja",
        status=status,
        title=title,
        lead=lead,
        home=home,
        here=home,
        typed=typed_words(
            request.app.state.ctx.catalogue, texts_of(request), form.fields if typed is None else typed
        ),
        retry=request.url.path if retry and form.fields else "",
        fields=form.fields,
    )


def refused(request: Request) -> Response:
    """The one answer for every card one may not open, existing or not: the same bytes each time."""
    return show(request, "refused.jinja", status=403, home=home_of(request), here=home_of(request))


def gone(request: Request) -> Response:
    """What the form was about is not on the card any more."""
    _ = texts_of(request).translate
    return _page(
        request,
        404,
        _("Det står ikke på kortet lenger"),
        _("Noen kan ha trukket det tilbake eller flyttet det. Ingenting er lagret. Åpne kortet på nytt."),
    )


def erased(request: Request) -> Response:
    """All that stood on the card was erased by law, and nothing more is written there."""
    _ = texts_of(request).translate
    form: Form = getattr(request.state, "form", EMPTY)
    return _page(
        request,
        410,
        _("Kortet er slettet"),
        _(
            "Samtykket ble trukket tilbake, og det som sto her, er slettet. Det kan ikke føres mer på dette kortet."
        ),
        _("Har hun samtykket på nytt, kan det opprettes et nytt kort."),
        *([_("Ingenting er lagret.")] if form.fields else []),
    )


def unavailable(request: Request) -> Response:
    """The database or the log cannot be written now. Whether the last form was kept may be unknown; sending it
    again is safe, for its key saves it once."""
    _ = texts_of(request).translate
    answer = _page(
        request,
        503,
        _("Helsekortet svarer ikke akkurat nå"),
        _("Vent litt og prøv igjen. Det du skrev, lagres bare én gang, også om du sender det flere ganger."),
        _("Haster det, så ring i stedet."),
        retry=True,
    )
    answer.headers["Retry-After"] = "60"
    return answer


def no_room(request: Request) -> Response:
    """The disk is full, or may not be written: nothing is kept, what was typed is shown, and staff must act."""
    _ = texts_of(request).translate
    log(Event.UNWRITABLE)
    form: Form = getattr(request.state, "form", EMPTY)
    answer = _page(
        request,
        503,
        _("Helsekortet kan ikke lagre nå"),
        _(
            "Ingenting av det du skrev, er lagret. Det står her, så du kan sende det på nytt eller ta det med deg."
        )
        if form.fields
        else _("Ingenting kan vises heller, for den som åpner et kort, skal stå i loggen."),
        _("Si fra til dem som drifter helsekortet: det mangler plass, eller databasen kan ikke skrives."),
        _("Haster det, så ring i stedet."),
        retry=True,
    )
    answer.headers["Retry-After"] = "60"
    return answer


def not_printed(request: Request, why: WhyNotPrinted) -> Response:
    """No PDF came. That the card was taken out stands in the log all the same; nothing on the card is changed."""
    _ = texts_of(request).translate
    log(Event.NOT_PRINTED, why=why.value)
    lead = {
        WhyNotPrinted.OFF: _("Utskrift er slått av her: programmet som lager PDF, mangler på maskinen."),
        WhyNotPrinted.SLOW: _("Utskriften ble ikke ferdig i tide. Vent litt og prøv igjen."),
        WhyNotPrinted.FAILED: _("Utskriften kunne ikke lages."),
    }[why]
    return _page(
        request,
        503,
        _("Kortet ble ikke skrevet ut"),
        lead,
        _("Kortet er som før. Du kan skrive ut siden fra nettleseren i stedet."),
    )


def changed_meanwhile(request: Request) -> Response:
    """Something else was saved first. The pages with forms show more; this stands behind them."""
    _ = texts_of(request).translate
    return _page(
        request,
        409,
        _("Noe er endret siden du åpnet siden"),
        _("Det du skrev, er ikke lagret, og ingenting er overskrevet."),
        _("Åpne kortet på nytt for å se det som står der nå."),
    )


def not_understood(request: Request) -> Response:
    """Content that no form of ours sends."""
    _ = texts_of(request).translate
    return _page(
        request,
        422,
        _("Skjemaet kunne ikke leses"),
        _("Ingenting er lagret. Åpne siden på nytt og prøv igjen."),
    )


def wanted_elsewhere(request: Request) -> Response:
    """Another site asks for a page, to have it inside its own. Nobody was asked who they are."""
    _ = texts_of(request).translate
    return _page(
        request,
        403,
        _("Siden kan ikke vises inne i en annen"),
        _("Helsekortet åpnes bare i et eget vindu. Åpne det fra forsiden, eller følg en lenke dit."),
    )


def refused_form(request: Request, fault: FormRefused) -> Response:
    """A form that was not taken: from another site, too big, or not text."""
    _ = texts_of(request).translate
    lead = {
        "other-site": _("Skjemaet kom ikke fra helsekortets egne sider. Åpne siden på nytt og prøv igjen."),
        "not-a-form": _("Det som kom, var ikke et skjema fra helsekortet."),
        "too-much": _("Det du sendte, er for stort. Kort ned teksten."),
        "too-many-fields": _("Det du sendte, har for mange felt. Åpne siden på nytt og prøv igjen."),
        "text-too-long": _("En av tekstene er for lang. Et felt kan ha høyst 4000 tegn."),
        "unreadable-text": _("En av tekstene har tegn som ikke kan lagres. Skriv den på nytt, ikke lim inn."),
    }[fault.code]
    return _page(
        request,
        fault.status,
        _("Ikke lagret"),
        lead,
        _("Ingenting er lagret."),
        typed=fault.typed,
    )


async def http_fault(request: Request, fault: Exception) -> Response:
    """Pages for 404, 405 and other answers the framework gives."""
    _ = texts_of(request).translate
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    if status == 404:
        answer = _page(request, 404, _("Siden finnes ikke"), _("Sjekk adressen, eller gå til forsiden."))
    elif status == 405:
        answer = _page(
            request, 405, _("Slik kan siden ikke brukes"), _("Gå til forsiden og finn fram derfra.")
        )
    else:
        answer = _page(request, status, _("Det gikk ikke"), _("Gå til forsiden og prøv igjen."))
    if isinstance(fault, HTTPException) and fault.headers:
        answer.headers.update(fault.headers)
    return answer


async def own_fault(request: Request, fault: Exception) -> Response:  # noqa: ARG001  # the log has it, not the page
    """A fault of ours. The page says so and nothing about what it was."""
    _ = texts_of(request).translate
    return _page(
        request,
        500,
        _("Noe gikk galt hos oss"),
        _("Vi vet ikke om det siste ble lagret. Åpne kortet på nytt og se etter."),
    )
