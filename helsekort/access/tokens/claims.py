"""What an access token says, by the names of HelseID, and what a proof says. Everything that is no claim is left."""

from typing import Annotated

from msgspec import Meta, Struct, field

IDENTITY = "helseid://claims/identity/"
CLIENT = "helseid://claims/client/"
ATTEST = "nhn:tillitsrammeverk:parameters"
"""The type of an attest, and the name of the claim that HelseID puts it in."""

Seconds = Annotated[int, Meta(ge=0, le=1 << 40)]
Short = Annotated[str, Meta(min_length=1, max_length=256)]
Perhaps = Annotated[str, Meta(max_length=256)]
Texts = Annotated[list[Short], Meta(max_length=64)]


class Confirmation(Struct, frozen=True):
    """The thumbprint of the key that a token is bound to."""

    jkt: Short


class AccessClaims(Struct, frozen=True):
    """An access token. Times in seconds since 1970 UTC. Of a system alone, nothing is said of a person."""

    iss: Short
    aud: Short | Texts
    exp: Seconds
    iat: Seconds
    jti: Short
    client_id: Short
    cnf: Confirmation
    scope: Annotated[str, Meta(max_length=4096)] | Texts
    nbf: Seconds = 0
    pid: Perhaps = field(name=IDENTITY + "pid", default="")
    level: Perhaps = field(name=IDENTITY + "security_level", default="")
    hpr: Perhaps = field(name="helseid://claims/hpr/hpr_number", default="")
    legal_entity: Perhaps = field(name=CLIENT + "claims/orgnr_parent", default="")
    unit: Perhaps = field(name=CLIENT + "claims/orgnr_child", default="")
    client_name: Perhaps = field(name=CLIENT + "client_name", default="")
    attest: object = field(name=ATTEST, default=None)
    authorization_details: object = None
    assertion_details: object = None


class ProofClaims(Struct, frozen=True):
    """A proof that its sender holds the key of a token (RFC 9449)."""

    jti: Short
    htm: Short
    htu: Annotated[str, Meta(min_length=1, max_length=2048)]
    iat: Seconds
    ath: Short
