"""The addresses of the national JSON API. Everything below /dhg answers in JSON, faults too."""

from starlette.routing import Route

from helsekort.api.dhg import interactions
from helsekort.api.dhg.door import PATH, interaction, not_here

RECORD = PATH + "/record/{id}"
BLOCK = RECORD + "/{block}"
ITEM = BLOCK + "/{item}"

routes = [
    Route(PATH + "/status", interaction(interactions.status)),
    Route(PATH + "/history", interaction(interactions.records)),
    Route(PATH + "/history/{id}", interaction(interactions.history, "record")),
    Route(PATH + "/record", interaction(interactions.open_record), methods=["POST"]),
    Route(RECORD, interaction(interactions.record, "record")),
    Route(
        RECORD + "/updateStatus",
        interaction(interactions.update_status, "record", sends=True),
        methods=["POST"],
    ),
    Route(BLOCK, interaction(interactions.create, "record", sends=True), methods=["POST"]),
    Route(BLOCK, interaction(interactions.update, "record", sends=True), methods=["PUT"]),
    Route(ITEM, interaction(interactions.update_item, "record", sends=True), methods=["PUT"]),
    Route(ITEM, interaction(interactions.delete_item, "record"), methods=["DELETE"]),
    Route("/dhg/{rest:path}", not_here),
]
