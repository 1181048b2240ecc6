"""What an entry on a card can say. Each is one version of one thing; a later version corrects an earlier one.

Five things are never mixed up: not asked (there is no Finding), declined and unknown (`absent`), no (`False`) and zero.
"""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from helsekort.record.endings import FetusState, Outcome, Over
from helsekort.record.epicrisis import Delivery, Epicrisis
from helsekort.record.files import Attachment as Attachment
from helsekort.record.referral import Referral as Referral
from helsekort.record.referral import ReferralAnswer as ReferralAnswer
from helsekort.record.referral import ReferralKind as ReferralKind
from helsekort.record.referral import Stage as Stage
from helsekort.record.referral import Step as Step
from helsekort.record.standing import Status as Status


class Absent(StrEnum):
    """Why a thing that was asked has no value."""

    DECLINED = "declined"
    UNKNOWN = "unknown"  # asked, and nobody knows


class ContactKind(StrEnum):
    """A planned check-up, or a contact between visits."""

    CHECK_UP = "check-up"
    CONTACT = "contact"


class Way(StrEnum):
    """How she and the clinician met."""

    VISIT = "visit"
    PHONE = "phone"
    WALK_IN = "walk-in"
    HOME = "home"
    VIDEO = "video"


class FromPaper(Struct, frozen=True):
    """Copied from a paper card: who wrote it there, and when. Who copied it, and when, is the entry's author."""

    written_by: str
    written_on: dt.date | None = None


class ForeignId(Struct, frozen=True):
    """What another system calls a thing; `value` is unique within `system`."""

    system: str
    value: str


class Pressure(Struct, frozen=True):
    """One blood pressure in mm[Hg]; one of the two may be missing, both may not."""

    systolic: Decimal | None
    diastolic: Decimal | None


class Moment(Struct, frozen=True):
    """A time of day on a day, on a clock in Norway."""

    on: dt.date
    at: dt.time


Value = Decimal | bool | str | dt.date | Moment | Pressure | tuple[str, ...]
"""A tuple is several codes of one list."""


class LabSource(Struct, frozen=True):
    """What a laboratory sent with a result, in its own words. The finding's day and time are the sample's.

    `item` is the laboratory's name of the result, the same in every version. `comparator` is "", "<", "<=", ">" or
    ">=": the value is then a limit, and never shown without it. `reference` is the laboratory's range as sent, and
    `reference_of` says whose range it is: one of a laboratory is not made for pregnancy.
    """

    laboratory: str
    report: int  # origin of the report's own entry
    item: str
    sent_value: str
    sent_unit: str = ""
    comparator: str = ""
    reference: str = ""
    reference_of: str = "laboratory"
    material: str = ""
    preliminary: bool = False


GOES_ON = frozenset({Outcome.BIRTH, Outcome.STILLBIRTH})
"""After these she is followed up on the same card."""


class CardOpened(Struct, frozen=True):
    """The card: whose it is, who opened it, when, and the day it ended. One pregnancy.

    `over` says that the pregnancy is over. After a birth the card itself goes on; after a loss it has ended that day.
    ValueError for an active one opened in error, for an active one that has ended, for an active one of a pregnancy
    that was lost, and for one that ended before the pregnancy did.
    """

    woman: int
    opened: dt.date
    organisation: int
    active: bool = True
    status: Status = Status.FINAL
    reason: str | None = None
    ended: dt.date | None = None
    over: Over | None = None

    def __post_init__(self) -> None:
        if self.active and self.status in (Status.WITHDRAWN, Status.MISPLACED):
            raise ValueError("a card opened in error is not active")
        if self.active and self.ended is not None:
            raise ValueError("a card that has ended is not active")
        if self.over is None:
            return
        if self.active and self.over.outcome not in GOES_ON:
            raise ValueError("a card goes on after a birth only")
        if not self.active and (self.ended is None or self.ended < self.over.on):
            raise ValueError("a card ends on the day that its pregnancy did, or later")


class Contact(Struct, frozen=True):
    """A check-up or another contact. Its findings name it; `held_by` is a party, or None when only paper knows."""

    kind: ContactKind
    way: Way
    on: dt.date
    at: dt.time | None = None
    held_by: int | None = None
    about: tuple[str, ...] = ()  # codes of list L10
    status: Status = Status.FINAL
    reason: str | None = None
    paper: FromPaper | None = None
    moved_in: bool = False
    identifiers: tuple[ForeignId, ...] = ()


MEASURED_AT_HOME = frozenset(
    {"blood_pressure", "weight", "glucose_fasting", "glucose_2h", "pulse", "temperature", "urine_protein"}
)
"""What a woman measures with a device of her own."""


