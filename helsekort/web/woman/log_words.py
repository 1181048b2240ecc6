"""Who has looked at her card, in sentences, day by day. Pure. Never the national number of anyone."""

import datetime as dt
from itertools import groupby

from msgspec import Struct

from helsekort.actions.opened import LogLine
from helsekort.web.shared.people import role_name
from helsekort.web.shared.texts import Texts, moment

HER_ACTS = frozenset({"blocked", "unblocked", "consent", "erased"})
"""What she does herself that is told of as it is told of others; that she looked is only a time."""
LOOKED = frozenset({"read", "printed", "listed", "refused", "glass-broken"})
"""What she can ask about: of what was written she sees what it was."""
_MOST_TIMES = 3
"""So many times are told one by one."""


class LogSentence(Struct, frozen=True):
    """Who and what in one sentence, and why. `refused`: they were not let in. `ask` is where she can ask why they
    looked, "" where there is nobody to ask; `asked` and `answer` are what came of it."""

    text: str
    reason: str
    refused: bool
    ask: str = ""
    asked: str = ""
    answer: str = ""


class LogDay(Struct, frozen=True):
    """The sentences of one day, newest first, and the times she herself looked."""

    day: dt.date
    sentences: list[LogSentence]
    own_times: list[str]


def log_days(lines: list[LogLine], texts: Texts) -> list[LogDay]:
    """Lines -> days, both newest first. What one person did again and again is one sentence."""
    days = []
    for day, group in groupby(lines, key=lambda line: moment(line.at).date()):
        of_day = list(group)
        others = [line for line in of_day if not _looked_herself(line)]
        own = [texts.clock(moment(line.at).time()) for line in of_day if _looked_herself(line)]
        alike: dict[tuple[object, ...], list[LogLine]] = {}
        for line in others:
            alike.setdefault(_same(line), []).append(line)
        sentences = [_sentence(same, texts) for same in alike.values()]
        days.append(LogDay(day, sentences, list(dict.fromkeys(own))))
    return days


def _looked_herself(line: LogLine) -> bool:
    return line.own and line.event not in HER_ACTS


def _same(line: LogLine) -> tuple[object, ...]:
    """Looking is looking, whatever was looked at; what was written is told apart.

    A laboratory's message or the list of what is outside the card is told of as her card is: a line of its own would
    show that an answer has come before anyone has told her of it.
    """
    told_alike = ("read", "printed", "listed", "refused", *HER_ACTS)
    about = () if line.event in told_alike else line.about
    who = (line.person, line.who, line.role, line.organisation, line.unit)
    return (line.event, *who, about, _is_paper(line), line.reviewed)


def _is_paper(line: LogLine) -> bool:
    """Whether it was a confirmation that was printed: not her card."""
    return line.event == "printed" and any(about.startswith("paper-") for about in line.about)


def _sentence(same: list[LogLine], texts: Texts) -> LogSentence:
    """One sentence for lines that differ in nothing but the time."""
    _ = texts.translate
    line = same[0]
    times = list(dict.fromkeys(texts.clock(moment(one.at).time()) for one in reversed(same)))
    fill = {"who": _who(line, texts), "what": _what(line, texts), "times": _times(times, texts)}
    text = _pattern(line, texts) % fill
    asked, answer = why_words(line, texts)
    can_ask = line.person and line.organisation and line.event in LOOKED and not asked
    ask = ask_path(line) if can_ask else ""
    return LogSentence(text, _reason(line, texts), line.event == "refused", ask, asked, answer)


def ask_path(line: LogLine) -> str:
    """Where she asks about what was done then: by its moment, for who and where may stand in no address."""
    return f"/min/innsyn/hvorfor/{line.at}"


