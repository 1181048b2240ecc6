"""Requests with a provider's tokens and a fresh proof each, for clinicians of a cohort."""

import time

import msgspec
from msgspec.structs import replace

from benchmarks.cohort import JOB, Cohort
from benchmarks.figures import Bench
from benchmarks.load import KEY
from benchmarks.turns import Made
from benchmarks.unguarded import ORIGIN
from helsekort import app
from helsekort.actions import party_log, registry
from helsekort.actions.context import Context
from helsekort.record.parties import Clinician, Organisation
from helsekort.settings import Settings
from tests import issuing
from tests.cast import number_of, organisation_number
from tests.issuing import Wish

RATE = 2000
"""So many proofs are made for a second of load: more than any of the servers answers."""


class Callers:
    """Who cares for each card of a cohort, as a provider's tokens name them, with the keys of that provider."""

    def __init__(self, bench: Bench, url: str, cohort: Cohort) -> None:
        self._cohort = cohort
        ctx = app.context(Settings(url, bench.folder), demo=True)
        self._claims = {
            post: _numbered(ctx, place, *post) for place, post in enumerate(dict.fromkeys(cohort.posts))
        }
        ctx.database.close()
        self.keys = bench.folder / "issuer.json"
        self.keys.write_bytes(msgspec.json.encode([issuing.public(issuing.key("issuer"))]))
        self._many = int(RATE * bench.seconds)

    def everything(self) -> Made:
        """What makes requests for whole cards, each good once; its tokens are of now."""
        return self._asking(
            "GET", [path for path, _ in self._cohort.everything()], [""] * len(self._cohort.cards)
        )

    def sent(self, bodies: list[str]) -> Made:
        """The same for resources that are sent, one for each card."""
        return self._asking("POST", ["/fhir/r4/Observation"] * len(bodies), bodies)

    def _asking(self, method: str, paths: list[str], bodies: list[str]) -> Made:
        now = time.time_ns() // 1000
        tokens = {post: issuing.token(now, Wish(token=claims)) for post, claims in self._claims.items()}
        wanted = [
            (tokens[post], path, body)
            for post, path, body in zip(self._cohort.posts, paths, bodies, strict=True)
        ]

        def make() -> list[str]:
            return [_request(method, *wanted[turn % len(wanted)]) for turn in range(self._many)]

        return make


def _request(method: str, token: str, path: str, body: str) -> str:
    proof = issuing.proof(time.time_ns() // 1000, token, method, ORIGIN + path)
    head = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: DPoP {token}\r\nDPoP: {proof}\r\n"
    if not body:
        return f"{head}\r\n"
    return (
        f"{head}Content-Type: application/fhir+json\r\nIdempotency-Key: {KEY.decode()}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )


def _numbered(ctx: Context, place: int, clinician: int, organisation: int) -> issuing.Tree:
    """What a token says of a clinician at a unit, which gets a number that the provider knows it by."""
    with ctx.database.transaction() as tx:
        (person, _), (unit, _) = (
            party_log.newest(tx, each) or (None, 0) for each in (clinician, organisation)
        )
    assert isinstance(person, Clinician)
    assert isinstance(unit, Organisation)
    number = unit.number or organisation_number(f"31{place:06d}")
    if unit.number is None:
        registry.register_party(JOB, ctx=ctx, party=replace(unit, number=number), party_id=organisation)
    return issuing.user(number_of(21), person.hpr or "", number, number)
