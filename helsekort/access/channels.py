"""By which way someone comes: told from who acts and what is known, never from what they ask for."""

from helsekort.access.actors import Actor, ActorKind
from helsekort.record.channels import Channel

COOPERATION = "COC"
"""Purpose of use (the trust framework's) of personnel who only coordinate care."""
EMERGENCIES = frozenset({"BTG", "ETREAT"})


def channel_of(
    actor: Actor,
    *,
    in_care: bool = False,
    glass: bool = False,
    private: bool = False,
    coordinates: bool = False,
) -> Channel | None:
    """The channel of an actor; None for the service's own jobs, which hand nothing out.

    Who comes both as one who cares for her and otherwise, comes as the former. `private`: her session has taken the
    step to what lies behind it. One who acts for her never has. `coordinates`: all that they care for her by is an
    attest for coordination, whatever they come with now.
    """
    if actor.kind is ActorKind.WOMAN:
        if actor.acting_for:
            return Channel.SHARED
        return Channel.PRIVATE if private else Channel.OWN
    if actor.kind is ActorKind.CLINICIAN:
        if actor.purpose == COOPERATION or coordinates:
            return Channel.OTHER
        if in_care and actor.purpose not in EMERGENCIES:
            return Channel.CLINICIAN
        return Channel.GLASS if glass or actor.purpose in EMERGENCIES else Channel.CLINICIAN
    return Channel.SYSTEM if actor.client else None
