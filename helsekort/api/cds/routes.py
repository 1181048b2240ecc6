"""The addresses of CDS Hooks: what services there are, and each of them."""

from starlette.routing import Route

from helsekort.api.cds import services
from helsekort.api.fhir.door import HOOKS, interaction, not_here

routes = [
    Route(HOOKS, interaction(services.discovery, "open")),
    Route(HOOKS + "/{id}", interaction(services.call, sends="bare"), methods=["POST"]),
    Route(HOOKS + "/{rest:path}", not_here),
]
