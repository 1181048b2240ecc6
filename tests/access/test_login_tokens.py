"""What a provider signs, held against what it should be: every claim and header swapped, one at a time."""

import base64
import json
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from joserfc.jwk import OctKey

from helsekort.access.login.client import Question
from helsekort.access.login.identity import HELSEID, IDPORTEN, Identity, Relation, read_identity
from helsekort.access.login.published import LEEWAY, BadToken
from tests.access.lying_issuer import (
    ANSWER,
    CLAIMS,
    CLIENT,
    CURVE,
    ISSUER,
    KEY,
    LEAVING,
    NOW,
    OTHER,
    QUESTION,
    Issuer,
    client,
    signed,
)


def _came(issuer: Issuer, token: str, **answer: str) -> Identity:
    issuer.token = token
    return anyio.run(lambda: client().identity(QUESTION, {**ANSWER, **answer}))


def _why(issuer: Issuer, token: str, **answer: str) -> str:
    with pytest.raises(BadToken) as refused:
        _came(issuer, token, **answer)
    return refused.value.why


def test_what_is_right_is_believed(issuer: Issuer) -> None:
    for token in (
        signed(CLAIMS),
        signed(CLAIMS, alg="RS256"),
        signed(CLAIMS, CURVE, "ES256", kid="ec"),
        signed({**CLAIMS, "aud": [CLIENT], "azp": CLIENT}),
        signed({**CLAIMS, "exp": NOW - LEEWAY + 1, "iat": NOW + LEEWAY, "nbf": NOW + LEEWAY}),
    ):
        found = _came(issuer, token)
        assert (found.pid, found.level, found.proved) == (
            "13105099999",
            "idporten-loa-high",
            (NOW - 5) * 1_000_000,
        )


BAD_CLAIMS: dict[str, tuple[dict[str, Any], str]] = {
    "another issuer": ({"iss": "https://login.example.evil"}, "issuer"),
    "issuer with a slash": ({"iss": ISSUER + "/"}, "issuer"),
    "no issuer": ({"iss": None}, "issuer"),
    "another audience": ({"aud": "other"}, "audience"),
    "two audiences": ({"aud": [CLIENT, "other"]}, "audience"),
    "no audience": ({"aud": None}, "audience"),
    "audience of another kind": ({"aud": {CLIENT: 1}}, "audience"),
    "made for another client": ({"azp": "other"}, "audience"),
    "another nonce": ({"nonce": "older"}, "nonce"),
    "no nonce": ({"nonce": None}, "nonce"),
    "a nonce beyond ASCII": ({"nonce": "nøkkel"}, "nonce"),
    "expired": ({"exp": NOW - LEEWAY}, "expired"),
    "no end": ({"exp": None}, "expired"),
    "an end that is no number": ({"exp": "soon"}, "expired"),
    "made in the future": ({"iat": NOW + LEEWAY + 1}, "from-the-future"),
    "not made": ({"iat": None}, "from-the-future"),
    "not yet": ({"nbf": NOW + LEEWAY + 1}, "not-yet"),
    "a lower level": ({"acr": "idporten-loa-substantial"}, "level"),
    "no level": ({"acr": None}, "no-level"),
    "a level in a list": ({"acr": ["idporten-loa-high"]}, "no-level"),
    "the level in another letter size": ({"acr": "IDPORTEN-LOA-HIGH"}, "level"),
    "no number": ({"pid": None}, "no-pid"),
    "an empty number": ({"pid": "  "}, "no-pid"),
    "when is not said": ({"auth_time": None}, "no-auth-time"),
    "when is no number": ({"auth_time": True}, "no-auth-time"),
    "represented, not as what": ({"represented_pid": "1"}, "no-relation"),
    "as what, not whom": ({"representation_relation": "fullmakt"}, "no-represented"),
    "represented as a friend": ({"represented_pid": "1", "representation_relation": "venn"}, "relation"),
    "represented by nobody named": (
        {"represented_pid": "1", "representation_relation": "fullmakt"},
        "no-name",
    ),
}


