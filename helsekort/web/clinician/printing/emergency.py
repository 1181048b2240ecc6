"""The half sheet for the telephone, the ambulance and the birth unit: the emergency page's lines on paper. Pure."""

from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.emergency import Line
from helsekort.web.shared.emergency import emergency as lines_of
from helsekort.web.shared.printing.document import Group, Saying, Section
from helsekort.web.shared.said import Said


def emergency(desk: Desk, now: int) -> list[Section]:
    """The same lines in the same order as on the page; `now` is the moment of printing in microseconds UTC."""
    warning = desk.texts.translate("Blodtypen her er aldri grunnlag for blodoverføring.")
    lines = lines_of(desk, now).lines
    return [Section("", lead=[warning], groups=[_group(line) for line in lines])]


def _group(line: Line) -> Group:
    return Group(line.title, [_saying(one) for one in line.says], strong=line.grave)


def _saying(one: Said) -> Saying:
    return Saying(one.label, one.text, one.there, [note for note in (one.note, one.when) if note])
