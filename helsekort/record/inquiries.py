"""Why someone looked: what a unit can answer when she asks. Codes of our own."""

from enum import StrEnum


class WhyLooked(StrEnum):
    """What the unit found out."""

    CARE = "care"
    PREPARING = "preparing"
    MISTAKE = "mistake"
    FOLLOWED_UP = "followed-up"
    OTHER = "other"
