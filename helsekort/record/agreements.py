"""On what law the service stands, and what she has said to it."""

from enum import StrEnum


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
