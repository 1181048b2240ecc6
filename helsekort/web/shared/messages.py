"""Sentences for what cannot be saved yet: which field, what is wrong, and what to type instead. Pure."""

from decimal import Decimal

from helsekort.actions.outcomes import Problem
from helsekort.record.gestation import GestationalAge
from helsekort.record.measurements import Catalogue, Concern, Level
from helsekort.web.shared.readings import DAYS
from helsekort.web.shared.texts import Texts


def problem(texts: Texts, found: Problem, name: str) -> str:
    """The sentence for a problem with the field that is called `name` on the page."""
    _ = texts.translate
    sentences = {
        "missing": _("%(field)s mangler. Fyll ut feltet."),
        "not-ticked": _(
            "%(field)s er fylt ut, men det er ikke krysset av for papirkortet. Sett krysset, eller tøm feltet."
        ),
        "number-digits": _("Skriv elleve siffer, for eksempel fra henvisningen."),
        "number-fails": _("Nummeret er skrevet feil: kontrollsifrene stemmer ikke. Se over sifrene."),
        **_unread(texts),
        "choice": _("%(field)s: velg ett av svarene."),
        "signs": _("%(field)s har tegn som ikke kan lagres. Skriv teksten på nytt."),
        "not-asked": _(
            "%(field)s er fylt ut, men det spørres ikke om det etter svaret over. Endre svaret, eller tøm feltet."
        ),
        "whole": _("%(field)s er et helt tall. Skriv det uten desimaler."),
        "taken-and-typed": _("%(field)s er både hentet og fylt ut. Fjern krysset, eller tøm feltet."),
        "both": _("%(field)s har både et svar og et kryss for at det ikke ble svart. Fjern ett av dem."),
        **_emergency(texts),
        "empty": _("Ingenting er ført ennå. Fyll ut minst ett felt, eller gå tilbake til kortet."),
        "future": _("%(field)s er i framtiden. Skriv dagen det skjedde."),
        "future-time": _("Klokkeslettet har ikke vært ennå. Skriv når det skjedde."),
        "outside-pregnancy": _("%(field)s ligger ikke i dette svangerskapet. Se over dag, måned og år."),
        "after-end": _(
            "%(field)s ligger etter at svangerskapet var over. Før det som en kontakt, eller se over dagen."
        ),
        "fetus-gone": _("%(field)s gjelder et foster som ikke levde den dagen. Se over dagen og fosteret."),
        "second": _("%(field)s er ført fra før. En fødsel føres én gang: rett det som står."),
        "nothing-changed": _("Ingenting er endret. Rett det som er feil, eller gå tilbake."),
        "fetus": _("%(field)s gjelder et foster som ikke står på kortet. Åpne skjemaet på nytt."),
        "same-card": _("Dette nummeret er hennes eget. Skriv nummeret til den kvinnen det gjelder."),
        "not-this-method": _("%(field)s hører ikke til denne måten å bestemme termin på."),
        "outside": _("%(field)s er utenfor det som er mulig. Se over tallet."),
        "no-card": _("Ingen kvinne du har til behandling og som har et helsekort, har dette nummeret."),
        "fetuses-differ": _(
            "Det som er ført, gjelder et annet antall fostre enn hun har på kortet sitt. "
            "Ta det bort herfra, og før det på nytt hos henne."
        ),
        "already-withdrawn": _("Den er alt trukket tilbake, med en annen grunn. Åpne den for å se."),
        "already-moved": _("Den er alt tatt bort herfra. Åpne kortet til den kvinnen den ble ført hos."),
        "length": _("%(field)s må være et antall dager som et svangerskap kan ha."),
        "embryo-days": _("%(field)s må være embryoets alder i dager, for eksempel 5."),
    }
    sentence = sentences.get(found.code, _("%(field)s kan ikke lagres slik. Se over feltet."))
    # Some fields are called by a question; it is quoted, for a sentence goes on after it.
    return sentence % {"field": f"«{name}»" if name.endswith("?") else name}


