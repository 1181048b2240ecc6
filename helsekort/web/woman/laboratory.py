"""What a laboratory answered, in her words: whose answer, when the sample was taken, what was put right. Pure.

The laboratory's own range is not shown to her: it is not made for pregnancy, and would read as a verdict.
"""

import datetime as dt

from helsekort.record.entries import Finding, Status
from helsekort.web.shared.texts import Texts, moment


def marks(texts: Texts, finding: Finding) -> tuple[str, ...]:
    """What stands beside the value. A preliminary answer that became final was not corrected."""
    _ = texts.translate
    if finding.status is Status.WITHDRAWN:
        return (_("trukket tilbake av laboratoriet"),)
    if finding.lab and finding.lab.preliminary:
        return (_("foreløpig svar"),)
    return (_("rettet av laboratoriet"),) if finding.status is Status.CORRECTED else ()


def asides(texts: Texts, finding: Finding, today: dt.date) -> tuple[str, ...]:
    """When the sample was taken, and who examined it."""
    _ = texts.translate
    taken = _("prøven ble tatt %(day)s") % {"day": texts.day(finding.on, today)}
    if finding.at is not None:
        taken = f"{taken} {_('klokken %(time)s') % {'time': texts.clock(finding.at)}}"
    return (taken, finding.lab.laboratory) if finding.lab and finding.lab.laboratory else (taken,)


def change(texts: Texts, now: Finding, recorded: int, old: str, new: str, *, last: bool) -> list[str]:
    """What the laboratory put right, with both values; nothing where no word of the answer changed.

    `last`: it is what stands now.
    """
    _ = texts.translate
    day = texts.date(moment(recorded).date())
    if now.status is Status.WITHDRAWN:
        said = {"day": day, "old": old}
        return [
            _("Laboratoriet trakk svaret tilbake %(day)s. Det sto %(old)s, og det gjelder ikke lenger.")
            % said
        ]
    if old == new:
        return []
    if now.status is Status.CORRECTED:
        said = {"day": day, "old": old, "new": new}
        if not last:
            return [_("Laboratoriet rettet svaret %(day)s fra %(old)s til %(new)s.") % said]
        return [_("Laboratoriet har rettet svaret %(day)s. Før sto det %(old)s. Nå står det %(new)s.") % said]
    return [_("Det foreløpige svaret var %(old)s.") % {"old": old}]