@pytest.mark.parametrize(("changed", "why"), BAD_CLAIMS.values(), ids=BAD_CLAIMS)
def test_one_claim_that_is_wrong_is_enough(issuer: Issuer, changed: dict[str, Any], why: str) -> None:
    claims = {name: value for name, value in {**CLAIMS, **changed}.items() if value is not None}
    assert _why(issuer, signed(claims)) == why


def _none() -> str:
    _, body, _ = signed(CLAIMS).split(".")
    bare = base64.urlsafe_b64encode(b'{"alg":"none","kid":"one"}').rstrip(b"=").decode()
    return f"{bare}.{body}."


BAD_TOKENS: dict[str, tuple[Callable[[], str], str]] = {
    "signed by nobody": (_none, "unreadable"),
    "signed with the public key as a secret": (
        lambda: signed(CLAIMS, OctKey.import_key(str(KEY.as_dict()["n"])), "HS256"),
        "algorithm",
    ),
    "signed by another with the same name": (lambda: signed(CLAIMS, OTHER), "signature"),
    "a key nobody published": (lambda: signed(CLAIMS, kid="two"), "unknown-key"),
    "a key of another kind than the algorithm": (lambda: signed(CLAIMS, kid="ec"), "signature"),
    "no key named": (lambda: signed(CLAIMS, kid=None), "no-key-named"),
    "an access token": (lambda: signed(CLAIMS, typ="at+jwt"), "type"),
    "a logout token": (lambda: signed(CLAIMS, typ="logout+jwt"), "type"),
    "changed after it was signed": (lambda: signed(CLAIMS)[:-6] + "AAAAAA", "signature"),
    "no token": (lambda: "no-token", "unreadable"),
    "nothing": (lambda: "", "unreadable"),
    "beyond ASCII": (lambda: "é.é.é", "unreadable"),
}


@pytest.mark.parametrize(("token", "why"), BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_a_token_that_is_not_the_issuers_is_refused(
    issuer: Issuer, token: Callable[[], str], why: str
) -> None:
    assert _why(issuer, token()) == why


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"events": {}}, "no-logout"),
        ({"events": None}, "no-logout"),
        ({"nonce": "nonce"}, "no-logout"),
        ({"sid": ""}, "no-session"),
        ({"sid": None}, "no-session"),
        ({"aud": "other"}, "audience"),
        ({"iss": "https://other.example"}, "issuer"),
        ({"exp": NOW - LEEWAY}, "expired"),
    ],
)
def test_only_a_whole_logout_token_ends_a_session(issuer: Issuer, changed: dict[str, Any], why: str) -> None:
    claims = {name: value for name, value in {**LEAVING, **changed}.items() if value is not None}
    with pytest.raises(BadToken) as refused:
        anyio.run(client().left, signed(claims, typ="logout+jwt"))
    assert refused.value.why == why
    assert anyio.run(client().left, signed(LEAVING, typ="logout+jwt")) == "sid-1"


def test_what_must_be_proved_anew_is_not_proved_by_an_old_login(issuer: Issuer) -> None:
    issuer.token = signed(CLAIMS)
    for since, good in ((NOW - 5, True), (NOW - 5 + LEEWAY, True), (NOW - 5 + LEEWAY + 1, False)):
        question = Question("state", "nonce", "verifier", fresh_since=since)
        if good:
            anyio.run(client().identity, question, ANSWER)
            continue
        with pytest.raises(BadToken, match="not-proved-anew"):
            anyio.run(client().identity, question, ANSWER)


# --- HelseID: two tokens and a proof ------------------------------------------------------------------------

