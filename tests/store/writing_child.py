"""A process of its own that records contacts until it is killed, and says on a line of its own what it has recorded.

Arguments: database URL, card, and the party and unit of who records; `honest` acknowledges after the action has
returned, as the program does, `hasty` before it is begun; then the first word of each key.
"""

import sys
from itertools import count

from helsekort.access.actors import Actor, ActorKind
from helsekort.actions import contacts
from helsekort.actions.context import Context
from helsekort.store.database import open_database
from tests.cast import MOMENT, check_up, data, finding, pressure


def main() -> None:
    url, card, party, unit, manner, word = sys.argv[1:]
    database = open_database(url)
    ctx = Context(database, lambda: MOMENT, *data(), demo=True)
    actor = Actor(ActorKind.CLINICIAN, int(party), int(unit), "JO")
    for number in count():
        key = f"{word}-{number}"
        if manner == "hasty":
            print(key, flush=True)
        contacts.record_contact(
            actor,
            ctx=ctx,
            card=int(card),
            contact=check_up(),
            findings=[pressure(), finding("note", key)],
            key=key,
        )
        if manner == "honest":
            print(key, flush=True)


main()
