"""The summary (epikrise) that a clinician composes from the card and signs, and where it was sent. Pure."""

from enum import StrEnum

from msgspec import Struct

from helsekort.record.standing import Status


class EpicrisisPart(Struct, frozen=True):
    """One part, in the clinician's `words`, beside what it was `composed` of the card; `key` is of epicrisis.toml.

    `hidden` is the sensitivity class of a part that is there because it was ticked; empty for an ordinary one.
    `rests_on` are the origins of what it was composed of.
    """

    key: str
    words: str
    composed: str = ""
    hidden: str = ""
    rests_on: tuple[int, ...] = ()


class Epicrisis(Struct, frozen=True):
    """A version of the summary. Who signed it, and when, is the entry's author and time.

    ValueError for two parts of one key and class, and for one that is withdrawn and signed.
    """

    parts: tuple[EpicrisisPart, ...]
    signed: bool = False
    status: Status = Status.FINAL
    reason: str | None = None

    def __post_init__(self) -> None:
        if len({(part.key, part.hidden) for part in self.parts}) < len(self.parts):
            raise ValueError("a summary has one part of each key and class")
        if self.signed and self.status in (Status.WITHDRAWN, Status.MISPLACED):
            raise ValueError("nobody signs what is withdrawn")


class Delivered(StrEnum):
    """How far a summary has come at a unit that it was sent to."""

    SENT = "requested"
    RECEIVED = "received"  # someone there has opened it
    READ = "completed"  # someone there has said that they have read it
    WITHDRAWN = "cancelled"


class Delivery(Struct, frozen=True):
    """The way of a summary to one unit, a version for each step; `sent` is the version of it that was sent.

    ValueError for a wrong one that is not withdrawn.
    """

    epicrisis: int
    to: int
    sent: int
    step: Delivered = Delivered.SENT
    status: Status = Status.FINAL
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.status in (Status.WITHDRAWN, Status.MISPLACED) and self.step is not Delivered.WITHDRAWN:
            raise ValueError("a delivery that is wrong is withdrawn")
