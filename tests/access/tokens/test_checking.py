"""A token and its proof: what holds is taken, and everything that does not is refused by name, never by a fault.

The first twelve bad proofs are those that NHN's own test of APIs sends.
"""

import base64
from pathlib import Path
from urllib.parse import quote

import pytest
from msgspec.structs import replace

from helsekort.access.tokens.checking import PROOF, TOKEN, NotAdmitted, Presented
from helsekort.access.tokens.saying import SENTENCES, UNREADABLE, said_of
from helsekort.access.tokens.signed import NotSigned, PublicKey
from tests import issuing
from tests.cast import MOMENT
from tests.issuing import AUDIENCE, ISSUER, ORIGIN, SECOND, Issuer, Wish, admitted, key, presented, public

NOW = MOMENT // SECOND
BAD_PROOFS = {
    # NHN's twelve
    "no htu": Wish(proof={"htu": None}),
    "no htm": Wish(proof={"htm": None}),
    "iat past": Wish(proof={"iat": NOW - 11}),
    "iat future": Wish(proof={"iat": NOW + 11}),
    "no ath": Wish(proof={"ath": None}),
    "no alg": Wish(head={"alg": None}),
    "no jwk": Wish(head={"jwk": None}),
    "no jti": Wish(proof={"jti": None}),
    "symmetric alg": Wish(head={"alg": "HS256"}, secret=b"secret"),
    "private key in jwk": Wish(head={"jwk": dict(key("holder").as_dict(private=True))}),
    "wrong typ": Wish(head={"typ": "jwt"}),
    "bad signature": Wish(head={"jwk": public(key("holder"))}, proof_by="thief"),
    # ours
    "another key than the token's": Wish(proof_by="thief"),
    "alg none": Wish(head={"alg": "none"}),
    "alg that does not fit the key": Wish(head={"alg": "ES384"}),
    "RS256": Wish(head={"alg": "RS256"}),
    "another method": Wish(proof={"htm": "POST"}),
    "method in small letters": Wish(proof={"htm": "get"}),
    "another path": Wish(proof={"htu": ORIGIN + "/fhir/r4/Patient/2"}),
    "another host": Wish(proof={"htu": "https://helsekort.example.evil/fhir/r4/Patient/1"}),
    "a user before the host": Wish(proof={"htu": "https://helsekort.example@evil/fhir/r4/Patient/1"}),
    "a user before our own host": Wish(proof={"htu": "https://user@helsekort.example/fhir/r4/Patient/1"}),
    "http on the port of https": Wish(proof={"htu": "http://helsekort.example:443/fhir/r4/Patient/1"}),
    "http for https": Wish(proof={"htu": "http://helsekort.example/fhir/r4/Patient/1"}),
    "another port": Wish(proof={"htu": "https://helsekort.example:8443/fhir/r4/Patient/1"}),
    "no port at all": Wish(proof={"htu": "https://helsekort.example:x/fhir/r4/Patient/1"}),
    "no address": Wish(proof={"htu": "https://[/fhir/r4/Patient/1"}),
    "a line break in the address": Wish(proof={"htu": ORIGIN + "/fhir/r4/Pat\nient/1"}),
    "ath of another token": Wish(proof={"ath": issuing.hashed("another")}),
    "ath that is not ascii": Wish(proof={"ath": "blåbær" * 7}),
    "ath that is half a sign": Wish(proof={"ath": "\ud800" * 43}),
    "ath that is a number": Wish(proof={"ath": 7}),
    "jti that is a number": Wish(proof={"jti": 7}),
    "empty jti": Wish(proof={"jti": ""}),
    "jti without end": Wish(proof={"jti": "x" * 257}),
    "iat true": Wish(proof={"iat": True}),
    "iat text": Wish(proof={"iat": str(NOW)}),
    "iat beyond numbers": Wish(proof={"iat": 10**400}),
    "iat below zero": Wish(proof={"iat": -1}),
    "two proofs": Wish(times=2),
    "no proof": Wish(times=0),
    "jwk that is no object": Wish(head={"jwk": "key"}),
    "jwk without a curve": Wish(head={"jwk": {"kty": "EC", "x": "a", "y": "b"}}),
    "point off the curve": Wish(head={"jwk": {**public(key("holder")), "x": "A" * 43}}),
    "symmetric key in jwk": Wish(head={"jwk": {"kty": "oct", "k": "c2VjcmV0"}}),
    "a huge public exponent": Wish(head={"jwk": {**public(key("rsa", "RSA-2048")), "e": "_" * 300 + "8"}}),
    "critical header": Wish(head={"crit": ["x"], "x": 1}),
    "unencoded payload": Wish(head={"b64": False}),
    "head without end": Wish(head={"x": "y" * 4000}),
}
BAD_TOKENS = {
    "an access token of nobody's key": Wish(token_by="stranger"),
    "signed by another key of that name": Wish(token_head={"kid": "issuer"}, token_by="stranger"),
    "alg none": Wish(token_head={"alg": "none"}),
    "symmetric alg": Wish(token_head={"alg": "HS256"}),
    "no kid": Wish(token_head={"kid": None}),
    "no typ": Wish(token_head={"typ": None}),
    "a logout token": Wish(token_head={"typ": "logout+jwt"}),
    "another issuer": Wish(token={"iss": ISSUER + "/"}),
    "no issuer": Wish(token={"iss": None}),
    "another audience": Wish(token={"aud": "nhn:kjernejournal"}),
    "several audiences": Wish(token={"aud": [AUDIENCE, "nhn:kjernejournal"]}),
    "an id token": Wish(token_head={"typ": "JWT"}, token={"aud": "journal", "scope": None, "cnf": None}),
    "no audience": Wish(token={"aud": None}),
    "empty audiences": Wish(token={"aud": []}),
    "ended": Wish(token={"exp": NOW - 6}),
    "no end": Wish(token={"exp": None}),
    "end that is a text": Wish(token={"exp": str(NOW + 600)}),
    "end beyond numbers": Wish(token={"exp": 1e308}),
    "of the future": Wish(token={"iat": NOW + 6}),
    "not yet": Wish(token={"nbf": NOW + 6}),
    "a life of hours": Wish(token={"iat": NOW - 3601}),
    "bound to no key": Wish(token={"cnf": None}),
    "bound to a certificate": Wish(token={"cnf": {"x5t#S256": "x" * 43}}),
    "no client": Wish(token={"client_id": None}),
    "no scopes": Wish(token={"scope": None}),
    "critical header": Wish(token_head={"crit": ["x"], "x": 1}),
    "Bearer": Wish(scheme="Bearer"),
    "no scheme": Wish(scheme=""),
}


