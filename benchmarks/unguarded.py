"""`python -m benchmarks.unguarded PORT URL WHAT [KEYS]`: the service with one of its guards left out, for the bench.

WHAT is `whole`; `log`, `decision` or `wall` for the service without it; `bare` without all three; or `proof`, which is
whole and takes the tokens of the issuer whose public keys the file KEYS holds, and those of the demo beside.
The product has no switch for any of this: functions are replaced here, in this one process, before it serves. It is
never to be pointed at anything but a copy that the bench has made.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from benchmarks.servers import past_the_wall
from helsekort import app, sealing
from helsekort.access.actors import Actor
from helsekort.access.facts import Facts
from helsekort.access.permissions import Permission
from helsekort.access.ruling import Decision, Effect
from helsekort.access.tokens.checking import Authority
from helsekort.access.tokens.keys import KeyRing, PublishedKeys
from helsekort.actions import work
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.audit import lines
from helsekort.audit.events import Event
from helsekort.cli import run_alone, server
from helsekort.log_key import signer_of
from helsekort.settings import Settings
from helsekort.store import cards
from helsekort.store.cards import Summary
from helsekort.store.database import Acting, Transaction
from helsekort.store.postgresql import PostgresqlTransaction
from tests.issuing import AUDIENCE, ISSUER

ORIGIN = "http://bench"
SEAL_SECONDS = 0.25
"""So often the log is sealed here, and not each minute: it must fall into the slice whose lines it seals."""
GUARDS = ("log", "decision", "wall")


def _note(doing: work.Work, event: Event, **said: object) -> None:
    """Remembers that something was said, which an action must, and not what."""
    del event, said
    doing.told.append(_NOTHING)


_NOTHING = lines.Line(Event.READ, 0, 0, "", "", "")


def _write_none(*_given: object) -> None:
    """Writes no line."""


def _no_facts(
    ctx: Context, tx: Transaction, actor: Actor, target: Target, now: int
) -> tuple[Summary | None, Facts]:
    """The card alone, which every action needs; nothing of who asks."""
    del ctx, actor, now
    found = cards.summary(tx, target.card) if target.card else None
    return found, Facts(card_exists=found is not None)


def _yes(actor: Actor, permission: Permission, facts: Facts) -> Decision:
    """Yes to anyone."""
    del actor, permission, facts
    return Decision(Effect.ALLOW, "nobody-was-asked")


def _seen(tx: PostgresqlTransaction, acting: Acting, card: int = 0, /) -> bool:
    """Tells the database of nobody."""
    del tx, acting, card
    return True


@contextmanager
def without(guards: tuple[str, ...]) -> Iterator[None]:
    """Inside, the service does without these guards."""
    replaced = {
        "log": (
            (work.Work, "audit", _note),
            (work.Work, "to_write", lambda doing: []),
            (lines, "write", _write_none),
        ),
        "decision": (
            (work, "facts_of", _no_facts),
            (work, "decide", _yes),
            (work.Work, "closed_among", lambda doing, numbers: frozenset()),
        ),
        "wall": (
            (PostgresqlTransaction, "deciding", _write_none),
            (PostgresqlTransaction, "as_actor", _seen),
        ),
    }
    with ExitStack() as stack:
        for guard in guards:
            for place, name, other in replaced[guard]:
                stack.enter_context(patch.object(place, name, other))
        yield


def _authority(keys: Path) -> Authority:
    """Takes the tokens of an issuer that the bench is itself."""
    published = PublishedKeys({"issuer": ISSUER}, tuple(msgspec.json.decode(keys.read_bytes())))
    ring = KeyRing(lambda: published)
    ring.renew("", app.microseconds())
    return Authority(ISSUER, AUDIENCE, ORIGIN, ring)


def main() -> None:
    port, url, what = int(sys.argv[1]), *sys.argv[2:4]
    guards = {"whole": (), "proof": (), "bare": GUARDS}.get(what, (what,))
    if "wall" in guards and not url.startswith("sqlite"):
        url = past_the_wall(url)
    ctx = app.context(Settings(url, Path.cwd(), session_minutes=600), demo=True)
    if "log" not in guards:
        ctx = replace(ctx, signer=signer_of(Ed25519PrivateKey.generate()))
    if what == "proof":
        ctx = replace(ctx, tokens=_authority(Path(sys.argv[4])))
    with ExitStack() as stack:
        stack.enter_context(without(guards))
        for name in ("LOOK_SECONDS", "SEAL_SECONDS"):
            stack.enter_context(patch.object(sealing, name, SEAL_SECONDS))
        run_alone(server(ctx, port, ORIGIN if what == "proof" else ""))


if __name__ == "__main__":
    main()