class Finding(Struct, frozen=True):
    """One thing measured, asked or noted. `what` is a key of the catalogue; `value` is None only with `absent`.

    `lab` is there for what a laboratory answered. ValueError for such a one that says it was measured at home, copied
    from paper or declined, or that is withdrawn and preliminary at once.
    """

    what: str
    value: Value | None
    on: dt.date
    at: dt.time | None = None
    fetus: int | None = None  # origin of the fetus's own entry
    contact: int | None = None  # origin of the contact
    absent: Absent | None = None
    unverified: str | None = None  # why a value outside the possible was stored as stated
    by_woman: bool = False  # said by herself
    status: Status = Status.FINAL
    reason: str | None = None
    paper: FromPaper | None = None
    identifiers: tuple[ForeignId, ...] = ()
    lab: LabSource | None = None

    @property
    def at_home(self) -> bool:
        """Whether she measured it herself at home. All else that she says is an answer to what she was asked."""
        return self.by_woman and self.what in MEASURED_AT_HOME

    def __post_init__(self) -> None:
        if self.lab is None:
            return
        if self.by_woman or self.paper is not None or self.absent is not None:
            raise ValueError("a laboratory's answer was not measured at home, copied from paper or declined")
        if self.lab.preliminary and self.status in (Status.WITHDRAWN, Status.MISPLACED):
            raise ValueError("what is withdrawn is not preliminary")


class Cell(Struct, frozen=True):
    """One answer of a row. `what` is a key of the catalogue; `value` is None only with `absent`."""

    what: str
    value: Value | None
    absent: Absent | None = None
    unverified: str | None = None  # why a value outside the possible was stored as stated


class Row(Struct, frozen=True):
    """What was written down together: one instance of a group of the catalogue, on the day it is about.

    A cell that is not there was not asked. `fetus` is the origin of the fetus's own entry, also for what is about the
    child it became. ValueError for two cells of one kind.
    """

    group: str
    on: dt.date
    cells: tuple[Cell, ...]
    at: dt.time | None = None
    fetus: int | None = None
    contact: int | None = None  # origin of the contact
    by_woman: bool = False  # stated by herself
    status: Status = Status.FINAL
    reason: str | None = None
    paper: FromPaper | None = None
    identifiers: tuple[ForeignId, ...] = ()

    def __post_init__(self) -> None:
        if len({cell.what for cell in self.cells}) < len(self.cells):
            raise ValueError("a row has one cell of each kind")

    def value(self, what: str) -> Value | None:
        """The value of one of its cells; None where it was not asked, and where it was declined."""
        return next((cell.value for cell in self.cells if cell.what == what), None)


class DueDate(Struct, frozen=True):
    """A due date with what it rests on. `length` is the whole pregnancy in days for this date.

    A proposed date (`proposed`) recalculates nothing. The date in force is the one confirmed last.
    """

    edd: dt.date
    length: int
    method: str  # code of list L21
    measured_on: dt.date | None
    set_on: dt.date
    set_by: int | None = None
    embryo_days: int | None = None
    proposed: bool = False
    replaces: int | None = None  # origin of the due date it replaced
    why: str | None = None
    status: Status = Status.FINAL
    reason: str | None = None
    paper: FromPaper | None = None
    identifiers: tuple[ForeignId, ...] = ()


class Fetus(Struct, frozen=True):
    """A fetus is a person of its own. The label never moves from one to the other.

    `state_on` is the day since when the state is known. ValueError for a growing one with such a day, and for any
    other without, and for a child that was not born alive.
    """

    label: str
    since: dt.date
    position: str | None = None
    status: Status = Status.FINAL
    reason: str | None = None
    identifiers: tuple[ForeignId, ...] = ()
    state: FetusState = FetusState.GROWING
    state_on: dt.date | None = None
    child: int | None = None  # the party it is since it was born alive

    def __post_init__(self) -> None:
        if (self.state is FetusState.GROWING) != (self.state_on is None):
            raise ValueError("a state other than growing has its day, and growing has none")
        if self.child is not None and self.state is not FetusState.BORN_ALIVE:
            raise ValueError("who was born alive is a child")

    def grew(self, on: dt.date) -> bool:
        """Whether it was growing on a day; it was so still on the day its state is told of."""
        return self.state_on is None or on <= self.state_on


class LabReport(Struct, frozen=True):
    """A laboratory's report, of which results stand on the card. `key` is the same in all its versions.

    `report_id` is what the laboratory itself calls it; `issued` is microseconds UTC; `results` are the origins of
    its findings here.
    """

    key: str
    report_id: str
    laboratory: str
    issued: int
    discipline: str = ""
    requester: str = ""
    results: tuple[int, ...] = ()
    preliminary: bool = False
    status: Status = Status.FINAL
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.preliminary and self.status in (Status.WITHDRAWN, Status.MISPLACED):
            raise ValueError("what is withdrawn is not preliminary")


Content = (
    CardOpened
    | Contact
    | Finding
    | Row
    | DueDate
    | Fetus
    | LabReport
    | Referral
    | ReferralAnswer
    | Attachment
    | Epicrisis
    | Delivery
)


class Entry(Struct, frozen=True):
    """One version as it stands in the log. `content` is None where the body was erased by law.

    `recorded` is microseconds since 1970-01-01 UTC, by the server's clock.
    """

    seq: int
    origin: int
    version: int
    recorded: int
    author: int
    organisation: int
    content: Content | None
