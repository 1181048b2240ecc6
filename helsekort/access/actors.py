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
    """A person in one role, or a named job. `party`, `organisation` are ids; 0 where there is none.

    Who acts and whose card it is are two things: `party` is the one who is logged in, `acting_for` the woman on whose
    behalf, 0 where it is her own. What is audited names both.

    Who comes with a token has a `client`, the system that brought it, and may only what the token's `scopes` say. With
    an attest the token is about one woman, `attested`, and rests on a decision of the local record.
    """

    kind: ActorKind
    party: int = 0
    organisation: int = 0
    category: str = ""  # Volven 9060: JO, LE, SP
    job: str = ""  # name of the system job
    live: bool = True  # False where the session they come with has ended
    acting_for: int = 0  # the party whose card it is, where it is not the actor's own
    level: str = ""  # how surely the identity provider knew them, in its own words
    proved: int = 0  # when they last proved who they are, in microseconds; 0 where nothing says
    legal_entity: int = 0  # the party that answers for the unit
    client: int = 0  # the system whose token it is (table client), where one came with it
    purpose: str = ""  # why, where it was said: TREAT, ETREAT, COC, BTG
    scopes: frozenset[str] = frozenset()
    attested: int = 0
    decision_ref: str = ""  # what the local record calls its decision
    self_selected: bool = False  # they gave themselves access there

    @property
    def herself(self) -> int:
        """The party whose own card the actor may see: the one she acts for, else herself."""
        return self.acting_for or self.party


NOBODY = Actor(ActorKind.NOBODY)


def system(job: str) -> Actor:
    """A named job of the service."""
    return Actor(ActorKind.SYSTEM, job=job)
