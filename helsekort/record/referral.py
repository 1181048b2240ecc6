"""What a referral says, and each step of its way: two of the kinds of entry on a card."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from helsekort.record.standing import Status


class ReferralKind(StrEnum):
    """A referral, an application for a place to give birth, or mother and child handed over to a health station."""

    REFERRAL = "referral"
    BIRTH_PLACE = "birth-place"
    HANDOVER = "handover"


class Stage(StrEnum):
    """How far the sender has come."""

    DRAFT = "draft"
    SENT = "active"
    TAKEN_BACK = "revoked"


class Referral(Struct, frozen=True):
    """What a unit is asked for, and what it is sent. `why`, `urgency`, `sections` and `level` are of referrals.toml.

    The unit `to` sees what stands in these sections of what had been written when it was sent (`up_to`, a sequence;
    0 before), but for the things in `left_out` and for all of a sensitivity class that `classes` does not name.
    `otherwise` is a unit that may be asked instead; `hidden` the sensitivity class of `why`. ValueError for a sent one
    without `up_to`, and the other way.
    """

    kind: ReferralKind
    to: int
    why: str
    urgency: str
    words: str = ""
    sections: tuple[str, ...] = ()
    left_out: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    level: str | None = None
    travel_minutes: int | None = None
    otherwise: int | None = None
    hidden: str = ""
    stage: Stage = Stage.DRAFT
    up_to: int = 0
    status: Status = Status.FINAL
    reason: str | None = None
    home_on: dt.date | None = None  # of a handover, the day they go home

    def __post_init__(self) -> None:
        if self.status in (Status.WITHDRAWN, Status.MISPLACED) and self.stage is not Stage.TAKEN_BACK:
            raise ValueError("a referral that is wrong is taken back")
        if (self.stage is Stage.DRAFT and self.up_to) or (self.stage is Stage.SENT and not self.up_to):
            raise ValueError("what was sent says up to where")


class Step(StrEnum):
    """Where a referral that was sent stands: what the one who wrote this version did."""

    SENT = "requested"
    RECEIVED = "received"
    ASKED = "on-hold"  # the receiver wants to know more
    ACCEPTED = "accepted"
    DECLINED = "rejected"
    WITHDRAWN = "cancelled"


class ReferralAnswer(Struct, frozen=True):
    """The way of a referral, a version for each step; who took it, and when, is the entry's author and time.

    `words` are what they said; `instead` is the unit named by one who declines. ValueError for a wrong one that is
    not withdrawn.
    """

    referral: int
    to: int
    step: Step
    words: str = ""
    instead: int | None = None
    status: Status = Status.FINAL
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.status in (Status.WITHDRAWN, Status.MISPLACED) and self.step is not Step.WITHDRAWN:
            raise ValueError("an answer that is wrong is withdrawn")