def reason(wish: Wish) -> NotAdmitted:
    """Why it is refused."""
    with pytest.raises(NotAdmitted) as refused:
        admitted(Issuer().authority(), presented(MOMENT, wish), MOMENT)
    return refused.value


def test_a_good_token_with_its_proof_is_taken() -> None:
    grant = Issuer().authority(now=MOMENT).admit(presented(MOMENT), MOMENT)
    assert grant.claims.client_id == "journal"
    assert grant.proof is not None
    assert (grant.attest, grant.fault) == (None, "")


@pytest.mark.parametrize("wish", BAD_PROOFS.values(), ids=BAD_PROOFS.keys())
def test_a_bad_proof_is_refused(wish: Wish) -> None:
    refused = reason(wish)
    assert refused.code == PROOF, refused.reason
    assert said_of(refused, bound=True).endswith(".")


@pytest.mark.parametrize("wish", BAD_TOKENS.values(), ids=BAD_TOKENS.keys())
def test_a_bad_token_is_refused(wish: Wish) -> None:
    refused = reason(wish)
    assert refused.code == TOKEN, refused.reason


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("another key than the token's", "another-key"),
        ("private key in jwk", "private-key"),
        ("another method", "htm"),
        ("another path", "htu"),
        ("ath of another token", "ath"),
        ("iat past", "iat"),
        ("two proofs", "not-one-proof"),
    ],
)
def test_what_is_wrong_with_a_proof_is_told(name: str, says: str) -> None:
    refused = reason(BAD_PROOFS[name])
    assert refused.reason == says
    assert said_of(refused, bound=True) == SENTENCES[says] != UNREADABLE


