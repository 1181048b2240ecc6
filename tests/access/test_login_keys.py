"""The keys of both sides: those that an issuer publishes, and our own in its file."""

import asyncio
import json
from pathlib import Path

import anyio
import pytest
from joserfc.jwk import ECKey

from helsekort.access.login.own_key import BadKey, read_key
from helsekort.access.login.published import ProviderDown
from helsekort.access.tokens.keys import LONGEST, SECOND, SOONEST
from tests.access.lying_issuer import CURVE, ISSUER, KEY, NOW, Issuer, published

# --- what the issuer publishes ------------------------------------------------------------------------------


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = float(NOW)

    def __call__(self) -> float:
        return self.now


def test_an_unknown_key_is_looked_for_once_a_minute(issuer: Issuer) -> None:
    clock = Clock()
    known = published(clock)

    async def ask() -> None:
        for _ in range(50):
            assert await known.key("nobodys") is None
        assert await known.key("one") is not None

    anyio.run(ask)
    assert issuer.asked.count(f"{ISSUER}/jwks") == 1
    clock.now += SOONEST / SECOND
    anyio.run(ask)
    assert issuer.asked.count(f"{ISSUER}/jwks") == 1 + 1


def test_many_at_once_share_one_look(issuer: Issuer) -> None:
    known = published(Clock())

    async def ask() -> None:
        assert all(await asyncio.gather(*(known.key("one") for _ in range(20))))

    anyio.run(ask)
    assert len(issuer.asked) == len(("metadata", "keys"))


def test_keys_serve_a_day_while_the_issuer_is_down_and_no_longer(issuer: Issuer) -> None:
    clock = Clock()
    known = published(clock)
    assert anyio.run(known.key, "one") is not None
    issuer.down = True
    clock.now += LONGEST / SECOND
    assert anyio.run(known.key, "one") is not None
    clock.now += 1
    with pytest.raises(ProviderDown):
        anyio.run(known.key, "one")
    issuer.down = False
    with pytest.raises(ProviderDown):
        anyio.run(known.key, "one")
    clock.now += SOONEST / SECOND
    assert anyio.run(known.key, "one") is not None


def test_a_key_that_was_taken_back_is_gone_within_a_day(issuer: Issuer) -> None:
    clock = Clock()
    known = published(clock)
    assert anyio.run(known.key, "one") is not None
    issuer.keys = [CURVE.as_dict(private=False)]
    clock.now += LONGEST / SECOND + 1
    assert anyio.run(known.key, "one") is None


def test_what_another_issuer_publishes_is_not_taken(issuer: Issuer) -> None:
    issuer.issuer = "https://other.example"
    with pytest.raises(ProviderDown):
        anyio.run(published(Clock()).key, "one")


def test_keys_that_are_none_are_left_out(issuer: Issuer) -> None:
    nonsense = [
        {"kid": "x"},
        "text",
        {"kid": 7, "kty": "RSA"},
        {"kid": "y", "kty": "RSA", "n": "!", "e": "AQAB"},
    ]
    encrypting = {**KEY.as_dict(private=False), "kid": "enc", "use": "enc"}
    secret = {"kty": "oct", "kid": "oct", "k": "c2VjcmV0"}
    issuer.keys = [*nonsense, encrypting, secret, KEY.as_dict(private=False)]  # type: ignore[list-item]  # tried here
    known = published(Clock())
    assert anyio.run(known.key, "one") is not None
    assert [anyio.run(known.key, kid) for kid in ("x", "y", "enc", "oct")] == [None] * 4


# --- our own key --------------------------------------------------------------------------------------------


def test_a_key_that_cannot_be_used_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "key"
    good = ECKey.generate_key("P-256", {"kid": "k"}).as_dict(private=True)

    def told(content: str, mode: int = 0o600) -> str:
        file.write_text(content)
        file.chmod(mode)
        with pytest.raises(BadKey) as bad:
            read_key(file)
        assert str(good["d"]) not in str(bad.value)
        return str(bad.value)

    assert "chmod 600" in told(json.dumps(good), 0o644)
    assert "no JSON" in told("-----BEGIN PRIVATE KEY-----")
    for wrong in (
        {},
        [],
        {k: v for k, v in good.items() if k != "d"},
        {k: v for k, v in good.items() if k != "kid"},
        {**good, "crv": "P-521"},
        {**good, "x": "!"},
        {"kty": "oct", "kid": "k", "k": "AA", "d": "AA"},
        ECKey.generate_key("P-521", {"kid": "k"}).as_dict(private=True),
    ):
        assert "private JWK" in told(json.dumps(wrong))
    with pytest.raises(BadKey, match="cannot be read"):
        read_key(tmp_path / "none")
    file.write_text(json.dumps(good))
    file.chmod(0o400)
    assert read_key(file).kid == "k"
