"""EpisodeOfCare: the card itself, one pregnancy."""

import datetime as dt

from msgspec import field

from helsekort.fhir.datatypes import Closed, Extension, Meta, Reference, Span
from helsekort.fhir.heads import Head, party_in
from helsekort.fhir.marks import find, marks, reason_in, refuse_others, status_in
from helsekort.record.codes import EXTENSION
from helsekort.record.endings import Outcome, Over
from helsekort.record.entries import CardOpened, Status

ACTIVE = "active"
FINISHED = "finished"
ERROR = "entered-in-error"
OVER = EXTENSION + "pregnancy-over"
"""The pregnancy is over: `on` and `outcome`. After a birth the episode goes on; its period ends with the card."""


class EpisodeOfCare(Closed, frozen=True, tag_field="resourceType", tag="EpisodeOfCare"):
    """The closed profile."""

    id: str
    meta: Meta
    status: str
    patient: Reference
    managing_organization: Reference
    period: Span
    extension: list[Extension] = field(default_factory=list)

    def __post_init__(self) -> None:
        refuse_others(self.extension, OVER)


def from_card_opened(opened: CardOpened, head: Head) -> EpisodeOfCare:
    """The opening of a card -> its stored form."""
    status = ACTIVE if opened.active else FINISHED
    extensions = marks(opened.status, opened.reason)
    if opened.over is not None:
        extensions.append(_over(opened.over))
    return EpisodeOfCare(
        id=head.id,
        meta=head.meta("card"),
        status=ERROR if opened.status in (Status.WITHDRAWN, Status.MISPLACED) else status,
        patient=Reference(head.party("Patient", opened.woman)),
        extension=extensions,
        managing_organization=Reference(head.party("Organization", opened.organisation)),
        period=Span(opened.opened.isoformat(), opened.ended.isoformat() if opened.ended else None),
    )


def _over(over: Over) -> Extension:
    parts = [Extension("on", value_date=over.on.isoformat()), Extension("outcome", value_code=over.outcome)]
    return Extension(OVER, parts)


def _over_in(extensions: list[Extension]) -> Over | None:
    found = find(extensions, OVER)
    if found is None:
        return None
    on, outcome = find(found.extension, "on"), find(found.extension, "outcome")
    if len(found.extension) != 2 or not on or not on.value_date or not outcome or not outcome.value_code:
        raise ValueError("pregnancy-over: it has `on`, a date, and `outcome`, a code, and nothing else")
    return Over(dt.date.fromisoformat(on.value_date), Outcome(outcome.value_code))


def to_card_opened(episode: EpisodeOfCare) -> CardOpened:
    """The stored form -> the opening of a card."""
    active = episode.status == ACTIVE
    ended = episode.period.end
    words = {Status.FINAL: ACTIVE if active else FINISHED, Status.WITHDRAWN: ERROR}
    return CardOpened(
        woman=party_in(episode.patient, "Patient"),
        opened=dt.date.fromisoformat(episode.period.start),
        organisation=party_in(episode.managing_organization, "Organization"),
        active=active,
        status=status_in(episode.status, words, episode.extension),
        reason=reason_in(episode.extension),
        ended=dt.date.fromisoformat(ended) if ended else None,
        over=_over_in(episode.extension),
    )
