"""How a pregnancy ended, and what became of each fetus, in the words of those who treat her. Pure."""

from helsekort.record.card import Card, Trail
from helsekort.record.children import bereaved, has_died
from helsekort.record.endings import BORN, FetusState, Outcome, Over
from helsekort.record.entries import Fetus
from helsekort.record.measurements import Catalogue
from helsekort.web.shared.said import Said
from helsekort.web.shared.texts import Texts


def title(texts: Texts, over: Over | None) -> str:
    """`Svangerskapet er over fra 10. mars 2026`."""
    _ = texts.translate
    if over is None:
        return _("Kortet er avsluttet")
    return pattern(texts, over.outcome) % {"day": texts.date(over.on)}


def heading(card: Card, texts: Texts) -> str:
    """The same of a card: a birth of which a child does not live begins with that."""
    said = title(texts, card.over)
    if card.over is None or card.over.outcome is not Outcome.BIRTH or not bereaved(card):
        return said
    _ = texts.translate
    alone = len(card.live_fetuses()) == 1
    return f"{_('Barnet døde etter fødselen.') if alone else _('Et barn døde.')} {said}"


def pattern(texts: Texts, outcome: Outcome) -> str:
    """A sentence for how it ended, with `day` to be filled in."""
    _ = texts.translate
    return {
        Outcome.BIRTH: _("Født %(day)s"),
        Outcome.STILLBIRTH: _("Barnet døde. Født %(day)s"),
        Outcome.LOSS: _("Svangerskapet er over fra %(day)s"),
        Outcome.UNKNOWN: _("Kortet er avsluttet %(day)s"),
    }[outcome]


def what(card: Card, catalogue: Catalogue, texts: Texts) -> str:
    """How it ended, as those who treat her may know it; empty where only the birth was told of."""
    row = card.latest_row("ending")
    code = row.value("outcome") if row else None
    said = catalogue.text("outcome", code) if isinstance(code, str) else ""
    return texts.translate(said) if said else ""


def fetus_says(card: Card, texts: Texts, trail: Trail[Fetus]) -> str:
    """What became of one fetus; empty while it grows."""
    fetus = trail.now
    if fetus.state_on is None:
        return ""
    _ = texts.translate
    said = {
        FetusState.BORN_ALIVE: _("levendefødt %(day)s%(age)s"),
        FetusState.STILLBORN: _("dødfødt %(day)s%(age)s"),
        FetusState.LOST: _("lever ikke, fra %(day)s%(age)s"),
        FetusState.UNKNOWN: _("ukjent hvordan det gikk, fra %(day)s%(age)s"),
        FetusState.GROWING: "",
    }[fetus.state]
    age = card.age(fetus.state_on)
    told = said % {"day": texts.numeric(fetus.state_on), "age": f" ({age})" if age else ""}
    if fetus.state is FetusState.BORN_ALIVE and has_died(card, trail):
        return _("%(born)s, barnet døde etter fødselen") % {"born": told}
    return told


def became(card: Card, texts: Texts) -> list[Said]:
    """What became of each fetus that no longer grows: `Foster B lever ikke, fra 29.10.2026 (14+2)`."""
    _ = texts.translate
    fetuses, found = card.live_fetuses(), []
    for trail in fetuses:
        name = _("Barnet") if trail.now.state in BORN else _("Fosteret")
        if len(fetuses) > 1:
            name = _("Foster %(label)s") % {"label": trail.now.label}
        found.append(Said(name, fetus_says(card, texts, trail)))
    return [one for one in found if one.text]
