"""What is written to be sent to others, for tests of the stored form: referrals and summaries together."""

from hypothesis import strategies as st

from helsekort.record.entries import Content, Status
from tests.fhir import epicrisis_contents, referral_contents

Drawn = st.SearchStrategy


def drawn(
    texts: Drawn[str],
    origins: Drawn[int],
    numbers: Drawn[int],
    statuses: Drawn[Status],
    reasons: Drawn[str | None],
) -> dict[str, Drawn[Content]]:
    """Any that Hypothesis can think of."""
    return {
        **referral_contents.drawn(texts, origins, numbers, statuses, reasons),
        **epicrisis_contents.drawn(texts, origins, numbers, statuses, reasons),
    }


def in_status(status: Status, reason: str | None) -> list[Content]:
    """One of each in this status."""
    return [
        *referral_contents.in_status(status, reason),
        *epicrisis_contents.in_status(status, reason),
    ]
