"""Who acts. Every action takes one of these first; there is no action without an actor."""

from enum import StrEnum

from msgspec import Struct


class ActorKind(StrEnum):
    """In what capacity someone acts."""

    WOMAN = "woman"
    CLINICIAN = "clinician"
    REVIEWER = "reviewer"  # looks at look-ups afterwards; opens no card
    SYSTEM = "system"  # a named job of the service itself
    NOBODY = "nobody"  # not logged in


class Actor(Struct, frozen=True):
    """A person in one role, or a named job. `party`, `organisation` are ids; 0 where there is none."""

    kind: ActorKind
    party: int = 0
    organisation: int = 0
    category: str = ""  # Volven 9060: JO, LE, SP
    job: str = ""  # name of the system job
    live: bool = True  # False where the session they come with has ended
    acting_for: int = 0  # the woman whose card it is, where someone acts on her behalf; 0 for herself
    level: str = ""  # how surely it is known who this is, as the login said
    legal_entity: int = 0  # what the unit belongs to
    client: int = 0  # the system that asks on the actor's behalf
    purpose: str = ""  # TREAT, ETREAT, COC or BTG, from an attest or the act


NOBODY = Actor(ActorKind.NOBODY)


def system(job: str) -> Actor:
    """A named job of the service."""
    return Actor(ActorKind.SYSTEM, job=job)
