"""The FHIR R4 door at /fhir/r4: translates in, translates out."""

from helsekort.api.fhir.routes import routes

__all__ = ["routes"]