def why_words(line: LogLine, texts: Texts) -> tuple[str, str]:
    """That she asked, and what was answered; empty where not."""
    _ = texts.translate
    if line.why is None:
        return "", ""
    asked = _("Du spurte hvorfor, %(day)s.") % {"day": texts.date(moment(line.why.asked).date())}
    if line.why.answered is None or line.why.code is None:
        return asked, _("De har ikke svart ennå.")
    said = {
        "care": _("Det var del av oppfølgingen din."),
        "preparing": _("De forberedte en time eller vikarierte for en kollega."),
        "mistake": _("De åpnet kortet ditt ved en feil."),
        "followed-up": _("De fant ingen god grunn, og følger det opp."),
    }.get(line.why.code, "")
    fill = {"who": line.why.by, "day": texts.date(moment(line.why.answered).date())}
    return asked, " ".join(filter(None, (_("%(who)s svarte %(day)s:") % fill, said, line.why.text)))


def _times(times: list[str], texts: Texts) -> str:
    """`klokken 10.05, 10.10 og 10.21`; many are counted: `13 ganger, sist klokken 05.20`."""
    if len(times) > _MOST_TIMES:
        said = {"count": len(times), "last": times[-1]}
        return texts.translate("%(count)s ganger, sist klokken %(last)s") % said
    return texts.translate("klokken %(times)s") % {"times": _listed(times, texts)}


def _pattern(line: LogLine, texts: Texts) -> str:
    _ = texts.translate
    if line.event == "written" and line.about == ("card",):
        return _("%(who)s opprettet helsekortet ditt %(times)s.")
    if line.event == "erased" and line.own:
        return _("Alt på helsekortet ditt ble slettet %(times)s, slik du ba om.")
    return {
        "read": _("%(who)s leste helsekortet ditt %(times)s."),
        "printed": _("%(who)s skrev ut en bekreftelse for deg %(times)s.")
        if _is_paper(line)
        else _("%(who)s skrev ut helsekortet ditt på papir %(times)s."),
        "written": _("%(who)s førte %(what)s på helsekortet ditt %(times)s."),
        "corrected": _("%(who)s rettet %(what)s på helsekortet ditt %(times)s."),
        "withdrawn": _("%(who)s trakk tilbake %(what)s på helsekortet ditt %(times)s."),
        "refused": _("%(who)s prøvde å åpne helsekortet ditt %(times)s, og slapp ikke inn."),
        "listed": _("%(who)s så navnet ditt på listen over kvinner de følger opp, %(times)s."),
        "taken-in": _("%(who)s førte at de følger deg opp, %(times)s."),
        "why-read": _("%(who)s så det du har spurt om, %(times)s."),
        "why-answered": _("%(who)s svarte på det du har spurt om, %(times)s."),
        "loaded": _("Helsekortet ditt ble overført hit fra et annet system %(times)s."),
        "glass-broken": _("%(who)s åpnet helsekortet ditt med nødtilgang %(times)s."),
        "reviewed": _("%(who)s gikk gjennom en tilgang til helsekortet ditt %(times)s."),
        "shown-more": _("%(who)s åpnet det som står bak «Vis mer», %(times)s."),
        "class-opened": _opened_pattern(line, texts),
        "left-for-her": _("%(who)s logget deg ut overalt, slik du ba om, %(times)s."),
        "erased": _("%(who)s slettet noe på helsekortet ditt %(times)s, slik loven krever."),
        "care-ended": _("%(who)s avsluttet oppfølgingen av deg %(times)s."),
        "blocked": _("%(who)s sperret helsekortet ditt for noen %(times)s."),
        "unblocked": _("%(who)s opphevet en sperring %(times)s."),
        "consent": _("%(who)s endret om du vil ha helsekort %(times)s."),
    }.get(line.event, _("%(who)s gjorde noe med helsekortet ditt %(times)s."))


def _opened_pattern(line: LogLine, texts: Texts) -> str:
    _ = texts.translate
    if line.about == ("opened",):
        return _("%(who)s åpnet mer for deg bak «Vis mer» %(times)s.")
    if line.about == ("closed",):
        return _("%(who)s lukket igjen noe bak «Vis mer» %(times)s.")
    return _("%(who)s så hva som er åpnet for deg bak «Vis mer», %(times)s.")


