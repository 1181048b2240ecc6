"""Emergency access and reviews in words: reasons, kinds, what was done, rules that gave points, outcomes. Pure."""

from helsekort.record.reviewing import Reason, ReviewKind, ReviewOutcome
from helsekort.web.shared.texts import Texts


def reason_names(texts: Texts) -> dict[str, str]:
    """Code of `Reason` -> what urges."""
    _ = texts.translate
    return {
        Reason.LABOUR: _("Fødsel i gang eller nær"),
        Reason.DANGER: _("Akutt fare for henne eller barnet"),
        Reason.UNABLE: _("Hun kan ikke svare selv"),
        Reason.CALL: _("Hun ringer og trenger råd nå"),
        Reason.OTHER: _("Annet som haster"),
    }


def kind_names(texts: Texts) -> dict[str, str]:
    """Code of `ReviewKind` -> what is looked at."""
    _ = texts.translate
    return {
        ReviewKind.GLASS: _("Nødtilgang"),
        ReviewKind.LOOK_UPS: _("Uvanlige oppslag"),
        ReviewKind.SECRET_ADDRESS: _("Oppslag på beskyttet kvinne"),
    }


def outcome_names(texts: Texts) -> dict[str, str]:
    """Code of `ReviewOutcome` -> how it ended."""
    _ = texts.translate
    return {
        ReviewOutcome.RIGHTFUL: _("Tilgangen var begrunnet"),
        ReviewOutcome.UNCLEAR: _("Det kunne ikke avgjøres"),
        ReviewOutcome.WRONGFUL: _("Tilgangen var ikke begrunnet"),
    }


def rule_names(texts: Texts) -> dict[str, str]:
    """A rule of snooping.toml -> what it saw."""
    _ = texts.translate
    return {
        "refused": _("prøvde å åpne kortet uten å ha tilgang"),
        "guessed": _("slapp ikke inn mange ganger på én dag"),
        "no-relation": _("åpnet kortet uten behandlingsrelasjon"),
        "same-name": _("har samme etternavn som kvinnen"),
        "colleague": _("kvinnen har samme navn som en ved enheten"),
        "many": _("åpnet mange flere kort på en time enn andre i samme rolle"),
        "brief": _("åpnet kortet og gikk videre etter få sekunder"),
        "night": _("åpnet kortet om natten"),
        "searched": _("søkte henne opp uten å åpne kortet"),
        "emergencies": _("brukte nødtilgang oftere enn vanlig"),
        "taken-in": _("tok henne inn på eget ord"),
        "only-taken-in": _("tok henne inn og førte ikke noe på kortet den dagen"),
    }


def done_names(texts: Texts) -> dict[str, str]:
    """An event of the log -> what was done."""
    _ = texts.translate
    return {
        "glass-broken": _("Brukte nødtilgang"),
        "read": _("Leste kortet"),
        "printed": _("Skrev ut kortet"),
        "written": _("Førte noe på kortet"),
        "corrected": _("Rettet noe på kortet"),
        "withdrawn": _("Trakk tilbake noe på kortet"),
        "listed": _("Så navnet i en liste"),
        "taken-in": _("Tok henne inn på eget ord"),
        "refused": _("Slapp ikke inn"),
    }
