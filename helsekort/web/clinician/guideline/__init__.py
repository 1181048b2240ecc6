"""The clinician's pages of the guideline, there where it is switched on; no other page knows of them."""

from helsekort.web.clinician.guideline.pages import routes
from helsekort.web.clinician.guideline.slot import on_card, on_desk

__all__ = ["on_card", "on_desk", "routes"]
