"""How far she is, the due date and how it was set, and the fetuses, in her words. Pure."""

from msgspec import Struct

from helsekort.record.card import Card, Trail
from helsekort.record.entries import DueDate, Fetus, Status
from helsekort.record.gestation import TermTable
from helsekort.web.shared.discretion import PRIVATE_METHODS, names_treatment
from helsekort.web.woman.values import Words, changed_by, with_reason

_SCANS = frozenset({"US_EARLY", "US_SECOND", "US_OTHER"})


class Pregnancy(Struct, frozen=True):
    """Sentences in the order they are read. `earlier`: due dates that do not hold or are only proposed."""

    far: str
    due: list[str]
    earlier: list[str]
    fetuses: list[str]


def pregnancy(words: Words, terms: TermTable) -> Pregnancy:
    """What the top of her page says."""
    return Pregnancy(_far(words), _due(words, terms), _earlier(words, terms), _fetuses(words))


def when_to_ring(words: Words, terms: TermTable) -> list[str]:
    """When she must ring. Where nobody can say how far she is, she is told as one who is far on."""
    _ = words.texts.translate
    age = words.opened.card.age(words.opened.today)
    early = age is not None and age.days < terms.movements.days
    return [
        _(
            "Ring fødeavdelingen med en gang, dag eller natt, hvis du får sterk hodepine, ser uklart eller ser flimmer, får vondt øverst i magen eller plutselig føler deg syk."  # noqa: E501  # one text
        ),
        _(
            "Har du begynt å kjenne liv, og kjenner mindre enn du pleier, eller ikke noe? Ring jordmor eller lege."
        )
        if early
        else _(
            "Kjenner du mindre liv enn du pleier, eller ikke liv? Ring fødeavdelingen nå. Ikke vent til i morgen, og ikke vent på svar her."  # noqa: E501  # one text
        ),
    ]


def _far(words: Words) -> str:
    _ = words.texts.translate
    card = words.opened.card
    if card.due is None:
        return _("Vi kan ikke si hvor langt du er på vei før termin er bestemt.")
    age = card.age(words.opened.today)
    if age is None:
        return _("Ut fra terminen på kortet kan vi ikke regne ut hvor langt du er på vei.")
    return _("Du er %(age)s på vei.") % {"age": words.texts.weeks_and_days(age)}


def _due(words: Words, terms: TermTable) -> list[str]:
    _ = words.texts.translate
    trail = words.opened.card.due_trail
    if trail is None:
        return [_("Termin er ikke bestemt ennå.")]
    due = trail.now
    days = (words.opened.today - due.edd).days
    day = words.texts.day(due.edd, words.opened.today)
    if days > 0:
        passed = words.texts.plural("%(number)s dag", "%(number)s dager", days) % {"number": days}
        first = _("Termin var %(day)s. Den er passert med %(days)s.") % {"day": day, "days": passed}
    else:
        first = _("Termin er %(day)s.") % {"day": day}
    return [first, _method(words, terms, words.opened.card, due)]


def _method(words: Words, terms: TermTable, card: Card, due: DueDate) -> str:
    """How the date was set, in a sentence."""
    _ = words.texts.translate
    if due.method in _SCANS:
        age = card.age(due.measured_on) if due.measured_on and due is card.due else None
        if age is not None:
            return _("Den er bestemt ved ultralyd i uke %(week)s.") % {"week": age.weeks}
        return _("Den er bestemt ved ultralyd.")
    if due.method == "LMP_SURE":
        return _("Den er regnet ut fra første dag i siste menstruasjon.")
    if due.method == "LMP_UNSURE":
        return _("Den er regnet ut fra siste menstruasjon, som var usikker.")
    if due.method == "FOREIGN":
        return _("Den er satt i utlandet, og regnet med %(days)s dager.") % {"days": due.length}
    if due.method in PRIVATE_METHODS:
        return _("Den er bestemt av dem som følger deg opp.")
    label = terms.methods[due.method].label if due.method in terms.methods else due.method
    return _("Den er bestemt slik: %(method)s.") % {"method": _(label)}


def _earlier(words: Words, terms: TermTable) -> list[str]:
    card = words.opened.card
    in_force = card.due_trail
    sentences = []
    for trail in card.due_dates:
        if trail is not in_force and (in_force is None or trail.origin != in_force.origin):
            sentences.append(_other_date(words, terms, trail))
        sentences += _date_changes(words, trail)
    if (
        in_force is not None
        and in_force.now.why
        and in_force.now.replaces
        and not names_treatment(words.opened.card, in_force)
    ):
        sentences.append(
            words.texts.translate("Hvorfor terminen ble endret: %(why)s.")
            % {"why": in_force.now.why.rstrip(".")}
        )
    return sentences


def _other_date(words: Words, terms: TermTable, trail: Trail[DueDate]) -> str:
    _ = words.texts.translate
    due = trail.now
    fill = {"day": words.texts.date(due.edd), "method": _method(words, terms, words.opened.card, due)}
    if due.status not in (Status.FINAL, Status.CORRECTED):
        return with_reason(words, _("%(day)s er trukket tilbake som termin.") % fill, due.reason)
    if due.proposed:
        return _("Foreslått, men ikke bestemt: %(day)s. %(method)s") % fill
    return _("Før var terminen %(day)s. %(method)s") % fill


def _date_changes(words: Words, trail: Trail[DueDate]) -> list[str]:
    """Corrections of one due date. Confirming a proposed one is no correction."""
    _ = words.texts.translate
    sentences = []
    for earlier, later in zip(trail.entries, trail.entries[1:], strict=False):
        old, new = earlier.content, later.content
        if isinstance(old, DueDate) and isinstance(new, DueDate) and old.edd != new.edd:
            fill = {
                "day": words.texts.date(old.edd),
                "who": changed_by(words, later.recorded, later.author),
            }
            sentences.append(with_reason(words, _("Før sto det %(day)s. Rettet %(who)s.") % fill, new.reason))
    return sentences


def _fetuses(words: Words) -> list[str]:
    there, live = words.opened.card.live_fetuses(), words.opened.card.growing()
    if not live:
        return []
    _ = words.texts.translate
    if len(live) < len(there):
        # how many are left is not said unasked: it tells what happened, and another may read it
        return [_fetus(words, trail.now) for trail in live]
    if len(live) == 1:
        return [_("Du venter ett barn.")]
    spelled = {2: _("to"), 3: _("tre"), 4: _("fire")}
    first = _("Du venter %(number)s barn.") % {"number": spelled.get(len(live), len(live))}
    return [first, *(_fetus(words, trail.now) for trail in live)]


def _fetus(words: Words, fetus: Fetus) -> str:
    _ = words.texts.translate
    if not fetus.position:
        return _("Foster %(label)s: hvor det ligger, er ikke skrevet.") % {"label": fetus.label}
    return _("Foster %(label)s: %(position)s.") % {"label": fetus.label, "position": fetus.position}
