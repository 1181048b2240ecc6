"""The door for messages from other systems: translates in, translates out, and decides nothing."""

from helsekort.messages.laboratory import routes

__all__ = ["routes"]
