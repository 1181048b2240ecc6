"""How a report stands after all its messages."""

from enum import StrEnum

from msgspec import Struct

from helsekort.kith.lab_report.structs import LabMessage, LabPatient, ResultItem, Value
from helsekort.kith.values import Moment


class State(StrEnum):
    """Whether the laboratory stands by it."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """How far a result has come, by its own status (8245), or by its report's where it has none."""

    FINAL = "final"
    PRELIMINARY = "preliminary"
    IN_PROCESS = "in-process"  # received, planned or under way; there is no result yet


class Doubt(StrEnum):
    """What a person should look at, as the standard does not foresee it."""

    SAME_ID_OTHER_CONTENT = "same-id-other-content"  # two different messages carry one message id
    PATIENT_DIFFERS = "patient-differs"  # versions of one report are about different people
    LEFT_OUT_LATER = "left-out-later"  # a later version, which should be complete, does not repeat the result
    WITHDRAWN_UNSEEN = "withdrawn-unseen"  # withdrawn, but never sent with a value in what we have
    STANDS_AGAIN = "stands-again"  # sent anew after it was withdrawn
    CODE_DIFFERS = "code-differs"  # the same identifier, but another examination
    STEPPED_BACK = "stepped-back"  # preliminary after it had been final
    SAMPLE_TIME_DIFFERS = "sample-time-differs"  # its samples were taken on different days


class Version(Struct, frozen=True):
    """A result as one message had it. `item` is None where a whole report was withdrawn."""

    message_id: str
    item: ResultItem | None

    @property
    def value(self) -> Value | None:
        return self.item.value if self.item is not None else None


class SettledItem(Struct, frozen=True):
    """One result in its end state.

    `standing` is what holds; None when withdrawn. `versions` are all mentions in the order that counts; `earlier`
    those that said something else than what holds now, without repetitions.
    """

    key: str
    parent: str  # key of the item around; empty outermost
    state: State
    stage: Stage
    standing: ResultItem | None
    versions: tuple[Version, ...]
    earlier: tuple[Version, ...]
    collected: Moment | None  # when its sample was taken
    message_ids: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def item_id(self) -> str:
        """The laboratory's identifier of the result; empty where it gives none."""
        return next((one.item.item_id for one in reversed(self.versions) if one.item is not None), "")


class SettledPatient(Struct, frozen=True):
    """One person's results. `patient` is as the last version has her, its results left out."""

    patient: LabPatient
    items: tuple[SettledItem, ...]


class SettledReport(Struct, frozen=True):
    """One report after all its messages. `last` is the version that stands; the others are kept, in order."""

    key: str
    report_id: str
    state: State
    stage: Stage
    last: LabMessage
    messages: tuple[LabMessage, ...]
    patients: tuple[SettledPatient, ...]
    doubts: tuple[Doubt, ...] = ()
