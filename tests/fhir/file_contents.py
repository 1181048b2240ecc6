"""Files for tests of the stored form; tests/fhir/contents.py takes them in."""

import datetime as dt

from hypothesis import strategies as st

from helsekort.record.entries import Attachment, Content, Status
from helsekort.record.files import JPEG, PDF, PNG

DIGEST = "5e" * 32
Drawn = st.SearchStrategy


@st.composite
def _attachments(
    draw: st.DrawFn,
    texts: Drawn[str],
    origins: Drawn[int],
    days: Drawn[dt.date],
    statuses: Drawn[Status],
    reasons: Drawn[str | None],
) -> Attachment:
    owner = draw(origins)
    contact = draw(st.booleans())
    return Attachment(
        draw(texts),
        draw(st.sampled_from([PDF, JPEG, PNG])),
        draw(st.integers(1, 2**31 - 1)),
        draw(st.binary(min_size=32, max_size=32)).hex(),
        draw(days),
        owner if contact else None,
        None if contact else owner,
        draw(statuses),
        draw(reasons),
    )


def drawn(
    texts: Drawn[str],
    origins: Drawn[int],
    days: Drawn[dt.date],
    statuses: Drawn[Status],
    reasons: Drawn[str | None],
) -> dict[str, Drawn[Content]]:
    """Any that Hypothesis can think of."""
    return {"attachment": _attachments(texts, origins, days, statuses, reasons)}


def in_status(status: Status, reason: str | None) -> list[Content]:
    """One of a contact, and one of a row."""
    on = dt.date(2026, 3, 10)
    return [
        Attachment("Ultralyd, rapport", PDF, 48_213, DIGEST, on, row=5, status=status, reason=reason),
        Attachment("Utskrift", PNG, 1, DIGEST, on, contact=4, status=status, reason=reason),
    ]
