"""Where a version of an entry stands."""

from enum import StrEnum


class Status(StrEnum):
    """Where a version stands. The two last are never used by a value, a chart or a summary."""

    FINAL = "final"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"  # wrong, and shown as withdrawn with its reason
    MISPLACED = "misplaced"  # made on the wrong woman: kept for the controller alone
