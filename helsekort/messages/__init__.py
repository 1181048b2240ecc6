"""The door for messages from other systems: translates in, translates out, and decides nothing."""

from helsekort.messages.laboratory import is_ours, own_fault, routes, too_many

__all__ = ["is_ours", "own_fault", "routes", "too_many"]
