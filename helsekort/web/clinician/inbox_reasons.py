"""Why a message is not on a card, and what to do about it: one sentence of each for every reason there is. Pure."""

from msgspec import Struct

from helsekort.web.shared.texts import Texts


class Reason(Struct, frozen=True):
    """`why` it is where it is, and what to do `next`. `known`: whether this page has words for the code."""

    why: str
    next: str
    known: bool = True


def reason(texts: Texts, code: str, state: str = "") -> Reason:
    """The sentences for a code. One that is not known yet is shown as it is, with a way on all the same.

    A message that was refused and a result that is outside the card may bear the same code.
    """
    parts = (
        _about_sender,
        _about_her,
        _about_time,
        _about_one_result,
        _outside,
        _refused,
        _unreadable_message,
    )
    for part in parts[::-1] if state == "refused" else parts:
        found = part(texts).get(code)
        if found is not None:
            return Reason(*found)
    _ = texts.translate
    why = _("Meldingen må ses på av en person (grunn: %(code)s).") % {"code": code}
    return Reason(why, _("Ring laboratoriet og spør hva som skulle stå."), known=False)


def _about_sender(texts: Texts) -> dict[str, tuple[str, str]]:
    _ = texts.translate
    check = _(
        "Les svaret slik det ble sendt. Hører det til en kvinne du har til behandling, så plasser det med nummeret "
        "hennes, og be dem som drifter helsekortet om å registrere laboratoriet. "
        "Hører det ikke til hos dere, så ring avsenderen og legg meldingen bort."
    )
    return {
        "unknown-laboratory": (_("Avsenderen er ikke et laboratorium som er registrert her."), check),
        "laboratory-elsewhere": (
            _(
                "Laboratoriet svarer ikke for enheten meldingen er til, og ikke for noen som følger henne opp."
            ),
            check,
        ),
        "future-message": (
            _("Meldingen er datert fram i tid."),
            _("Ring laboratoriet og be om at svaret sendes på nytt med riktig tidspunkt."),
        ),
        "erased-by-law": (
            _("Det laboratoriet har sendt om dette svaret før, er slettet etter krav."),
            _("Les meldingen slik den ble sendt. Ingenting i den føres på kortet av seg selv."),
        ),
    }


def _about_her(texts: Texts) -> dict[str, tuple[str, str]]:
    _ = texts.translate
    who = _("Finn ut hvem prøven er av. Plasser svaret med nummeret hennes, eller ring laboratoriet.")
    return {
        "unknown-person": (
            _("Ingen kvinne med helsekort her har nummeret i meldingen."),
            _(
                "Er hun hos dere, så plasser svaret med nummeret hennes. "
                "Er hun ikke det, så ring laboratoriet og legg meldingen bort."
            ),
        ),
        "number-fails": (_("Nummeret i meldingen er skrevet feil: kontrollsifrene stemmer ikke."), who),
        "person-unidentified": (_("Meldingen sier ikke godt nok hvem prøven er av."), who),
        "birth-date-differs": (
            _("Fødselsdatoen i meldingen er en annen enn den hun er registrert med."),
            who,
        ),
        "name-differs": (_("Navnet i meldingen er et annet enn det hun er registrert med."), who),
        "patient-differs": (
            _("Laboratoriet har sendt samme svar om to ulike personer."),
            _("Ring laboratoriet og spør hvem prøven er av, før noe plasseres."),
        ),
    }


def _about_time(texts: Texts) -> dict[str, tuple[str, str]]:
    _ = texts.translate
    which = _("Plasser svaret med nummeret hennes, og velg hvilket svangerskap det hører til.")
    return {
        "no-pregnancy": (_("Hun hadde ikke noe helsekort den dagen prøven ble tatt."), which),
        "two-pregnancies": (_("Dagen prøven ble tatt, passer med to av helsekortene hennes."), which),
        "no-sample-date": (
            _("Laboratoriet har ikke oppgitt når prøven ble tatt."),
            _("Ring laboratoriet og be om at svaret sendes på nytt med dagen prøven ble tatt."),
        ),
        "future-sample": (
            _("Prøven er oppgitt tatt en dag som ikke har vært ennå."),
            _("Ring laboratoriet og be om at svaret sendes på nytt med riktig dag."),
        ),
        "sample-time-differs": (
            _("Prøvene bak ett svar er oppgitt tatt på ulike dager."),
            _("Ring laboratoriet og spør hvilken dag som gjelder."),
        ),
        "no-results-yet": (
            _("Laboratoriet har trukket tilbake et svar som ikke er kommet."),
            _("Vent på svaret. Kommer det, ordner dette seg selv. Kommer det ikke, så ring laboratoriet."),
        ),
    }


def _about_one_result(texts: Texts) -> dict[str, tuple[str, str]]:
    _ = texts.translate
    call = _("Les svaret slik det ble sendt. Ring laboratoriet og be om at det sendes på nytt.")
    read = _("Les svaret slik det ble sendt. Si hva det er på kortet, eller la det stå utenfor.")
    return {
        "unit": (_("Svaret har en enhet som kortet ikke kan regne om trygt."), read),
        "comparator": (_("Svaret er en grense, som mindre enn eller større enn, og ikke et tall."), read),
        "words": (_("Svaret er skrevet med ord som kan bety flere ting."), read),
        "form": (
            _(
                "Svaret er skrevet på en annen måte enn kortet kan ta inn, som tekst der det skulle stått et tall."
            ),
            read,
        ),
        "code-system": (_("Koden for prøven er fra en liste vi ikke kjenner."), read),
        "uncoded": (_("Prøven har ingen kode, så bare en person kan si hva svaret er på."), read),
        "several-codes": (_("Svaret har flere koder som peker på ulike prøver."), call),
        "contradiction": (_("Koden og teksten i svaret sier ikke det samme."), call),
        "code-differs": (_("Laboratoriet har endret hvilken prøve svaret gjelder."), call),
        "unreadable": (_("Svaret kan ikke leses av et program."), call),
        "implausible": (_("Verdien er utenfor det som er mulig."), read),
        "withdrawn": (_("Laboratoriet har trukket svaret tilbake."), _("Du trenger ikke gjøre noe.")),
    }