def _unread(texts: Texts) -> dict[str, str]:
    """Those of what cannot be read as what the field wants."""
    _ = texts.translate
    return {
        "day": _("%(field)s er ikke en dato som finnes. Skriv dag, måned og år, for eksempel 05.03.2026."),
        "clock": _("%(field)s er ikke et klokkeslett. Skriv for eksempel 10.30."),
        "number": _("%(field)s kan ikke leses som et tall. Skriv for eksempel 72,5."),
        "weeks": _("%(field)s skrives som fullgåtte uker og dager, for eksempel 39+4."),
        "pressure": _("%(field)s kan ikke leses. Skriv overtrykk og undertrykk, for eksempel 142/92."),
    }


def _emergency(texts: Texts) -> dict[str, str]:
    """Those of emergency access and of reviews."""
    _ = texts.translate
    return {
        "closed-before": _("En annen har alt lukket gjennomgangen. Åpne den på nytt for å se utfallet."),
        "leads-nowhere": _("Ingen helsekort er funnet med dette nummeret. Se over sifrene."),
        "emergency": _(
            "Med nødtilgang kan du føre en kontakt, men ikke en kontroll. Åpne «Ny kontakt», og før det der."
        ),
    }


def concern(
    catalogue: Catalogue, texts: Texts, found: Concern, *, with_slip: bool = True, label: str = ""
) -> str:
    """The sentence for a value that may not be meant: what is unusual, and which slip it may be.

    `label` is the field's name on the page where it has one of its own.
    """
    _ = texts.translate
    slip = f" {_(found.slip)}" if found.slip and with_slip else ""
    if found.what not in catalogue.measurables:
        return _("Datoen er uvanlig. Er den riktig?") + slip
    measurable = catalogue[found.what]
    in_weeks = measurable.unit == DAYS
    unit = f" {_(measurable.shown_unit)}" if measurable.shown_unit and not in_weeks else ""
    name = _(measurable.label)
    said = {
        "field": label or name,
        "part": name.lower(),
        "range": f"{_limit(texts, found.low, in_weeks=in_weeks)}–{_limit(texts, found.high, in_weeks=in_weeks)}{unit}",
    }
    sentences = {
        "outside": _("%(field)s er utenom det vanlige (%(range)s)."),
        "jump": _("%(field)s er langt fra forrige måling (ventet %(range)s)."),
        "week": _("%(field)s er langt fra det uken tilsier (ventet %(range)s)."),
        "ahead": _("%(field)s er fram i tid. Er det riktig?"),
        "against-ending": _("%(field)s: det er ført noe annet om hvordan fødselen gikk. Hva er riktig?"),
        "half": _("Bare det ene tallet er skrevet: %(part)s mangler."),
        "not-below": _("Undertrykket er ikke lavere enn overtrykket."),
        "falls": _("%(field)s er lavere enn målingen før. Stemmer det?"),
        "artery-above-vein": _("pH er høyere i arterien enn i venen. Er de to byttet om?"),
        "head-above-length": _("Hodet er større enn lengden. Er de to byttet om?"),
        "placenta-first": _("%(field)s står før barnet er født. Er klokkeslettet riktig?"),
        "before-check-up": _("%(field)s er før en kontroll som står på kortet. Er dagen riktig?"),
        "before-period": _("%(field)s er før siste menstruasjon. Er dagen riktig?"),
        "none-and-some": _("%(field)s er svart ja, men noe av det er svart ja også. Hva stemmer?"),
        "labels": _("%(field)s er mindre enn sist, og passer med det andre fosteret. Er A og B byttet om?"),
    }
    sentence = sentences.get(found.why, _("%(field)s er uvanlig."))
    if found.level is Level.REFUSE and found.why == "outside":
        sentence = _("%(field)s er utenfor det som er mulig (%(range)s).")
    return sentence % said + slip


def _limit(texts: Texts, limit: Decimal | None, *, in_weeks: bool) -> str:
    if limit is None:
        return ""
    return str(GestationalAge(int(limit))) if in_weeks else texts.number(limit)