def _what(line: LogLine, texts: Texts) -> str:
    _ = texts.translate
    known = {
        "check-up": _("en kontroll"),
        "contact": _("en kontakt mellom kontrollene"),
        "due-date": _("termin"),
        "facts": _("opplysninger om deg"),
        "home-readings": _("det du målte hjemme"),
        "fetus": _("opplysninger om fosteret"),
        "child": _("opplysninger om barnet"),
        "laboratory": _("svar fra et laboratorium"),
        "file": _("en fil"),
        "epicrisis": _("en epikrise"),
        "epicrisis-signed": _("en signert epikrise"),
        "epicrisis-sent": _("at epikrisen er sendt"),
        "epicrisis-received": _("at epikrisen er mottatt"),
        "epicrisis-read": _("at epikrisen er lest"),
        **_referral_names(texts),
        "guideline": _("hva som ble gjort med en anbefaling"),
    }
    return _listed([known[about] for about in line.about if about in known], texts) or _("noe")


def _referral_names(texts: Texts) -> dict[str, str]:
    _ = texts.translate
    answer = _("svar på en henvisning")
    steps = ("received", "asked", "accepted", "declined")
    names = {f"referral-{step}": answer for step in steps}
    return {"referral": _("en henvisning"), "referral-sent": _("en henvisning som er sendt"), **names}


def _who(line: LogLine, texts: Texts) -> str:
    """`Ingrid Dahl, jordmor ved Solsiden helsestasjon`."""
    _ = texts.translate
    if line.own:
        return _("Du")
    if not line.who:
        return _("Noen som ikke var logget inn,") if line.event == "refused" else _("Helsekortet selv")
    role = role_name(texts, line.role)
    name = f"{line.who}, {role}" if role else line.who
    if line.for_her:
        return _("%(person)s, på vegne av deg,") % {"person": name}
    unit = unit_name(line, texts)
    return _("%(person)s ved %(unit)s,") % {"person": name, "unit": unit} if unit else name


def unit_name(line: LogLine, texts: Texts) -> str:
    """The unit, or what is said instead of a name that would tell what she went there for."""
    return texts.translate("en helsetjeneste") if line.neutral else line.unit or ""


def _reason(line: LogLine, texts: Texts) -> str:
    _ = texts.translate
    if line.rule in ("care-relation", "care-relation-to-the-woman", "own-list"):
        return _("Grunn: kontroll i svangerskapet.")
    if line.rule == "referred-to-the-unit":
        return _("Grunn: du er henvist dit.")
    if line.rule == "break-glass":
        return _("Grunn: nødtilgang.")
    if line.event == "glass-broken":
        return _emergency(line, texts)
    if line.event == "taken-in":
        return _taken_in("".join(line.about), texts)
    return _found(line.about[0], texts) if line.event == "reviewed" and line.about else ""


def _emergency(line: LogLine, texts: Texts) -> str:
    """Why someone opened the card in an emergency, and what those found who looked at it afterwards."""
    _ = texts.translate
    why = {
        "labour": _("Grunn: fødsel i gang eller nær."),
        "danger": _("Grunn: akutt fare for deg eller barnet."),
        "unable": _("Grunn: du kunne ikke svare selv."),
        "call": _("Grunn: du ringte og trengte råd med en gang."),
    }.get(line.about[0] if line.about else "", _("Grunn: noe annet som hastet."))
    after = _found(line.reviewed, texts) or _("En annen enhet skal gå gjennom det.")
    return f"{why} {after}"


def _found(outcome: str, texts: Texts) -> str:
    _ = texts.translate
    return {
        "rightful": _("Gjennomgått: tilgangen var begrunnet."),
        "unclear": _("Gjennomgått: det kunne ikke avgjøres om tilgangen var begrunnet."),
        "wrongful": _("Gjennomgått: tilgangen var ikke begrunnet."),
    }.get(outcome, "")


def _taken_in(why: str, texts: Texts) -> str:
    """Why they said that they follow her up."""
    _ = texts.translate
    return {
        "appointment": _("Grunn: du hadde time der."),
        "came": _("Grunn: du kom dit."),
        "sent": _("Grunn: du ble henvist dit, eller byttet til dem."),
    }.get(why, "")


def _listed(parts: list[str], texts: Texts) -> str:
    """`a, b og c`."""
    if len(parts) < 2:
        return "".join(parts)
    return texts.translate("%(first)s og %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