def _outside(texts: Texts) -> dict[str, tuple[str, str]]:
    _ = texts.translate
    nothing = _("Du trenger ikke gjøre noe. Svaret er lagret slik det kom, og står under kortet hennes.")
    return {
        "unknown-code": (_("Prøven har en kode som helsekortet ikke har plass til."), nothing),
        "no-code": (_("Prøven har ingen kode, så den kan ikke føres på kortet."), nothing),
        "left-out": (_("Prøven hører ikke til på helsekortet."), nothing),
        "left-by-person": (_("En av dere har sagt at det ikke skal stå på kortet."), nothing),
        "no-value": (_("Meldingen har ikke noe svar på prøven."), nothing),
    }


def _refused(texts: Texts) -> dict[str, tuple[str, str]]:
    _ = texts.translate
    return {
        "id-used-before": (
            _("Laboratoriet har brukt samme meldingsnummer på en annen melding før."),
            _("Ring laboratoriet og be dem sende meldingen på nytt med et nytt nummer."),
        ),
        "failed": (
            _(
                "Programmet klarte ikke å behandle meldingen på tre forsøk. Den ligger her til noen ser på den."
            ),
            _(
                "Les svaret slik det ble sendt, eller ring laboratoriet. Si fra til dem som drifter helsekortet."
            ),
        ),
    }


def _unreadable_message(texts: Texts) -> dict[str, tuple[str, str]]:
    """Faults of the message itself. The sender has been told by the receipt; the answer must come anew."""
    _ = texts.translate
    again = _("Laboratoriet har fått beskjed om feilen. Ring dem og be om svaret på nytt.")
    return {code: (why, again) for code, why in (_form_faults(texts) | _content_faults(texts)).items()}


def _form_faults(texts: Texts) -> dict[str, str]:
    _ = texts.translate
    return {
        "empty": _("Meldingen er tom."),
        "too-large": _("Meldingen er større enn vi tar imot."),
        "not-xml": _("Meldingen er ødelagt og kan ikke leses."),
        "encoding-not-taken": _("Meldingen er skrevet med tegn vi ikke tar imot."),
        "encoding-not-as-said": _("Meldingen er ikke skrevet med de tegnene den selv sier."),
        "declares-entities": _("Meldingen har et innhold som av sikkerhetsgrunner ikke leses."),
        "too-deep": _("Meldingen har for mange nivåer inni hverandre."),
        "too-many-elements": _("Meldingen har flere deler enn vi tar imot."),
        "too-many-items": _("Meldingen har flere svar enn vi tar imot."),
        "older-version": _("Meldingen er i en eldre utgave enn vi tar imot."),
        "unknown-message": _("Meldingen er ikke et laboratoriesvar vi kjenner."),
        "no-document": _("Konvolutten er tom: det ligger ikke noe svar i den."),
        "no-report": _("Det er ikke noe svar i meldingen."),
        "unknown-element": _("Meldingen har deler som ikke hører til i et laboratoriesvar."),
        "attachment": _("Meldingen har et vedlegg, som ikke leses."),
    }


def _content_faults(texts: Texts) -> dict[str, str]:
    _ = texts.translate
    return {
        "not-a-person": _("Svaret gjelder ikke en person."),
        "missing": _("Noe som må være med i meldingen, mangler."),
        "repeated": _("Noe som bare kan stå én gang, står flere ganger."),
        "cut-short": _("En tekst i meldingen er lengre enn det som vises."),
        "too-long": _("Et nummer i meldingen er for langt."),
        "not-a-time": _("Et tidspunkt i meldingen kan ikke leses."),
        "not-a-number": _("Et tall i meldingen kan ikke leses."),
        "decimal-comma": _("Et tall i meldingen er skrevet med komma der det skulle stått punktum."),
        "unknown-code": _("Meldingen bruker en kode vi ikke kjenner."),
        "bad-message-id": _("Meldingsnummeret er ikke skrevet slik det skal."),
        "repeated-item-id": _("To svar i meldingen har samme nummer."),
        "two-values": _("Ett svar har to verdier."),
        "value-withdrawn": _("Et svar er trukket tilbake og har en verdi likevel."),
        "no-such-subject": _("Et svar viser til en person som ikke er nevnt i meldingen."),
        "person-unidentified": _("Meldingen sier ikke godt nok hvem prøven er av."),
        "national-number-fails": _("Nummeret i meldingen er skrevet feil: kontrollsifrene stemmer ikke."),
        "sender-differs": _("Konvolutten og svaret nevner ulike avsendere."),
    }


def fault_words(texts: Texts, code: str) -> str:
    """One fault of a message in words; the code itself where there are none yet."""
    return (_form_faults(texts) | _content_faults(texts)).get(code, code)
