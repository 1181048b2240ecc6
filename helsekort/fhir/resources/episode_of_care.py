"""EpisodeOfCare: the card itself, one pregnancy."""

import datetime as dt

from msgspec import field

from helsekort.fhir.datatypes import Closed, Extension, Meta, Period, Reference
from helsekort.fhir.heads import Head, party_in
from helsekort.fhir.marks import marks, reason_in, status_in
from helsekort.record.entries import CardOpened, Status

ERROR = {Status.WITHDRAWN: "entered-in-error"}


class EpisodeOfCare(Closed, frozen=True, tag_field="resourceType", tag="EpisodeOfCare"):
    """The closed profile."""

    id: str
    meta: Meta
    status: str
    patient: Reference
    extension: list[Extension] = field(default_factory=list)
    managing_organization: Reference | None = None
    period: Period | None = None


def from_card_opened(opened: CardOpened, head: Head) -> EpisodeOfCare:
    """The opening of a card -> its stored form."""
    status = "active" if opened.active else "finished"
    return EpisodeOfCare(
        id=head.id,
        meta=head.meta("card"),
        status="entered-in-error" if opened.status in (Status.WITHDRAWN, Status.MISPLACED) else status,
        patient=head.woman_reference,
        extension=marks(opened.status, opened.reason),
        managing_organization=Reference(head.party("Organization", opened.organisation)),
        period=Period(start=opened.opened.isoformat()),
    )


def to_card_opened(episode: EpisodeOfCare) -> CardOpened:
    """The stored form -> the opening of a card."""
    organisation = episode.managing_organization
    status, reason = status_in(episode.status, ERROR, episode.extension), reason_in(episode.extension)
    return CardOpened(
        woman=party_in(episode.patient),
        opened=dt.date.fromisoformat((episode.period.start if episode.period else None) or ""),
        organisation=party_in(organisation) if organisation else 0,
        active=episode.status == "active",
        status=Status.CORRECTED if status is Status.FINAL and reason is not None else status,
        reason=reason,
    )
