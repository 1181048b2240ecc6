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
    Route(PATH + "/history/{id}", interaction(interactions.history, about_record=True)),
    Route(PATH + "/record", interaction(interactions.open_record), methods=["POST"]),
    Route(RECORD, interaction(interactions.record, about_record=True)),
    Route(BLOCK, interaction(interactions.create, sends=True, about_record=True), methods=["POST"]),
    Route(BLOCK, interaction(interactions.update, sends=True, about_record=True), methods=["PUT"]),
    Route(ITEM, interaction(interactions.update_item, sends=True, about_record=True), methods=["PUT"]),
    Route(ITEM, interaction(interactions.delete_item, about_record=True), methods=["DELETE"]),
    Route("/dhg/{rest:path}", not_here),
]
