"""Examples of the actions about tokens and the systems that come with them."""

from collections.abc import Callable
from typing import Any

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import clients, tokens
from helsekort.actions.clients import ClientTerms
from tests import issuing
from tests.bound import AT_SOLSIDEN, numbered
from tests.cast import JOB, LAB, MOMENT, Cast
from tests.issuing import Issuer, Wish

Arguments = dict[str, Any]
Row = tuple[
    Callable[..., object],
    Permission,
    Callable[[Cast], Arguments],
    Callable[[Cast], Actor],
    Callable[[Cast], list[Actor]],
]


def _grant(cast: Cast) -> Arguments:
    """A token that holds, of a system that has come before."""
    house = numbered(cast).ctx
    sent = [issuing.presented(MOMENT, Wish(token=AT_SOLSIDEN)) for _ in range(2)]
    first, second = (issuing.admitted(Issuer().authority(), each, MOMENT) for each in sent)
    tokens.recognise_caller(NOBODY, ctx=house, grant=first)
    return {"grant": second}


def _job(cast: Cast) -> Actor:
    return JOB


def _no_job(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.nora, NOBODY, LAB]


def examples() -> list[Row]:
    """One of each."""
    terms = ClientTerms("journal", "Journalsystemet", vouches=True)
    return [
        (tokens.recognise_caller, Permission.RECOGNISE_CALLER, _grant, lambda cast: NOBODY, lambda cast: []),
        (clients.register_client, Permission.REGISTER_CLIENT, lambda cast: {"terms": terms}, _job, _no_job),
        (clients.list_clients, Permission.LIST_CLIENTS, lambda cast: {}, _job, _no_job),
    ]
