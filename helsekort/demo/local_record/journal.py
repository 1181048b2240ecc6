"""The simulator's own record: its patients and its notes. Kept in memory, and gone when it stops."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

SYSTEM = "https://local-record.example/contact"
"""What this record calls its contacts and what was measured there."""


@dataclass(frozen=True)
class Visit:
    """A check-up as it was typed here: the texts of its fields by name. `key` names it in every sending."""

    on: dt.date
    typed: dict[str, str]
    key: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass
class Patient:
    """One patient of this record. `number` is a synthetic national number. `read_at` is the newest moment of what was
    read from her card (FHIR instant), empty before it was read; `sent` are keys of visits the card has."""

    name: str
    number: str
    visits: list[Visit] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)
    read_at: str = ""


@dataclass
class Journal:
    """The patients of one clinician, who is called `user`."""

    user: str
    patients: list[Patient]

    def patient(self, place: str) -> Patient | None:
        """The one at this place of the list, counted from 1; None where there is none."""
        if not (place.isascii() and place.isdigit() and len(place) < len("1000")):
            return None
        return self.patients[int(place) - 1] if 0 < int(place) <= len(self.patients) else None
