"""Two processes that serve one record: what one has seen the other knows, and so does one that was started anew."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from msgspec import Struct

from helsekort.record.ids import to_text
from tests import issuing
from tests.bound import AT_SOLSIDEN, numbered
from tests.cast import MOMENT, Cast
from tests.issuing import AUDIENCE, ORIGIN, Issuer, Wish, key, public
from tests.ports import free_port
from tests.publishing import publishing
from tests.running import login_environment, own_process

BOTH = (0, 1)
RACES = 20
ASKED = 60
"""Requests while the keys change: each third of them by another key."""


class Pair(Struct):
    """The processes' addresses, the card that is asked for, the issuer, and its address."""

    path: str
    issuer: Issuer
    named: str
    folder: Path
    environment: dict[str, str]
    stacks: list[ExitStack]
    addresses: list[str]

    def start(self, which: int) -> None:
        """Start one of the two."""
        words = ["serve", "--port", str(free_port())]
        started = own_process(words, self.environment, self.folder / f"errors {which}", clock=MOMENT)
        self.addresses[which] = self.stacks[which].enter_context(started)

    def start_anew(self, which: int) -> None:
        """End one of the two, and start it again."""
        self.stacks[which].close()
        self.start(which)

    def headers(self, by: str = "issuer") -> dict[str, str]:
        """A token by a key of the issuer's, with a proof that is good once."""
        token = issuing.token(MOMENT, Wish(token={**AT_SOLSIDEN, "iss": self.named}, token_by=by))
        proof = issuing.proof(MOMENT, token, "GET", ORIGIN + self.path)
        return {"Authorization": f"DPoP {token}", "DPoP": proof}

    def ask(self, which: int, headers: dict[str, str]) -> httpx.Response:
        """Her card, from one of the two."""
        return httpx.get(self.addresses[which] + self.path, headers=headers, timeout=120)


@pytest.fixture
def pair(cast: Cast, service_url: str, tmp_path: Path) -> Iterator[Pair]:
    """Gives two processes that run `helsekort serve` on the cast's record."""
    known = numbered(cast)
    path = f"/fhir/r4/EpisodeOfCare/{to_text(known.nora_card)}/$everything"
    with publishing(issuer := Issuer()) as named, ExitStack() as first, ExitStack() as second:
        environment = {
            **login_environment(tmp_path),
            "HELSEKORT_DATABASE_URL": service_url,
            "HELSEKORT_ORIGIN": ORIGIN,
            "HELSEKORT_API_ISSUER": named,
            "HELSEKORT_API_AUDIENCE": AUDIENCE,
        }
        made = Pair(path, issuer, named, tmp_path, environment, [first, second], ["", ""])
        for which in BOTH:
            made.start(which)
        yield made


def _used(answer: httpx.Response) -> bool:
    """Whether it was refused, and for a proof that was used before."""
    return answer.status_code == 401 and "used before" in answer.text


def test_a_proof_is_refused_by_the_other_process_and_by_both_after_a_new_start(pair: Pair) -> None:
    first, second = pair.headers(), pair.headers()
    assert pair.ask(0, first).status_code == 200
    assert _used(pair.ask(1, first))
    assert pair.ask(1, second).status_code == 200
    for which in BOTH:
        pair.start_anew(which)
        for headers in (first, second):
            assert _used(pair.ask(which, headers))
        assert pair.ask(which, pair.headers()).status_code == 200


def test_of_two_processes_that_get_one_proof_at_once_one_takes_it(pair: Pair) -> None:
    together = threading.Barrier(len(BOTH))

    def ask(which: int, headers: dict[str, str]) -> httpx.Response:
        together.wait(120)
        return pair.ask(which, headers)

    with ThreadPoolExecutor(len(BOTH)) as pool:
        for _ in range(RACES):
            answers = list(pool.map(ask, BOTH, [pair.headers()] * len(BOTH)))
            assert sorted(each.status_code for each in answers) == [200, 401]
            assert sum(map(_used, answers)) == 1


def test_keys_change_under_load_and_neither_process_refuses_anyone(pair: Pair) -> None:
    """Four ask all the time, now the one and now the other, while the issuer twice signs by a new key."""
    names = ["issuer", "next", "last"]

    def ask(turn: int) -> int:
        by = names[turn * len(names) // ASKED]
        if by not in {each["kid"] for each in pair.issuer.keys}:
            # as providers do: published first, used then
            pair.issuer.keys = [*pair.issuer.keys, public(key(by))]
        return pair.ask(turn % len(BOTH), pair.headers(by)).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(ASKED))) == [200] * ASKED
    pair.issuer.keys = pair.issuer.keys[-1:]
    for which in BOTH:
        pair.start_anew(which)
        assert pair.ask(which, pair.headers("last")).status_code == 200
        assert pair.ask(which, pair.headers("issuer")).status_code == 401