GOOD = {
    "the address with its port": Wish(proof={"htu": "https://helsekort.example:443/fhir/r4/Patient/1"}),
    "the host in capitals": Wish(proof={"htu": "HTTPS://HELSEKORT.EXAMPLE/fhir/r4/Patient/1"}),
    "with a query": Wish(proof={"htu": ORIGIN + "/fhir/r4/Patient/1?_format=json#x"}),
    "with an escape": Wish(proof={"htu": ORIGIN + "/fhir/r4/Patient%2F1"}),
    "as old as may be": Wish(proof={"iat": NOW - 10}),
    "as far ahead as may be": Wish(proof={"iat": NOW + 10}),
    "with a nonce that was not asked for": Wish(proof={"nonce": "x"}),
    "typ JWT, as HelseID says it": Wish(token_head={"typ": "JWT"}),
    "one audience in a list": Wish(token={"aud": [AUDIENCE]}),
    "scopes in a list": Wish(token={"scope": ["nhn:helsekort/read"]}),
    "ended within the leeway": Wish(token={"exp": NOW - 4}),
    "scheme in small letters": Wish(scheme="dpop"),
}


@pytest.mark.parametrize("wish", GOOD.values(), ids=GOOD.keys())
def test_what_is_said_in_another_good_way_is_taken(wish: Wish) -> None:
    assert Issuer().authority(now=MOMENT).admit(presented(MOMENT, wish), MOMENT)


@pytest.mark.parametrize(
    ("algorithm", "kind"),
    [("ES384", "P-384"), ("PS256", "RSA-2048"), ("PS384", "RSA-2048"), ("RS256", "RSA-2048")],
)
def test_the_provider_signs_in_its_own_way(algorithm: str, kind: str) -> None:
    issuer = Issuer()
    issuer.keys.append({**public(key("other", kind)), "kid": "issuer"})
    made = issuing.written(
        {"alg": algorithm, "typ": "at+jwt", "kid": "issuer"}, issuing.claims(MOMENT), key("other", kind)
    )
    sent = Presented((f"DPoP {made}",), (issuing.proof(MOMENT, made, "GET", ORIGIN + "/x"),), "GET", "/x")
    assert issuer.authority(now=MOMENT).admit(sent, MOMENT)


@pytest.mark.parametrize(
    "sent",
    [
        Presented((), (), "GET", "/"),
        Presented(("",), ("",), "GET", "/"),
        Presented(("DPoP",), ("x",), "GET", "/"),
        Presented(("DPoP ",), ("x",), "GET", "/"),
        Presented(("DPoP blåbær",), ("x",), "GET", "/"),
        Presented(("DPoP a.b.c",), ("x",), "GET", "/"),
        Presented(("DPoP a.b.c", "DPoP a.b.c"), ("x",), "GET", "/"),
        Presented(("DPoP " + "x" * 100_000,), ("x",), "GET", "/"),
        Presented(("DPoP " + "W" * 2000 + ".e30.AA",), ("x",), "GET", "/"),
    ],
)
def test_what_is_no_token_at_all_is_refused(sent: Presented) -> None:
    with pytest.raises(NotAdmitted):
        Issuer().authority(now=MOMENT).admit(sent, MOMENT)


def test_two_good_tokens_are_none() -> None:
    good = presented(MOMENT)
    with pytest.raises(NotAdmitted, match="scheme"):
        Issuer().authority(now=MOMENT).admit(replace(good, authorization=good.authorization * 2), MOMENT)


@pytest.mark.parametrize("exponent", ["Aw", "AAEAAQ", "_" * 300 + "8"])
def test_another_public_exponent_is_refused(exponent: str) -> None:
    with pytest.raises(NotSigned):
        PublicKey({**public(key("rsa", "RSA-2048")), "e": exponent})


def test_an_object_in_which_a_name_stands_twice_is_refused() -> None:
    twice = issuing.written(
        {"alg": "ES256", "typ": "at+jwt", "kid": "issuer"},
        b'{"iss": "https://helseid.example", "iss": "https://helseid.example"}',
        key("issuer"),
    )
    with pytest.raises(NotAdmitted, match="json"):
        Issuer().authority(now=MOMENT).admit(Presented((f"DPoP {twice}",), ("x",), "GET", "/"), MOMENT)