_SAID = {"sub": "s", "client_id": CLIENT, "iss": ISSUER, "exp": NOW + 60, "iat": NOW}
_ORGANISATION = {
    "helseid://claims/client/claims/orgnr_parent": "310000003",
    "helseid://claims/client/claims/orgnr_child": "310000011",
}
_WORKER = {
    **CLAIMS,
    "helseid://claims/identity/pid": "13105099999",
    "helseid://claims/identity/security_level": "4",
    "helseid://claims/hpr/hpr_number": "900000001",
}


def _worker(issuer: Issuer, access: dict[str, Any], **header: Any) -> Identity:  # noqa: ANN401  # a header
    issuer.token = signed(_WORKER)
    issuer.access_token = signed(access, **{"typ": "at+jwt", **header})
    return anyio.run(client(HELSEID).identity, QUESTION, ANSWER)


def test_the_organisation_is_that_of_the_access_token(issuer: Issuer) -> None:
    found = _worker(issuer, {**_SAID, **_ORGANISATION})
    assert (found.hpr, found.parent, found.child) == ("900000001", "310000003", "310000011")


@pytest.mark.parametrize("changed", [{"sub": "another"}, {"client_id": "another"}, {"sub": None}])
def test_an_access_token_of_another_is_not_mixed_in(issuer: Issuer, changed: dict[str, Any]) -> None:
    access = {k: v for k, v in {**_SAID, **_ORGANISATION, **changed}.items() if v is not None}
    with pytest.raises(BadToken, match="another-persons"):
        _worker(issuer, access)


def test_an_id_token_is_no_access_token(issuer: Issuer) -> None:
    with pytest.raises(BadToken, match="type"):
        _worker(issuer, {**_SAID, **_ORGANISATION}, typ="logout+jwt")


def test_the_nonce_is_sent_again_with_a_new_assertion(issuer: Issuer) -> None:
    issuer.nonces = ["first", None]
    _worker(issuer, {**_SAID, **_ORGANISATION})
    (first, proof), (second, again) = issuer.posted
    assert first["client_assertion"] != second["client_assertion"], "each is good once"
    assert (_claims(proof["DPoP"]).get("nonce"), _claims(again["DPoP"])["nonce"]) == (None, "first")


def test_a_provider_that_always_wants_another_nonce_is_not_asked_without_end(issuer: Issuer) -> None:
    issuer.nonces = ["a", "b", "c"]
    with pytest.raises(BadToken, match="code"):
        _worker(issuer, {**_SAID, **_ORGANISATION})
    assert len(issuer.posted) == len(("a", "b"))


def _claims(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return read


def test_the_assertion_is_for_the_issuer_as_a_plain_string(issuer: Issuer) -> None:
    anyio.run(client().address, QUESTION, "nb")
    ((form, _),) = issuer.posted
    claims = _claims(form["client_assertion"])
    assert (claims["aud"], claims["iss"], claims["sub"]) == (ISSUER, CLIENT, CLIENT)
    assert claims["exp"] - claims["iat"] <= 60
    assert form["code_challenge_method"] == "S256"
    assert "verifier" not in repr(form)


# --- who it is ----------------------------------------------------------------------------------------------


def test_whom_someone_acts_for_is_read_with_the_relation() -> None:
    said = {"represented_pid": "13105099998", "representation_relation": "fullmakt", "name": "Per Berg"}
    found = read_identity(IDPORTEN, {**CLAIMS, **said})
    assert (found.represented, found.relation, found.name) == ("13105099998", Relation.MANDATE, "Per Berg")


def test_nobody_represents_anyone_as_health_personnel() -> None:
    said = {
        **_WORKER,
        **_ORGANISATION,
        "represented_pid": "1",
        "representation_relation": "fullmakt",
        "name": "x",
    }
    assert read_identity(HELSEID, said).represented == ""


def test_no_number_is_shown_by_accident() -> None:
    found = read_identity(IDPORTEN, CLAIMS)
    assert "13105099999" not in f"{found!r} {found}"
