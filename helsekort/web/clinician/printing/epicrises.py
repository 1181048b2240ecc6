"""The summary on paper: each part under its heading, who signed it, and where it was sent. Pure."""

from helsekort.record.card import EpicrisisLine
from helsekort.record.epicrisis import Epicrisis
from helsekort.web.clinician import epicrisis_words
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.printing.telling import stamp, written
from helsekort.web.shared.printing.document import Group, Saying, Section


def epicrises(desk: Desk) -> Section:
    """Those that stand; a draft says that it is one."""
    lines = [line for line in desk.card.epicrises if line.epicrisis.stands]
    return Section(desk.texts.translate("Epikrise"), groups=[_group(desk, line) for line in lines])


def _group(desk: Desk, line: EpicrisisLine) -> Group:
    _ = desk.texts.translate
    now: Epicrisis = line.epicrisis.now
    title = _("Signert") if now.signed else _("Utkast, ikke signert")
    said = [
        Saying(part.title, "\n".join(part.words), notes=[part.protected] if part.protected else [])
        for part in epicrisis_words.sheet(desk, line)
    ]
    sent = [
        Saying(
            _("Sendt til"),
            desk.opened.asked_units.get(trail.now.to, ""),
            notes=[epicrisis_words.status(desk.texts, trail.now.step), stamp(desk, trail.last.recorded)],
        )
        for trail in line.deliveries
    ]
    return Group(f"{title} · {written(desk, line.epicrisis.last)}", [*said, *sent])
