"""The whole way with programs of others: a certified provider, and a client library that none of us wrote.

The client gets its tokens from the provider by its own code, and reads a card here over HTTP. It says `aud` as FAPI 2.0
asks, and its assertion carries the attest; the rest is as the library does it.
"""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests
from jwskate import Jwk, Jwt
from msgspec import Struct
from msgspec.structs import replace
from requests_oauth2client import DPoPToken, MissingDPoPNonce, OAuth2Client, PrivateKeyJwt

from helsekort import app, cli
from helsekort.access.scopes import READ, STATUS
from helsekort.access.tokens.checking import Authority
from helsekort.access.tokens.keys import KeyRing
from helsekort.access.tokens.provider import publisher
from helsekort.record.ids import to_text
from tests.bound import (
    INGRID,
    LARS,
    NORA,
    SYSTEM_AT_SOLSIDEN,
    UNITS,
    attested,
    numbered,
    user,
)
from tests.cast import NORDLIA, SOLSIDEN, Cast, begin_care
from tests.fixtures.provider import Provider, running_provider
from tests.issuing import AUDIENCE, Tree
from tests.running import port_of
from tests.store.stored import audit

BACK = "https://journal.example/back"
ATTEST = "nhn:tillitsrammeverk:parameters"


class Attesting(PrivateKeyJwt):
    """Who the client is: the library's own assertion, with an attest beside it (HelseID's `assertion_details`)."""

    def client_assertion(self, audience: str) -> str:
        said = dict(Jwt(super().client_assertion(audience)).claims)
        said["assertion_details"] = [ATTESTS[self.client_id]]
        return str(Jwt.sign(said, self.private_jwk, alg=self.alg))


ATTESTS: dict[str, Tree] = {}
"""client id -> the attest that its next assertion carries."""


class Service(Struct, frozen=True):
    """The running service, who is behind it, and the provider whose tokens it takes."""

    known: Cast
    origin: str
    provider: Provider
    session: requests.Session

    def client(self, name: str, organisation: Tree, attest: Tree | None = None) -> OAuth2Client:
        """A client of the library's, registered with the provider for one organisation."""
        key = Jwk.generate(alg="ES256", kid=name)
        self.provider.client(
            "helseid",
            name,
            dict(key.public_jwk()),
            claims=organisation,
            scope=f"openid {READ.name} {STATUS.name}",
            redirect_uris=[BACK],
            grant_types=["authorization_code", "client_credentials"],
            response_types=["code"],
            token_endpoint_auth_signing_alg="ES256",
            authorization_details_types=[ATTEST],
        )
        if attest is not None:
            ATTESTS[name] = attest
        kind = PrivateKeyJwt if attest is None else Attesting
        return OAuth2Client.from_discovery_endpoint(
            issuer=self.provider.helseid,
            session=self.session,
            auth=kind(name, key, alg="ES256", aud=self.provider.helseid),
            testing=True,  # the provider's address is no https
            dpop_bound_access_tokens=True,
            redirect_uri=BACK,
        )

    def logged_in(self, client: OAuth2Client, person: str, **more: str) -> DPoPToken:
        """The user logs in at the provider's own page; the client gets the token."""
        asked = client.authorization_request(scope=f"openid {READ.name}", **more)
        pushed = client.pushed_authorization_request(asked)
        back = asked.validate_callback(self.provider.sign_in(str(pushed.uri), person))
        token = client.authorization_code(back, validate=False)
        assert isinstance(token, DPoPToken)
        return token

    def whole(self, card: int, token: DPoPToken) -> requests.Response:
        """A card, asked for with the library's own proof."""
        return self.session.get(
            f"{self.origin}/fhir/r4/EpisodeOfCare/{to_text(card)}/$everything", auth=token, timeout=30
        )