@pytest.mark.parametrize(
    ("bits", "holds"), [(1024, False), (2048, True), (4096, True), (4104, False), (16384, False)]
)
def test_a_key_that_is_too_small_or_too_large_proves_nothing(bits: int, holds: bool) -> None:
    number = base64.urlsafe_b64encode((1 << bits - 1 | 1).to_bytes(bits // 8, "big")).rstrip(b"=").decode()
    jwk = {"kty": "RSA", "n": number, "e": "AQAB"}
    if holds:
        assert PublicKey(jwk).kind == ("RSA", "")
    else:
        with pytest.raises(NotSigned, match="key-size"):
            PublicKey(jwk)


def test_a_token_that_held_is_judged_anew_by_the_clock() -> None:
    authority = Issuer().authority(now=MOMENT)
    bearer = issuing.token(MOMENT)
    for later, holds in ((0, True), (600, True), (604, True), (606, False), (0, True)):
        now = MOMENT + later * SECOND
        sent = Presented(
            (f"DPoP {bearer}",), (issuing.proof(now, bearer, "GET", ORIGIN + "/x"),), "GET", "/x"
        )
        if holds:
            assert authority.admit(sent, now)
        else:
            with pytest.raises(NotAdmitted, match="exp"):
                authority.admit(sent, now)


def test_the_same_proof_leaves_the_same_mark_and_another_key_another() -> None:
    authority = Issuer().authority(now=MOMENT)
    once = presented(MOMENT, Wish(proof={"jti": "one"}))
    again = presented(MOMENT, Wish(proof={"jti": "one"}))
    other = presented(MOMENT, Wish(proof={"jti": "two"}))
    thief = presented(
        MOMENT,
        Wish(token={"cnf": {"jkt": key("thief").thumbprint()}}, proof={"jti": "one"}, proof_by="thief"),
    )
    marks = [
        shown.mark for each in (once, again, other, thief) if (shown := authority.admit(each, MOMENT).proof)
    ]
    assert marks[0] == marks[1]
    assert len(set(marks)) == 3


def test_the_host_of_a_request_has_no_say() -> None:
    wish = Wish(proof={"htu": "https://evil.example/fhir/r4/Patient/1"})
    scope = {
        "headers": [(b"host", b"evil.example"), (b"x-forwarded-host", b"evil.example"), (b"dpop", b"")],
        "method": "GET",
        "path": "/fhir/r4/Patient/1",
    }
    good = presented(MOMENT, wish)
    sent = replace(good, method=Presented.of(scope).method, path=Presented.of(scope).path)
    with pytest.raises(NotAdmitted, match="htu"):
        Issuer().authority(now=MOMENT).admit(sent, MOMENT)


@pytest.mark.parametrize("sign", ["?", "#", "?#", "å", "%", " "])
def test_a_proof_for_the_beginning_of_a_path_is_for_another(sign: str) -> None:
    """What stands escaped in a path belongs to it, as a question mark that begins no query."""
    path = f"/fhir/r4/Patient/1{sign}x"
    whole = Wish(proof={"htu": ORIGIN + quote(path)})
    assert Issuer().authority(now=MOMENT).admit(presented(MOMENT, whole, path=path), MOMENT)
    part = Wish(proof={"htu": ORIGIN + "/fhir/r4/Patient/1"})
    with pytest.raises(NotAdmitted, match="htu"):
        Issuer().authority(now=MOMENT).admit(presented(MOMENT, part, path=path), MOMENT)


def test_the_figures_say_how_many_are_tried() -> None:
    page = (Path(__file__).parents[3] / "docs" / "figures.md").read_text(encoding="utf-8")
    assert (
        f"bad tokens ({len(BAD_TOKENS)}) and bad proofs ({len(BAD_PROOFS)}, NHN's twelve among them)" in page
    )
    at_two_doors = 2 * (len(BAD_TOKENS) + len(BAD_PROOFS))
    assert f"at the FHIR door and at the national one | {at_two_doors} | taken: 0" in page
