"""On what law the service stands, and what she has said to it."""

from enum import StrEnum

CONSENT_WITHDRAWN = "consent-withdrawn"
"""The basis on which her cards are erased, and the reason that stands on them."""


class LegalBasis(StrEnum):
    """What the service rests on: her consent while it is on trial, or a regulation that she can opt out of."""

    TRIAL = "trial"
    REGULATION = "regulation"


class Said(StrEnum):
    """What she said last."""

    CONSENTED = "consented"
    WITHDRAWN = "withdrawn"
    RESERVED = "reserved"
    UNRESERVED = "unreserved"
