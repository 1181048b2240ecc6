"""Her own pages: the card in plain language, and who has looked at it."""

from helsekort.web.woman.pages import routes

__all__ = ["routes"]
