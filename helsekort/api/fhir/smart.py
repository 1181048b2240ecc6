"""What a client must know to get a token: the provider, how it is asked, and the scopes (SMART App Launch 2)."""

import msgspec

from helsekort.access.actors import Actor
from helsekort.access.scopes import SCOPES
from helsekort.access.tokens.checking import KeysWanted
from helsekort.access.tokens.signed import ALGORITHMS
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Unavailable
from helsekort.api.fhir.calls import Answer, Call, told
from helsekort.fhir.outcome import Issue

PLAIN = {"Content-Type": "application/json"}
OF_DEMO = Issue("not-found", "The demo has no provider of tokens: `helsekort token --as NAME` prints one.")
PROVIDERS_OWN = (
    "jwks_uri",
    "authorization_endpoint",
    "token_endpoint",
    "pushed_authorization_request_endpoint",
)


def configuration(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # asked by anyone
    """The provider's own addresses, as it says them itself. 404 in the demo."""
    if ctx.tokens is None:
        return told(404, OF_DEMO)
    ring, now = ctx.tokens.ring, ctx.now()
    if not ring.metadata:
        if ring.wanted("", now):
            raise KeysWanted(ring, "", now)
        raise Unavailable
    said = {name: ring.metadata[name] for name in PROVIDERS_OWN if name in ring.metadata}
    algorithms = list(ALGORITHMS)
    tree = {
        "issuer": ctx.tokens.issuer,
        **said,
        "audience": ctx.tokens.audience,
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "dpop_signing_alg_values_supported": algorithms,
        "scopes_supported": [each.name for each in SCOPES],
        "capabilities": ["client-confidential-asymmetric", "permission-patient", "permission-v2"],
        "helsekort_scopes": [{"scope": each.name, "smart": each.smart, "says": each.says} for each in SCOPES],
    }
    return Answer(200, msgspec.json.encode(tree), dict(PLAIN))
