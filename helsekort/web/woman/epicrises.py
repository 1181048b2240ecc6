"""The summary (epikrise) as she reads it: what was signed, by whom, and who has got it. Pure."""

from msgspec import Struct

from helsekort.record.card import EpicrisisLine
from helsekort.record.entries import Entry
from helsekort.record.epicrisis import Delivered, Epicrisis
from helsekort.record.excerpts import Excerpts
from helsekort.web.shared.texts import moment
from helsekort.web.woman.values import Words


class OwnEpicrisis(Struct, frozen=True):
    """One that was signed. `parts` are title and lines; `sentences` say who signed it, and where it is."""

    sentences: list[str]
    parts: list[tuple[str, list[str]]]


def own_epicrises(words: Words, table: Excerpts) -> list[OwnEpicrisis]:
    """Those that stand signed. Her card is given without drafts, and without what is kept off her page."""
    found = []
    for line in words.opened.card.epicrises:
        signed = line.signed if line.epicrisis.stands else None
        if signed is not None and isinstance(signed.content, Epicrisis):
            found.append(OwnEpicrisis(_sentences(words, line, signed), _parts(words, table, signed.content)))
    return found


def _parts(words: Words, table: Excerpts, epicrisis: Epicrisis) -> list[tuple[str, list[str]]]:
    labels = {part.key: part.label for part in table.epicrisis.part}
    return [
        (words.texts.translate(labels.get(part.key, part.key)), part.words.splitlines())
        for part in epicrisis.parts
    ]


def _sentences(words: Words, line: EpicrisisLine, signed: Entry) -> list[str]:
    _ = words.texts.translate
    who = words.opened.names.get(signed.author, "")
    content = signed.content
    said = {"who": who, "day": _day(words, signed.recorded)}
    found = [_("%(who)s signerte den %(day)s.") % said]
    if isinstance(content, Epicrisis) and content.reason:
        found.append(_("Den ble rettet: %(reason)s") % {"reason": content.reason})
    for trail in line.deliveries:
        unit = words.opened.asked_units.get(trail.now.to, "") or _("en annen enhet")
        told = {"unit": unit, "day": _day(words, trail.last.recorded)}
        if trail.now.step is Delivered.READ:
            found.append(_("%(unit)s har lest den, %(day)s.") % told)
        elif trail.now.step is not Delivered.WITHDRAWN:
            found.append(_("Sendt til %(unit)s. De har ikke kvittert for at den er lest.") % told)
    return found


def _day(words: Words, at: int) -> str:
    return words.texts.day(moment(at).date(), words.opened.today)
