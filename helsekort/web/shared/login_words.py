"""What people are told who were not let in: what happened, and what they can do. Nothing about anyone."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts

_FORBIDDEN, _UNAVAILABLE = 403, 503


def stopped(request: Request, why: str) -> Response:
    """The page for a code of why; one page for all that only an attacker, or a fault, brings about."""
    title, *lead = _words(why, texts_of(request))
    answer = show(
        request,
        "fault.jinja",
        status=_UNAVAILABLE if why == "down" else _FORBIDDEN,
        title=title,
        lead=lead,
        home="/",
        here="/",
        typed=[],
        retry="",
        fields=[],
    )
    if why == "down":
        answer.headers["Retry-After"] = "60"
    return answer


def _words(why: str, texts: Texts) -> tuple[str, ...]:
    _ = texts.translate
    known = {
        "down": (
            _("Innloggingen svarer ikke akkurat nå"),
            _("Vent litt og prøv igjen fra forsiden. De som alt er logget inn, kan fortsette."),
            _("Haster det, så ring i stedet."),
        ),
        "cancelled": (_("Du avbrøt innloggingen"), _("Du er ikke logget inn. Prøv igjen fra forsiden.")),
        "level": (
            _("Innloggingen var ikke sikker nok"),
            _(
                "Helsekortet krever innlogging på høyeste nivå. Velg BankID, Buypass eller Commfides"
                " når du logger inn."
            ),
            _("Har du ingen av dem, så be om hjelp der du går til kontroll. Der kan du få kortet på papir."),
        ),
        "card": (
            _("Vi finner ikke noe helsekort til deg"),
            _("Helsekortet blir opprettet på den første kontrollen, hos jordmor eller lege."),
            _("Har du vært på kontroll, så spør der om kortet er opprettet."),
        ),
        "person": (
            _("Du er ikke registrert her"),
            _("HelseID vet hvem du er, men helsekortet har ingen med ditt HPR-nummer."),
            _("Be lederen din om å melde deg inn hos dem som drifter helsekortet."),
        ),
        "organisation": (
            _("Virksomheten er ikke med her"),
            _("Helsekortet kjenner ikke organisasjonsnummeret som HelseID oppga for deg."),
            _("Be lederen din om å melde virksomheten inn hos dem som drifter helsekortet."),
        ),
        "role": (
            _("Du har ingen rolle i virksomheten"),
            _("Du er registrert her, men ikke ved virksomheten som HelseID oppga."),
            _("Logg inn for en annen virksomhet, eller be lederen din om å melde fra hvor du arbeider."),
        ),
    }
    missing = (
        _("HelseID oppga ikke alt som trengs"),
        _("Helsekortet trenger HPR-nummeret ditt, og organisasjonsnummeret til virksomheten og enheten."),
        _("Be dem som drifter journalsystemet eller HelseID-klienten om å rette det."),
    )
    if why in ("no-hpr", "no-parent", "no-child"):
        return missing
    return known.get(why) or (
        _("Innloggingen ble ikke fullført"),
        _("Du er ikke logget inn. Start på nytt fra forsiden, og bruk bare ett vindu."),
    )
