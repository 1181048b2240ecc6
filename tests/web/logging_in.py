"""A house that people log in to by the tests' provider, and a browser that goes there and back."""

import json
import secrets
from pathlib import Path
from typing import Any

import httpx
from joserfc.jwk import ECKey
from msgspec import Struct
from msgspec.structs import replace
from starlette.applications import Starlette

from helsekort import app as house
from helsekort.access.login.client import Client
from helsekort.actions import registry
from helsekort.record.codes import ENH
from helsekort.record.parties import Organisation, Role
from helsekort.settings import ProviderSettings, Settings
from helsekort.store import parties
from tests.cast import JOB, SOLSIDEN, TORGET, Cast, number_of, organisation_number
from tests.fixtures.provider import Kind, Provider
from tests.web.test_door import Browser

ORIGIN = "http://127.0.0.1"
KINDS: tuple[Kind, ...] = ("helseid", "idporten")
_CLAIMS = "helseid://claims/"


MUNICIPALITY = organisation_number("31000000")
STATION = organisation_number("31000001")
PRACTICE = organisation_number("31000003")


class Homes(Struct):
    """The cast in a house that is no demo, with the clients of both providers, and a browser outside."""

    cast: Cast
    provider: Provider
    app: Starlette
    clients: dict[str, Client]
    browser: Browser

    def there(self, kind: Kind, path: str = "") -> str:
        """Begin to log in: the provider's address that the browser is sent to."""
        answer = self.browser.get(f"/inn/{kind}{path}")
        assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
        return str(answer.headers["location"])

    def back(self, address: str, **changed: str) -> httpx.Response:
        """Follow the provider's way back, with some of what stands in it changed."""
        url = httpx.URL(address)
        return self.browser.get(str(url.copy_with(params={**url.params, **changed}).raw_path, "ascii"))

    def log_in(self, kind: Kind, person: str, path: str = "") -> httpx.Response:
        """There and back again."""
        return self.back(self.provider.sign_in(self.there(kind, path), person))

    def health_worker(self, key: str, **changed: Any) -> str:  # noqa: ANN401  # claims
        """Someone at the HelseID-like issuer; a claim that is None is left out. Their key."""
        said = {
            "pid": number_of(20),
            "security_level": "4",
            "hpr": "900000001",
            "parent": MUNICIPALITY,
            "child": STATION,
            **changed,
        }
        names = {
            "pid": _CLAIMS + "identity/pid",
            "security_level": _CLAIMS + "identity/security_level",
            "hpr": _CLAIMS + "hpr/hpr_number",
            "parent": _CLAIMS + "client/claims/orgnr_parent",
            "child": _CLAIMS + "client/claims/orgnr_child",
        }
        claims = {names[each]: value for each, value in said.items() if value is not None}
        return self._person("helseid", key, claims)

    def citizen(self, key: str, pid: str, acr: str = "idporten-loa-high", **claims: Any) -> str:  # noqa: ANN401
        """Someone at the ID-porten-like issuer; their key."""
        return self._person("idporten", key, {"pid": pid, **claims}, acr)

    def _person(self, kind: Kind, key: str, claims: dict[str, Any], acr: str = "") -> str:
        named = f"{key}-{secrets.token_hex(4)}"
        self.provider.person(kind, named, key, claims, acr)
        return named


def make_homes(cast: Cast, provider: Provider, folder: Path, origin: str = ORIGIN) -> Homes:
    """Register both clients with keys of their own, and give the cast's units their organisation numbers."""
    told = [_client(provider, kind, folder, origin) for kind in KINDS]
    settings = Settings("", folder, origin=origin, providers=tuple(told))
    clients = house.providers(settings)
    _units(cast)
    ctx = replace(cast.ctx, demo=False, clock=house.microseconds)
    outside = replace(cast, ctx=ctx)
    app = house.build(ctx, origin=origin, clients=clients)
    return Homes(outside, provider, app, clients, Browser(app))


def _client(provider: Provider, kind: Kind, folder: Path, origin: str) -> ProviderSettings:
    key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig"})
    file = folder / f"{kind}.jwk"
    file.write_text(json.dumps(key.as_dict(private=True)))
    file.chmod(0o600)
    name = f"helsekort-{secrets.token_hex(4)}"
    provider.client(
        kind,
        name,
        key.as_dict(private=False),
        redirect_uris=[f"{origin}/inn/{kind}/tilbake"],
        post_logout_redirect_uris=[f"{origin}/"],
        grant_types=["authorization_code"],
        response_types=["code"],
        token_endpoint_auth_signing_alg="ES256",
        backchannel_logout_session_required=True,
        backchannel_logout_uri=f"{origin}/inn/{kind}/utlogget",
    )
    return ProviderSettings(kind, provider.issuer(kind), name, file)


def _units(cast: Cast) -> None:
    """Solsiden belongs to a municipality; Torget answers for itself."""
    above = registry.register_party(JOB, ctx=cast.ctx, party=Organisation("Fjordbyen kommune", MUNICIPALITY))
    for party, name, own, her_id, part_of in (
        (cast.ingrid.organisation, "Solsiden helsestasjon", STATION, SOLSIDEN, above),
        (cast.amir.organisation, "Torget legesenter", PRACTICE, TORGET, None),
    ):
        unit = Organisation(name, own, "55 00 00 10", her_id, part_of=part_of)
        registry.register_party(JOB, ctx=cast.ctx, party=unit, party_id=party)


def second_role(cast: Cast, name: str = "Nes helsestasjon") -> int:
    """Ingrid works at a second place of the same municipality; its party."""
    with cast.ctx.database.transaction() as tx:
        above = parties.by_number(tx, ENH, MUNICIPALITY)
    place = registry.register_party(JOB, ctx=cast.ctx, party=Organisation(name, part_of=above))
    registry.register_party(JOB, ctx=cast.ctx, party=Role(cast.ingrid.party, place, "SP"))
    return place
