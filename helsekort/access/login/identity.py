"""What a provider says of who someone is: read strictly, and refused where a claim that is required is missing."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from helsekort.access.login.published import BadToken

HELSEID = "helseid"
IDPORTEN = "idporten"
PROVIDERS = (HELSEID, IDPORTEN)
HIGHEST = {HELSEID: "4", IDPORTEN: "idporten-loa-high"}
"""The level that is asked for and required: HelseID's security level, ID-porten's `acr`."""

_IDENTITY = "helseid://claims/identity/"
_CLIENT = "helseid://claims/client/claims/"
NAMES = {
    HELSEID: {
        "pid": _IDENTITY + "pid",
        "level": _IDENTITY + "security_level",
        "hpr": "helseid://claims/hpr/hpr_number",
        "parent": _CLIENT + "orgnr_parent",
        "child": _CLIENT + "orgnr_child",
    },
    IDPORTEN: {"pid": "pid", "level": "acr"},
}
"""What each calls the claims that are required."""
REPRESENTED = "represented_pid"
RELATION = "representation_relation"
"""Whom someone represents, and as what; with the `name` of the one who does. Assumed: Helsenorge's were not read."""


class Relation(StrEnum):
    """As what someone acts for a woman."""

    MANDATE = "fullmakt"
    PARENT = "parent"


class Identity(Struct, frozen=True):
    """Who logged in, and at what level. `pid` and `represented` are national numbers. `proved` is in microseconds."""

    provider: str
    pid: str
    level: str
    proved: int
    sid: str = ""  # the provider's name for its own session
    hpr: str = ""
    parent: str = ""  # the organisation number of the legal entity
    child: str = ""  # and of the point of care
    represented: str = ""
    relation: Relation | None = None
    name: str = ""  # only of one who acts for another: she is told who it is

    def __repr__(self) -> str:
        """Without the numbers."""
        return f"Identity({self.provider})"


def read_identity(provider: str, claims: Mapping[str, Any]) -> Identity:
    """The claims of a token that was verified, as one identity. BadToken names what is missing or too low."""
    said = {name: _text(claims, claim, name) for name, claim in NAMES[provider].items()}
    if said["level"] != HIGHEST[provider]:
        raise BadToken("level")
    proved = claims.get("auth_time")
    if not isinstance(proved, int) or isinstance(proved, bool):
        raise BadToken("no-auth-time")
    represented, relation, name = _representation(claims) if provider == IDPORTEN else ("", None, "")
    sid = claims.get("sid", "")
    return Identity(
        provider,
        proved=proved * 1_000_000,
        sid=sid if isinstance(sid, str) else "",
        represented=represented,
        relation=relation,
        name=name,
        **said,
    )


def _text(claims: Mapping[str, Any], claim: str, name: str) -> str:
    value = claims.get(claim)
    if not isinstance(value, str) or not value.strip():
        raise BadToken(f"no-{name}")
    return value.strip()


def _representation(claims: Mapping[str, Any]) -> tuple[str, Relation | None, str]:
    """All or nothing; a relation that is not known here is none that we let in."""
    if REPRESENTED not in claims and RELATION not in claims:
        return "", None, ""
    represented = _text(claims, REPRESENTED, "represented")
    try:
        return represented, Relation(_text(claims, RELATION, "relation")), _text(claims, "name", "name")
    except ValueError:
        raise BadToken("relation") from None