@contextmanager
def serving(cast: Cast, provider: Provider) -> Iterator[Service]:
    """The service on the loopback, by the clock of the wall, with this provider's tokens."""
    known = numbered(cast, demo=True)
    provider.person("helseid", "ingrid", "Ingrid", user(INGRID, SOLSIDEN))
    provider.person("helseid", "lars", "Lars", user(LARS, NORDLIA, UNITS[NORDLIA]))
    authority = Authority(provider.helseid, AUDIENCE, "", KeyRing(publisher(provider.helseid)))
    known = replace(known, ctx=replace(known.ctx, clock=app.microseconds, tokens=authority))
    begin_care(known.ctx, known.nora, known.ingrid)
    server = cli.server(known.ctx, 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        # the port is the system's choice, so our own address is known only now
        authority.origin = f"http://127.0.0.1:{port_of(server)}"
        with requests.Session() as session:
            yield Service(known, authority.origin, provider, session)
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def service(cast: Cast, provider: Provider) -> Iterator[Service]:
    """Gives the service, with the provider that all tests share."""
    with serving(cast, provider) as one:
        yield one


@pytest.fixture
def apart(cast: Cast) -> Iterator[Service]:
    """Gives the service with a provider of its own, which may be stopped."""
    with running_provider() as provider, serving(cast, provider) as one:
        yield one


def test_a_user_logs_in_and_their_system_reads_her_card(service: Service) -> None:
    client = service.client("journal", SYSTEM_AT_SOLSIDEN)
    token = service.logged_in(client, "ingrid")
    for _ in range(2):
        answer = service.whole(service.known.nora_card, token)
        assert answer.status_code == 200, answer.text
    assert service.whole(4711, token).status_code == 404


def test_with_an_attest_in_the_assertion_a_stranger_reads_her_card_and_no_other(service: Service) -> None:
    organisation = {
        name: value for name, value in user(LARS, NORDLIA, UNITS[NORDLIA]).items() if "orgnr" in name
    }
    attest = attested(LARS, NORDLIA, NORA, UNITS[NORDLIA])["assertion_details"][0]
    token = service.logged_in(service.client("legesystem", organisation, attest), "lars")
    assert service.whole(service.known.nora_card, token).status_code == 200
    kari = service.whole(service.known.kari_card, token)
    assert (kari.status_code, "another woman" in kari.text) == (403, True)
    read = [line for line in audit(service.known.ctx) if line.permission == "read_everything"]
    assert {line.party for line in read} == {service.known.lars.party}


def test_with_the_attest_in_the_request_too(service: Service) -> None:
    client = service.client("journal2", SYSTEM_AT_SOLSIDEN)
    attest = attested(INGRID, SOLSIDEN, NORA)["assertion_details"][0]
    token = service.logged_in(client, "ingrid", authorization_details=json.dumps([attest]))
    assert service.whole(service.known.nora_card, token).status_code == 200
    assert service.whole(service.known.kari_card, token).status_code == 403


def test_a_system_alone_asks_for_status_and_reads_nothing(service: Service) -> None:
    client = service.client("station", SYSTEM_AT_SOLSIDEN)
    token = client.client_credentials(scope=f"{READ.name} {STATUS.name}")
    assert isinstance(token, DPoPToken)
    assert service.whole(service.known.nora_card, token).status_code == 403
    about = {"nhn-source-system": "Stasjonen 1", "nhn-patient-nin": NORA}
    status = f"{service.origin}/dhg/api/maternity-record/v1/status"
    answer = service.session.get(status, auth=token, headers=about, timeout=30)
    assert (answer.status_code, answer.json()["hasActiveMaternityRecord"]) == (200, True)


def test_a_stolen_token_opens_nothing_with_another_key_or_none(service: Service) -> None:
    token = service.logged_in(service.client("journal3", SYSTEM_AT_SOLSIDEN), "ingrid")
    thief = service.client("thief", SYSTEM_AT_SOLSIDEN).client_credentials(scope=READ.name)
    assert isinstance(thief, DPoPToken)
    stolen = DPoPToken(token.access_token, _dpop_key=thief.dpop_key)
    # the library takes every refusal of a proof for a demand for a nonce, of which none was made
    with pytest.raises(MissingDPoPNonce) as refused:
        service.whole(service.known.nora_card, stolen)
    assert refused.value.response.status_code == 401
    assert 'error="invalid_dpop_proof"' in refused.value.response.headers["WWW-Authenticate"]
    refused.value.response.close()
    address = f"{service.origin}/fhir/r4/EpisodeOfCare/{to_text(service.known.nora_card)}"
    bearer = {"Authorization": f"Bearer {token.access_token}"}
    assert service.session.get(address, headers=bearer, timeout=30).status_code == 401


def test_keys_change_under_load_and_no_request_fails(apart: Service) -> None:
    """Eight clients ask all the time, while the provider twice signs with a new key and at last drops the old ones."""
    client = apart.client("load", SYSTEM_AT_SOLSIDEN)
    statuses: list[int] = []

    def ask(turn: int) -> None:
        if turn in (10, 25):
            apart.provider.rotate("helseid")
        if turn == 35:
            apart.provider.drop_old_keys("helseid")
        token = apart.logged_in(client, "ingrid")
        statuses.append(apart.whole(apart.known.nora_card, token).status_code)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(40)))
    assert statuses == [200] * 40


def test_without_the_provider_tokens_hold_on_and_new_ones_are_not_to_be_had(apart: Service) -> None:
    token = apart.logged_in(apart.client("journal4", SYSTEM_AT_SOLSIDEN), "ingrid")
    assert apart.whole(apart.known.nora_card, token).status_code == 200
    apart.provider.stop()
    assert apart.whole(apart.known.nora_card, token).status_code == 200


def test_a_provider_that_was_never_reached_is_said_and_not_blamed_on_the_token(apart: Service) -> None:
    token = apart.logged_in(apart.client("journal5", SYSTEM_AT_SOLSIDEN), "ingrid")
    apart.provider.stop()
    answer = apart.whole(apart.known.nora_card, token)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    configuration = apart.session.get(f"{apart.origin}/fhir/r4/.well-known/smart-configuration", timeout=30)
    assert configuration.status_code == 503


def test_where_tokens_are_got_is_published(service: Service) -> None:
    told = service.session.get(f"{service.origin}/fhir/r4/.well-known/smart-configuration", timeout=30).json()
    assert told["issuer"] == service.provider.helseid
    assert told["token_endpoint"].startswith(service.provider.helseid)
    assert READ.name in told["scopes_supported"]
    stated = service.session.get(f"{service.origin}/fhir/r4/metadata", timeout=30).json()["rest"][0][
        "security"
    ]
    assert stated["service"][0]["coding"][0]["code"] == "SMART-on-FHIR"
    assert "DPoP" in stated["description"]
