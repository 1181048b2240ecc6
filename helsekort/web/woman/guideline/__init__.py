"""What the guideline says to her, filled in on her page where it is switched on; no other page of hers knows of it."""

from helsekort.web.woman.guideline.slot import on_her_page

__all__ = ["on_her_page"]
