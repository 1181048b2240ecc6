"""The private key of this service at a provider: it signs who we are, and proves that a token is ours (DPoP).

The key serves one client and its proofs only. It stands in a file that only the service can read.
"""

import json
import secrets
from pathlib import Path
from typing import Any

from joserfc import jwk, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from helsekort.private_file import OthersCanRead, read_private

ALGORITHMS = {"P-256": "ES256", "P-384": "ES384"}
"""By curve; an RSA key signs with PS256. None with PKCS 1.5, which HelseID refuses from clients."""
KINDS = ("EC", "RSA")
SECONDS = 30
_LEAST_BITS = 2048


class BadKey(Exception):
    """The key cannot be used. Says why and what to do, and nothing of the key."""


class OwnKey:
    """A private signing key with its name at the provider."""

    def __init__(self, key: ECKey | RSAKey, kid: str) -> None:
        self._key = key
        self.kid = kid
        self.algorithm = "PS256" if isinstance(key, RSAKey) else ALGORITHMS[str(key.curve_name)]
        self._public = dict(key.as_dict(private=False))
        self.thumbprint = key.thumbprint()

    def assertion(self, client: str, issuer: str, now: int) -> str:
        """Who we are, for one request: `aud` is the issuer as a plain string, as FAPI 2.0 asks. `now` in seconds."""
        claims = {
            "iss": client,
            "sub": client,
            "aud": issuer,
            "iat": now,
            "nbf": now,
            "exp": now + SECONDS,
            "jti": secrets.token_urlsafe(16),
        }
        return self._sign({"kid": self.kid, "typ": "client-authentication+jwt"}, claims)

    def proof(self, method: str, address: str, now: int, nonce: str | None = None) -> str:
        """A DPoP proof (RFC 9449) for one request. `now` in seconds."""
        claims: dict[str, Any] = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": address,
            "iat": now,
        }
        if nonce is not None:
            claims["nonce"] = nonce
        return self._sign({"typ": "dpop+jwt", "jwk": self._public}, claims)

    def _sign(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": self.algorithm, **header}, claims, self._key, algorithms=[self.algorithm])


def read_key(file: Path) -> OwnKey:
    """The key in a file: a private JWK, EC P-256 or P-384 or RSA of 2048 bits or more, with its `kid`."""
    try:
        said = json.loads(read_private(file))
    except OthersCanRead:
        raise BadKey(f"{file} can be read by others. Take their rights away: chmod 600") from None
    except OSError as error:
        raise BadKey(f"{file} cannot be read ({error.strerror}).") from None
    except ValueError:
        raise BadKey(f"{file} is no JSON. Put the client's private key there as a JWK.") from None
    return _usable(said, file)


def _usable(said: Any, file: Path) -> OwnKey:  # noqa: ANN401  # JSON
    shape = f"{file} must be one private JWK with a `kid`: EC (P-256 or P-384), or RSA of 2048 bits or more."
    if not isinstance(said, dict) or said.get("kty") not in KINDS or "d" not in said:
        raise BadKey(shape)
    if not isinstance(said.get("kid"), str):
        raise BadKey(shape)
    try:
        key = jwk.import_key(said)
        if isinstance(key, ECKey) and key.curve_name in ALGORITHMS:
            return OwnKey(key, said["kid"])
        if isinstance(key, RSAKey) and key.private_key and key.private_key.key_size >= _LEAST_BITS:
            return OwnKey(key, said["kid"])
    except (JoseError, ValueError, TypeError, KeyError):
        raise BadKey(shape) from None
    raise BadKey(shape)
