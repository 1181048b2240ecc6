"""The tests' cast with numbers that a provider knows them by, and systems that come with its tokens.

Solsiden and Torget are units of one municipality, Nordlia is a company of its own.
"""

from typing import Any

import httpx2
from msgspec.structs import replace
from starlette.testclient import TestClient

from helsekort import app
from helsekort.access.actors import NOBODY, Actor
from helsekort.access.tokens.checking import Authority, Grant
from helsekort.actions import registry, tokens
from helsekort.actions.context import Context
from helsekort.record.parties import Organisation
from tests import issuing
from tests.cast import JOB, MOMENT, NORDLIA, SOLSIDEN, TORGET, Cast, number_of
from tests.issuing import EVERY_SCOPE, ORIGIN, Issuer, Tree, Wish, admitted

MUNICIPALITY = "983658776"
UNITS = {SOLSIDEN: "974706490", TORGET: "874716782", NORDLIA: "995568217"}
"""HER-id -> organisation number."""
PIDS = {"900000001": number_of(21), "900000002": number_of(22), "900000005": number_of(25)}
"""HPR number -> national number, which only the provider knows."""
INGRID, AMIR, LARS = PIDS
NORA, KARI = number_of(4), number_of(3)


def numbered(cast: Cast, *, demo: bool = False) -> Cast:
    """The same people, their units with organisation numbers, in a house that takes a provider's tokens."""
    registry.register_party(JOB, ctx=cast.ctx, party=Organisation("Havn kommune", MUNICIPALITY))
    for clinician, her_id, name in (
        (cast.ingrid, SOLSIDEN, "Solsiden helsestasjon"),
        (cast.amir, TORGET, "Torget legesenter"),
        (cast.lars, NORDLIA, "Nordlia legesenter"),
    ):
        unit = Organisation(name, UNITS[her_id], "55 00 00 10", her_id)
        registry.register_party(JOB, ctx=cast.ctx, party=unit, party_id=clinician.organisation)
    return replace(cast, ctx=with_tokens(cast.ctx, demo=demo))


def with_tokens(ctx: Context, *, demo: bool = False) -> Context:
    """A house that takes the tokens of the tests' issuer. `demo`: synthetic numbers are taken, as the cast's are."""
    return replace(ctx, demo=demo, tokens=Issuer().authority(now=MOMENT))


def authority(ctx: Context) -> Authority:
    assert ctx.tokens is not None
    return ctx.tokens


def user(hpr: str, unit: str, entity: str = MUNICIPALITY, level: str = "4") -> Tree:
    """What a token says of a clinician at a unit, by HPR number and HER-id."""
    return issuing.user(PIDS[hpr], hpr, entity, UNITS[unit], level)


def attested(hpr: str, unit: str, patient: str, entity: str = MUNICIPALITY, **more: Any) -> Tree:  # noqa: ANN401  # JSON
    """A user with an attest about a woman."""
    made = issuing.attest(PIDS[hpr], hpr, entity, UNITS[unit], patient, **more)
    return {**user(hpr, unit, entity), "assertion_details": [made]}


AT_SOLSIDEN: Tree = user(INGRID, SOLSIDEN)
SYSTEM_AT_SOLSIDEN: Tree = {
    name: value for name, value in AT_SOLSIDEN.items() if "identity" not in name and "hpr" not in name
}
"""A token without a person: the system of a unit."""


def grant(ctx: Context, claims: Tree, now: int = MOMENT) -> Grant:
    """A token with these claims, and a proof that was not used yet."""
    return admitted(authority(ctx), issuing.presented(now, Wish(token=claims)), now)


def recognised(ctx: Context, claims: Tree) -> Actor:
    """Whom it stands for."""
    return tokens.recognise_caller(NOBODY, ctx=ctx, grant=grant(ctx, claims, ctx.now()))


class System:
    """A system at the doors: each request with the same token, and a new proof."""

    def __init__(self, ctx: Context, claims: Tree, *, scope: str = EVERY_SCOPE) -> None:
        self.ctx = ctx
        self.token = issuing.token(ctx.now(), Wish(token={"scope": scope, **claims}))
        self.client = TestClient(app.build(ctx, origin=ORIGIN), "http://testserver")

    def headers(self, method: str, path: str, wish: Wish | None = None) -> dict[str, str]:
        """What goes with a request to a path without its query."""
        proof = issuing.proof(self.ctx.now(), self.token, method, ORIGIN + path, wish)
        return {"Authorization": f"DPoP {self.token}", "DPoP": proof}

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        kind: str = "application/fhir+json",
        **more: str,
    ) -> httpx2.Response:
        headers = {**self.headers(method, path.split("?")[0]), **more}
        if body is not None:
            headers["Content-Type"] = kind
        return self.client.request(method, path, content=body, headers=headers)

    def get(self, path: str, **more: str) -> httpx2.Response:
        return self.send("GET", path, **more)
