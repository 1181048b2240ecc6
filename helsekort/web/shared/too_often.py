"""The page for what was done as often as it may be: how long to wait, and the way on for who cannot."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.access.actors import ActorKind
from helsekort.actions.outcomes import TooMany
from helsekort.web.shared.faults import home_of
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts

_MINUTE = 60


def too_often(request: Request, fault: TooMany) -> Response:
    """429. Health personnel are led to emergency access, or through the login to it: those no limit closes."""
    texts = texts_of(request)
    session = getattr(request.state, "session", None)
    clinician = session is not None and session.actor.kind is ActorKind.CLINICIAN
    answer = show(
        request,
        "too_often.jinja",
        status=429,
        lead=_lead(texts, fault.name),
        wait=_wait(texts, fault.seconds),
        searching=fault.name == "searches",
        emergency=clinician,
        login=request.url.path if request.path_params.get("provider") == "helseid" else "",
        home=home_of(request),
        here=home_of(request),
    )
    answer.headers["Retry-After"] = str(fault.seconds)
    return answer


def _lead(texts: Texts, name: str) -> str:
    _ = texts.translate
    said = {
        "searches": _("Det er søkt på fødselsnummer mange ganger på kort tid."),
        "inquiries": _("Det er sendt mange spørsmål om loggen på kort tid."),
        "log-downloads": _("Loggen er lastet ned mange ganger på kort tid."),
        "uploads": _("Det er lastet opp mange filer på kort tid."),
        "logins": _("Mange har begynt å logge inn fra samme sted på kort tid."),
    }
    return said.get(name) or _("Dette er gjort mange ganger på kort tid.")


def _wait(texts: Texts, seconds: int) -> str:
    minutes = -(-seconds // _MINUTE)
    return texts.plural(
        "Vent %(minutes)s minutt og prøv igjen.", "Vent %(minutes)s minutter og prøv igjen.", minutes
    ) % {"minutes": minutes}
