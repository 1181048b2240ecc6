"""The half sheet for the telephone, the ambulance and the birth unit: what changes what is done now. Pure."""

from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.printing import front
from helsekort.web.clinician.printing.telling import saying
from helsekort.web.shared.printing.document import Group, Saying, Section

_LAST = ("blood_pressure", "urine_protein", "weight", "fundal_height", "haemoglobin")


def emergency(desk: Desk) -> list[Section]:
    """What must not be forgotten, then the last values, then whom to ring."""
    keep, pregnancy, followers = front.keep(desk), front.pregnancy(desk), front.followers(desk)
    last = Section(desk.texts.translate("Sist målt"), groups=[Group("", _last(desk))])
    return [_brief(one) for one in (keep, pregnancy, last, followers)]


def _last(desk: Desk) -> list[Saying]:
    found = []
    for what in _LAST:
        series = desk.card.series(what) if what in desk.catalogue.measurables else []
        found += [saying(desk, trail) for trail in series[-1:]]
    return found


def _brief(section: Section) -> Section:
    """Without who wrote each thing: half a sheet has no room, and the card itself says it."""
    for group in section.groups:
        for one in group.sayings:
            one.notes = one.notes[:-1]
    return section
