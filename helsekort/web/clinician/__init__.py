"""Pages for health personnel: worklist, card, recording, correcting, due date."""

from helsekort.web.clinician.pages import routes

__all__ = ["routes"]
