"""Why someone may look without a care relation, what is looked at afterwards, and how that ends. Codes of our own."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a card is opened in an emergency."""

    LABOUR = "labour"
    DANGER = "danger"
    UNABLE = "unable"
    CALL = "call"
    OTHER = "other"


class ReviewKind(StrEnum):
    """What a reviewer is to look at."""

    GLASS = "glass"
    LOOK_UPS = "look-ups"
    SECRET_ADDRESS = "secret-address"  # noqa: S105  # a kind of review, no password


class ReviewOutcome(StrEnum):
    """What the reviewer found. She may read it."""

    RIGHTFUL = "rightful"
    UNCLEAR = "unclear"
    WRONGFUL = "wrongful"


class NoticeKind(StrEnum):
    """What a notice is about. She is never shown this word."""

    GLASS = "glass"
    TAKEN_IN = "taken-in"


class Way(StrEnum):
    """How a notice comes to her."""

    PAGE = "page"  # a line on her front page that says nothing of what it is about
    CLINIC = "clinic"  # told by those who care for her: nothing is written where others may read along
