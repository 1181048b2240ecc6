"""The door for decision support in other systems: CDS Hooks 2.0. Only where the guideline is switched on."""

from helsekort.api.cds.routes import routes

__all__ = ["routes"]
