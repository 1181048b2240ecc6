"""The national JSON API at /dhg: translates in, translates out."""

from helsekort.api.dhg.routes import routes

__all__ = ["routes"]
