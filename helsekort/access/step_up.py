"""Whether someone must prove anew who they are before an act that matters most. Pure."""

from helsekort.access.actors import Actor

MINUTE = 60_000_000


def needs_step_up(actor: Actor, now: int, minutes: int) -> bool:
    """True where it is longer ago than this, or not known when, that they proved it. `now` in microseconds."""
    return not actor.proved or now - actor.proved > minutes * MINUTE
