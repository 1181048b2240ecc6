"""A process of its own that records contacts until it is killed, and says on a line of its own what it has recorded.

Arguments: database URL, card, and the party and unit of who records; a manner; then the first word of each key.
`honest` acknowledges after the action has returned, `hasty` before it is begun. The other two run actions as an
entrance does, several in one turn of the loop: `together` acknowledges when the runner gives the result, as the
program does, `unawaited` when the action has returned and its round is still open.
"""

import asyncio
import sys
from itertools import count

from helsekort.access.actors import Actor, ActorKind
from helsekort.actions import contacts
from helsekort.actions.context import Context
from helsekort.running import runner
from helsekort.store.database import open_database
from tests.cast import MOMENT, check_up, data, finding, pressure

AT_ONCE = 5


def main() -> None:
    url, card, party, unit, manner, word = sys.argv[1:]
    database = open_database(url)
    ctx = Context(database, lambda: MOMENT, *data(), demo=True)
    actor = Actor(ActorKind.CLINICIAN, int(party), int(unit), "JO")

    def write(key: str) -> None:
        contacts.record_contact(
            actor,
            ctx=ctx,
            card=int(card),
            contact=check_up(),
            findings=[pressure(), finding("note", key)],
            key=key,
        )
        if manner == "unawaited":
            print(key, flush=True)

    async def share() -> None:
        run = runner(database)

        async def one(key: str) -> None:
            await run(write, key)
            if manner == "together":
                print(key, flush=True)

        for number in count():
            await asyncio.gather(*(one(f"{word}-{number}-{place}") for place in range(AT_ONCE)))

    if manner in ("together", "unawaited"):
        asyncio.run(share())
    for number in count():
        key = f"{word}-{number}"
        if manner == "hasty":
            print(key, flush=True)
        write(key)
        if manner == "honest":
            print(key, flush=True)


main()
